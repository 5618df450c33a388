"""Forms of units, their names, successions and number books."""

from django import forms

from core.forms import DateField, HouseForm, NumberField
from units.models import NumberBook, Succession, Unit, UnitName

LARGEST_NUMBER = 99_999


def reason_field(*, required: bool = True) -> forms.CharField:
    """Return the field that asks why."""
    return forms.CharField(
        label="Lý do",
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UnitForm(HouseForm, forms.ModelForm):
    """What holds of a unit whatever it is called; the code stays as first given."""

    class Meta:
        model = Unit
        fields = ["kind", "parent", "note"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].empty_label = "Không trực thuộc đơn vị nào"


class UnitNameForm(HouseForm, forms.ModelForm):
    """A name from a day to a day."""

    reason = reason_field(required=False)

    class Meta:
        model = UnitName
        fields = [
            "name",
            "short_name",
            "symbol",
            "paper_form",
            "superior",
            "letterhead",
            "place",
            "valid_from",
            "valid_to",
        ]
        field_classes = {"valid_from": DateField, "valid_to": DateField}


class FoundUnitForm(UnitForm):
    """A new unit with its first name."""

    name_fields = [name for name in UnitNameForm.Meta.fields if name != "valid_to"]
    field_order = ["name", "short_name", "code", "kind", "parent"]

    class Meta(UnitForm.Meta):
        fields = ["code", "kind", "parent", "note"]
        help_texts = {
            "code": "Chữ thường không dấu và gạch nối, ví dụ ban-to-chuc; đặt một lần, "
            "không đổi, không dùng lại."
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        named = UnitNameForm().fields
        for name in self.name_fields:
            self.fields[name] = named[name]
        self.order_fields(self.field_order)

    def first_name(self) -> UnitName:
        """Return the unit's name as typed, not saved."""
        return UnitName(**{name: self.cleaned_data[name] for name in self.name_fields})


class SuccessionForm(HouseForm, forms.ModelForm):
    """Which unit came after which."""

    class Meta:
        model = Succession
        fields = ["predecessor", "successor", "kind", "took_effect_on", "decision"]
        field_classes = {"took_effect_on": DateField}


class BookForm(HouseForm, forms.ModelForm):
    """From where a number book counts on."""

    last_number = NumberField(
        label="Số cuối đã dùng",
        places=0,
        minimum=0,
        maximum=LARGEST_NUMBER,
        help_text="Văn bản tiếp theo lấy số liền sau. Sổ giấy đã đến số 12 thì ghi 12.",
    )
    reason = reason_field()

    class Meta:
        model = NumberBook
        fields = ["last_number"]


class NewBookForm(BookForm):
    """A book that goes on from paper."""

    class Meta(BookForm.Meta):
        fields = ["kind", "series", "last_number"]
        help_texts = {
            "series": "Năm (2024) hoặc, theo thể thức của Đảng, nhiệm kỳ (2020-2025)."
        }
