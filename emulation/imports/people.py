"""Lines of the sheets “Danh hiệu” and “Sáng kiến”."""

from collections.abc import Callable, Iterable
from copy import copy
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError

from core.text import fold
from core.workbooks import Extract, Line, Note
from core.workbooks.cells import clean
from emulation import selectors
from emulation.enums import InitiativeScope
from emulation.imports.offered import Offered
from emulation.imports.rows import Row, SheetPlan, by_code, differences
from emulation.imports.sheets import INITIATIVES, TITLES
from emulation.models import Initiative, Pledge, TitleRegistration
from emulation.selectors import Wanted
from emulation.services.registrations import MOST_ROWS

Rows = Callable[[Any], dict[str, str]]


def plan_titles(
    pledge: Pledge, found: Extract, offered: Offered, actor: Any
) -> SheetPlan:
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

    shown = partial(title_shown, offered=offered)
    planner = _Planner(found, SheetPlan(TITLES), columns, shown)
    plan = planner.plan(
        offered.registrations, lambda: TitleRegistration(pledge=pledge), fill
    )
    _refuse_registrations(plan, found, selectors.standing_of(pledge, actor))
    plan.take_over(found)
    return plan


def _refuse_registrations(plan: SheetPlan, found: Extract, standing: Any) -> None:
    """Judge each row by the year's limits and registrations, those above it in the
    file counted.
    """
    for row in plan.changed:
        standing.claims.pop(row.instance.pk, None)
    for kind in ("changed", "new"):
        rows = getattr(plan, kind)
        taken = [row for row in rows if not _refused(row, found, standing)]
        setattr(plan, kind, taken)


def _refused(row: Row, found: Extract, standing: Any) -> bool:
    line = Line(row.number, {})
    try:
        row.instance.clean()
    except ValidationError as error:
        for key, sentences in error.message_dict.items():
            found.fault(line, key, " ".join(sentences))
        return True
    judged = copy(row.instance)
    judged.pk = judged.pk or -row.number  # new rows must not be taken for one another
    wanted = Wanted(judged.pk, judged.title, judged.person)
    refusals = standing.refusals(wanted)
    for key, sentence in refusals:
        found.fault(line, key, sentence)
    standing.keep(judged)
    return bool(refusals)


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

    shown = partial(initiative_shown, offered=offered)
    planner = _Planner(found, SheetPlan(INITIATIVES), columns, shown)
    plan = planner.plan(offered.initiatives, lambda: Initiative(pledge=pledge), fill)
    plan.take_over(found)
    return plan


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


def title_shown(row: TitleRegistration, offered: Offered) -> dict[str, str]:
    """Return a registration as the sheet has it, without its code."""
    return {
        "title": row.title.name if row.title else "",
        "person": offered.label(row.person),
        "track_record": row.track_record,
        "note": row.note,
    }


def initiative_shown(row: Initiative, offered: Offered) -> dict[str, str]:
    """Return an initiative as the sheet has it, without its code."""
    return {
        "name": row.name,
        "person": offered.label(row.person),
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
        plan = self.plan_
        plan.kept = len(known) - len(self.taken)
        if plan.new and len(known) + len(plan.new) > MOST_ROWS:
            sentence = f"Bảng có nhiều nhất {MOST_ROWS} dòng."
            self.found.faults.append(Note(plan.name, "", sentence))
        return plan

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
        if row is None:
            row = unnamed.pop(self._about(new), None)
            if row is not None:
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
