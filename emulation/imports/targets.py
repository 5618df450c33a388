"""Lines of the sheet “Chỉ tiêu” as targets, under the rules that typing has."""

from copy import copy
from decimal import Decimal
from typing import Any

from core.text import fold, format_number
from core.workbooks import Extract, Line
from core.workbooks.cells import clean
from emulation import selectors
from emulation.enums import Comparator, Section, TargetKind
from emulation.imports.figures import WrongError, figure
from emulation.imports.rows import Row, SheetPlan, by_code, differences
from emulation.imports.sheets import NO, TARGET_COLUMNS, TARGETS, YES
from emulation.models import Pledge, Target
from emulation.models.targets import WORDING

MOST_LEVELS = 4
_LABELS = {
    one.key: one.label
    for one in TARGET_COLUMNS
    if one.key not in {"code", "section", "level"}
}
_TEXTS = ("content", "unit_of_measure", "base", "note")


def plan_targets(pledge: Pledge, found: Extract) -> SheetPlan:
    """Compare the lines with the pledge's targets."""
    return _Planner(pledge, found).plan()


class _Planner:
    """Walks the lines with the wholes above them in mind."""

    def __init__(self, pledge: Pledge, found: Extract) -> None:
        self.pledge, self.found = pledge, found
        self.plan_ = SheetPlan(TARGETS)
        ordered = selectors.targets_of(pledge)
        self.known = {row.pk: row for row, _depth in ordered}
        self.depths = {row.pk: depth for row, depth in ordered}
        self.taken: dict[Any, int] = {}
        named = {line.values.get("code") for line in found.lines}
        self.unnamed: dict[tuple[Any, str, str], list[Target]] = {}
        for row, _depth in ordered:
            if row.pk not in named and row.content:
                self.unnamed.setdefault(self._likeness(row), []).append(row)
        self.above: list[Target | None] = []
        self.section = str(Section.values[0])

    def plan(self) -> SheetPlan:
        for line in self.found.lines:
            try:
                self._plan_line(line)
            except WrongError as error:
                self.found.fault(line, error.key, str(error))
        plan = self.plan_
        plan.kept = len(self.known) - len(self.taken)
        plan.take_over(self.found)
        return plan

    def _likeness(self, row: Target) -> tuple[Any, str, str]:
        return (row.parent_id, row.section, fold(row.content))

    def _plan_line(self, line: Line) -> None:
        level = self._level(line)
        before = len(self.found.faults)
        row = by_code(self.found, self.known, line, self.taken)
        if row is None and (line.wrong or len(self.found.faults) > before):
            self._remember(level, None)
            return
        if row is None:
            row = self._by_likeness(line, level)
        new = self._new(line, level) if row is None else copy(row)
        self._remember(level, new if row is None else row)
        if line.wrong:
            return
        if row is not None:
            self._refuse_moved(line, row, level)
        self._fill(new, line)
        self._note(line, row, new)

    def _level(self, line: Line) -> int:
        level = line.values.get("level") or 1
        if not 1 <= level <= MOST_LEVELS:
            self._remember(1, None)
            raise WrongError("level", f"Cấp ghi từ 1 đến {MOST_LEVELS}.")
        return level

    def _remember(self, level: int, row: Target | None) -> None:
        """Know what stands above the next line; a row that the pledge has brings its
        own wholes along, whatever order the file is in.
        """
        if row is not None and row.pk is not None:
            self.above = self._with_wholes(row)
            return
        gap = level - 1 - len(self.above)
        self.above = [*self.above[: level - 1], *[None] * gap, row]

    def _with_wholes(self, row: Target) -> list[Target | None]:
        found: list[Target | None] = [row]
        while (row := self.known.get(row.parent_id)) is not None:
            found.insert(0, row)
        return found

    def _whole(self, level: int) -> Target | None:
        """Return the target that a line of this level is a part of."""
        if level == 1:
            return None
        if len(self.above) < level - 1:
            sentence = "“Trong đó” phải đứng ngay dưới chỉ tiêu của nó."
            raise WrongError("level", sentence)
        whole = self.above[level - 2]
        if whole is None:
            sentence = "Chỉ tiêu đứng trên còn sai nên chưa xếp được dòng này."
            raise WrongError("level", sentence)
        return whole

    def _section_of(self, line: Line, whole: Target | None) -> str:
        given = line.values.get("section")
        if whole is None:
            self.section = given or self.section
            return self.section
        if given and given != whole.section:
            label = Section(whole.section).label
            sentence = f"“Trong đó” thuộc phần của chỉ tiêu đứng trên: “{label}”."
            raise WrongError("section", sentence)
        return whole.section

    def _by_likeness(self, line: Line, level: int) -> Target | None:
        """A line without a code that says what a row says is that row: importing a
        file twice makes nothing twice.
        """
        whole = self._whole(level)
        section = self._section_of(line, whole)
        whole_pk = whole.pk if whole else None
        if whole is not None and whole_pk is None:
            return None
        content = fold(line.values.get("content") or "")
        rows = self.unnamed.get((whole_pk, section, content))
        if not rows:
            return None
        row = rows.pop(0)
        self.taken[row.pk] = line.number
        return row

    def _new(self, line: Line, level: int) -> Target:
        whole = self._whole(level)
        target = Target(pledge=self.pledge, parent=whole)
        target.section = self._section_of(line, whole)
        target.kind = self._kind_of_new(line, whole)
        return target

    def _kind_of_new(self, line: Line, whole: Target | None) -> str:
        """Guess the kind from unit and figure where the file does not say it."""
        unit = line.values.get("unit_of_measure")
        if unit == "%" or (not unit and "value" in line.percents):
            return TargetKind.PERCENTAGE
        if line.values.get("value") in {YES, NO}:
            return TargetKind.YES_NO
        return whole.kind if whole else TargetKind.NUMBER

    def _refuse_moved(self, line: Line, row: Target, level: int) -> None:
        depth = self.depths[row.pk]
        if line.values.get("level") is not None and level != depth + 1:
            sentence = (
                f"Dòng đã có đang ở cấp {depth + 1}, không đổi cấp qua tệp được. "
                "Thêm dòng mới rồi xóa dòng cũ trên trang giao ước."
            )
            raise WrongError("level", sentence)
        given = line.values.get("section")
        if depth == 0:
            self.section = row.section
        if given and given != row.section:
            label = Section(row.section).label
            sentence = f"Dòng đã có đang ở phần “{label}”, không đổi phần qua tệp được."
            raise WrongError("section", sentence)

    def _fill(self, row: Target, line: Line) -> None:
        """Set what the file says; columns that it lacks stay as they are."""
        values = line.values
        for name in _TEXTS:
            if name in values and clean(getattr(row, name)) != (values[name] or ""):
                setattr(row, name, values[name] or "")
        row.kind = values.get("kind") or row.kind
        row.comparator = values.get("comparator") or row.comparator
        if row.kind == TargetKind.YES_NO:
            row.comparator = Comparator.EXACTLY
        if row.kind == TargetKind.PERCENTAGE:
            row.unit_of_measure = row.unit_of_measure or "%"
        row.value = figure(row.kind, values.get("value", row.value))

    def _doubt_rate(self, row: Target, line: Line) -> None:
        """0.95 typed for 95% is a common slip; it may also be meant."""
        value = line.values.get("value")
        is_small = isinstance(value, Decimal) and 0 < value < 1
        if row.kind != TargetKind.PERCENTAGE or not is_small:
            return
        if "value" not in line.percents:
            shown, meant = format_number(value), format_number(value * 100)
            sentence = f"{shown} được đọc là {shown}%. Nếu là {meant}% thì ghi {meant}."
            self.found.notice(line, "value", sentence)

    def _note(self, line: Line, row: Target | None, new: Target) -> None:
        """Put the line among the new, the changed or the unchanged."""
        plan = self.plan_
        if row is None:
            self._refuse_blank(new)
            self._doubt_rate(new, line)
            plan.new.append(Row(line.number, new.wording, new))
            return
        changes = differences(_LABELS, _shown(row), _shown(new))
        if not changes:
            plan.unchanged += 1
            return
        self._refuse_common(row, new)
        self._refuse_blank(new)
        if new.value != row.value:
            self._doubt_rate(new, line)
        plan.changed.append(Row(line.number, row.content or "–", new, changes))

    def _refuse_blank(self, row: Target) -> None:
        if not row.content:
            raise WrongError("content", "Chưa ghi nội dung chỉ tiêu.")

    def _refuse_common(self, row: Target, new: Target) -> None:
        """A common target is worded by the year; figure and note are the unit's own."""
        if row.common_id is None:
            return
        before, after = _shown(row), _shown(new)
        for name in WORDING:
            if name in before and before[name] != after[name]:
                sentence = (
                    "Chỉ tiêu chung của khối: đơn vị chỉ đổi số giao ước và ghi chú."
                )
                raise WrongError(name, sentence)
            setattr(new, name, getattr(row, name))


def _shown(row: Target) -> dict[str, str]:
    return {
        **{name: getattr(row, name) for name in _TEXTS},
        "unit_of_measure": row.measure,
        "kind": str(TargetKind(row.kind).label),
        "comparator": row.sign,
        "value": row.amount or "Không giao",
    }


def target_lines(pledge: Pledge) -> list[dict[str, Any]]:
    """Return the targets as lines of the sheet, in the order people read them."""
    keys = [one.key for one in TARGET_COLUMNS]
    kinds = {value: str(label) for value, label in TargetKind.choices}
    sections = {value: str(label) for value, label in Section.choices}
    signs = {value: str(label) for value, label in Comparator.choices}
    lines = []
    for row, depth in selectors.targets_of(pledge):
        line = {key: getattr(row, key) for key in keys if hasattr(row, key)}
        line |= {
            "code": row.pk,
            "level": depth + 1,
            "section": sections[row.section],
            "kind": kinds[row.kind],
            "comparator": signs[row.comparator],
            "value": row.value if row.kind != TargetKind.YES_NO else row.amount or None,
        }
        lines.append(line)
    return lines
