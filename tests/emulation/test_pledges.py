"""Pledges: who may write them, and what a draft takes."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock
from core.access import check
from core.models import JournalEntry
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Comparator, Section
from emulation.forms.pledges import TargetForm
from emulation.models import Pledge, Target
from emulation.services import pledges as services
from tests.builders import World
from tests.steps import fill_pledge

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


def contents(pledge: Pledge) -> list[tuple[str, str]]:
    """Return number and content of each row as the page shows them."""
    rows = selectors.numbered(selectors.targets_of(pledge))
    return [(one.number, one.row.content) for one in rows]


# ----- who may


@pytest.mark.parametrize(
    ("role", "unit", "edits", "submits", "approves"),
    [
        ("clerk", "plain", True, True, False),
        ("leader", "plain", True, False, True),
        ("deputy_leader", "plain", True, False, True),
        ("clerk", "other", False, False, False),
        ("leader", "other", False, False, False),
        ("secretary", "head", False, False, False),
        ("board_officer", "board", False, False, False),
        ("administrator", "board", False, False, False),
    ],
)
def test_the_unit_writes_its_leader_decides(
    built, role, unit, edits, submits, approves
):
    user, pledge = built.user(role, unit), built.pledge()
    assert check(user, "emulation.edit_pledge", pledge).allowed is edits
    assert check(user, "emulation.submit_pledge", pledge).allowed is submits
    assert check(user, "emulation.approve_pledge", pledge).allowed is approves
    assert check(user, "emulation.sign_pledge", pledge).allowed is approves


def test_a_successor_writes_what_it_took_over(built):
    old, new = built.participation("plain"), built.participation("other")
    old.successor = new
    old.save()
    pledge = built.pledge("plain")
    assert check(built.user("clerk", "other"), "emulation.edit_pledge", pledge).allowed
    assert not check(
        built.user("clerk", "plain"), "emulation.edit_pledge", pledge
    ).allowed


def test_a_stranger_changes_nothing(built, draft):
    stranger, target = built.user("clerk", "other"), draft.targets.first()
    for act in (
        lambda: add(draft, stranger),
        lambda: services.delete_target(target, actor=stranger),
        lambda: services.move_target(target, 1, actor=stranger),
        lambda: services.save_targets(draft, TargetForm, {}, actor=stranger),
    ):
        with pytest.raises(PermissionDenied, match="Chỉ chuyên viên"):
            act()
    assert draft.targets.count() == 2


def test_a_submitted_pledge_takes_nothing(draft, clerk):
    run(draft, "submit", actor=clerk)
    with pytest.raises(BlockedError, match="Giao ước đã gửi, chờ thủ trưởng duyệt"):
        add(draft, clerk)


def test_a_pledge_handed_over_stale_is_read_afresh(draft, clerk):
    held = Pledge.objects.get(pk=draft.pk)
    run(draft, "submit", actor=clerk)
    assert held.is_editable
    with pytest.raises(BlockedError, match="không sửa được"):
        add(held, clerk)


def test_a_year_that_does_not_run_takes_nothing(built, clerk):
    pledge = built.pledge()
    type(built.year).objects.update(
        state="closed", ranked_at=clock.now(), closed_at=clock.now()
    )
    with pytest.raises(BlockedError, match="Năm thi đua đã khép"):
        add(Pledge.objects.get(pk=pledge.pk), clerk)


# ----- rows


def test_rows_stand_by_section_with_their_parts(draft, clerk):
    first = draft.targets.get(content="Giải quyết vụ việc")
    add(draft, clerk, "Phong trào", section=Section.MOVEMENT)
    add(draft, clerk, "Đảng", section=Section.BUILDING)
    add(draft, clerk, "phần một", parent=first)
    add(draft, clerk, "Chính trị sau")
    add(draft, clerk, "phần hai", parent=first)
    assert contents(draft) == [
        ("1", "Giải quyết vụ việc"),
        ("1.1", "phần một"),
        ("1.2", "phần hai"),
        ("2", "Xử lý đúng hạn"),
        ("3", "Chính trị sau"),
        ("4", "Đảng"),
        ("5", "Phong trào"),
    ]


def test_a_part_is_in_the_section_of_its_whole(draft, clerk):
    whole = add(draft, clerk, "Đảng", section=Section.BUILDING)
    part = add(draft, clerk, "phần", parent=whole, section=Section.MOVEMENT)
    assert part.section == Section.BUILDING


def test_a_part_belongs_to_the_same_pledge(built, draft, clerk):
    elsewhere = add(built.pledge("other"), built.user("clerk", "other"))
    with pytest.raises(BlockedError, match="cùng giao ước"):
        add(draft, clerk, parent=elsewhere)


def test_rows_move_among_siblings_and_stop_at_the_ends(draft, clerk):
    first, second = draft.targets.order_by("position")
    services.move_target(first, -1, actor=clerk)
    assert contents(draft)[0] == ("1", first.content)
    services.move_target(first, 1, actor=clerk)
    assert [content for _, content in contents(draft)] == [
        second.content,
        first.content,
    ]
    services.move_target(Target.objects.get(pk=first.pk), 1, actor=clerk)
    assert contents(draft)[-1] == ("2", first.content)


def test_a_deleted_row_takes_its_parts_and_stays_in_the_journal(draft, clerk):
    whole = draft.targets.get(content="Giải quyết vụ việc")
    add(draft, clerk, "phần một", parent=whole)
    services.delete_target(whole, actor=clerk)
    assert contents(draft) == [("1", "Xử lý đúng hạn")]
    kept = JournalEntry.objects.filter(verb="delete").order_by("pk")
    assert [entry.object_label for entry in kept] == ["phần một", "Giải quyết vụ việc"]
    assert ["chỉ tiêu", "Giải quyết vụ việc", None] in kept[1].changes


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("percentage", "100.01", "Tỷ lệ không vượt quá 100%."),
        ("yes_no", "2", "Chọn “Có” hoặc “Không”."),
        ("number", "-1", None),
    ],
)
def test_an_impossible_figure_is_refused(draft, clerk, kind, value, sentence):
    with pytest.raises(ValidationError) as caught:
        add(draft, clerk, kind=kind, value=D(value))
    assert "value" in caught.value.message_dict
    if sentence:
        assert caught.value.message_dict["value"] == [sentence]


@pytest.mark.parametrize(
    ("fields", "figure", "wording"),
    [
        ({"value": D("12.5"), "unit_of_measure": "vụ"}, "≥ 12,5", "X: ≥ 12,5 vụ"),
        ({"value": None, "unit_of_measure": "vụ"}, "Không giao", "X: Không giao"),
        (
            {"value": D(2), "comparator": Comparator.AT_MOST},
            "≤ 2",
            "X: ≤ 2",
        ),
        (
            {"kind": "percentage", "value": D(95), "base": "tổng số"},
            "≥ 95%",
            "X: ≥ 95%, tính trên tổng số",
        ),
        ({"kind": "yes_no", "value": D(1)}, "= Có", "X: = Có"),
        ({"kind": "yes_no", "value": D(0)}, "= Không", "X: = Không"),
    ],
)
def test_a_figure_reads_as_it_is_printed(fields, figure, wording):
    target = Target(content="X", **fields)
    assert target.figure == figure
    assert target.wording == wording
