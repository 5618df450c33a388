"""Later versions of an open year's sheet: begun with a reason, issued, followed."""

from decimal import Decimal

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core import journal
from core.workflow import BlockedError, ReasonMissingError, blocks, run
from emulation.enums import CriterionMethod, ScorecardState
from emulation.models import (
    CriteriaSheet,
    Criterion,
    Scorecard,
    ScoreChange,
    ScoreLine,
)
from emulation.selectors.desk import unit_tasks
from emulation.selectors.scores import SELF, card_score
from emulation.selectors.sheet_versions import compared, version_before
from emulation.selectors.sheets import sheet_in_use
from emulation.services.sheet_versions import begin_version
from emulation.services.sheets import add_criterion, delete_criterion, delete_sheet
from emulation.workflow import SCORECARD, SHEET
from tests.builders import World
from tests.emulation.scorecards import line_of, signed_in, submitted
from tests.steps import approve_report, finalise, sign_pledge

pytestmark = pytest.mark.django_db

REASON = "Hội nghị Thường trực khối thông qua ngày 15/4."


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def draft(built) -> CriteriaSheet:
    return begin_version(built.year, REASON, actor=built.secretary)


def node(sheet: CriteriaSheet, code: str) -> Criterion:
    return sheet.criteria.get(code=code)


def change(sheet: CriteriaSheet, code: str, **facts: object) -> None:
    sheet.criteria.filter(code=code).update(**facts)


def issue(built: World, draft: CriteriaSheet) -> CriteriaSheet:
    return run(draft, "freeze", actor=built.secretary, reason=draft.reason)


# ----- beginning


def test_a_version_is_a_copy_with_the_next_number_and_its_reason(built, draft):
    first = built.year.sheets.get(number=1)
    assert (draft.number, draft.name, draft.reason) == (2, first.name, REASON)
    shown = [(one.code, one.name, one.max_points) for one in draft.criteria.all()]
    before = [(one.code, one.name, one.max_points) for one in first.criteria.all()]
    assert shown == before
    assert node(draft, "I.1").parent == node(draft, "I")
    assert journal.entries_of(draft).get().reason == REASON
    assert sheet_in_use(built.year) == first
    assert built.card().sheet == first


def test_a_version_is_refused_with_a_sentence(built):
    with pytest.raises(ReasonMissingError, match="Chưa ghi lý do"):
        begin_version(built.year, "  ", actor=built.secretary)
    with pytest.raises(PermissionDenied):
        begin_version(built.year, REASON, actor=built.user("clerk", "plain"))
    begin_version(built.year, REASON, actor=built.secretary)
    with pytest.raises(BlockedError, match="Đã có bản nháp"):
        begin_version(built.year, REASON, actor=built.secretary)


def test_a_draft_may_be_thrown_away(built, draft):
    delete_sheet(draft, actor=built.secretary)
    assert [one.number for one in built.year.sheets.all()] == [1]


def test_after_a_final_score_there_is_no_new_version(built, draft):
    sign_pledge(built)
    approve_report(built)
    finalise(built)
    assert blocks(draft, SHEET.transition("freeze")) == [
        f"{built.participation()}: đã chốt điểm. Bảng tiêu chí không đổi được nữa."
    ]
    with pytest.raises(BlockedError, match="đã chốt điểm"):
        issue(built, draft)
    delete_sheet(draft, actor=built.secretary)
    with pytest.raises(BlockedError, match="đã chốt điểm"):
        begin_version(built.year, REASON, actor=built.secretary)


# ----- issuing


def test_typed_points_follow_their_codes(built, draft):
    card = submitted(built)
    change(draft, "I.1", max_points=50)
    change(draft, "II", name="Thưởng, viết lại")
    delete_criterion(node(draft, "I.2"), actor=built.secretary)
    added = add_criterion(draft, node(draft, "I"), actor=built.secretary)
    assert added.code == "I.3"  # not I.2: its points belong to another leaf
    change(draft, added.code, name="Tiêu chí mới", max_points=50)
    old = line_of(card, "I.2")
    issue(built, draft)
    card.refresh_from_db()
    assert (card.sheet, card.state) == (draft, ScorecardState.RETURNED)
    codes = sorted(one.criterion.code for one in card.lines.all())
    assert codes == sorted(["I.1", added.code, "II", "III", "IV"])
    assert line_of(card, "I.1").self_points == 58
    assert line_of(card, added.code).self_points is None
    assert card.self_total == card_score(card, SELF).total == Decimal(58)
    gone = ScoreLine.ever.get(pk=old.pk)
    assert (gone.criterion.sheet.number, gone.self_points) == (1, 39)
    last = ScoreChange.objects.filter(line=gone).last()
    assert (last.before, last.after) == (39, None)
    assert last.reason == f"Bảng tiêu chí bản 2. {REASON}"
    clerk = built.user("clerk", "plain")
    sentences = blocks(card, SCORECARD.transition("submit"))
    assert f"Tiêu chí {added.code}: chưa tự chấm." in sentences
    assert "Tiêu chí I.1: điểm tự chấm vượt điểm tối đa, cần sửa." in sentences
    with pytest.raises(BlockedError):
        run(card, "submit", actor=clerk)


