"""The whole of what a workbook would do to a pledge, pinned to the rows' state."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import workbooks
from core.models import WorkbookUpload
from core.workbooks import Column, Sheet
from emulation.imports import plans
from emulation.imports.contents import contents_after, plan_contents
from emulation.imports.offered import Offered
from emulation.imports.people import plan_initiatives, plan_titles
from emulation.imports.rows import SheetPlan
from emulation.imports.sheets import (
    CONTENT_COLUMNS,
    CONTENTS,
    INITIATIVES,
    NAMES,
    TARGET_COLUMNS,
    TARGETS,
    TITLES,
    initiative_columns,
    title_columns,
)
from emulation.imports.targets import plan_targets
from emulation.models import Pledge
from emulation.services.imports import PledgeChanges

_STATE = {
    "targets": (
        "pk parent_id position section content kind unit_of_measure comparator value "
        "base note common_id version"
    ),
    "registrations": "pk title_id person_id track_record note position",
    "initiatives": "pk person_id name scope note position",
}


@dataclass(frozen=True)
class Plan(plans.Plan):
    """What a workbook brings to a pledge."""

    into = "giao ước"

    pledge: Pledge

    def changes(self) -> PledgeChanges:
        """Return what is to be written."""
        found = PledgeChanges()
        for sheet in self.sheets:
            new = [row.instance for row in sheet.new]
            changed = [row.instance for row in sheet.changed]
            if sheet.name == TARGETS:
                found.new_targets, found.changed_targets = new, changed
            elif sheet.name == CONTENTS and not sheet.is_empty:
                found.contents = contents_after(self.pledge, sheet)
            elif sheet.name == TITLES:
                found.new_titles, found.changed_titles = new, changed
            elif sheet.name == INITIATIVES:
                found.new_initiatives, found.changed_initiatives = new, changed
        return found


def plan_of(pledge: Pledge, upload: WorkbookUpload) -> Plan:
    """Read the workbook against the pledge as it is now; raises ``RefusedError``."""
    book, answers = plans.read_sheets(upload, NAMES), plans.answers_of(upload)
    planner = _Planner(pledge, book.sheets, answers, upload.uploaded_by)
    sheets = tuple(planner.plan(name) for name in NAMES if name in book.sheets)
    return Plan(
        pledge=pledge,
        sheets=sheets,
        others=book.others,
        **plans.asked_of(sheets, answers),
        digest=plans.digest_of(upload, answers, _state_of(pledge)),
    )


class _Planner:
    def __init__(
        self,
        pledge: Pledge,
        sheets: Mapping[str, Sheet],
        answers: Mapping[str, Any],
        actor: Any,
    ) -> None:
        self.pledge, self.sheets, self.answers = pledge, sheets, answers
        self.actor = actor
        is_named = {TITLES, INITIATIVES} & set(sheets)
        self.offered = Offered(pledge) if is_named else None

    def plan(self, name: str) -> SheetPlan:
        if name == TARGETS:
            return plan_targets(self.pledge, self._found(name, TARGET_COLUMNS))
        if name == CONTENTS:
            return plan_contents(self.pledge, self._found(name, CONTENT_COLUMNS))
        assert self.offered is not None  # noqa: S101 -- read for these two sheets
        people = self.offered.people_names
        if name == TITLES:
            columns = title_columns(self.offered.title_names, people)
            found = self._found(name, columns)
            return plan_titles(self.pledge, found, self.offered, self.actor)
        found = self._found(name, initiative_columns(people))
        return plan_initiatives(self.pledge, found, self.offered)

    def _found(self, name: str, columns: Sequence[Column]) -> workbooks.Extract:
        return workbooks.extract(self.sheets[name], columns, self.answers)


def _state_of(pledge: Pledge) -> Iterator[object]:
    """Yield everything of the pledge that the preview was made from."""
    yield (pledge.state, pledge.contents)
    for name, fields in _STATE.items():
        rows = getattr(pledge, name).order_by("pk")
        yield from rows.values_list(*fields.split())
