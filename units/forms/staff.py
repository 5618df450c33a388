"""Forms of a unit's staff: one person, many pasted, a correction.

Nobody is matched by name: people of the same name are shown with day of birth, position
and unit, and whoever adds chooses.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core import clock, text
from core.forms import DateField, HouseForm
from units import selectors
from units.forms.pasted import MOST_LINES, PastedPerson, read
from units.models import Person, Unit

NEW, SKIP = "new", "skip"
KNOWN_NAME = (
    "Đã có người cùng tên: chọn đúng người ở cuối biểu mẫu, hoặc chọn người mới."
)
TAKEN_CODE = "mã cán bộ {code} đã có người khác dùng."
TWICE_CODE = "mã cán bộ {code} có hai lần trong danh sách dán."


class StaffForm(HouseForm, forms.ModelForm):
    """A member of a unit's staff as the register has them."""

    class Meta:
        model = Person
        fields = ["full_name", "position", "birth_date", "staff_code"]
        field_classes = {"birth_date": DateField}

    def clean_birth_date(self):
        day = self.cleaned_data["birth_date"]
        if day and day >= clock.today():
            raise ValidationError("Ngày sinh phải trước hôm nay.")
        return day


class NewStaffForm(StaffForm):
    """One more: a new person, or somebody of that name who is known already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        typed = self.data.get(self.add_prefix("full_name"), "") if self.is_bound else ""
        key = text.fold(typed)
        self.namesakes = selectors.namesakes_of([key]).get(key, []) if key else []
        if self.namesakes:
            self.fields["who"] = forms.ChoiceField(
                label="Người cùng tên đã có",
                choices=[
                    *(
                        (str(one.pk), selectors.described(one))
                        for one in self.namesakes
                    ),
                    (NEW, "Người mới, không phải những người trên"),
                ],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self):
        data = super().clean()
        if self.namesakes and "who" in data and not data["who"]:
            self.add_error("full_name", KNOWN_NAME)
        return data

    def validate_unique(self):
        """What is typed about somebody who is known already is not saved."""
        if self.get_known() is None:
            super().validate_unique()

    def get_known(self) -> Person | None:
        """Return the person that was chosen, ``None`` for a new one."""
        chosen = self.cleaned_data.get("who", NEW)
        return next((one for one in self.namesakes if str(one.pk) == chosen), None)


class StaffPasteForm(HouseForm, forms.Form):
    """Many at once; lines whose name is known ask who is meant."""

    text = forms.CharField(
        label="Danh sách dán từ Excel",
        widget=forms.Textarea(
            attrs={"rows": 12, "spellcheck": "false", "class": "form-control"}
        ),
        help_text="Mỗi dòng một người, bốn cột theo thứ tự: họ và tên, chức vụ, "
        "ngày sinh, mã cán bộ. Ba cột sau để trống được.",
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit = unit
        self.lines: list[PastedPerson] = []
        self.namesakes: dict[str, list[Person]] = {}
        self.here: set[int] = set()
        if self.is_bound:
            self.lines = read(self.data.get("text", ""))[: MOST_LINES + 1]
            self.namesakes = selectors.namesakes_of(one.full_name for one in self.lines)
            members = selectors.members_of_staff(unit)
            self.here = {one.person.pk for one in members}
            self._ask_who()

    def _ask_who(self) -> None:
        first_of: dict[str, int] = {}
        for line in self.lines:
            first = first_of.setdefault(line.key, line.number)
            known = self.namesakes.get(line.key, [])
            if line.errors or (not known and first == line.number):
                continue
            meant = (
                f"Người khác với dòng {first}" if first != line.number else "Người mới"
            )
            choices = [(str(one.pk), self._described(one)) for one in known]
            self.fields[f"who_{line.number}"] = forms.ChoiceField(
                label=f"Dòng {line.number}: {line.full_name}",
                choices=[
                    ("", "Chọn…"),
                    *choices,
                    (NEW, f"{meant}, chưa có trong danh bạ"),
                    (SKIP, "Bỏ dòng này"),
                ],
                initial=_likely(line, known),
                error_messages={"required": "Chọn đúng người."},
            )

    def _described(self, person: Person) -> str:
        here = "đã có ở đơn vị: " if person.pk in self.here else ""
        return f"{here}{selectors.described(person)}"

    def clean_text(self) -> str:
        if not self.lines:
            raise ValidationError("Chưa thấy dòng nào có tên người.")
        if len(self.lines) > MOST_LINES:
            raise ValidationError(f"Mỗi lần dán nhiều nhất {MOST_LINES} dòng.")
        wrong = [
            f"Dòng {one.number}: {sentence}"
            for one in self.lines
            for sentence in [*one.errors, *self._about_code(one)]
        ]
        if wrong:
            raise ValidationError(wrong)
        return self.cleaned_data["text"]

    def _about_code(self, line: PastedPerson) -> list[str]:
        if not line.staff_code:
            return []
        alike = [one for one in self.lines if one.staff_code == line.staff_code]
        if alike[0] is not line:
            return [TWICE_CODE.format(code=line.staff_code)]
        owner = self._owners().get(line.staff_code)
        if owner is not None and owner.search_key != line.key:
            return [TAKEN_CODE.format(code=line.staff_code)]
        return []

    def _owners(self) -> dict[str, Person]:
        if not hasattr(self, "_known_codes"):
            codes = [one.staff_code for one in self.lines if one.staff_code]
            rows = Person.objects.filter(staff_code__in=codes)
            self._known_codes = {one.staff_code: one for one in rows}
        return self._known_codes

    def clean(self):
        data = super().clean()
        for line in self.lines:
            owner = self._owners().get(line.staff_code) if line.staff_code else None
            if owner is not None and data.get(f"who_{line.number}") == NEW:
                sentence = TAKEN_CODE.format(code=line.staff_code)
                self.add_error(f"who_{line.number}", f"M{sentence[1:]}")
        return data

    def preview(self) -> list[tuple[PastedPerson, forms.BoundField | None]]:
        """Return each line with the question about it, if there is one."""
        return [
            (one, self[name] if (name := f"who_{one.number}") in self.fields else None)
            for one in self.lines
        ]

    def people(self) -> list[Person]:
        """Return whom the lines mean: known people as they are, and new ones."""
        known = {str(one.pk): one for rows in self.namesakes.values() for one in rows}
        found = []
        for line in self.lines:
            chosen = self.cleaned_data.get(f"who_{line.number}", NEW)
            if chosen == SKIP:
                continue
            found.append(known.get(chosen) or _new(line))
        return found


def _likely(line: PastedPerson, known: list[Person]) -> str:
    """Return the one namesake whom code or day of birth speak for; still to be seen."""
    alike = [
        one
        for one in known
        if (line.staff_code and one.staff_code == line.staff_code)
        or (line.birth_date and one.birth_date == line.birth_date)
    ]
    return str(alike[0].pk) if len(alike) == 1 else ""


def _new(line: PastedPerson) -> Person:
    return Person(
        full_name=line.full_name,
        position=line.position,
        birth_date=line.birth_date,
        staff_code=line.staff_code or None,
    )
