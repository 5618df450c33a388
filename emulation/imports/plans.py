"""What every import plans alike: sheets read, numbers asked about, rows to be written."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from core import workbooks
from core.models import WorkbookUpload
from core.workbooks import Note, Question, uploads
from core.workbooks.cells import Notation
from emulation.imports.rows import SheetPlan

_NOTATIONS: tuple[Notation, ...] = ("vi", "en")


@dataclass(frozen=True)
class Plan:
    """What each sheet brings; ``digest`` names file, answers and state of the rows.

    ``into`` is what the rows are written into.
    """

    into: ClassVar[str]

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
        """What is worth knowing: sheets of other names first, then each sheet's."""
        unread = [
            Note(name, "", "Trang này không được đọc vì không có trong tệp mẫu.")
            for name in self.others
            if name != workbooks.GUIDE
        ]
        return unread + [note for sheet in self.sheets for note in sheet.notices]

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
            found.append(f"Tệp không có gì khác với {self.into}.")
        return found

    def count(self, kind: str) -> int:
        """Return how many rows are ``new`` or ``changed``."""
        return sum(len(getattr(sheet, kind)) for sheet in self.sheets)

    @property
    def outcome(self) -> str:
        return f"{self.count('new')} dòng mới, {self.count('changed')} dòng sửa"


def key_of(question: Question) -> str:
    """Return the name under which a question is answered."""
    return question.column


def read_sheets(upload: WorkbookUpload, wanted: Sequence[str]) -> workbooks.Book:
    """Read the wanted sheets of an upload; raises ``RefusedError`` without any."""
    book = workbooks.read(uploads.content_of(upload), wanted)
    if not book.sheets:
        names = ", ".join(f"“{one}”" for one in book.others) or "không có trang nào"
        looked_for = ", ".join(f"“{one}”" for one in wanted)
        raise workbooks.RefusedError(
            f"Tệp không có trang nào tên {looked_for}; các trang đang có: {names}."
        )
    return book


def answers_of(upload: WorkbookUpload) -> dict[str, Notation]:
    """Return how columns are read, as far as that was answered."""
    return {
        key: notation
        for key, notation in upload.answers.items()
        if notation in _NOTATIONS
    }


def asked_of(
    sheets: Iterable[SheetPlan], answers: dict[str, Notation]
) -> dict[str, tuple[Any, ...]]:
    """Return the questions of the sheets, those without and those with an answer."""
    questions = [one for sheet in sheets for one in sheet.questions]
    return {
        "unanswered": tuple(one for one in questions if key_of(one) not in answers),
        "answered": tuple(
            (one, answers[key_of(one)]) for one in questions if key_of(one) in answers
        ),
    }


def digest_of(
    upload: WorkbookUpload, answers: dict[str, Notation], state: Iterable[object]
) -> str:
    """Return the hash of everything that a preview was made from."""
    seen = hashlib.sha256(upload.file.sha256.encode())
    seen.update(repr(sorted(answers.items())).encode())
    for one in state:
        seen.update(repr(one).encode())
    return seen.hexdigest()
