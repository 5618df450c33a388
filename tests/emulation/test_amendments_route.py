"""An amendment's route: the head's signature, the decision, and what it makes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock, files, journal, workflow
from core.workflow import BlockedError, NotNowError, run
from emulation import selectors
from emulation.enums import AmendmentState, Capacity, SigningWay, YearState
from emulation.models import Amendment, EmulationYear, Pledge, Target
from emulation.reports.pledge_check import checks_of
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services import adoption, scans, signing
from emulation.services.years import update_year
from emulation.workflow import YEAR
from tests.emulation import amending
from tests.steps import SIGNATURE, sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


@pytest.fixture
def cases(pledge) -> Target:
    return pledge.targets.get(content="Giải quyết vụ việc")


@pytest.fixture
def draft(built, pledge, cases) -> Amendment:
    """Ten cases in place of twelve, the rate dropped, a mark on complaints added."""
    amendment = amending.start(built, pledge)
    amending.change(built, amendment, cases, value=10, note="Biên bản ngày 3/6")
    rate = pledge.targets.get(content="Xử lý đúng hạn")
    amending.drop(built, amendment, rate)
    amending.add(built, amendment, "Đơn thư quá hạn", comparator="le", value=0)
    return amendment


@pytest.fixture
def submitted(built, draft) -> Amendment:
    return run(draft, "submit", actor=built.user("clerk", "plain"))


@pytest.fixture
def signed(built, submitted) -> Amendment:
    return run(submitted, "sign", actor=built.user("leader", "plain"), **SIGNATURE)


def wordings(pledge: Pledge) -> list[str]:
    return [target.wording for target, _depth in selectors.targets_of(pledge)]


# ----- the signature


def test_the_head_signs_the_whole_text_and_nothing_changes_yet(
    built, pledge, submitted
):
    before = text_of(pledge)
    leader = built.user("leader", "plain")
    leader.person.position = "Trưởng ban"
    leader.person.save()
    amendment = run(submitted, "sign", actor=leader, **SIGNATURE)
    assert text_of(pledge) == before == pledge.versions.get().text
    assert amendment.text == before.replace(
        "1. Giải quyết vụ việc: ≥ 12 vụ\n2. Xử lý đúng hạn: ≥ 95%\n",
        "1. Giải quyết vụ việc: ≥ 10 vụ; ghi chú: Biên bản ngày 3/6\n"
        "2. Đơn thư quá hạn: ≤ 0\n",
    )
    assert amendment.sha256 == digest_of(amendment.text)
    assert (amendment.office, amendment.capacity) == ("Trưởng ban", Capacity.HEAD)
    entry = journal.entries_of(amendment).get(verb="sign")
    assert entry.changes == [["sha256 nguyên văn", None, amendment.sha256]]


def test_a_deputy_signs_for_the_head(built, submitted):
    deputy = built.user("deputy_leader", "plain")
    amendment = run(submitted, "sign", actor=deputy, **SIGNATURE)
    assert amendment.capacity == Capacity.FOR_HEAD


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"consent": "Đồng ý"}, signing.NO_CONSENT),
        ({"password": "sai"}, signing.WRONG_PASSWORD),
        ({"digest": "0" * 64}, signing.TEXT_CHANGED),
    ],
)
def test_no_signature_by_halves(built, submitted, change, why):
    leader = built.user("leader", "plain")
    with pytest.raises(BlockedError) as refusal:
        run(submitted, "sign", actor=leader, **(SIGNATURE | change))
    assert refusal.value.sentences == [why]
    submitted.refresh_from_db()
    assert (submitted.state, submitted.text) == (AmendmentState.SUBMITTED, "")


def test_the_clerk_does_not_sign_and_the_leader_does_not_decide(built, signed):
    with pytest.raises(NotNowError):
        run(signed, "sign", actor=built.user("leader", "plain"), **SIGNATURE)
    for role in ("leader", "clerk"):
        with pytest.raises(PermissionDenied):
            run(signed, "adopt", actor=built.user(role, "plain"))


def test_a_return_takes_the_signature_off(built, signed):
    sha256 = signed.sha256
    amendment = run(signed, "return", actor=built.secretary, reason="Thiếu căn cứ")
    assert (amendment.state, amendment.signed_at) == (AmendmentState.RETURNED, None)
    facts = (amendment.text, amendment.sha256, amendment.capacity, amendment.office)
    assert facts == ("", "", "", "")
    entry = journal.entries_of(amendment).get(verb="return")
    assert entry.changes == [["sha256 nguyên văn", sha256, None]]


def test_before_the_signature_there_is_nothing_to_take_off(built, submitted):
    leader = built.user("leader", "plain")
    amendment = run(submitted, "return", actor=leader, reason="Xem lại mức")
    assert journal.entries_of(amendment).get(verb="return").changes == []


# ----- the decision


def test_adoption_makes_the_signed_text_the_next_version(built, pledge, signed):
    amendment = amending.adopt(built, signed)
    assert wordings(pledge) == ["Giải quyết vụ việc: ≥ 10 vụ", "Đơn thư quá hạn: ≤ 0"]
    version, first = pledge.versions.all()
    assert (version.number, first.number) == (2, 1)
    assert version.text == amendment.text == text_of(pledge)
    assert version.sha256 == amendment.sha256
    assert version.amendment == amendment
    assert version.way == SigningWay.ONLINE
    assert version.signed_by == amendment.signed_by
    assert version.signed_at == amendment.signed_at
    dropped = pledge.targets.get(content="Xử lý đúng hạn")
    assert dropped.dropped_by == amendment
    entry = journal.entries_of(amendment).get(verb="adopt")
    assert entry.changes == [
        ["số văn bản", None, amending.NUMBER],
        ["ngày văn bản", None, str(clock.today())],
        [
            "Giải quyết vụ việc",
            "Giải quyết vụ việc: ≥ 12 vụ",
            "Giải quyết vụ việc: ≥ 10 vụ",
        ],
        ["Xử lý đúng hạn", "Xử lý đúng hạn: ≥ 95%", None],
        ["Đơn thư quá hạn", None, "Đơn thư quá hạn: ≤ 0"],
    ]


def test_a_second_amendment_follows_the_first(built, pledge, cases, signed):
    amending.adopt(built, signed)
    cases.refresh_from_db()
    again = amending.start(built, pledge)
    assert again.number == 2
    amending.change(built, again, cases, value=11)
    amending.adopt(built, amending.signed(built, again))
    assert [one.number for one in pledge.versions.all()] == [3, 2, 1]
    assert [one.faults for one in checks_of(pledge)] == [[], [], []]
    assert wordings(pledge)[0] == "Giải quyết vụ việc: ≥ 11 vụ"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"decision_number": "  "}, adoption.NO_NUMBER),
        ({"decision_date": None}, adoption.NO_DATE),
        ({"decision_date": clock.today() + timedelta(days=2)}, adoption.IN_FUTURE),
        (
            {"decision_date": clock.today() - timedelta(days=1)},
            "Ngày văn bản không được trước ngày thủ trưởng ký",
        ),
    ],
)
def test_a_decision_has_a_number_and_a_possible_day(built, pledge, signed, change, why):
    with pytest.raises(BlockedError, match=why):
        amending.adopt(built, signed, **change)
    signed.refresh_from_db()
    assert (signed.state, signed.decision_number) == (AmendmentState.SIGNED, "")
    assert pledge.versions.count() == 1


def test_adopting_twice_is_told(built, pledge, signed):
    amending.adopt(built, signed)
    with pytest.raises(NotNowError, match="Đã chấp thuận"):
        amending.adopt(built, signed)
    assert pledge.versions.count() == 2


def test_a_year_closed_meanwhile_keeps_its_pledges(built, pledge, signed):
    year = EmulationYear.objects.filter(pk=built.year.pk)
    year.update(state=YearState.RANKED, ranked_at=clock.now())
    with pytest.raises(BlockedError, match="Năm thi đua đã công bố xếp hạng"):
        amending.adopt(built, signed)
    assert pledge.versions.count() == 1


def test_another_outcome_than_the_signed_one_is_refused(built, pledge, cases, signed):
    Target.objects.filter(pk=cases.pk).update(unit_of_measure="vụ án")
    with pytest.raises(BlockedError) as refusal:
        amending.adopt(built, signed)
    assert refusal.value.sentences == [adoption.TEXT_DIFFERS]
    assert wordings(pledge) == [
        "Giải quyết vụ việc: ≥ 12 vụ án",
        "Xử lý đúng hạn: ≥ 95%",
    ]
    assert pledge.targets.count() == 2


def test_a_theme_changed_meanwhile_wants_a_new_signature(built, pledge, signed):
    built.year.theme = "Chủ đề khác"
    update_year(built.year, actor=built.secretary)
    with pytest.raises(BlockedError, match="Trả lại để thủ trưởng đọc và ký lại"):
        amending.adopt(built, signed)
    leader = built.user("leader", "plain")
    again = run(signed, "return", actor=built.secretary, reason="Ký lại")
    again = run(again, "submit", actor=built.user("clerk", "plain"))
    again = run(again, "sign", actor=leader, **SIGNATURE)
    amending.adopt(built, again)
    assert "Chủ đề: Chủ đề khác\n" in pledge.versions.first().text


def test_a_refusal_leaves_the_pledge(built, pledge, signed):
    with pytest.raises(BlockedError, match="Cần ghi rõ lý do"):
        run(signed, "refuse", actor=built.secretary)
    run(signed, "refuse", actor=built.secretary, reason="Chưa đủ căn cứ")
    assert wordings(pledge)[0] == "Giải quyết vụ việc: ≥ 12 vụ"
    assert pledge.versions.count() == 1


def test_the_heads_own_case_falls_to_the_deputies(built):
    pledge = sign_pledge(built, "head")
    amendment = amending.start(built, pledge, "head")
    clerk = built.user("clerk", "head")
    target = pledge.targets.get(content="Giải quyết vụ việc")
    line = amending.services.change_target(amendment, target, actor=clerk)
    line.value = 10
    line.save()
    amendment = amending.signed(built, amendment, "head")
    day = {"decision_number": "1", "decision_date": clock.today()}
    with pytest.raises(PermissionDenied, match="cơ quan Phó Trưởng khối"):
        run(amendment, "adopt", actor=built.secretary, **day)
    run(amendment, "adopt", actor=built.user("secretary", "deputy"), **day)
    assert pledge.versions.count() == 2


def test_the_ranking_waits_for_the_decision(built, signed):
    name = signed.participation.name
    sentence = f"Điều chỉnh giao ước chờ quyết định: {name}."
    ranking = YEAR.transition("publish_ranking")
    assert sentence in workflow.blocks(built.year, ranking)
    run(signed, "refuse", actor=built.secretary, reason="Chưa đủ căn cứ")
    assert sentence not in workflow.blocks(built.year, ranking)


# ----- the scanned decision


def test_the_scan_is_kept_with_the_decision(built, signed):
    scan = SimpleUploadedFile("Quyết định 15.pdf", b"%PDF-1.7 x")
    amendment = amending.adopt(built, signed, decision_file=scan)
    assert amendment.decision_file.name == "Quyết định 15.pdf"
    assert files.read(amendment.decision_file) == b"%PDF-1.7 x"


def test_a_file_that_is_no_scan_is_refused(built, pledge, signed):
    scan = SimpleUploadedFile("quyet-dinh.pdf", b"PK\x03\x04 macro")
    with pytest.raises(BlockedError) as refusal:
        amending.adopt(built, signed, decision_file=scan)
    assert refusal.value.sentences == [scans.NO_SCAN]
    assert pledge.versions.count() == 1


def test_a_scan_has_a_size(monkeypatch):
    monkeypatch.setattr(scans, "LARGEST_SCAN", 0)
    scan = SimpleUploadedFile("quyet-dinh.pdf", b"%PDF-1.7")
    assert scans.faults_of_scan(scan) == [scans.TOO_LARGE]
