"""Lines of the sheets “Danh hiệu” and “Sáng kiến”."""

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any

from django.core.exceptions import ValidationError

from core.text import fold
from core.workbooks import Extract, Line
from core.workbooks.cells import clean
from emulation import selectors
from emulation.enums import InitiativeScope
from emulation.imports.rows import Row, SheetPlan, by_code, differences
from emulation.imports.sheets import INITIATIVES, TITLES
from emulation.models import Initiative, Pledge, Title, TitleRegistration
from emulation.selectors.quotas import titles_open_to_register
from units.models import Person

Rows = Callable[[Any], dict[str, str]]


class Offered:
    """The titles and people that a pledge's workbook may name."""

    def __init__(self, pledge: Pledge) -> None:
        """Read them once: those open now, and those that stand in the pledge."""
        self.registrations = list(
            pledge.registrations.select_related("title", "person")
        )
        self.initiatives = list(pledge.initiatives.select_related("person"))
        open_titles = titles_open_to_register(pledge.year)
        named = [one.title for one in self.registrations if one.title]
        self.titles = _by_name([*open_titles, *named])
        people = list(selectors.people_to_register(pledge))
        held = [*self.registrations, *self.initiatives]
        self.people = _by_name([*people, *(one.person for one in held if one.person)])

    @property
    def title_names(self) -> list[str]:
        return [found[0].name for found in self.titles.values()]

    @property
    def people_names(self) -> list[str]:
        return [found[0].full_name for found in self.people.values()]

    def title(self, name: str | None) -> Title | None:
        return self.titles[fold(name)][0] if name else None

    def person(self, name: str | None) -> Person | None:
        """Return the one person of this name; raises ``ValueError`` with a sentence."""
        if not name:
            return None
        found = self.people.get(fold(name), [])
        if not found:
            raise ValueError(f"“{name}” không có trong danh sách người của đơn vị.")
        if len(found) > 1:
            raise ValueError(
                f"Đơn vị có {len(found)} người tên “{name}”: chọn trên trang giao ước."
            )
        return found[0]


def _by_name(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        held = found.setdefault(fold(str(row)), [])
        if row not in held:
            held.append(row)
    return found


def plan_titles(pledge: Pledge, found: Extract, offered: Offered) -> SheetPlan:
    """Compare the lines with the pledge's registrations."""
    columns = {
        "title": "Danh hiệu",
        "person": "Cá nhân",
        "track_record": "Thành tích đã có",
        "note": "Ghi chú",
    }

    def fill(row: TitleRegistration, line: Line) -> None:
        row.title = offered.title(line.values.get("title"))
        _set_person(row, found, line, offered)
        _set_texts(row, line, ("track_record", "note"))
        row.clean()

    planner = _Planner(found, SheetPlan(TITLES), columns, _registration_shown)
    return planner.plan(
        offered.registrations, lambda: TitleRegistration(pledge=pledge), fill
    )


def plan_initiatives(pledge: Pledge, found: Extract, offered: Offered) -> SheetPlan:
    """Compare the lines with the pledge's initiatives."""
    columns = {
        "name": "Tên sáng kiến",
        "person": "Tác giả",
        "scope": "Phạm vi",
        "note": "Ghi chú",
    }

    def fill(row: Initiative, line: Line) -> None:
        _set_texts(row, line, ("name", "note"))
        _set_person(row, found, line, offered)
        row.scope = line.values.get("scope") or row.scope

    planner = _Planner(found, SheetPlan(INITIATIVES), columns, _initiative_shown)
    return planner.plan(offered.initiatives, lambda: Initiative(pledge=pledge), fill)


def _set_person(row: Any, found: Extract, line: Line, offered: Offered) -> None:
    if "person" not in found.has:
        return
    try:
        row.person = offered.person(line.values.get("person"))
    except ValueError as error:
        raise ValidationError({"person": str(error)}) from error


def _set_texts(row: Any, line: Line, names: tuple[str, ...]) -> None:
    for name in names:
        if name in line.values:
            text = line.values[name] or ""
            if clean(getattr(row, name)) != text:
                setattr(row, name, text)


def _registration_shown(row: TitleRegistration) -> dict[str, str]:
    return {
        "title": row.title.name if row.title else "",
        "person": row.person.full_name if row.person else "",
        "track_record": row.track_record,
        "note": row.note,
    }


def _initiative_shown(row: Initiative) -> dict[str, str]:
    return {
        "name": row.name,
        "person": row.person.full_name if row.person else "",
        "scope": str(InitiativeScope(row.scope).label),
        "note": row.note,
    }


class _Planner:
    """Pairs lines with rows by their code, else by what they are about."""

    def __init__(
        self, found: Extract, plan: SheetPlan, labels: dict[str, str], shown: Rows
    ) -> None:
        self.found, self.plan_, self.labels, self.shown = found, plan, labels, shown
        self.taken: dict[Any, int] = {}
        self.seen: dict[tuple[str, str], int] = {}

    def plan(
        self,
        rows: Iterable[Any],
        blank: Callable[[], Any],
        fill: Callable[[Any, Line], None],
    ) -> SheetPlan:
        known = {row.pk: row for row in rows}
        named = {line.values.get("code") for line in self.found.lines}
        unnamed = {
            self._about(row): row for pk, row in known.items() if pk not in named
        }
        for line in self.found.lines:
            if not line.wrong:
                self._plan_line(line, known, unnamed, (blank, fill))
        self.plan_.kept = len(known) - len(self.taken)
        self.plan_.take_over(self.found)
        return self.plan_

    def _about(self, row: Any) -> tuple[str, str]:
        """What a row is about: its first two columns."""
        shown = self.shown(row)
        return tuple(fold(shown[name]) for name in list(self.labels)[:2])

    def _plan_line(
        self, line: Line, known: dict[int, Any], unnamed: dict[Any, Any], make: Any
    ) -> None:
        blank, fill = make
        before = len(self.found.faults)
        row = by_code(self.found, known, line, self.taken)
        if len(self.found.faults) > before:
            return
        new = copy(row) if row is not None else blank()
        try:
            fill(new, line)
        except ValidationError as error:
            for key, sentences in error.message_dict.items():
                self.found.fault(line, key, " ".join(sentences))
            return
        if row is None and (row := unnamed.pop(self._about(new), None)) is not None:
            self.taken[row.pk] = line.number
            new = copy(row)
            fill(new, line)
        self._note(line, row, new)

    def _note(self, line: Line, row: Any, new: Any) -> None:
        first = next(iter(self.labels))
        shown = self.shown(new)
        old = self.shown(row) if row is not None else {}
        if not shown[first] and not (old and not old[first]):
            self.found.fault(line, first, f"Chưa ghi {self.labels[first].lower()}.")
            return
        about = self._about(new)
        if shown[first] and about in self.seen:
            sentence = f"Trùng với dòng {self.seen[about]} của trang này."
            self.found.fault(line, first, sentence)
            return
        self.seen[about] = line.number
        changes = differences(self.labels, old, shown) if old else ()
        label = ": ".join(filter(None, (shown[name] for name in list(shown)[:2])))
        if row is None:
            self.plan_.new.append(Row(line.number, label, new))
        elif changes:
            self.plan_.changed.append(Row(line.number, label, new, changes))
        else:
            self.plan_.unchanged += 1
