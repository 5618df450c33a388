"""Lines of a workbook as nodes of a criteria sheet, under the rules of typing."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import workbooks
from core.forms import NumberField
from core.models import WorkbookUpload
from core.text import format_number, format_points
from core.workbooks import Extract, Line, uploads
from core.workflow import BlockedError
from emulation.enums import CriterionKind, CriterionMethod
from emulation.imports import plans
from emulation.imports.criteria_lines import (
    CRITERIA,
    YES,
    columns_of,
    targets_by_text,
)
from emulation.imports.rows import Row, SheetPlan, differences
from emulation.models import CriteriaSheet, Criterion
from emulation.models.sheets import (
    FULL,
    HIGHEST_CAP,
    METHODS,
    MOST_POINTS,
    PARAMETERS,
    WRONG_METHOD,
)
from emulation.selectors.rows import in_tree_order
from emulation.selectors.sheet_versions import facts_of
from emulation.selectors.sheets import DEEPEST
from emulation.services.ordering import next_position
from emulation.services.sheets import MOST_ROWS, hold_draft

CHANGED = (
    "Bảng tiêu chí vừa được thay đổi từ lúc bạn xem bản xem trước nên chưa ghi gì. "
    "Xem lại bản mới dưới đây rồi ghi."
)
_POINTS = NumberField(places=2, minimum=0, maximum=MOST_POINTS, required=False)


class WrongError(ValueError):
    """A line cannot be taken; ``key`` names the column that says why."""

    def __init__(self, key: str, sentence: str) -> None:
        """Keep column and sentence."""
        super().__init__(sentence)
        self.key = key


def plan_criteria(sheet: CriteriaSheet, found: Extract) -> SheetPlan:
    """Compare the lines with the sheet's nodes, held together by their codes.

    Each row's instance is a node with its parent, which may be new too.
    """
    return _Planner(sheet, found).plan()


@dataclass(frozen=True)
class Plan(plans.Plan):
    """What a workbook brings to a draft sheet."""

    into = "bảng tiêu chí"


def plan_of(sheet: CriteriaSheet, upload: WorkbookUpload) -> Plan:
    """Read the workbook against the draft as it is now; raises ``RefusedError``."""
    book, answers = plans.read_sheets(upload, [CRITERIA]), plans.answers_of(upload)
    columns = columns_of(sheet.year)
    found = workbooks.extract(book.sheets[CRITERIA], columns, answers)
    brought = plan_criteria(sheet, found)
    if brought.kept + len(found.lines) > MOST_ROWS:
        raise workbooks.RefusedError(f"Bảng có nhiều nhất {MOST_ROWS} dòng.")
    state = [str(sheet.state), *sheet.criteria.order_by("pk").values_list()]
    return Plan(
        sheets=(brought,),
        others=book.others,
        **plans.asked_of([brought], answers),
        digest=plans.digest_of(upload, answers, state),
    )


@transaction.atomic
def confirm(
    sheet: CriteriaSheet, upload: WorkbookUpload, digest: str, *, actor: Any
) -> Plan:
    """Write the workbook as it was previewed under ``digest``, all of it or nothing."""
    draft = hold_draft(sheet, actor)
    plan = plan_of(draft, upload)
    if plan.digest != digest:
        raise BlockedError([CHANGED])
    if plan.obstacles:
        raise BlockedError(plan.obstacles)
    write_nodes(draft, plan.sheets[0].new, plan.sheets[0].changed)
    uploads.finish(upload, plan.outcome)
    return plan


def write_nodes(sheet: CriteriaSheet, new: list[Row], changed: list[Row]) -> None:
    """Save nodes in the file's order, groups before what hangs on them; new ones come
    after the siblings that are there.
    """
    for row in sorted([*new, *changed], key=lambda one: one.number):
        node = row.instance
        if node.pk is None:
            node.position = next_position(sheet.criteria)
        else:
            node.version += 1
        node.save()


class _Planner:
    """Walks the lines with the groups above them in mind."""

    def __init__(self, sheet: CriteriaSheet, found: Extract) -> None:
        self.sheet, self.found = sheet, found
        self.result = SheetPlan(CRITERIA)
        nodes = list(sheet.criteria.select_related("common_target", "parent"))
        self.known = {one.code: one for one in nodes}
        self.depths = {one.code: depth for one, depth in in_tree_order(nodes)}
        self.parents = {one.pk for one in nodes} & {one.parent_id for one in nodes}
        self.targets = targets_by_text(sheet.year)
        self.taken: dict[str, int] = {}
        self.above: list[Criterion | None] = []
        self.groups = self._groups_of_file()
        self.sums: list[tuple[Line, int]] = []

    def plan(self) -> SheetPlan:
        for line in self.found.lines:
            try:
                self._plan_line(line)
            except WrongError as error:
                self.found.fault(line, error.key, str(error))
        self._check_sums()
        self.result.kept = len(self.known) - len(self.taken.keys() & self.known.keys())
        self.result.take_over(self.found)
        return self.result

    def _level(self, line: Line) -> int:
        """Return the level of a line; blank, a node that is there keeps its own."""
        level = line.values.get("level")
        if isinstance(level, int):
            return level
        return self.depths.get(str(line.values.get("code")), 0) + 1

    def _groups_of_file(self) -> set[int]:
        """Return the lines that another line hangs on."""
        lines = self.found.lines
        return {
            line.number
            for line, after in pairwise(lines)
            if self._level(after) > self._level(line)
        }

    def _plan_line(self, line: Line) -> None:
        level = self._level(line)
        parent = self._parent(level)
        code = str(line.values.get("code") or "")
        old = self.known.get(code)
        node = copy(old) if old else Criterion(sheet=self.sheet, code=code)
        self.above = [*self.above[: level - 1], node]
        if line.wrong:
            return
        self._refuse_code(line, code)
        if not line.values.get("name", node.name):
            raise WrongError("name", "Chưa ghi tên tiêu chí.")
        is_group = line.number in self.groups or node.pk in self.parents
        node.parent = parent
        node.name = line.values.get("name") or node.name
        if is_group:
            _empty(node)
            self.sums.append((line, level))
        else:
            self._fill(node, line)
        self._note(line, old, node)

    def _parent(self, level: int) -> Criterion | None:
        if not 1 <= level <= DEEPEST + 1:
            raise WrongError("level", f"Cấp ghi từ 1 đến {DEEPEST + 1}.")
        if level - 1 > len(self.above):
            raise WrongError("level", f"Chưa có dòng cấp {level - 1} ở trên.")
        return self.above[level - 2] if level > 1 else None

    def _refuse_code(self, line: Line, code: str) -> None:
        if not code:
            raise WrongError("code", "Chưa ghi số mục.")
        if code in self.taken:
            before = self.taken[code]
            raise WrongError("code", f"Số mục {code} có hai lần, ở dòng {before} nữa.")
        self.taken[code] = line.number

    def _fill(self, node: Criterion, line: Line) -> None:
        """Set what the file says; columns that it lacks stay as they are."""
        values = line.values
        node.kind = values.get("kind") or node.kind
        node.method = values.get("method") or (
            node.method if node.method in METHODS[node.kind] else CriterionMethod.TYPED
        )
        if node.method not in METHODS[node.kind]:
            labels = CriterionMethod(node.method).label, CriterionKind(node.kind).label
            raise WrongError("method", WRONG_METHOD.format(*labels))
        if "guidance" in values:
            node.guidance = values["guidance"] or ""
        if "needs_evidence" in values:
            node.needs_evidence = values["needs_evidence"] == YES
        self._fill_figures(node, values)

    def _fill_figures(self, node: Criterion, values: Mapping[str, Any]) -> None:
        allowed = {"max_points", *PARAMETERS.get(node.method, ())}
        if node.kind == CriterionKind.DISQUALIFIER:
            allowed = set()
        for name in ("max_points", "rate", "cap_percent", "common_target"):
            held = values.get(name)
            if held is not None and name not in allowed:
                raise WrongError(name, "Loại điểm, căn cứ chấm này không dùng ô này.")
            if name in values and name in allowed:
                setattr(node, name, self._held(name, held))
        node.forget_parameters()

    def _held(self, name: str, held: Any) -> Any:
        if name == "common_target":
            return self.targets.get(held)
        if name == "cap_percent":
            if held is not None and not 1 <= held <= HIGHEST_CAP:
                raise WrongError(name, f"Ghi một số từ 1 đến {HIGHEST_CAP}.")
            return held or FULL
        if held is None:
            return None
        try:
            return _POINTS.clean(format_number(held))
        except ValidationError as error:
            raise WrongError(name, " ".join(error.messages)) from error

    def _note(self, line: Line, old: Criterion | None, node: Criterion) -> None:
        if old is None:
            self.result.new.append(Row(line.number, str(node), node))
            return
        before, after = _shown(old), _shown(node)
        changes = differences({one: one for one in after}, before, after)
        if changes:
            self.result.changed.append(Row(line.number, str(old), node, changes))
        else:
            self.result.unchanged += 1

    def _check_sums(self) -> None:
        """A group's stated maximum is held against what hangs on it."""
        lines = {line.number: line for line in self.found.lines}
        numbers = sorted(lines)
        for line, level in self.sums:
            stated = line.values.get("max_points")
            inside = []
            for number in numbers[numbers.index(line.number) + 1 :]:
                if self._level(lines[number]) <= level:
                    break
                inside.append(lines[number])
            total = sum((self._counted(one) for one in inside), Decimal(0))
            if isinstance(stated, Decimal) and stated != total:
                shown = format_points(stated), format_points(total)
                sentence = (
                    f"Ghi {shown[0]}, các tiêu chí bên trong cộng lại {shown[1]}."
                )
                self.found.notice(line, "max_points", sentence)

    def _counted(self, line: Line) -> Decimal:
        points = line.values.get("max_points")
        is_counted = line.values.get("kind") in {None, CriterionKind.POINTS}
        if line.number in self.groups or not is_counted:
            return Decimal(0)
        return points if isinstance(points, Decimal) else Decimal(0)


def _empty(node: Criterion) -> None:
    """Take from a group what only a leaf says."""
    node.kind, node.method = CriterionKind.POINTS, CriterionMethod.TYPED
    node.max_points, node.needs_evidence, node.guidance = None, False, ""
    node.forget_parameters()


def _shown(node: Criterion) -> dict[str, str]:
    above = node.parent
    return {**facts_of(node), "Thuộc nhóm": above.code if above else ""}
