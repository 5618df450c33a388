"""What was said about a leaf: by its unit, the checkers, the bloc, the secretariat."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.text import format_points
from emulation import scoring
from emulation.models import CheckLine, CrossCheck, ScoreLine


@dataclass(frozen=True)
class Note:
    """What somebody said about a leaf, below its row."""

    title: str
    text: str
    who: str = ""
    at: datetime | None = None
    tone: str = ""


def notes_of(
    line: ScoreLine,
    typed: list[CheckLine],
    checks: list[CrossCheck],
    *,
    shows_final: bool,
) -> list[Note]:
    """Return what unit, checkers, bloc and secretariat said about a leaf, in order."""
    kind = line.criterion.kind
    notes = []
    if line.self_note:
        notes.append(Note("Thuyết minh của đơn vị", line.self_note, tone="plain"))
    by_check = {one.check_of_id: one for one in typed}
    for check in checks:
        one = by_check.get(check.pk)
        if one and scoring.differs(line.self_points, one.points):
            notes.append(_said(f"Chấm chéo {check.place}", line, one, check))
    if checks and line.agreed_at:
        title = "Kết luận đối chiếu"
        agreed = Note(title, line.agreed_reason, str(line.agreed_by), line.agreed_at)
        notes.append(agreed)
    if line.explanation:
        who, at = str(line.explained_by), line.explained_at
        notes.append(Note("Giải trình của đơn vị", line.explanation, who, at, "plain"))
    if shows_final and scoring.differs(line.points_before, line.final_points):
        moved = scoring.difference(kind, line.points_before, line.final_points)
        who, text = str(line.final_by), line.final_reason or "Chưa ghi lý do."
        title = f"Điểm cuối {_moved(moved)}"
        notes.append(Note(title, text, who, line.final_at, _tone(moved)))
    return notes


def _said(title: str, line: ScoreLine, one: CheckLine, check: CrossCheck) -> Note:
    moved = scoring.difference(line.criterion.kind, line.self_points, one.points)
    who = f"{check.sent_by}, {check.participation.name}"
    text = one.reason or "Chưa ghi lý do."
    return Note(f"{title} {_moved(moved)}", text, who, check.sent_at, _tone(moved))


def _moved(moved: Decimal | None) -> str:
    if not moved:
        return "khác"
    word = "nâng" if moved > 0 else "hạ"
    return f"{word} {format_points(abs(moved))} điểm"


def _tone(moved: Decimal | None) -> str:
    return "up" if moved and moved > 0 else ""
