"""Criteria sheets: the shipped sample, editing the tree, issuing, what is refused."""

import json
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core import journal
from core.models import JournalEntry
from core.workflow import BlockedError, blocks, run
from emulation.enums import CriterionKind
from emulation.models import CriteriaSheet, Criterion
from emulation.selectors.sheets import sheet_lines, totals_of, tree_rows
from emulation.services.sheets import (
    PARTY_SAMPLE,
    SAMPLES,
    add_criterion,
    create_blank_sheet,
    create_sheet_from_sample,
    delete_criterion,
    delete_sheet,
    move_criterion,
    rename_sheet,
    roman,
)
from emulation.workflow import SHEET
from tests.builders import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> World:
    """A year in preparation whose only sheet is a draft."""
    return world(opened=False)


@pytest.fixture
def sheet(built) -> CriteriaSheet:
    return built.year.sheets.get()


def without_sheet(built: World) -> World:
    delete_sheet(built.year.sheets.get(), actor=built.secretary)
    return built


def node(sheet: CriteriaSheet, code: str) -> Criterion:
    return sheet.criteria.get(code=code)


def codes(sheet: CriteriaSheet) -> list[str]:
    return [row.criterion.code for row in tree_rows(sheet.criteria.all())]


# ----- the sample


def test_the_sample_has_a_thousand_points(built):
    sheet = create_sheet_from_sample(
        without_sheet(built).year, PARTY_SAMPLE, actor=built.secretary
    )
    rows = tree_rows(sheet.criteria.all())
    assert sheet.is_sample
    assert "mẫu" in sheet.name
    assert totals_of(rows) == (Decimal(1000), Decimal(50))
    parts = {row.criterion.name: row.scale for row in rows if not row.depth}
    assert list(parts.values()) == [600, 200, 200, 0, 0]
    assert next(iter(parts)) == "Nhiệm vụ chính trị"
    kinds = [row.criterion.kind for row in rows if not row.is_group]
    assert [kinds.count(kind) for kind in CriterionKind.values] == [17, 2, 2, 3]
    assert blocks(sheet, SHEET.transition("freeze")) == []


def test_the_sample_says_where_it_comes_from():
    facts = json.loads((SAMPLES / f"{PARTY_SAMPLE}.json").read_text("utf-8"))
    assert "không trích từ văn bản nào" in facts["origin"]


def test_an_unknown_sample_is_refused(built):
    with pytest.raises(FileNotFoundError):
        create_sheet_from_sample(
            without_sheet(built).year, "khong-co", actor=built.secretary
        )


def test_a_second_draft_is_not_begun(built):
    with pytest.raises(BlockedError, match="Đã có bản nháp “Bảng tiêu chí thử, bản 1”"):
        create_sheet_from_sample(built.year, PARTY_SAMPLE, actor=built.secretary)


def test_a_new_version_follows_an_issued_one(built, sheet):
    run(sheet, "freeze", actor=built.secretary)
    later = create_blank_sheet(built.year, actor=built.secretary)
    assert (later.number, later.is_sample) == (2, False)
    assert codes(later) == ["I"]


def test_an_open_year_takes_no_sheet():
    built = world()
    with pytest.raises(BlockedError, match="Năm thi đua đã mở"):
        create_blank_sheet(built.year, actor=built.secretary)


# ----- the tree


def test_a_row_is_added_at_the_end_with_the_next_code(built, sheet):
    added = add_criterion(sheet, node(sheet, "I"), actor=built.secretary)
    assert (added.code, added.kind, added.name) == ("I.3", "points", "")
    assert codes(sheet) == ["I", "I.1", "I.2", "I.3", "II", "III", "IV"]


def test_a_part_takes_the_next_free_roman_number(built, sheet):
    Criterion.objects.filter(code="IV").update(code="VI")
    assert add_criterion(sheet, None, actor=built.secretary).code == "V"
    assert add_criterion(sheet, None, actor=built.secretary).code == "VII"


def test_a_row_beside_a_condition_is_a_condition(built, sheet):
    added = add_criterion(sheet, None, actor=built.secretary)
    assert added.kind == CriterionKind.DISQUALIFIER


def test_a_leaf_that_gets_a_child_becomes_a_group(built, sheet):
    bonus = node(sheet, "II")
    child = add_criterion(sheet, bonus, actor=built.secretary)
    bonus.refresh_from_db()
    assert child.code == "II.1"
    assert (bonus.kind, bonus.max_points, bonus.version) == ("points", None, 2)


def test_the_tree_has_three_levels(built, sheet):
    leaf = add_criterion(sheet, node(sheet, "I.1"), actor=built.secretary)
    assert leaf.code == "I.1.1"
    with pytest.raises(BlockedError, match="ba cấp: phần, nhóm, tiêu chí"):
        add_criterion(sheet, leaf, actor=built.secretary)


