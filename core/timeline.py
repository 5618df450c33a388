"""The journal as lines that a page draws with ``components/timeline.html``."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from core import clock, text
from core.models import JournalEntry
from core.workflow import Machine

WITHHELD = "số liệu không công bố"  # marks what few may read, in the journal too
_KEPT_BACK = "không công bố"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})")


def timeline(
    obj: Model,
    limit: int = 12,
    *,
    also: Iterable[Model] = (),
    reads_withheld: bool = False,
) -> list[dict[str, Any]]:
    """Return the latest entries of an object (and of others beside it), newest first.

    Whoever may see the object may see these lines; the caller has asked.
    """
    others = list(also)
    wanted = Q(pk__in=[])
    for one in [obj, *others]:
        wanted |= Q(object_type=one._meta.label, object_id=str(one.pk))
    entries = JournalEntry.objects.filter(wanted)[:limit]
    return [
        line(entry, named=bool(others), reads_withheld=reads_withheld)
        for entry in entries
    ]


def line(
    entry: JournalEntry, *, named: bool = True, reads_withheld: bool = False
) -> dict[str, Any]:
    """Return one entry as a line; ``named`` adds what it is about. Values that the
    entry marks as not to be published are left out unless the reader may see them.
    """
    what = entry.sentence[:1].lower() + entry.sentence[1:]
    moved = _states(entry)
    return {
        "who": entry.actor_name,
        "what": f"{what}: {entry.object_label}" if named else what,
        "when": entry.at,
        "reason": entry.reason,
        "is_key": bool(moved),
        "note": "; ".join(part for part in (entry.capacity, moved) if part),
        "changes": list(_changes(entry, reads_withheld=reads_withheld)),
    }


def _changes(
    entry: JournalEntry, *, reads_withheld: bool
) -> Iterator[list[str | None]]:
    """Yield what changed, as people read it; a blank that stays blank is no change."""
    row_is_withheld = any(
        label == WITHHELD and True in values for label, *values in entry.changes
    )
    for label, *values in entry.changes:
        is_marked = any(f"[{WITHHELD}]" in str(value) for value in values)
        if not reads_withheld and (row_is_withheld or is_marked):
            yield [label, *(value and _KEPT_BACK for value in values)]
            continue
        before, after = (readable(value, label) for value in values)
        if before != after:
            yield [label, before, after]


def _states(entry: JournalEntry) -> str:
    if entry.from_state == entry.to_state:
        return ""
    before, after = (
        _state_label(entry.object_type, state)
        for state in (entry.from_state, entry.to_state)
    )
    return f"{before} → {after}" if before else after


def _state_label(object_type: str, state: str) -> str:
    try:
        machine = Machine.by_model.get(apps.get_model(object_type))
    except LookupError:
        return state
    return dict(machine.states.choices).get(state, state) if machine else state


def readable(value: object, label: str = "") -> str | None:
    """Return a journaled value as a person reads it; ``None`` for a blank.

    A year is no quantity: its thousands are not grouped.
    """
    if isinstance(value, bool):
        return "có" if value else "không"
    if value is None or value == "":
        return None
    if isinstance(value, int):
        return str(value) if "năm" in label else text.format_number(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return _readable_text(str(value))


def _readable_text(value: str) -> str:
    if _DAY.fullmatch(value):
        return text.format_date(date.fromisoformat(value))
    if _MOMENT.fullmatch(value):
        local = datetime.fromisoformat(value).astimezone(clock.zone())
        return f"{local:%H:%M}, {text.format_date(local)}"
    return value
