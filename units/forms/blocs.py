"""Forms of blocs, members and offices."""

from django import forms
from django.core.exceptions import ValidationError

from core import clock
from core.forms import DateField, HouseForm, NumberInput, WholeNumberField
from units import selectors
from units.forms.organisation import reason_field
from units.models import Bloc, BlocOffice, Membership
from units.models.blocs import FIRST_YEAR, LAST_YEAR

LAST_PLACE = 999


class BlocForm(HouseForm, forms.ModelForm):
    """A bloc; the code stays as first given."""

    class Meta:
        model = Bloc
        fields = ["name", "kind", "founded_by"]


class FoundBlocForm(BlocForm):
    """A new bloc."""

    class Meta(BlocForm.Meta):
        fields = ["name", "code", "kind", "founded_by"]
        help_texts = {
            "code": "Chữ thường không dấu và gạch nối, ví dụ khoi-co-quan-dang; "
            "có trong địa chỉ trang, đặt một lần, không đổi."
        }


class MembershipForm(HouseForm, forms.ModelForm):
    """A unit joins."""

    protocol_number = WholeNumberField(label="Số thứ tự", lowest=1, highest=LAST_PLACE)

    class Meta:
        model = Membership
        fields = ["unit", "protocol_number", "valid_from", "valid_to"]
        field_classes = {"valid_from": DateField, "valid_to": DateField}


class OrderForm(HouseForm, forms.Form):
    """A place for each of today's members, or one step up or down for one of them."""

    def __init__(self, data=None, *, members):
        super().__init__(data)
        self.members = members
        for place, one in enumerate(members, 1):
            self.fields[f"place-{one.pk}"] = WholeNumberField(
                label=str(one.unit),
                initial=place,
                lowest=1,
                highest=LAST_PLACE,
                widget=NumberInput(attrs={"aria-label": f"Số của {one.unit}"}),
            )

    @property
    def moved(self):
        """Return the key of the member whose button was pressed, and the step."""
        for name, step in (("up", -1), ("down", 1)):
            pressed = self.data.get(name, "")
            if pressed in {str(one.pk) for one in self.members}:
                return int(pressed), step
        return None, 0

    def wanted(self):
        """Return the wanted place of each member."""
        places = {one.pk: self.cleaned_data[f"place-{one.pk}"] for one in self.members}
        pk, step = self.moved
        if pk is not None:
            order = [one.pk for one in self.members]
            places[pk] = order.index(pk) + 1 + step
        return places


class OfficeForm(HouseForm, forms.ModelForm):
    """Which member heads the bloc, or deputises, in a year."""

    year = WholeNumberField(label="Năm thi đua", lowest=FIRST_YEAR, highest=LAST_YEAR)
    reason = reason_field(required=False)

    class Meta:
        model = BlocOffice
        fields = ["year", "office", "unit", "elected_on", "recognised_by", "note"]
        field_classes = {"elected_on": DateField}
        labels = {"recognised_by": "Quyết định công nhận (số, ngày)"}

    def __init__(self, *args, bloc, **kwargs):
        super().__init__(*args, **kwargs)
        self.bloc = bloc
        self.fields["year"].initial = clock.today().year

    def clean(self):
        data = super().clean()
        unit, year = data.get("unit"), data.get("year")
        if unit and year:
            members = selectors.members_of_bloc_on(self.bloc, year)
            if not members.filter(pk=unit.pk).exists():
                self.add_error("unit", f"Đơn vị không thuộc khối trong năm {year}.")
        return data

    def clean_elected_on(self):
        day = self.cleaned_data["elected_on"]
        if day and day > clock.today():
            raise ValidationError("Ngày bầu không thể sau hôm nay.")
        return day