@pytest.mark.parametrize(
    ("code", "step", "order"),
    [
        ("I.2", -1, ["I", "I.2", "I.1", "II", "III", "IV"]),
        ("I.1", 1, ["I", "I.2", "I.1", "II", "III", "IV"]),
        ("I", 1, ["II", "I", "I.1", "I.2", "III", "IV"]),
        ("I.1", -1, ["I", "I.1", "I.2", "II", "III", "IV"]),
        ("IV", 1, ["I", "I.1", "I.2", "II", "III", "IV"]),
    ],
)
def test_a_row_moves_among_its_siblings(built, sheet, code, step, order):
    move_criterion(node(sheet, code), step, actor=built.secretary)
    assert codes(sheet) == order


def test_a_deleted_row_stays_in_the_journal(built, sheet):
    delete_criterion(node(sheet, "I.2"), actor=built.secretary)
    assert codes(sheet) == ["I", "I.1", "II", "III", "IV"]
    entry = JournalEntry.objects.get(verb="delete")
    assert entry.object_label == "I.2. Tiêu chí I.2"
    assert ["điểm tối đa", "40.00", None] in entry.changes


def test_a_group_is_deleted_last(built, sheet):
    with pytest.raises(BlockedError, match="“I” còn 2 mục bên trong"):
        delete_criterion(node(sheet, "I"), actor=built.secretary)


def test_a_deleted_draft_stays_in_the_journal(built, sheet):
    name = str(sheet)
    delete_sheet(sheet, actor=built.secretary)
    assert not built.year.sheets.exists()
    entry = JournalEntry.objects.get(verb="delete")
    assert entry.object_label == name
    assert entry.snapshot["I.1. Tiêu chí I.1"] == "Chấm điểm, 60"


def test_a_draft_is_renamed(built, sheet):
    sheet.name = "Bảng đã thông qua"
    rename_sheet(sheet, actor=built.secretary)
    assert str(built.year.sheets.get()) == "Bảng đã thông qua, bản 1"
    assert journal.entries_of(sheet).first().verb == "change"


@pytest.mark.parametrize(
    "act",
    [
        lambda sheet, user: add_criterion(sheet, None, actor=user),
        lambda sheet, user: move_criterion(node(sheet, "I.1"), 1, actor=user),
        lambda sheet, user: delete_criterion(node(sheet, "I.1"), actor=user),
        lambda sheet, user: rename_sheet(sheet, actor=user),
        lambda sheet, user: delete_sheet(sheet, actor=user),
    ],
)
def test_only_the_secretariat_changes_only_a_draft(built, sheet, act):
    for role, unit in (("clerk", "head"), ("secretary", "deputy")):
        with pytest.raises(PermissionDenied, match="Chỉ Thường trực khối"):
            act(sheet, built.user(role, unit))
    run(sheet, "freeze", actor=built.secretary)
    with pytest.raises(BlockedError, match="đã ban hành, không sửa được"):
        act(sheet, built.secretary)


# ----- issuing


def test_an_issued_sheet_is_in_the_journal_as_a_whole(built, sheet):
    frozen = run(sheet, "freeze", actor=built.secretary)
    assert (frozen.state, frozen.frozen_by) == ("frozen", built.secretary)
    entry = journal.entries_of(sheet).get(verb="freeze")
    assert entry.snapshot["II. Tiêu chí II"] == "Điểm thưởng, 10"
    assert len(entry.snapshot) == 6


def test_a_sheet_with_gaps_is_not_issued(built, sheet):
    Criterion.objects.filter(code="I.1").update(max_points=0)
    added = add_criterion(sheet, node(sheet, "I"), actor=built.secretary)
    assert blocks(sheet, SHEET.transition("freeze")) == [
        f"Mục {added.code}: chưa ghi tên.",
        "Tiêu chí I.1: chưa có điểm tối đa.",
        "Tiêu chí I.3: chưa có điểm tối đa.",
    ]


def test_an_empty_sheet_is_not_issued(built, sheet):
    sheet.criteria.all().delete()
    assert blocks(sheet, SHEET.transition("freeze")) == ["Bảng chưa có tiêu chí nào."]


# ----- reading


def test_a_sheet_is_listed_with_its_sums(built):
    (line,) = sheet_lines(built.year)
    assert (line.leaves, line.scale, line.bonus) == (5, 100, 10)


def test_rows_know_their_place(sheet):
    rows = {row.criterion.code: row for row in tree_rows(sheet.criteria.all())}
    assert (rows["I"].level, rows["I.1"].level, rows["II"].level) == (1, 3, 1)
    assert (rows["I"].is_first, rows["I"].is_last) == (True, False)
    assert (rows["I.2"].is_first, rows["I.2"].is_last) == (False, True)
    assert (rows["I"].has_points, rows["IV"].has_points) == (True, False)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "I"),
        (3, "III"),
        (4, "IV"),
        (9, "IX"),
        (14, "XIV"),
        (40, "XL"),
        (58, "LVIII"),
    ],
)
def test_parts_have_roman_numbers(number, text):
    assert roman(number) == text
