"""What may be asked of lists and of the journal."""

from django import forms

from core.forms import DateField, HouseForm
from units.enums import PaperKind, UnitKind


class JournalFilter(HouseForm, forms.Form):
    """By days, person and words."""

    words = forms.CharField(label="Nội dung có chữ", max_length=100, required=False)
    person = forms.CharField(label="Người làm", max_length=100, required=False)
    first = DateField(label="Từ ngày", required=False)
    last = DateField(label="Đến hết ngày", required=False)

    def clean(self):
        data = super().clean()
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", "Ngày cuối đứng trước ngày đầu.")
        return data


class UnitFilter(HouseForm, forms.Form):
    """By words and kind."""

    words = forms.CharField(label="Tên đơn vị", max_length=100, required=False)
    kind = forms.ChoiceField(
        label="Loại",
        required=False,
        choices=[("", "Mọi loại"), *UnitKind.choices],
    )


class PersonFilter(HouseForm, forms.Form):
    """By words."""

    words = forms.CharField(label="Họ và tên", max_length=100, required=False)


class PaperFilter(HouseForm, forms.Form):
    """By words and kind."""

    words = forms.CharField(
        label="Số, trích yếu hoặc cơ quan", max_length=100, required=False
    )
    kind = forms.ChoiceField(
        label="Loại văn bản",
        required=False,
        choices=[("", "Mọi loại"), *PaperKind.choices],
    )
