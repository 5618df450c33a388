"""Saving rows of a grid: one form a row, a version a row, whole page or one row alone.

Fields are named ``row-<pk>-<field>``; only rows found in the request are touched. A
stale version is answered with both values and never overwritten.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models, transaction
from django.http import HttpRequest, JsonResponse, QueryDict

from core import clock
from core.workflow import BlockedError

_ROW = re.compile(r"row-(\d{1,18})-version")
HEADER = "X-Grid"
MOST_ROWS = 500

Cells = Callable[[Any], Mapping[str, str]]
Hook = Callable[[Any, list[str]], None]


@dataclass
class Outcome:
    """What became of each row that was sent."""

    saved: list[Any] = field(default_factory=list)
    stale: list[dict[str, Any]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)
    sent: dict[int, forms.ModelForm] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.stale and not self.errors


def is_grid_request(request: HttpRequest) -> bool:
    """Tell whether the page's script sent this."""
    return HEADER in request.headers


def prefix(pk: int) -> str:
    """Return the prefix of a row's fields."""
    return f"row-{pk}"


def rows_in(post: Mapping[str, Any]) -> set[int]:
    """Return the rows that a request speaks of."""
    return {int(found[1]) for key in post if (found := _ROW.fullmatch(key))}


def count_in(post: Mapping[str, Any]) -> int:
    """Return how many blank rows the script asks for."""
    asked = str(post.get("count", ""))
    count = int(asked) if re.fullmatch(r"[0-9]{1,4}", asked) else 0
    if not 1 <= count <= MOST_ROWS:
        raise BlockedError([f"Mỗi lần thêm được từ 1 đến {MOST_ROWS} dòng."])
    return count


def order_in(post: QueryDict) -> list[int]:
    """Return the rows in the order that the script asks for; none when a key is no
    key.
    """
    asked = post.getlist("row")
    if not all(re.fullmatch(r"[0-9]{1,18}", one) for one in asked):
        return []
    return [int(one) for one in asked]


def save_rows(
    form_class: type[forms.ModelForm],
    rows: models.QuerySet,
    post: Mapping[str, Any],
    *,
    before: Hook | None = None,
    after: Hook | None = None,
) -> Outcome:
    """Save each valid row whose version is current, in one transaction.

    Rows outside ``rows`` are ignored: the queryset is the scope. ``before`` and
    ``after`` get each row around its saving, with the names of its changed fields,
    inside the transaction.
    """
    outcome = Outcome()
    with transaction.atomic():
        wanted = rows.filter(pk__in=rows_in(post)).select_for_update(of=("self",))
        for row in wanted:
            _save_row(form_class, row, post, outcome, (before, after))
    return outcome


def _save_row(
    form_class: type[forms.ModelForm],
    row: Any,
    post: Mapping[str, Any],
    outcome: Outcome,
    hooks: tuple[Hook | None, Hook | None],
) -> None:
    form = form_class(post, instance=row, prefix=prefix(row.pk))
    current = {name: form[name].initial for name in form.fields}
    typed_version = str(post.get(f"{prefix(row.pk)}-version", ""))
    stale = typed_version != str(row.version)
    outcome.sent[row.pk] = form
    if not form.has_changed():  # what was sent already stands, whoever wrote it
        outcome.saved.append(row)
        return
    if stale:
        outcome.stale.append(_stale(form, row, current))
        return
    if not form.is_valid():
        outcome.errors.append(
            {"row": str(row.pk), "fields": dict(form.errors.get_json_data())}
        )
        return
    row = form.save(commit=False)
    row.version += 1
    before, after = hooks
    if before:
        before(row, form.changed_data)
    row.save()
    if after:
        after(row, form.changed_data)
    outcome.saved.append(row)


def _stale(form: forms.ModelForm, row: Any, current: dict[str, Any]) -> dict[str, Any]:
    differing = {
        name: {
            "yours": typed(form, name),
            "theirs": shown(form, name, current[name]),
        }
        for name in form.changed_data
    }
    return {
        "row": str(row.pk),
        "version": row.version,
        "message": "Dòng này vừa được người khác sửa. Chọn số cần giữ.",
        "fields": differing,
    }


def typed(form: forms.BaseForm, name: str) -> str:
    """Return a field's value as it was sent."""
    sent = form.data.get(form.add_prefix(name), "")
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return "true" if sent else "false"
    return str(sent)


def shown(form: forms.BaseForm, name: str, value: object) -> str:
    """Return a field's value as its widget writes it."""
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return "true" if value else "false"
    widget_value = form.fields[name].prepare_value(value)
    text = form.fields[name].widget.format_value(widget_value)
    if isinstance(text, list | tuple):
        return str(text[0]) if text else ""
    return "" if text is None else str(text)


def answer(
    outcome: Outcome,
    form_class: type[forms.ModelForm],
    *,
    cells: Cells,
    totals: Mapping[str, str] | None = None,
) -> JsonResponse:
    """Return the JSON that ``static/js/grid.js`` reads."""
    saved = [
        {
            "row": str(row.pk),
            "version": row.version,
            "values": _values(form_class, row),
            "cells": dict(cells(row)),
        }
        for row in outcome.saved
    ]
    errors = [
        {
            "row": error["row"],
            "fields": {
                name: [one["message"] for one in found]
                for name, found in error["fields"].items()
            },
        }
        for error in outcome.errors
    ]
    status = 422 if errors else 409 if outcome.stale else 200
    local = clock.now().astimezone(clock.zone())
    return JsonResponse(
        {
            "saved": saved,
            "stale": outcome.stale,
            "errors": errors,
            "totals": dict(totals or {}),
            "status": f"Đã lưu lúc {local:%H:%M}" if status == 200 else "Chưa lưu được",  # noqa: PLR2004 -- HTTP status
        },
        status=status,
    )


def _values(form_class: type[forms.ModelForm], row: Any) -> dict[str, str]:
    form = form_class(instance=row)
    return {name: shown(form, name, form[name].initial) for name in form.fields}


def refusal(post: Mapping[str, Any], sentences: Iterable[str]) -> JsonResponse:
    """Tell the script, at each row it sent, why nothing may be done now."""
    refused = list(sentences)
    return JsonResponse(
        {
            "saved": [],
            "stale": [],
            "errors": [
                {"row": str(pk), "fields": {"": refused}}
                for pk in sorted(rows_in(post))
            ],
            "totals": {},
            "refused": refused,
            "status": "Chưa lưu được",
        },
        status=422,
    )


def unsaved(
    form_class: type[forms.ModelForm], rows: Iterable[Any], post: Mapping[str, Any]
) -> Outcome:
    """Return what was typed into rows that may not be saved, to be shown again."""
    wanted = rows_in(post)
    sent = {
        row.pk: form_class(post, instance=row, prefix=prefix(row.pk))
        for row in rows
        if row.pk in wanted
    }
    return Outcome(sent=sent)


def bound_forms(
    form_class: type[forms.ModelForm], rows: Iterable[Any], outcome: Outcome | None
) -> list[tuple[Any, forms.ModelForm]]:
    """Pair each row with its form: the one just sent, else a fresh one."""
    sent = outcome.sent if outcome else {}
    return [
        (row, sent.get(row.pk) or form_class(instance=row, prefix=prefix(row.pk)))
        for row in rows
    ]
