"""Signing a pledge: exactly the text that was read, by whom, and nothing by halves."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied

from core import journal
from core.models import JournalEntry
from core.workflow import BlockedError, run
from emulation.enums import Capacity, PhaseKind, PledgeState
from emulation.models import Pledge, PledgeVersion, Result, Target
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services import signing as services
from emulation.services.pledges import add_target
from tests.builders import PASSWORD, World
from tests.steps import SIGNATURE, accept_pledge, fill_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def accepted(built) -> Pledge:
    pledge = fill_pledge(built)
    clerk = built.user("clerk", "plain")
    whole = pledge.targets.order_by("position").first()
    add_target(
        Target(pledge=pledge, parent=whole, content="tự phát hiện", value=5),
        actor=clerk,
    )
    pledge.contents = "Nội dung một\n\nNội dung hai"
    pledge.save()
    return accept_pledge(built, pledge)


def nothing_was_written(pledge: Pledge) -> bool:
    fresh = Pledge.objects.get(pk=pledge.pk)
    return (
        fresh.state == PledgeState.ACCEPTED
        and fresh.signed_at is None
        and not PledgeVersion.objects.exists()
        and not Result.objects.exists()
        and not journal.entries_of(pledge).filter(verb="sign").exists()
    )


def test_the_signed_text_is_frozen_with_its_hash_and_office(built, accepted):
    leader = built.user("leader", "plain")
    leader.person.position = "Trưởng ban"
    leader.person.save()
    year = built.year.year
    text = (
        "Nguyên văn giao ước thi đua, mẫu 1\n"
        f"GIAO ƯỚC THI ĐUA NĂM {year}\n"
        "Khối: Khối thi đua các cơ quan thử\n"
        "Đơn vị: Ban Nội chính Tỉnh ủy\n"
        "Chủ đề: Đoàn kết, sáng tạo\n"
        "I. CHỈ TIÊU\n"
        "[Nhiệm vụ chính trị]\n"
        "1. Giải quyết vụ việc: ≥ 12 vụ\n"
        "1.1. trong đó: tự phát hiện: ≥ 5\n"
        "2. Xử lý đúng hạn: ≥ 95%\n"
        "II. NỘI DUNG VÀ BIỆN PHÁP\n"
        "- Nội dung một\n"
        "- Nội dung hai\n"
        "III. DANH HIỆU, HÌNH THỨC KHEN THƯỞNG ĐĂNG KÝ\n"
        "Không đăng ký.\n"
        "IV. SÁNG KIẾN\n"
        "Không có.\n"
    )
    signed = run(accepted, "sign", actor=built.user("leader", "plain"), **SIGNATURE)
    version = signed.versions.get()
    assert version.text == text
    assert version.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert version.signed_at == signed.signed_at
    assert (version.signer_name, version.office, version.capacity) == (
        "leader plain",
        "Trưởng ban",
        Capacity.HEAD,
    )
    entry = journal.entries_of(signed).get(verb="sign")
    assert ["sha256 nguyên văn", None, version.sha256] in entry.changes


def test_later_rows_do_not_move_the_signed_text(built, accepted):
    signed = run(accepted, "sign", actor=built.user("leader", "plain"), **SIGNATURE)
    before = signed.versions.get().text
    Target.objects.update(content="khác")
    assert signed.versions.get().text == before


def test_a_deputy_signs_for_the_head(built, accepted):
    deputy = built.user("deputy_leader", "plain")
    version = run(accepted, "sign", actor=deputy, **SIGNATURE).versions.get()
    assert version.capacity == Capacity.FOR_HEAD
    assert version.office == "Phó thủ trưởng, Ban Nội chính Tỉnh ủy"
    entry = journal.entries_of(accepted).get(verb="sign")
    assert entry.capacity == "Phó thủ trưởng, Ban Nội chính Tỉnh ủy"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "sai-mat-khau"}, services.WRONG_PASSWORD),
        ({"password": ""}, services.WRONG_PASSWORD),
        ({"consent": ""}, services.NO_CONSENT),
        ({"consent": "Tôi không đồng ý"}, services.NO_CONSENT),
        ({"digest": "0" * 64}, services.TEXT_CHANGED),
    ],
)
def test_a_failed_signature_writes_nothing(built, accepted, typed, sentence):
    leader = built.user("leader", "plain")
    entries = JournalEntry.objects.count()
    with pytest.raises(BlockedError) as caught:
        run(accepted, "sign", actor=leader, **SIGNATURE | typed)
    assert caught.value.sentences == [sentence]
    assert nothing_was_written(accepted)
    assert JournalEntry.objects.count() == entries


@pytest.mark.parametrize(("role", "unit"), [("clerk", "plain"), ("leader", "other")])
def test_others_do_not_sign(built, accepted, role, unit):
    with pytest.raises(PermissionDenied, match="Chỉ thủ trưởng"):
        run(accepted, "sign", actor=built.user(role, unit), **SIGNATURE)
    assert nothing_was_written(accepted)


def test_a_closed_step_takes_no_signature(built, accepted):
    built.year.phases.filter(kind=PhaseKind.SIGN).update(state="closed")
    with pytest.raises(BlockedError, match="Ký giao ước” đã đóng"):
        run(
            Pledge.objects.get(pk=accepted.pk),
            "sign",
            actor=built.user("leader", "plain"),
            **SIGNATURE,
        )
    assert nothing_was_written(accepted)


@pytest.mark.parametrize(
    "typed",
    [
        services.CONSENT,
        "toi dong y ky giao uoc nay",
        "  TÔI ĐỒNG Ý ký giao ước này. ",
        "“Tôi đồng ý ký giao ước này”",
    ],
)
def test_consent_is_read_generously(typed):
    assert services.is_consent(typed)


# ----- the page


def test_the_page_shows_the_text_and_signs_it(client, built, accepted):
    client.force_login(built.user("deputy_leader", "plain"))
    url = accepted.get_action_url("sign")
    page = client.get(url)
    assert page.context["text"] == text_of(accepted)
    assert "Ký thay thủ trưởng (KT.)" in page.content.decode()
    digest = page.context["form"].initial["digest"]
    answer = client.post(
        url,
        {
            "expected": "accepted",
            "digest": digest,
            "consent": services.CONSENT,
            "password": PASSWORD,
        },
    )
    assert answer.url == accepted.get_absolute_url()
    shown = client.get(answer.url).content.decode()
    version = PledgeVersion.objects.get()
    assert version.sha256 == digest
    for words in (digest, version.signer_name, "xác nhận trên hệ thống"):
        assert words in shown
    assert "không phải chữ ký số" in shown


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "sai"}, services.WRONG_PASSWORD),
        ({"consent": "không"}, services.NO_CONSENT),
        ({"digest": "0" * 64}, services.TEXT_CHANGED),
    ],
)
def test_a_refused_form_comes_back_to_be_corrected(
    client, built, accepted, typed, sentence
):
    client.force_login(built.user("leader", "plain"))
    answer = client.post(accepted.get_action_url("sign"), SIGNATURE | typed)
    assert answer.status_code in {409, 422}
    page = answer.content.decode()
    assert sentence in page
    assert 'name="password"' in page
    digest = digest_of(answer.context["text"])
    assert f'name="digest" value="{digest}"' in page
    assert answer.context["form"]["consent"].value() == (SIGNATURE | typed)["consent"]
    assert nothing_was_written(accepted)


def test_after_five_wrong_passwords_the_right_one_waits_too(client, built, accepted):
    client.force_login(built.user("leader", "plain"))
    url = accepted.get_action_url("sign")
    for _ in range(5):
        client.post(url, SIGNATURE | {"password": "sai"})
    answer = client.post(url, SIGNATURE)
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"] == [
        "Đã nhập sai mật khẩu nhiều lần. Thử lại sau 15 phút."
    ]
    assert nothing_was_written(accepted)
