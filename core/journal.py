"""The journal's only writer."""

import json
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from core import access, clock, text
from core.journal_check import entry_hash, faults
from core.models import JournalChain, JournalEntry

request_id: ContextVar[str] = ContextVar("request_id", default="")

GENERAL_CHAIN = "chung"
_HASHED = [
    "number",
    "actor_id",
    "actor_name",
    "capacity",
    "appointment",
    "verb",
    "sentence",
    "object_type",
    "object_id",
    "object_label",
    "unit",
    "from_state",
    "to_state",
    "reason",
    "changes",
    "snapshot",
    "request_id",
    "previous_hash",
]


def plain(value: object) -> Any:
    """Return a value as it will come back from JSON."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False))


def shown(value: object) -> Any:
    """Return a field's value as the journal keeps it."""
    if isinstance(value, models.Model):
        return str(value)
    return plain(value)


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[list[Any]]:
    """Return ``[label, from, to]`` for each key whose value differs."""
    keys = [*before, *(key for key in after if key not in before)]
    return [
        [key, before.get(key), after.get(key)]
        for key in keys
        if before.get(key) != after.get(key)
    ]


def last_snapshot(obj: models.Model) -> dict[str, Any]:
    """Return what the journal last knew of the whole object."""
    entry = (
        entries_of(obj).exclude(snapshot=None).values_list("snapshot", flat=True)[:1]
    )
    return next(iter(entry), None) or {}


def entries_of(obj: models.Model) -> models.QuerySet[JournalEntry]:
    """Return the object's entries, newest first."""
    return JournalEntry.objects.filter(
        object_type=obj._meta.label, object_id=str(obj.pk)
    )


def record(  # noqa: PLR0913 -- one entry has this many facts
    obj: models.Model,
    verb: str,
    sentence: str,
    *,
    actor: Any,
    states: tuple[str, str] = ("", ""),
    reason: str = "",
    changes: list[list[Any]] | None = None,
    snapshot: dict[str, Any] | None = None,
) -> JournalEntry:
    """Append one entry to the object's chain; the chain's head is locked last.

    The object may define ``journal_chain`` (a key) and ``journal_unit`` (a unit's pk).
    """
    capacity = access.capacity_of(actor)
    entry = JournalEntry(
        actor=actor,
        actor_name=str(actor) if actor else "Hệ thống",
        capacity=capacity.text,
        appointment=capacity.appointment,
        verb=verb,
        sentence=sentence[:400],
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        object_label=str(obj)[:300],
        unit=getattr(obj, "journal_unit", None),
        from_state=states[0],
        to_state=states[1],
        reason=reason,
        changes=plain(changes or []),
        snapshot=plain(snapshot),
        request_id=request_id.get(),
    )
    entry.search_key = text.fold(f"{entry.sentence} {entry.object_label} {reason}")
    return _append(entry, getattr(obj, "journal_chain", None) or GENERAL_CHAIN)


@transaction.atomic
def _append(entry: JournalEntry, key: str) -> JournalEntry:
    """Link the entry to the end of a chain."""
    JournalChain.objects.get_or_create(key=key)
    chain = JournalChain.objects.select_for_update().get(key=key)
    entry.chain, entry.number = chain, chain.length + 1
    entry.at, entry.previous_hash = clock.now(), chain.head_hash
    entry.entry_hash = entry_hash(exported(entry))
    entry.save()
    chain.head_hash, chain.length = entry.entry_hash, entry.number
    chain.save(update_fields=["head_hash", "length"])
    return entry


def save(obj: models.Model, *, actor: Any, reason: str = "") -> bool:
    """Validate and save a back-office row with one entry; False if nothing changed."""
    is_new = obj.pk is None
    obj.full_clean()
    with transaction.atomic():
        before = {} if is_new else _fields(type(obj)._default_manager.get(pk=obj.pk))
        changes = differences(before, _fields(obj))
        if not changes and not is_new:
            return False
        obj.save()
        name = obj._meta.verbose_name
        sentence = f"Thêm {name}" if is_new else f"Sửa {name}"
        record(
            obj,
            "create" if is_new else "change",
            sentence,
            actor=actor,
            reason=reason,
            changes=changes,
        )
    return True


def delete_draft(obj: models.Model, *, actor: Any, reason: str = "") -> None:
    """Delete a draft, keeping its last copy in the journal."""
    with transaction.atomic():
        record(
            obj,
            "delete",
            f"Xóa {obj._meta.verbose_name}",
            actor=actor,
            reason=reason,
            changes=differences(_fields(obj), {}),
        )
        obj.delete()


def _fields(obj: models.Model) -> dict[str, Any]:
    skipped = {"id", "password", "last_login", "version"}
    return {
        str(field.verbose_name): _value(obj, field)
        for field in obj._meta.concrete_fields
        if field.name not in skipped and not field.name.endswith("_key")
    }


def _value(obj: models.Model, field: models.Field) -> Any:
    if field.choices:
        return str(getattr(obj, f"get_{field.name}_display")())
    return shown(getattr(obj, field.name))


def exported(entry: JournalEntry) -> dict[str, Any]:
    """Return an entry as the export writes it and the hash covers it."""
    fields = {name: getattr(entry, name) for name in _HASHED}
    fields["chain"] = entry.chain.key
    fields["at"] = entry.at.astimezone(UTC).isoformat()
    fields["entry_hash"] = entry.entry_hash
    return fields


def export(chain_keys: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the entries of the chains (all of them by default) in checking order."""
    entries = JournalEntry.objects.select_related("chain").order_by(
        "chain__key", "number"
    )
    if chain_keys is not None:
        entries = entries.filter(chain__key__in=list(chain_keys))
    for entry in entries.iterator():
        yield exported(entry)


def verify(chain_keys: Iterable[str] | None = None) -> list[str]:
    """Return a sentence for each break in the chains (all of them by default), heads
    and lengths included.
    """
    chains = JournalChain.objects.order_by("key")
    if chain_keys is not None:
        chain_keys = list(chain_keys)
        chains = chains.filter(key__in=chain_keys)
    found = faults(export(chain_keys))
    for chain in chains:
        last = chain.entries.order_by("-number").first()
        end = (last.number, last.entry_hash) if last else (0, "")
        if end != (chain.length, chain.head_hash):
            found.append(f"chuỗi {chain.key}: thiếu mục cuối.")
    return found
