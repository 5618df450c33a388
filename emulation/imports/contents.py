"""Lines of the sheet “Nội dung”: contents and measures, one a line."""

import hashlib
from typing import Any

from core.text import fold
from core.workbooks import Extract, Line
from core.workbooks.cells import clean
from emulation.imports.rows import Difference, Row, SheetPlan, by_code
from emulation.imports.sheets import CONTENTS
from emulation.models import Pledge

_BULLETS = "-–—+•* "
_CODE_LENGTH = 8


def coded(pledge: Pledge) -> dict[str, str]:
    """Return the pledge's lines by their codes, in order.

    A code follows from the text, so that a line that was changed meanwhile is not
    taken for another; the second of two equal lines gets a number.
    """
    found: dict[str, str] = {}
    for text in pledge.contents.splitlines():
        if not text.strip():
            continue
        code = hashlib.sha256(text.encode()).hexdigest()[:_CODE_LENGTH]
        alike = sum(1 for one in found.values() if one == text)
        found[f"{code}-{alike + 1}" if alike else code] = text
    return found


def content_lines(pledge: Pledge) -> list[dict[str, Any]]:
    """Return the contents as lines of the sheet."""
    return [{"code": code, "text": text} for code, text in coded(pledge).items()]


def plan_contents(pledge: Pledge, found: Extract) -> SheetPlan:
    """Compare the lines with the pledge's; each row's instance is its code, none for a
    new one, and its text.
    """
    plan = SheetPlan(CONTENTS)
    known = coded(pledge)
    named = {line.values.get("code") for line in found.lines}
    alike = {fold(one): code for code, one in known.items() if code not in named}
    taken: dict[Any, int] = {}
    for line in found.lines:
        text = str(line.values.get("text") or "").lstrip(_BULLETS)
        if line.wrong:
            continue
        if not text:
            found.fault(line, "text", "Chưa ghi nội dung.")
            continue
        before = len(found.faults)
        code = None
        if by_code(found, known, line, taken) is not None:
            code = line.values["code"]
        elif len(found.faults) > before:
            continue
        elif code := alike.pop(fold(text), None):
            taken[code] = line.number
        _note(plan, line, (code, text), known)
    plan.kept = len(known) - len(taken)
    plan.take_over(found)
    return plan


def _note(
    plan: SheetPlan, line: Line, made: tuple[Any, str], known: dict[str, str]
) -> None:
    code, text = made
    if code is None:
        plan.new.append(Row(line.number, text, made))
    elif clean(known[code]).lstrip(_BULLETS) == text:
        plan.unchanged += 1
    else:
        change = Difference("Nội dung", known[code], text)
        plan.changed.append(Row(line.number, known[code], made, (change,)))


def contents_after(pledge: Pledge, plan: SheetPlan) -> str:
    """Return the whole text: changed lines in their place, new ones at the end."""
    texts = coded(pledge) | dict(row.instance for row in plan.changed)
    return "\n".join([*texts.values(), *(row.instance[1] for row in plan.new)])
