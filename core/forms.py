"""The house's form: crispy without a form tag, Vietnamese numbers and dates."""

from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core import validators
from django.db.models.fields import BLANK_CHOICE_DASH

from core import text

_DASHES = BLANK_CHOICE_DASH[0][1]
_TOO_LONG = (
    "Dài %(show_value)d ký tự, chỉ ghi được %(limit_value)d ký tự: viết gọn lại."
)
LARGEST = Decimal(10) ** 11 - 1  # with 4 places: what SQLite's REAL keeps exactly


class HouseForm:
    """Mixin for every form: one helper, no form tag, labels always shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _name_the_blank(field)
            # a browser would cut a long paste silently; the server says it is too long
            field.widget.attrs.pop("maxlength", None)
            field.error_messages["max_length"] = _TOO_LONG

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


def _name_the_blank(field: forms.Field) -> None:
    """Say in words what choosing nothing means."""
    words = "Chọn…" if field.required else "Không chọn"
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == _DASHES:
            field.empty_label = words
    elif isinstance(field, forms.ChoiceField):
        field.choices = [
            ("", words) if choice == ("", _DASHES) else choice
            for choice in field.choices
        ]


class DateInput(forms.DateInput):
    """A native date field (value in ISO form)."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day, typed in the browser's own picker or as ``15/3/2024``."""

    widget = DateInput
    input_formats = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y")
    default_error_messages = {
        "invalid": "Ngày chưa đúng: viết ngày/tháng/năm, ví dụ 15/3/2024."
    }


class DateTimeInput(forms.DateTimeInput):
    """A native date and time field."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class NumberInput(forms.TextInput):
    """A text field for a number: shows and keeps what was typed."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(
            attrs={"inputmode": "decimal", "autocomplete": "off", **(attrs or {})}
        )


class NumberField(forms.Field):
    """A number in Vietnamese notation: 3.515 is 3515, 96,15 is 96.15."""

    widget = NumberInput

    def __init__(
        self,
        *,
        places: int = 4,
        minimum: Decimal | int | None = None,
        maximum: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        self.places, self.minimum, self.maximum = places, minimum, maximum
        super().__init__(**kwargs)

    def prepare_value(self, value: object) -> str:
        if isinstance(value, Decimal | int):
            return text.format_number(value).replace("−", "-")
        return "" if value is None else str(value)

    def to_python(self, value: object) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            number = text.parse_number(str(value))
        except text.NotANumberError as error:
            raise forms.ValidationError(str(error)) from error
        if number is not None:
            self._check(number)
        return number

    def _check(self, number: Decimal) -> None:
        shown = text.format_number(number)
        if abs(number) > LARGEST:
            raise forms.ValidationError(f"{shown} quá lớn, kiểm tra lại số đã gõ.")
        if self.minimum is not None and number < self.minimum:
            floor = text.format_number(self.minimum)
            raise forms.ValidationError(f"{shown} nhỏ hơn mức thấp nhất là {floor}.")
        if self.maximum is not None and number > self.maximum:
            ceiling = text.format_number(self.maximum)
            raise forms.ValidationError(f"{shown} lớn hơn mức cao nhất là {ceiling}.")
        if number != number.quantize(Decimal(1).scaleb(-self.places)):
            raise forms.ValidationError(
                f"{shown} có quá nhiều chữ số lẻ, tối đa {self.places}."
            )

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class WholeNumberField(forms.IntegerField):
    """A place or a year: digits alone, thousands never grouped."""

    widget = NumberInput
    default_error_messages = {"invalid": "Chỉ ghi chữ số, không có dấu hay chữ."}

    def __init__(self, *, lowest: int, highest: int, **kwargs: Any) -> None:
        outside = f"Ghi một số từ {lowest} đến {highest}."
        limits = (
            validators.MinValueValidator(lowest, outside),
            validators.MaxValueValidator(highest, outside),
        )
        super().__init__(validators=limits, **kwargs)


class ReasonForm(HouseForm, forms.Form):
    """What every confirm page asks: a reason, required where the table says so."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
