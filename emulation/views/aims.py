"""What a pledge aims at, as its page shows it: two lists of titles, one of initiatives."""

from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from django.template.loader import render_to_string

from core import grid
from emulation import selectors
from emulation.enums import Aim
from emulation.forms.registrations import FORMS, Desk, Offered
from emulation.models import Pledge, TitleRegistration
from emulation.selectors import Remark
from emulation.views.rows import Line, forms_of, stale_of
from units.selectors import told_apart

SLUGS = {
    Aim.COLLECTIVE: "tap-the",
    Aim.INDIVIDUAL: "ca-nhan",
    Aim.INITIATIVE: "sang-kien",
}
ROW_TEMPLATES = {
    Aim.COLLECTIVE: "emulation/pledge_titles_row.html",
    Aim.INDIVIDUAL: "emulation/pledge_titles_row.html",
    Aim.INITIATIVE: "emulation/pledge_initiatives_row.html",
}


@dataclass(frozen=True)
class AimLine(Line):
    """A row with what is known of its subject, and who it is told apart from."""

    who: str = ""
    anchor: str = ""
    history: str = ""
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True)
class AimList:
    """One of the lists, with its rows."""

    aim: Aim
    lines: list[AimLine]
    slug: str


class AimTable:
    """Everything that the three lists of a pledge show; read once, and only if used."""

    def __init__(self, pledge: Pledge, user: Any, *, is_inside: bool) -> None:
        """``is_inside``: who reads how the pledge came about is told the remarks."""
        self.pledge, self.user, self.is_inside = pledge, user, is_inside

    @cached_property
    def people(self) -> dict[Any, str]:
        """Who may be named, by given name, each told apart from the others."""
        people = list(selectors.people_named(self.pledge))
        labels = told_apart(people)
        return {one: labels[one.pk] for one in people}

    @cached_property
    def labels(self) -> dict[int, str]:
        return {one.pk: label for one, label in self.people.items()}

    @cached_property
    def standing(self) -> Any:
        return selectors.standing_of(self.pledge, self.user)

    @cached_property
    def histories(self) -> dict[int | None, str]:
        return selectors.histories(self.user, self.pledge, list(self.labels))

    @cached_property
    def desk(self) -> Desk:
        """What the rows' forms choose from."""
        listed = dict.fromkeys(selectors.titles_open_to_register(self.pledge.year))
        listed |= dict.fromkeys(self.used_titles())
        by_subject = {
            aim: Offered(
                [(one, one.name) for one in listed if one.subject == aim],
                "Chọn danh hiệu, hình thức…",
            )
            for aim in (Aim.COLLECTIVE, Aim.INDIVIDUAL)
        }
        people = list(self.people.items())
        return Desk(
            titles=by_subject,
            people=Offered(people, "Chọn người…"),
            authors=Offered(people, "Tập thể đơn vị"),
            last_records=selectors.last_records(
                self.user, self.pledge, list(self.labels)
            ),
        )

    def used_titles(self) -> list[Any]:
        rows = self.pledge.registrations.exclude(title=None).select_related("title")
        return [one.title for one in rows]

    def form_for(self, aim: str, standing: Any = None) -> Any:
        """Return the form of the list's rows; ``standing`` judges what is typed."""
        if standing is not None:
            self.standing = standing
        self.desk.standing = standing
        return partial(FORMS[aim], desk=self.desk)

    def listed(
        self,
        aim: str,
        *,
        is_editable: bool,
        outcome: grid.Outcome | None = None,
        new: str = "",
    ) -> AimList:
        """Return a list with its rows; ``new`` is the key of the row to begin typing."""
        rows = list(selectors.rows_of(self.pledge, aim))
        typed = (
            forms_of(rows, self.form_for(aim), outcome) if rows and is_editable else {}
        )
        stale = stale_of(outcome)
        if form := typed.get(int(new) if new.isdecimal() else 0):
            next(iter(form.fields.values())).widget.attrs["autofocus"] = True
        lines = [
            self.line(row, number, form=typed.get(row.pk), stale=stale.get(row.pk, []))
            for number, row in enumerate(rows, 1)
        ]
        return AimList(Aim(aim), lines, SLUGS[aim])

    def line(self, row: Any, number: int, **kwargs: Any) -> AimLine:
        return AimLine(
            row,
            str(number),
            0,
            who=self.labels.get(row.person_id, "") if row.person_id else "",
            anchor=selectors.anchor_of(row),
            history=self.history_of(row),
            remarks=self.remarks_on(row),
            **kwargs,
        )

    def history_of(self, row: Any) -> str:
        if not isinstance(row, TitleRegistration):
            return ""
        if row.subject == Aim.COLLECTIVE:
            return self.histories.get(None, "")
        return self.histories.get(row.person_id, "") if row.person_id else ""

    def remarks_on(self, row: Any) -> list[Remark]:
        if not self.is_inside or not isinstance(row, TitleRegistration):
            return []
        return self.standing.remarks(row)

    def about(self, row: Any) -> str:
        """Return the second line of a row as HTML, for the script."""
        line = self.line(row, 0)
        return render_to_string("emulation/pledge_titles_about.html", {"line": line})
