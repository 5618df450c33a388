"""The whole of what a workbook would do to a pledge, pinned to the rows' state."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core import workbooks
from core.models import WorkbookUpload
from core.workbooks import Column, Note, Question, Sheet, uploads
from core.workbooks.cells import Notation
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

_NOTATIONS: tuple[Notation, ...] = ("vi", "en")
_STATE = {
    "targets": (
        "pk parent_id position section content kind unit_of_measure comparator value "
        "base note common_id version"
    ),
    "registrations": "pk title_id person_id track_record note position",
    "initiatives": "pk person_id name scope note position",
}


@dataclass(frozen=True)
class Plan:
    """What each sheet brings; ``digest`` names file, answers and state of the rows."""

    pledge: Pledge
    sheets: tuple[SheetPlan, ...]
    others: tuple[str, ...]
    unanswered: tuple[Question, ...]
    answered: tuple[tuple[Question, Notation], ...]
    digest: str

    @property
    def faults(self) -> list[Note]:
        return [note for sheet in self.sheets for note in sheet.faults]

    @property
    def notices(self) -> list[Note]:
        return [note for sheet in self.sheets for note in sheet.notices]

    @property
    def is_empty(self) -> bool:
        return all(sheet.is_empty for sheet in self.sheets)

    @property
    def obstacles(self) -> list[str]:
        """Say what keeps the file from being written."""
        found = []
        if self.unanswered:
            found.append("Trả lời cách đọc số ở các cột nêu trên.")
        if self.faults:
            count = len(self.faults)
            found.append(f"Sửa {count} chỗ sai trong tệp rồi tải lên lại.")
        if not found and self.is_empty:
            found.append("Tệp không có gì khác với giao ước.")
        return found

    def count(self, kind: str) -> int:
        """Return how many rows are ``new`` or ``changed``."""
        return sum(len(getattr(sheet, kind)) for sheet in self.sheets)

    @property
    def outcome(self) -> str:
        return f"{self.count('new')} dòng mới, {self.count('changed')} dòng sửa"

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
    book = workbooks.read(uploads.content_of(upload), NAMES)
    if not book.sheets:
        names = ", ".join(f"“{one}”" for one in book.others) or "không có trang nào"
        wanted = ", ".join(f"“{one}”" for one in NAMES)
        raise workbooks.RefusedError(
            f"Tệp không có trang nào tên {wanted}; các trang đang có: {names}."
        )
    answers = {
        key: notation
        for key, notation in upload.answers.items()
        if notation in _NOTATIONS
    }
    planner = _Planner(pledge, book.sheets, answers, upload.uploaded_by)
    sheets = tuple(planner.plan(name) for name in NAMES if name in book.sheets)
    questions = [one for sheet in sheets for one in sheet.questions]
    return Plan(
        pledge=pledge,
        sheets=sheets,
        others=book.others,
        unanswered=tuple(one for one in questions if key_of(one) not in answers),
        answered=tuple(
            (one, answers[key_of(one)]) for one in questions if key_of(one) in answers
        ),
        digest=_digest(pledge, upload, answers),
    )


def key_of(question: Question) -> str:
    """Return the name under which a question is answered."""
    return question.column


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


def _digest(
    pledge: Pledge, upload: WorkbookUpload, answers: Mapping[str, Notation]
) -> str:
    """Return the hash of everything that the preview was made from."""
    seen = hashlib.sha256(upload.file.sha256.encode())
    seen.update(repr(sorted(answers.items())).encode())
    seen.update(repr((pledge.state, pledge.contents)).encode())
    for name, fields in _STATE.items():
        rows = getattr(pledge, name).order_by("pk").values_list(*fields.split())
        for row in rows:
            seen.update(repr(row).encode())
    return seen.hexdigest()
