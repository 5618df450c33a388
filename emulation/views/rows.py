"""Pages whose rows are typed in, and what they show above and below the rows."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from core import clock, grid, journal
from core.forms import HouseForm
from core.timeline import timeline
from core.views import ObjectPage, RecordForm
from emulation import selectors
from emulation.enums import PhaseKind, Section
from emulation.models import EmulationYear
from emulation.selectors.rows import CAME_BACK
from emulation.views.grids import GridPost
from emulation.workflow import year_running
from units.selectors import readable_unit_ids

ENTRIES = 20
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class Line:
    """One row as page and template need it; ``form`` where it may be typed in."""

    row: Any
    number: str
    depth: int
    form: Any = None
    stale: list[tuple[str, str, str]] = field(default_factory=list)
    before: Any = None
    doubt: str = ""


@dataclass(frozen=True)
class Part:
    """The rows of one section, counted in Roman figures among those shown."""

    value: str
    number: str
    label: str
    lines: list[Line]


def in_parts(lines: list[Line], *, with_empty: bool) -> list[Part]:
    """Group lines by the section of their roots; empty sections on request."""
    found: dict[str, list[Line]] = {value: [] for value in Section.values}
    section = Section.values[0]
    for line in lines:
        section = section if line.depth else line.row.section
        found[section].append(line)
    shown = [(value, held) for value, held in found.items() if held or with_empty]
    return [
        Part(value, number, Section(value).label, held)
        for number, (value, held) in zip(ROMAN, shown, strict=False)
    ]


class GridPage(GridPost, ObjectPage):
    """One object whose rows are typed in.

    Subclasses give what ``GridPost`` asks for, ``edit_permission`` and
    ``get_phase_kind``, the step whose last day the page shows.
    """

    edit_permission = ""

    def get_phase_kind(self) -> str:
        raise NotImplementedError

    def get_home_url(self) -> str:
        return self.object.get_absolute_url()

    def get_object(self, queryset=None):
        found = super().get_object(queryset)
        self.request.current_year = found.year
        return found

    def post(self, request: HttpRequest, **kwargs: object) -> HttpResponse:
        self.object = self.get_object()
        return super().post(request, **kwargs)

    def is_editable(self) -> bool:
        """Rows are fields: a draft of a running year, or what could not be saved."""
        if self.refused:
            return True
        if not self.object.is_editable or year_running(self.object):
            return False
        return self.may(self.edit_permission, self.object)

    def get_context_data(self, **kwargs):
        obj = self.object
        context = super().get_context_data(**kwargs)
        return {
            "is_editable": self.is_editable(),
            "refused": self.refused,
            "deadline": deadline_of(obj.year, self.get_phase_kind()),
            "returned": last_return(obj),
            "entries": self.get_entries() if self.reads_history() else [],
            "obstacles": obstacles(context["actions"], self.get_sentence_links),
            "bloc_name": obj.year.bloc.name,
            **context,
        }

    def get_entries(self) -> list[dict[str, Any]]:
        """Return the journal's lines about the object."""
        return timeline(self.object, ENTRIES)

    def reads_history(self) -> bool:
        """Who reads only what became public does not read how it came about."""
        unit = getattr(self.object, "journal_unit", None)
        if unit is None:
            return True
        readable = readable_unit_ids(self.request.user)
        answering = self.object.participation.responsible_unit_id
        return bool(readable & {unit, answering}) or selectors.oversees(
            self.request.user, self.object.year
        )

    def get_sentence_links(self) -> dict[str, str]:
        """Return where sentences about rows lead to."""
        return {}


def forms_of(rows, form_class, outcome: grid.Outcome | None) -> dict[int, Any]:
    """Return each row's form by key: as typed where it could not be saved."""
    return {row.pk: form for row, form in grid.bound_forms(form_class, rows, outcome)}


def stale_of(outcome: grid.Outcome | None) -> dict[int, list[tuple[str, str, str]]]:
    """Return label, own and newer value of each field that someone else changed."""
    found = {}
    for one in outcome.stale if outcome else []:
        sent = outcome.sent[int(one["row"])]
        found[int(one["row"])] = [
            (_label(sent, name), both["yours"], both["theirs"])
            for name, both in one["fields"].items()
        ]
    return found


def _label(form: forms.BaseForm, name: str) -> str:
    return form.fields[name].widget.attrs.get("data-label", name)


def obstacles(actions: list[dict[str, Any]], get_links) -> dict[str, Any]:
    """List once, at the top, what keeps an action back; its button points there."""
    blocked = next((one for one in actions if one["sentences"]), None)
    links = get_links() if blocked else {}
    if not blocked or (len(blocked["sentences"]) == 1 and not links):
        return {}
    count = len(blocked["sentences"])
    blocked["why"] = f"Còn {count} việc, xem ở đầu trang."
    return {
        "title": f"{_not_yet(blocked)}: còn {count} việc",
        "items": [
            {"text": one, "url": links[one]} if one in links else one
            for one in blocked["sentences"]
        ],
    }


def _not_yet(action: dict[str, Any]) -> str:
    if action["verb"] == "submit":
        return "Chưa gửi được"
    return f"Chưa làm được “{action['label']}”"


def deadline_of(year: EmulationYear, kind: str) -> dict[str, Any] | None:
    """Return a step's last day and how far away it is."""
    phase = selectors.phase_of(year, kind)
    if phase is None or phase.due_on is None:
        return None
    days = (phase.due_on - clock.today()).days
    left = f"còn {days} ngày" if days > 0 else "hết hôm nay"
    if days < 0:
        left = f"đã qua {-days} ngày"
    label = PhaseKind(kind).label
    return {"label": label, "day": phase.due_on, "left": left, "is_late": days < 0}


def last_return(obj: Any) -> Any:
    """Return the journal's entry of the return that the object still stands under."""
    if obj.state != "returned":
        return None
    return journal.entries_of(obj).filter(verb__in=CAME_BACK).first()


class Nothing(HouseForm, forms.Form):
    """A question to be answered by its button alone."""


class Removal(RecordForm):
    """Asks, then takes a row out of a draft; ``get_row`` is within the user's scope."""

    form_class = Nothing
    is_danger = True

    def get_row(self):
        raise NotImplementedError

    def get_owner(self):
        """Return what the row is taken out of."""
        raise NotImplementedError

    def get_permission_object(self):
        return self.get_owner()

    def get_back_url(self) -> str:
        return self.get_owner().get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_back_url()
