"""Completion: the article's figures, every kind of target, and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.completion import (
    NO_TARGET,
    NOT_ENTERED,
    completion,
    decimal_text,
    doubt,
)

D = Decimal
figures = st.decimals(min_value=0, max_value=10**11, places=4)
positive = st.decimals(min_value=D("0.0001"), max_value=10**11, places=4)
comparators = st.sampled_from(["ge", "eq", "le"])
kinds = st.sampled_from(["number", "percentage", "yes_no"])


@pytest.mark.parametrize(
    ("target", "actual", "percent", "text"),
    [
        # Báo Bắc Kạn, 1/2025: Ban Nội chính Tỉnh ủy
        (5, 12, D(240), "Đạt 240% (vượt 140%)"),
        (10, 15, D(150), "Đạt 150% (vượt 50%)"),
        (5, 9, D(180), "Đạt 180% (vượt 80%)"),
        (20, 20, D(100), "Đạt 100%"),
        (20, 15, D(75), "Đạt 75% (thiếu 25%)"),
        (20, 0, D(0), "Đạt 0% (thiếu 100%)"),
        (D("55.9"), 57, None, "Đạt 101,97% (vượt 1,97%)"),
        (8391, 10120, None, "Đạt 120,61% (vượt 20,61%)"),
        (1, 3515, D(351500), "Đạt 351.500% (vượt 351.400%)"),
        (100000, 99999, None, "Đạt 99,99% (thiếu 0,01%)"),
        (100000, D("99999.9"), None, "Đạt 99,99% (thiếu 0,01%)"),
        (100000, 100001, None, "Đạt 100%"),
    ],
)
def test_at_least_is_a_ratio(target, actual, percent, text):
    found = completion("number", "ge", D(target), D(actual))
    assert found.text == text
    assert found.is_met is (actual >= target)
    if percent is not None:
        assert found.percent == percent


@pytest.mark.parametrize(
    ("kind", "comparator", "target", "actual", "is_met", "text"),
    [
        ("number", "ge", 0, 0, True, "Đạt"),
        ("number", "ge", 0, 3, True, "Đạt (vượt 3 việc)"),
        ("number", "le", 2, 1, True, "Đạt (dưới mức trần 1 việc)"),
        ("number", "le", 2, 2, True, "Đạt (bằng mức trần)"),
        ("number", "le", 2, 5, False, "Không đạt (quá mức trần 3 việc)"),
        ("number", "le", 0, 0, True, "Đạt"),
        ("number", "le", 0, 1, False, "Không đạt (quá mức trần 1 việc)"),
        ("number", "eq", 4, 4, True, "Đạt"),
        ("number", "eq", 4, 5, False, "Không đạt (hơn mức giao 1 việc)"),
        ("number", "eq", 4, 3, False, "Không đạt (kém mức giao 1 việc)"),
        ("number", "eq", 0, 0, True, "Đạt"),
        ("percentage", "ge", 95, D("96.15"), True, "Đạt (vượt 1,15 điểm phần trăm)"),
        ("percentage", "ge", 95, 95, True, "Đạt"),
        ("percentage", "ge", 95, 90, False, "Không đạt (thiếu 5 điểm phần trăm)"),
        ("percentage", "ge", 0, 5, True, "Đạt (vượt 5 điểm phần trăm)"),
        ("percentage", "le", 5, 3, True, "Đạt (dưới mức trần 2 điểm phần trăm)"),
        ("percentage", "le", 5, 6, False, "Không đạt (quá mức trần 1 điểm phần trăm)"),
        ("percentage", "eq", 100, 100, True, "Đạt"),
        (
            "percentage",
            "eq",
            100,
            D("99.995"),
            False,
            "Không đạt (kém mức giao 0,01 điểm phần trăm)",
        ),
        (
            "percentage",
            "ge",
            100,
            D("99.9999"),
            False,
            "Không đạt (thiếu chưa đến 0,01 điểm phần trăm)",
        ),
        ("yes_no", "ge", 1, 1, True, "Đạt"),
        ("yes_no", "ge", 1, 0, False, "Không đạt"),
        ("yes_no", "ge", 0, 0, True, "Đạt"),
        ("yes_no", "ge", 0, 1, False, "Không đạt"),
        ("yes_no", "le", 1, 0, False, "Không đạt"),
    ],
)
def test_what_is_no_ratio_is_judged(kind, comparator, target, actual, is_met, text):
    found = completion(kind, comparator, D(target), D(actual), measure="việc")
    assert (found.percent, found.is_met, found.text) == (None, is_met, text)


def test_no_measure_leaves_no_blank():
    assert completion("number", "le", D(2), D(1)).detail == "dưới mức trần 1"


@given(kinds, comparators, figures)
def test_absent_is_not_zero(kind, comparator, figure):
    assert completion(kind, comparator, None, figure) is NO_TARGET
    assert completion(kind, comparator, figure, None) is NOT_ENTERED
    assert completion(kind, comparator, None, None) is NOT_ENTERED


@given(kinds, comparators, figures, figures)
def test_words_agree_with_the_judgement(kind, comparator, target, actual):
    found = completion(kind, comparator, target, actual)
    assert found.is_met is not None
    assert found.text.startswith("Không đạt") <= (not found.is_met)
    if kind == "number" and comparator == "ge" and target:
        assert (found.word == "Đạt 100%") <= found.is_met
        assert ("thiếu" in found.detail) == (not found.is_met)
    else:
        assert found.word == ("Đạt" if found.is_met else "Không đạt")


@given(positive, figures, figures)
def test_percent_rises_with_the_result(target, one, other):
    low, high = sorted([one, other])
    first = completion("number", "ge", target, low)
    second = completion("number", "ge", target, high)
    assert first.percent <= second.percent
    assert first.is_met <= second.is_met


@given(positive, figures)
def test_excess_is_percent_less_a_hundred(target, actual):
    found = completion("number", "ge", target, actual)
    shown = _number(found.word.removeprefix("Đạt ").removesuffix("%"))
    rest = _number(found.detail.split()[1].removesuffix("%")) if found.detail else D(0)
    assert shown == 100 + (rest if found.is_met else -rest)


@given(figures, figures, comparators)
def test_a_met_target_stays_met_with_a_better_result(target, actual, comparator):
    if (
        comparator == "eq"
        or not completion("number", comparator, target, actual).is_met
    ):
        return
    better = actual + 1 if comparator == "ge" else max(actual - 1, D(0))
    assert completion("number", comparator, target, better).is_met


@pytest.mark.parametrize(
    ("value", "text"),
    [("0", "0"), ("100", "100"), ("96.15", "96,15"), ("1035", "1.035"), ("0.5", "0,5")],
)
def test_decimal_text(value, text):
    assert decimal_text(D(value)) == text


def _number(text: str) -> Decimal:
    return D(text.replace(".", "").replace(",", "."))


# ----- figures that are 100 times off


@pytest.mark.parametrize(
    ("actual", "target", "earlier", "text"),
    [
        (3515, 5, None, "3.515 hiểu là 3515, gấp 703 lần chỉ tiêu: kiểm tra lại."),
        (500, 5, None, "gấp 100 lần chỉ tiêu: kiểm tra lại."),
        (499, 5, None, ""),
        (D("0.05"), 5, None, "chỉ bằng 1/100 chỉ tiêu: kiểm tra lại."),
        (D("0.06"), 5, None, ""),
        (
            D("1500.5"),
            None,
            D("1.5"),
            "1.500,5 hiểu là 1500,5, gấp 1.000 lần số 6 tháng: kiểm tra lại.",
        ),
        (12, 1200, 3, "chỉ bằng 1/100 chỉ tiêu: kiểm tra lại."),
        (12, 10, 7, ""),
        (0, 500, 400, ""),
        (500, 0, 0, ""),
        (None, 5, 5, ""),
        (10000, None, None, ""),
    ],
)
def test_doubt(actual, target, earlier, text):
    others = [("chỉ tiêu", target), ("số 6 tháng", earlier)]
    known = [(name, None if one is None else D(one)) for name, one in others]
    assert doubt(None if actual is None else D(actual), known) == text


@given(positive, positive)
def test_doubt_is_symmetric(one, other):
    assert bool(doubt(one, [("x", other)])) == bool(doubt(other, [("x", one)]))
