"""Bringing the shipped catalogue of titles in, without touching local rows."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from core import journal
from emulation.models import Title

_FIELDS = [
    "name",
    "subject",
    "is_form",
    "precedence",
    "decided_by",
    "citation",
    "is_verified",
]


@transaction.atomic
def load_titles(rows: Iterable[Mapping[str, Any]], *, actor: Any = None) -> int:
    """Create or correct shipped titles by (code, valid_from); return how many changed.

    A row that the province wrote itself (``is_local``) is never touched.
    """
    changed = 0
    for row in rows:
        valid_from = date.fromisoformat(row["valid_from"])
        title = Title.objects.filter(code=row["code"], valid_from=valid_from).first()
        if title is not None and title.is_local:
            continue
        title = title or Title(code=row["code"], valid_from=valid_from)
        for name in _FIELDS:
            setattr(title, name, row[name])
        changed += journal.save(title, actor=actor)
    return changed
