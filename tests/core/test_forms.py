"""Numbers and dates as people type them."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms

from core.forms import DateField, HouseForm, NumberField, ReasonForm

D = Decimal


class TrialForm(HouseForm, forms.Form):
    number = NumberField(label="Số", minimum=0, maximum=100, places=2)
    day = DateField(label="Ngày", required=False)


def errors(**typed):
    form = TrialForm(typed)
    return {name: list(found) for name, found in form.errors.items()}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("96,15", D("96.15")),
        ("0", D(0)),
        ("100", D(100)),
        ("1,50000", D("1.5")),
        (" 7 ", D(7)),
    ],
)
def test_a_number_in_vietnamese_notation(typed, number):
    form = TrialForm({"number": typed})
    assert form.is_valid()
    assert form.cleaned_data["number"] == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("-1", "−1 nhỏ hơn mức thấp nhất là 0."),
        ("100,5", "100,5 lớn hơn mức cao nhất là 100."),
        ("1,555", "1,555 có quá nhiều chữ số lẻ, tối đa 2."),
        ("3.515", "3.515 lớn hơn mức cao nhất là 100."),
        ("100000000000", "100.000.000.000 quá lớn, kiểm tra lại số đã gõ."),
        ("-100000000000", "−100.000.000.000 quá lớn, kiểm tra lại số đã gõ."),
        ("năm", "“năm” không phải là số."),
        ("", "Trường này là bắt buộc."),
    ],
)
def test_a_wrong_number_is_refused_with_a_sentence(typed, sentence):
    assert errors(number=typed) == {"number": [sentence]}


def test_an_endless_fraction_is_refused_not_stored():
    assert "tối đa 2" in errors(number="1," + "3" * 60)["number"][0]


def test_the_largest_number_is_taken():
    field = NumberField()
    assert field.clean("99.999.999.999") == 10**11 - 1


@pytest.mark.parametrize(
    ("value", "shown"),
    [(D("1035.50"), "1.035,5"), (0, "0"), (D("-2.5"), "-2,5"), (None, ""), ("x", "x")],
)
def test_a_number_is_shown_as_it_would_be_typed(value, shown):
    field = NumberField()
    assert field.prepare_value(value) == shown
    if isinstance(value, Decimal | int):
        assert field.clean(shown) == value


def test_what_was_typed_wrongly_is_shown_again():
    form = TrialForm({"number": "3.5"})
    assert form["number"].value() == "3.5"
    assert 'value="3.5"' in str(form["number"])


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (D("12.0000"), "12", False),
        (D(12), "12,0", False),
        (D(12), "13", True),
        (None, "", False),
        (D(0), "", True),
        (None, "0", True),
        (D(12), "mười hai", True),
    ],
)
def test_a_number_has_changed_when_its_value_has(initial, typed, changed):
    assert NumberField(required=False).has_changed(initial, typed) is changed


@pytest.mark.parametrize("typed", ["2024-03-15", "15/3/2024", "15/03/2024", "15/3/24"])
def test_a_day_is_read_from_the_picker_and_from_paper(typed):
    form = TrialForm({"number": "1", "day": typed})
    assert form.is_valid()
    assert form.cleaned_data["day"] == date(2024, 3, 15)


@pytest.mark.parametrize(
    "typed", ["31/2/2024", "3/15/2024", "15.3.2024", "hôm nay", "15/3"]
)
def test_a_wrong_day_is_refused_with_an_example(typed):
    sentence = "Ngày chưa đúng: viết ngày/tháng/năm, ví dụ 15/3/2024."
    assert errors(number="1", day=typed) == {"day": [sentence]}


def test_widgets_help_typing():
    form = TrialForm(initial={"day": date(2024, 3, 5), "number": D("1.5")})
    day, number = str(form["day"]), str(form["number"])
    assert 'type="date"' in day
    assert 'value="2024-03-05"' in day
    assert 'inputmode="decimal"' in number
    assert 'value="1,5"' in number


def test_forms_bring_no_tag_of_their_own():
    helper = ReasonForm().helper
    assert (helper.form_tag, helper.disable_csrf) == (False, True)


def test_a_long_paste_is_refused_by_the_server_not_cut_by_the_browser():
    form = ReasonForm({"reason": "dài " * 600})
    assert "maxlength" not in str(form["reason"])
    assert not form.is_valid()
    assert form["reason"].value() == "dài " * 600
    assert form.errors["reason"] == [
        "Dài 2399 ký tự, chỉ ghi được 2000 ký tự: viết gọn lại."
    ]
