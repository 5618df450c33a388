"""A pledge signed on paper: whose name, as what, on which day, and the scan."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import clock, files, journal
from core.workflow import BlockedError, run
from emulation.enums import Capacity, PledgeState, SigningWay
from emulation.models import Pledge, PledgeVersion, Result
from emulation.reports.pledge_text import digest_of, text_of
from emulation.selectors.signing import leaders_on_duty
from emulation.services import paper_signing as services
from emulation.services.scans import NO_SCAN
from tests.steps import accept_pledge, fill_pledge, on_paper

PDF, PNG, JPEG = b"%PDF-1.7 ky", b"\x89PNG\r\n\x1a\n ky", b"\xff\xd8\xff ky"

pytestmark = pytest.mark.django_db


@pytest.fixture
def accepted(built) -> Pledge:
    built.user("leader", "plain")
    built.user("deputy_leader", "plain")
    return accept_pledge(built, fill_pledge(built))


@pytest.fixture
def secretary(built) -> Client:
    client = Client()
    client.force_login(built.secretary)
    return client


def leader_of(pledge: Pledge, *, is_deputy: bool = False):
    found = leaders_on_duty(pledge.participation.unit_id)
    return found.get(is_deputy=is_deputy)


def typed(**fields) -> dict[str, object]:
    """Return the form as filled in for somebody whose name is typed."""
    return {
        "leader": "",
        "signer_name": "Nông Văn Giấy",
        "office": "Trưởng ban",
        "capacity": "head",
        "signed_on": clock.today().isoformat(),
        "scan": SimpleUploadedFile("ban-ky.pdf", PDF),
    } | fields


def send(client: Client, pledge: Pledge, **fields):
    return client.post(pledge.get_action_url("record_signature"), typed(**fields))


def errors_of(answer) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


def nothing_was_written(pledge: Pledge) -> bool:
    state = Pledge.objects.get(pk=pledge.pk).state
    return state == PledgeState.ACCEPTED and not PledgeVersion.objects.exists()


# ----- what is kept


def test_the_text_is_frozen_with_scan_and_who_recorded(built, accepted):
    text = text_of(accepted)
    data = on_paper(signed_on=clock.today())
    signed = run(accepted, "record_signature", actor=built.secretary, **data)
    version = signed.versions.get()
    assert signed.state == PledgeState.SIGNED
    assert (version.text, version.sha256) == (text, digest_of(text))
    assert (version.way, version.signed_by) == (SigningWay.PAPER, None)
    assert version.recorded_by == built.secretary
    assert (version.signer_name, version.office) == ("Nông Văn Giấy", "Trưởng ban")
    assert version.scan.content_type == "application/pdf"
    assert files.is_intact(version.scan)
    assert version.signed_at.astimezone(clock.zone()).date() == clock.today()
    assert signed.signed_at == version.signed_at
    assert Result.objects.filter(report__participation=accepted.participation).exists()


def test_the_journal_names_signer_day_and_hashes(built, accepted):
    signed = run(accepted, "record_signature", actor=built.secretary, **on_paper())
    version = signed.versions.get()
    entry = journal.entries_of(signed).get(verb="record_signature")
    assert entry.sentence == "Ghi nhận giao ước đã ký trên giấy"
    told = {label: after for label, _before, after in entry.changes}
    assert told["người ký trên giấy"] == "Nông Văn Giấy, Trưởng ban"
    assert told["sha256 nguyên văn"] == version.sha256
    assert told["sha256 bản quét"] == version.scan.sha256
    assert told["ngày ký trên giấy"].endswith(str(clock.today().year))


@pytest.mark.parametrize(
    ("is_deputy", "capacity", "office"),
    [
        (False, Capacity.HEAD, "Thủ trưởng, Ban Nội chính Tỉnh ủy"),
        (True, Capacity.FOR_HEAD, "Phó thủ trưởng, Ban Nội chính Tỉnh ủy"),
    ],
)
def test_a_leader_of_the_unit_brings_name_and_office(
    secretary, accepted, is_deputy, capacity, office
):
    leader = leader_of(accepted, is_deputy=is_deputy)
    answer = send(
        secretary,
        accepted,
        leader=leader.pk,
        signer_name="",
        office="",
        capacity=capacity,
    )
    assert answer.url == accepted.get_absolute_url()
    version = PledgeVersion.objects.get()
    assert version.signer_name == leader.person.full_name
    assert (version.office, version.capacity) == (office, capacity)


def test_the_position_and_what_is_typed_go_before_the_role(accepted):
    leader = leader_of(accepted)
    leader.person.position = "Trưởng ban"
    assert services.PaperSignature(leader=leader).title == "Trưởng ban"
    both = services.PaperSignature(leader=leader, office=" Quyền Trưởng ban ")
    assert both.title == "Quyền Trưởng ban"


# ----- what is refused


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"signer_name": " "}, "signer_name", services.NO_SIGNER),
        ({"office": ""}, "office", services.NO_OFFICE),
        ({"signed_on": "2999-01-01"}, "signed_on", services.IN_FUTURE),
        ({"scan": ""}, "scan", services.NO_PAPER),
        (
            {"scan": SimpleUploadedFile("ban-ky.pdf", b"MZ not a scan")},
            "scan",
            NO_SCAN,
        ),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(
    secretary, accepted, fields, field, sentence
):
    answer = send(secretary, accepted, **fields)
    assert errors_of(answer) == {field: [sentence]}
    assert nothing_was_written(accepted)


def test_a_day_before_the_pledge_was_sent_is_refused(secretary, accepted):
    day = clock.today() - timedelta(days=1)
    found = errors_of(send(secretary, accepted, signed_on=day.isoformat()))
    (sentence,) = found["signed_on"]
    assert sentence.startswith("Ngày ký không được trước ngày gửi giao ước (")


@pytest.mark.parametrize(
    ("is_deputy", "capacity", "sentence"),
    [
        (True, "head", "là cấp phó của đơn vị: chọn “Ký thay thủ trưởng (KT.)”."),
        (False, "for_head", "là thủ trưởng của đơn vị: chọn “Thủ trưởng”."),
    ],
)
def test_the_capacity_is_that_of_the_leader(
    secretary, accepted, is_deputy, capacity, sentence
):
    leader = leader_of(accepted, is_deputy=is_deputy).pk
    answer = send(secretary, accepted, leader=leader, signer_name="", capacity=capacity)
    assert errors_of(answer)["capacity"][0].endswith(sentence)


def test_a_name_is_chosen_or_typed_not_both(secretary, accepted):
    answer = send(secretary, accepted, leader=leader_of(accepted).pk)
    assert errors_of(answer) == {"signer_name": [services.TWO_SIGNERS]}


def test_the_verb_itself_refuses_what_no_form_has_checked(built, accepted):
    built.user("leader", "other")
    stranger = leaders_on_duty(built.units["other"].pk).get()
    wanted = on_paper(leader=stranger, signer_name="", capacity="", signed_on=None)
    with pytest.raises(BlockedError) as refused:
        run(
            accepted,
            "record_signature",
            actor=built.secretary,
            signature=wanted["signature"],
        )
    assert refused.value.sentences == [
        services.NOT_A_LEADER,
        services.NO_CAPACITY,
        services.NO_DAY,
        services.NO_PAPER,
    ]
    with pytest.raises(BlockedError, match="Chọn người ký"):
        run(accepted, "record_signature", actor=built.secretary)
    assert nothing_was_written(accepted)


# ----- the pages


def test_the_page_offers_todays_leaders_the_head_first(secretary, accepted):
    page = secretary.get(accepted.get_action_url("record_signature"))
    form = page.context["form"]
    labels = [label for _value, label in form.fields["leader"].choices]
    assert labels == [
        "Người khác, gõ họ tên bên dưới",
        "leader plain, thủ trưởng",
        "deputy_leader plain, phó thủ trưởng",
    ]
    assert form.fields["capacity"].initial == Capacity.HEAD
    assert page.context["text"] == text_of(accepted)


def test_a_unit_without_a_leader_gets_a_name_typed(built, secretary):
    pledge = fill_pledge(built, "other")
    built.year.leader_approves = False
    built.year.save()
    accepted = accept_pledge(built, pledge, "other")
    form = secretary.get(accepted.get_action_url("record_signature")).context["form"]
    assert form.fields["leader"].initial is None
    assert form.fields["capacity"].initial is None
    assert send(secretary, accepted).status_code == 302


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_the_scan_is_served_to_who_sees_the_pledge(
    built, secretary, accepted, content, kind
):
    send(secretary, accepted, scan=SimpleUploadedFile("ký.bin", content))
    url = reverse("pledge-scan", args=[accepted.pk, 1])
    client = Client()
    client.force_login(built.user("clerk", "other"))
    answer = client.get(url)
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert b"".join(answer.streaming_content) == content
    client.force_login(built.user("clerk", "outside"))
    assert client.get(url).status_code == 404
    assert (
        secretary.get(reverse("pledge-scan", args=[accepted.pk, 2])).status_code == 404
    )


def test_the_pledge_shows_the_facts_of_the_paper(built, secretary, accepted):
    send(secretary, accepted)
    page = secretary.get(accepted.get_absolute_url()).content.decode()
    for words in ("Đã ký trên giấy", "Nông Văn Giấy", "secretary head", "ban-ky.pdf"):
        assert words in page
    assert reverse("pledge-scan", args=[accepted.pk, 1]) in page
    assert "mật khẩu" not in page
