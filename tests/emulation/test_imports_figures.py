"""Figures of a pledge's workbook: kinds, rates, doubtful numbers."""

import io
from decimal import Decimal

import openpyxl
import pytest

from emulation.enums import Comparator, TargetKind
from tests.emulation.importing import changed, own, plan, saved, write


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def test_figures_of_each_kind(draft, clerk):
    content = own(
        [None, None, 1, "Tỷ lệ", None, "%", None, 95.5],
        [None, None, 1, "Không giao", "Số lượng", None, None, "không giao"],
        [None, None, 1, "Có mô hình", None, None, "≥", "Có"],
        [None, None, 1, "Không vi phạm", "có/không", None, None, False],
        [None, None, 1, "Tiền", "Số", "triệu đồng", "không quá", "1.035,25"],
    )
    write(draft, content, clerk)

    rows = list(draft.targets.order_by("position"))[2:]
    assert [(one.kind, one.comparator, one.value) for one in rows] == [
        (TargetKind.PERCENTAGE, Comparator.AT_LEAST, Decimal("95.5")),
        (TargetKind.NUMBER, Comparator.AT_LEAST, None),
        (TargetKind.YES_NO, Comparator.EXACTLY, 1),
        (TargetKind.YES_NO, Comparator.EXACTLY, 0),
        (TargetKind.NUMBER, Comparator.AT_MOST, Decimal("1035.25")),
    ]
    assert [one.unit_of_measure for one in rows] == ["%", "", "", "", "triệu đồng"]


def test_doubtful_numbers_are_asked_about_and_the_answer_holds(draft, clerk):
    content = own([None, None, 1, "Số hộ", None, "hộ", None, "3.515"])
    asked = plan(draft, content, clerk)

    assert [one.column for one in asked.unanswered] == ["value"]
    assert asked.obstacles == ["Trả lời cách đọc số ở các cột nêu trên."]
    write(draft, content, clerk, value="en")
    assert draft.targets.get(content="Số hộ").value == Decimal("3.515")


def test_rate_below_one_is_doubted_unless_shown_as_a_percentage(draft, clerk):
    def rates(sheet):
        sheet["H3"].number_format = "0%"

    rows = [[None, None, 1, "Tỷ lệ", "Tỷ lệ %", None, None, 0.95]] * 2
    book = openpyxl.load_workbook(io.BytesIO(own(*rows)))
    rates(book.active)
    found = plan(draft, saved(book), clerk)

    assert [row.instance.value for row in found.sheets[0].new] == [Decimal("0.95"), 95]
    (notice,) = found.notices
    assert (notice.address, notice.sentence) == (
        "H2",
        "0,95 được đọc là 0,95%. Nếu là 95% thì ghi 95.",
    )


def test_figure_with_a_percent_sign_makes_a_rate(draft, clerk):
    write(draft, own([None, None, 1, "Tỷ lệ", None, None, None, "96,5%"]), clerk)

    row = draft.targets.get(content="Tỷ lệ")
    assert (row.kind, row.value, row.unit_of_measure) == (
        "percentage",
        Decimal("96.5"),
        "%",
    )


def test_small_rate_that_stands_already_is_not_doubted(draft, clerk):
    rate = draft.targets.get(kind=TargetKind.PERCENTAGE)
    rate.value = Decimal("0.5")
    rate.save()

    assert plan(draft, changed(draft, lambda book: None), clerk).notices == []