def test_points_of_another_method_say_nothing_any_more(built, draft):
    card = submitted(built)
    change(draft, "I.1", method=CriterionMethod.PASS_FAIL)
    issue(built, draft)
    assert line_of(card, "I.1").self_points is None
    assert line_of(card, "I.2").self_points == 39


def test_a_card_that_was_sent_comes_back_with_the_reason(built, draft):
    card = submitted(built)
    change(draft, "I.1", name="Viết lại")
    issue(built, draft)
    entry = journal.entries_of(card).filter(verb="renew").get()
    assert entry.reason == f"Bảng tiêu chí bản 2. {REASON}"
    assert SCORECARD.transition("renew").automatic
    clerk = built.user("clerk", "plain")
    notes = [one.note for one in unit_tasks(clerk)]
    assert any(REASON in one for one in notes)
    page = signed_in(clerk).get(card.get_absolute_url()).content.decode()
    assert REASON in page
    address = reverse("scorecard-action", args=[card.pk, "renew"])
    assert signed_in(built.secretary).get(address).status_code == 404


def test_cards_that_were_not_sent_stay_where_they_were(built, draft):
    issue(built, draft)
    cards = Scorecard.objects.filter(participation__year=built.year)
    assert {one.state for one in cards} == {ScorecardState.DRAFT}
    assert {one.sheet_id for one in cards} == {draft.pk}
    assert sheet_in_use(built.year) == draft


def test_the_clerks_are_told(built, draft, django_capture_on_commit_callbacks):
    for login, user in built.staff().items():
        user.email = f"{login}@example.vn"
        user.save()
    with django_capture_on_commit_callbacks(execute=True):
        issue(built, draft)
    for one in DBTaskResult.objects.all():
        one.task.call(*one.args_kwargs["args"])
    told = {one.to[0] for one in mail.outbox}
    assert {"clerk.plain@example.vn", "clerk.head@example.vn"} <= told
    assert not any("outside" in one for one in told)
    assert REASON in mail.outbox[0].body


# ----- comparing and pages


def test_two_versions_are_compared(built, draft):
    change(draft, "I.1", max_points=50, name="Viết lại")
    draft.criteria.filter(code="II").update(code="VI")
    found = compared(version_before(draft), draft)
    assert [(one.what, one.code) for one in found] == [
        ("đổi", "I.1"),
        ("mới", "VI"),
        ("bỏ", "II"),
    ]
    assert "Điểm tối đa: 60 → 50" in found[0].changes
    assert version_before(version_before(draft)) is None


def test_the_secretariat_begins_and_issues_from_the_pages(built):
    client = signed_in(built.secretary)
    args = [built.bloc.code, built.year.year]
    page = client.get(reverse("sheets", args=args)).content.decode()
    assert "Lập bản mới…" in page
    address = reverse("sheet-version", args=args)
    answer = client.post(address, {"reason": ""})
    assert (answer.status_code, answer.context["form"].errors["reason"]) == (
        422,
        ["Chưa ghi lý do ban hành bản mới."],
    )
    client.post(address, {"reason": REASON})
    draft = built.year.sheets.get(number=2)
    change(draft, "I.1", max_points=50)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "So với bản 1" in page
    assert "Điểm tối đa: 60 → 50" in page
    client.post(draft.get_action_url("freeze"))
    draft.refresh_from_db()
    assert draft.state == "frozen"
    assert journal.entries_of(draft).get(verb="freeze").reason == REASON
    unit = signed_in(built.user("clerk", "plain"))
    assert unit.post(address, {"reason": REASON}).status_code == 403
