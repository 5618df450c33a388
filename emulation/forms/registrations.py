"""Rows of what a pledge aims at: a title of the unit, one of a person, an initiative.

Titles and people to choose from are read once for the whole list and written once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.forms import HouseForm
from core.text import nfc
from emulation.enums import Aim
from emulation.forms.figures import dress
from emulation.models import Initiative, TitleRegistration
from emulation.selectors import Standing, Wanted

NO_SUCH_TITLE = "Danh hiệu này không có trong danh mục đăng ký của năm."
NO_SUCH_PERSON = "Người này không có trong danh sách cán bộ của đơn vị."


class Offered:
    """What a column's cells choose from, with the words for choosing nothing."""

    def __init__(self, rows: Iterable[tuple[models.Model, str]], blank: str) -> None:
        self.rows: dict[str, models.Model] = {}
        self.labels = {"": blank}
        for row, label in rows:
            self.rows[str(row.pk)] = row
            self.labels[str(row.pk)] = label

    def written(self, chosen: str) -> SafeString:
        """Return the options as HTML; they are escaped once."""
        if not hasattr(self, "_options"):
            self._options = {
                key: format_html('<option value="{}">{}</option>', key, label)
                for key, label in self.labels.items()
            }
        marked = {chosen: _selected(chosen, self.labels.get(chosen, ""))}
        options = self._options if chosen not in self.labels else self._options | marked
        return mark_safe("".join(options.values()))  # noqa: S308 -- escaped above


def _selected(key: str, label: str) -> SafeString:
    return format_html('<option value="{}" selected>{}</option>', key, label)


class OfferedSelect(forms.Select):
    """A select that writes the options of ``Offered``; pasted words must be exact."""

    def __init__(self, offered: Offered) -> None:
        super().__init__(attrs={"data-exact": "true"})
        self.offered = offered

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        found = self.format_value(value)
        held = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        options = self.offered.written(found[0] if found else "")
        return format_html("<select{}>{}</select>", flatatt(held), options)


class OfferedField(forms.Field):
    """One of the offered rows, or none; what the row holds already stays offered."""

    def __init__(self, offered: Offered, refusal: str, **kwargs: Any) -> None:
        super().__init__(required=False, widget=OfferedSelect(offered), **kwargs)
        self.offered, self.refusal = offered, refusal

    def to_python(self, value: Any) -> Any:
        if not value:
            return None
        if str(value) not in self.offered.rows:
            raise forms.ValidationError(self.refusal)
        return self.offered.rows[str(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(initial or "") != str(data or "")


@dataclass
class Desk:
    """What the forms of a list share: the choices, the standing, earlier records."""

    titles: dict[str, Offered] = field(default_factory=dict)
    people: Offered | None = None
    authors: Offered | None = None
    standing: Standing | None = None
    last_records: dict[int | None, str] = field(default_factory=dict)


class AimForm(HouseForm, forms.ModelForm):
    """What the three rows share."""

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": False} | kwargs))
        self.desk = desk
        self.offer()
        dress(self, self.row_name)

    def offer(self) -> None:
        raise NotImplementedError

    @property
    def row_name(self) -> str:
        return str(self.instance) if self.instance.pk else "dòng mới"

    def _get_validation_exclusions(self) -> set[str]:
        """Offered rows exist: they were just read."""
        return super()._get_validation_exclusions() | {"title", "person"}


class TitleForm(AimForm):
    """A registration: within the limits, and never twice."""

    class Meta:
        model = TitleRegistration
        fields = ("title", "track_record", "note")
        widgets = {
            "track_record": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "note": forms.TextInput(attrs={"class": "is-text"}),
        }

    def offer(self) -> None:
        titles = self.desk.titles[self.instance.subject]
        label = "danh hiệu, hình thức"
        self.fields["title"] = OfferedField(titles, NO_SUCH_TITLE, label=label)

    def clean_track_record(self) -> str:
        return nfc(self.cleaned_data["track_record"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if {"title", "person"}.isdisjoint(self.changed_data):
            return cleaned
        self._refuse(cleaned.get("title"), cleaned.get("person"))
        self._recall(cleaned)
        return cleaned

    def _refuse(self, title: Any, person: Any) -> None:
        if title is None or self.desk.standing is None:
            return
        wanted = Wanted(self.instance.pk, title, person)
        for name, sentence in self.desk.standing.refusals(wanted):
            self.add_error(name if name in self.fields else None, sentence)

    def _recall(self, cleaned: dict[str, Any]) -> None:
        """Begin the record of a subject just chosen with what was typed last."""
        is_personal = self.instance.subject == Aim.INDIVIDUAL
        subject = cleaned.get("person") if is_personal else cleaned.get("title")
        if subject is None or cleaned.get("track_record"):
            return
        key = subject.pk if is_personal else None
        if recalled := self.desk.last_records.get(key):
            cleaned["track_record"] = recalled


class PersonalTitleForm(TitleForm):
    """A title for one of the unit's people."""

    class Meta(TitleForm.Meta):
        fields = ("person", "title", "track_record", "note")

    def offer(self) -> None:
        super().offer()
        people = OfferedField(self.desk.people, NO_SUCH_PERSON, label="họ và tên")
        self.fields["person"] = people


class InitiativeForm(AimForm):
    """An initiative of the unit, or of one of its people."""

    class Meta:
        model = Initiative
        fields = ("name", "person", "scope", "note")
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "note": forms.TextInput(attrs={"class": "is-text"}),
        }

    def offer(self) -> None:
        authors = OfferedField(self.desk.authors, NO_SUCH_PERSON, label="tác giả")
        self.fields["person"] = authors

    @property
    def row_name(self) -> str:
        return self.instance.name or "dòng mới"

    def clean_name(self) -> str:
        return nfc(self.cleaned_data["name"])


FORMS = {
    Aim.COLLECTIVE: TitleForm,
    Aim.INDIVIDUAL: PersonalTitleForm,
    Aim.INITIATIVE: InitiativeForm,
}
