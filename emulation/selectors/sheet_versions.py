"""Two versions of a criteria sheet side by side: new, changed, dropped."""

from dataclasses import dataclass

from core.text import format_points
from emulation.models import CriteriaSheet, Criterion
from emulation.selectors.rows import in_tree_order


@dataclass(frozen=True)
class Moved:
    """One node that differs: ``what`` is mới, đổi or bỏ; each change as a sentence."""

    what: str
    code: str
    name: str
    changes: tuple[str, ...] = ()


def version_before(sheet: CriteriaSheet) -> CriteriaSheet | None:
    """Return the version that this one replaces."""
    return sheet.year.sheets.filter(number__lt=sheet.number).first()


def compared(old: CriteriaSheet, new: CriteriaSheet) -> list[Moved]:
    """Return what differs between two versions, nodes held together by their codes."""
    before, after = _by_code(old), _by_code(new)
    found = []
    for code, node in after.items():
        if code not in before:
            found.append(Moved("mới", code, node.name, tuple(_told(node))))
        elif changes := _changes(before[code], node):
            found.append(Moved("đổi", code, node.name, changes))
    gone = (node for code, node in before.items() if code not in after)
    return [*found, *(Moved("bỏ", one.code, one.name) for one in gone)]


def _by_code(sheet: CriteriaSheet) -> dict[str, Criterion]:
    nodes = list(sheet.criteria.select_related("common_target"))
    return {one.code: one for one, _depth in in_tree_order(nodes)}


def facts_of(node: Criterion) -> dict[str, str]:
    """Return what a node says, by the label of the column."""
    return {
        "Tiêu chí": node.name,
        "Loại điểm": node.get_kind_display(),
        "Căn cứ chấm": node.get_method_display(),
        "Điểm tối đa": format_points(node.max_points),
        "Cách tính": node.terms,
        "Minh chứng": "cần" if node.needs_evidence else "",
        "Hướng dẫn": node.guidance,
    }


def _changes(old: Criterion, new: Criterion) -> tuple[str, ...]:
    before, after = facts_of(old), facts_of(new)
    return tuple(
        f"{label}: {before[label] or 'để trống'} → {after[label] or 'để trống'}"
        for label in after
        if before[label] != after[label]
    )


def _told(node: Criterion) -> list[str]:
    facts = facts_of(node)
    return [facts["Loại điểm"], f"tối đa {facts['Điểm tối đa']}"]
