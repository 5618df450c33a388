"""Pledges: titles aimed at, what keeps a pledge back, what is journaled."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core import clock, journal
from core.models import JournalEntry
from core.workflow import BlockedError, NotNowError, ReasonMissingError, blocks, run
from emulation import selectors
from emulation.enums import PhaseKind, PledgeState, Subject
from emulation.forms.pledges import TargetForm
from emulation.models import Pledge, Target, Title, TitleRegistration
from emulation.services import pledges as services
from emulation.services.registrations import register_title
from emulation.workflow import PLEDGE
from tests.builders import World
from tests.steps import fill_pledge, sign_pledge

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def draft(built) -> Pledge:
    return fill_pledge(built)


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def add(pledge: Pledge, actor, content: str = "Dòng thêm", **fields) -> Target:
    target = Target(pledge=pledge, content=content, **fields)
    return services.add_target(target, actor=actor)


def title(subject: str = Subject.COLLECTIVE, **fields) -> Title:
    row = Title(code=f"thu-{subject}", name=f"Danh hiệu {subject}", subject=subject)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row


# ----- what keeps it back


def sentences(pledge: Pledge, name: str = "submit") -> list[str]:
    return blocks(Pledge.objects.get(pk=pledge.pk), PLEDGE.transition(name))


def test_an_empty_pledge_is_not_submitted(built):
    assert sentences(built.pledge()) == ["Chưa có chỉ tiêu nào."]


def test_a_blank_row_is_named_by_its_number(draft, clerk):
    whole = draft.targets.order_by("position").first()
    add(draft, clerk, "", parent=whole)
    assert sentences(draft) == ["Dòng 1.1: chưa ghi nội dung chỉ tiêu."]


def test_after_the_deadline_the_text_is_kept(built, draft, clerk):
    phase = built.year.phases.get(kind=PhaseKind.REGISTER)
    phase.opens_on, phase.due_on = None, clock.today() - timedelta(days=1)
    phase.save()
    with pytest.raises(BlockedError, match="vẫn được giữ"):
        run(Pledge.objects.get(pk=draft.pk), "submit", actor=clerk)
    assert draft.targets.count() == 2
    add(draft, clerk, "vẫn soạn được")
    assert draft.targets.count() == 3


def test_a_stage_is_not_skipped(built, draft):
    leader = built.user("leader", "plain")
    for name in ("approve", "sign", "return"):
        with pytest.raises(NotNowError, match="Người khác vừa xử lý"):
            run(draft, name, actor=leader, reason="x")


def test_submitting_twice_is_told(draft, clerk):
    run(draft, "submit", actor=clerk, expected=PledgeState.DRAFT)
    with pytest.raises(NotNowError, match="Người khác vừa xử lý"):
        run(draft, "submit", actor=clerk, expected=PledgeState.DRAFT)
    assert journal.entries_of(draft).filter(verb="submit").count() == 1


def test_sending_back_wants_a_reason(built, draft, clerk):
    run(draft, "submit", actor=clerk)
    leader = built.user("leader", "plain")
    with pytest.raises(ReasonMissingError):
        run(draft, "return", actor=leader, reason="  ")
    returned = run(draft, "return", actor=leader, reason="Thêm căn cứ.")
    assert (returned.state, returned.submitted_at) == (PledgeState.RETURNED, None)


# ----- the journal


def test_a_draft_writes_no_journal_and_submitting_writes_the_whole_difference(
    built, draft, clerk
):
    typed = {"version": "1", "content": "Giải quyết vụ việc", "kind": "number"}
    typed |= {"unit_of_measure": "vụ", "comparator": "ge", "value": "13"}
    first = draft.targets.order_by("position").first()
    before = JournalEntry.objects.count()
    services.save_targets(
        draft,
        TargetForm,
        {f"row-{first.pk}-{name}": value for name, value in typed.items()},
        actor=clerk,
    )
    assert JournalEntry.objects.count() == before
    run(draft, "submit", actor=clerk)
    entry = journal.entries_of(draft).get()
    shown = {label: (old, new) for label, old, new in entry.changes}
    assert shown[f"Chỉ tiêu {first.pk}"] == (None, "Giải quyết vụ việc: ≥ 13 vụ")
    assert len(shown) == 3  # contents and two targets

    leader = built.user("leader", "plain")
    run(draft, "return", actor=leader, reason="Nâng lên 15.")
    Target.objects.filter(pk=first.pk).update(value=15)
    run(draft, "submit", actor=clerk)
    latest = journal.entries_of(draft).filter(verb="submit").first()
    assert latest.changes == [
        [
            f"Chỉ tiêu {first.pk}",
            "Giải quyết vụ việc: ≥ 13 vụ",
            "Giải quyết vụ việc: ≥ 15 vụ",
        ]
    ]
    assert journal.verify() == []


def test_what_is_aimed_at_is_journaled_too(draft, clerk):
    row = TitleRegistration(pledge=draft, title=title())
    register_title(row, actor=clerk)
    run(draft, "submit", actor=clerk)
    changes = journal.entries_of(draft).get().changes
    shown = "Danh hiệu collective: Ban Nội chính Tỉnh ủy"
    assert [f"Đăng ký {row.pk}", None, shown] in changes


def test_a_signed_pledge_gives_both_reports_their_rows(built):
    pledge = sign_pledge(built)
    targets = [row for row, _depth in selectors.targets_of(pledge)]
    for report in pledge.participation.reports.all():
        rows = [row.target for row, _depth in selectors.results_of(report)]
        assert rows == targets


def test_a_unit_that_left_pledges_nothing_more(built, draft, clerk):
    built.year.participations.filter(pk=draft.participation_id).update(
        left_on=clock.today() - timedelta(days=1)
    )
    with pytest.raises(BlockedError, match="đã thôi tham gia từ ngày"):
        run(draft, "submit", actor=clerk)
