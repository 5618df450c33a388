"""Numbers in Vietnamese notation: what is written comes back, what is unclear is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import NotANumberError, format_number, format_points, parse_number

D = Decimal
numbers = st.decimals(
    min_value=-(10**14), max_value=10**14, allow_nan=False, allow_infinity=False
)


@given(numbers)
def test_a_written_number_is_read_as_the_same_number(number):
    assert parse_number(format_number(number)) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 4))
def test_a_rounded_number_is_at_most_half_a_unit_off(number, places):
    shown = parse_number(format_number(number, places))
    assert abs(shown - number) <= D(1).scaleb(-places) / 2


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (1035, None, "1.035"),
        (D("96.15"), None, "96,15"),
        (D("96.1500"), None, "96,15"),
        (D("1E+3"), None, "1.000"),
        (D("1035.5"), 2, "1.035,50"),
        (D("-12.5"), None, "−12,5"),
        (0, None, "0"),
        (D("-0.00"), None, "0"),
        (D("-0.001"), 2, "0,00"),
        (D("0.125"), 2, "0,13"),
        (D("-0.125"), 2, "−0,13"),
        (100, None, "100"),
        (1234567, 0, "1.234.567"),
    ],
)
def test_format_number(number, places, shown):
    assert format_number(number, places) == shown


def test_points_have_at_most_two_places_and_are_rounded_half_up():
    assert format_points(None) == "–"
    assert format_points(0) == "0"
    assert format_points(D("1035.50")) == "1.035,5"
    assert format_points(D("978.125")) == "978,13"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("3.515", D(3515)),
        ("1.035,50", D("1035.50")),
        ("96,15", D("96.15")),
        ("3515", D(3515)),
        ("3515,5", D("3515.5")),
        ("37.735", D(37735)),
        ("2.048", D(2048)),
        ("1.234.567", D(1234567)),
        (" 42 ", D(42)),
        ("1 035", D(1035)),
        ("1\u00a0035,5", D("1035.5")),
        ("- 5", D(-5)),
        ("-5", D(-5)),
        ("−1.035,5", D("-1035.5")),
        ("+7", D(7)),
        ("96,15%", D("96.15")),
        ("96,15 %", D("96.15")),
        ("0,5", D("0.5")),
        ("007", D(7)),
        ("٣", D(3)),
        ("", None),
        ("   ", None),
    ],
)
def test_parse_number(typed, number):
    assert parse_number(typed) == number


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("3.5", "Có phải là 3,5?"),
        ("96.15", "Có phải là 96,15?"),
        ("-3.5", "Có phải là -3,5?"),
        # A dot would make a thousand of it, the zero says that none was meant.
        ("0.125", "Có phải là 0,125?"),
        ("0123.456", "Có phải là 0123,456?"),
    ],
)
def test_a_dot_that_cannot_group_is_refused_with_a_hint(typed, hint):
    with pytest.raises(NotANumberError) as refused:
        parse_number(typed)
    assert str(refused.value) == (
        f"“{typed}” viết chưa đúng: dấu chấm chỉ tách từng nhóm ba chữ số, "
        f"phần lẻ viết sau dấu phẩy. {hint}"
    )


@pytest.mark.parametrize("typed", ["1.03.5", "12.34,5", "1.0355.000", "12 34", "1 2"])
def test_wrong_groups_are_refused_without_guessing(typed):
    with pytest.raises(NotANumberError) as refused:
        parse_number(typed)
    assert str(refused.value) == (
        f"“{typed}” viết chưa đúng: dấu chấm chỉ tách từng nhóm ba chữ số, "
        "phần lẻ viết sau dấu phẩy."
    )


@pytest.mark.parametrize("typed", ["1,035.50", "1,035,500", "3,5,1"])
def test_english_notation_is_refused(typed):
    with pytest.raises(NotANumberError, match=r"dấu phẩy tách phần lẻ, ví dụ 1\.035"):
        parse_number(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "mười hai",
        "12 vụ",
        "12a",
        "1e5",
        "NaN",
        "--5",
        "5-3",
        ".5",
        ",5",
        "5,",
        "5²",
        "½",
    ],
)
def test_text_in_a_number_is_refused(typed):
    with pytest.raises(NotANumberError) as refused:
        parse_number(typed)
    assert str(refused.value) == f"“{typed}” không phải là số."


def read(typed):
    """Return the number, or the sentence of the refusal."""
    try:
        return parse_number(typed)
    except NotANumberError as refused:
        return str(refused)


@given(st.text(st.sampled_from("0123456789.,+-−% \u00a0aă²"), max_size=12))
def test_any_text_is_a_number_nothing_or_refused(typed):
    found = read(typed)
    if isinstance(found, str):
        assert f"“{typed.strip()}”" in found
    elif found is None:
        assert not any(ch.isdigit() for ch in typed)
    else:
        assert found.is_finite()
