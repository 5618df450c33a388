"""A meeting, its delegates and its counting board."""

from typing import Any

from django import forms

from awards import selectors
from awards.forms.shares import ShareField
from awards.models import Meeting
from core.forms import DateTimeInput, HouseForm
from emulation.models import EmulationYear
from units.models import Person


class MeetingForm(HouseForm, forms.ModelForm):
    """What is known of a meeting beforehand."""

    quorum = ShareField(
        label="Tỷ lệ đại biểu phải có mặt",
        help_text="Phân số hoặc phần trăm. 2/3 là mặc định thận trọng, sửa được.",
    )

    class Meta:
        model = Meeting
        fields = ["kind", "held_at", "place", "agenda", "chair", "secretary"]
        error_messages = {
            "held_at": {"invalid": "Thời gian chưa đúng, ví dụ 07/01/2025 08:00."}
        }

    def __init__(self, *args: Any, year: EmulationYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meeting = self.instance
        meeting.year = year
        share = (meeting.quorum_numerator, meeting.quorum_denominator)
        self.initial["quorum"] = share
        self.fields["held_at"].widget = DateTimeInput()
        self.fields["held_at"].input_formats = ["%Y-%m-%dT%H:%M", "%d/%m/%Y %H:%M"]
        self.fields["agenda"].widget.attrs["rows"] = 5
        people = selectors.people_of_year(year)
        for name in ("chair", "secretary"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = person_label

    def clean_quorum(self) -> tuple[int, int]:
        share = self.cleaned_data["quorum"]
        meeting = self.instance
        meeting.quorum_numerator, meeting.quorum_denominator = share
        return share


def person_label(person: Person) -> str:
    """Return name and position, as people tell namesakes apart."""
    return f"{person}, {person.position}" if person.position else str(person)


class GroupedPeople:
    """Choices ``<participation>-<person>`` grouped by unit."""

    def choose_from(self, meeting: Meeting, *, without: set[int]) -> None:
        """Fill the field ``people`` with those who may still be named."""
        self.groups = selectors.people_by_unit(meeting, without=without)
        self.units = {unit.pk: unit for unit, _people in self.groups}
        self.fields["people"].choices = [
            (
                unit.name,
                [(f"{unit.pk}-{one.pk}", person_label(one)) for one in people],
            )
            for unit, people in self.groups
        ]

    @staticmethod
    def pair(value: str) -> tuple[int, int]:
        """Return participation and person of a chosen value."""
        participation, person = value.split("-")
        return int(participation), int(person)


class SummonForm(GroupedPeople, HouseForm, forms.Form):
    """Several people of the participating units at once."""

    people = forms.MultipleChoiceField(
        label="Đại biểu",
        error_messages={"required": "Chọn ít nhất một người."},
    )
    is_voting = forms.BooleanField(
        label="Được bỏ phiếu",
        required=False,
        initial=True,
        help_text="Bỏ dấu này cho khách mời, đại biểu không có quyền bỏ phiếu.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {one.person_id for one in meeting.delegates.all()}
        self.choose_from(meeting, without=known)

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return [self.pair(one) for one in self.cleaned_data["people"]]


class TellerForm(GroupedPeople, HouseForm, forms.Form):
    """One more member of the counting board."""

    people = forms.ChoiceField(
        label="Người", error_messages={"required": "Chọn một người."}
    )
    is_chief = forms.BooleanField(label="Là Trưởng ban", required=False, initial=True)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tellers = list(meeting.tellers.all())
        self.choose_from(meeting, without={one.person_id for one in tellers})
        blank = [("", "Chọn người")]
        self.fields["people"].choices = blank + self.fields["people"].choices
        if any(one.is_chief for one in tellers):
            del self.fields["is_chief"]

    @property
    def facts(self) -> dict[str, Any]:
        """Return what the new teller's row is made of."""
        participation, person = self.pair(self.cleaned_data["people"])
        return {
            "unit_id": self.units[participation].unit_id,
            "person_id": person,
            "is_chief": self.cleaned_data.get("is_chief", False),
        }
