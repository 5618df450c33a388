"""Forms that notice when their row was changed since they were drawn.

A hidden field carries a fingerprint of the values that the form showed. When it no
longer fits, the form comes back with both values; sending it again is a decision.
"""

import hashlib
import json
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.grid import shown
from core.text import format_date

FIELD = "seen"
SENTENCE = (
    "Người khác vừa sửa mục này sau khi trang được mở. Những gì bạn nhập vẫn còn; "
    "giá trị của người kia ghi cạnh từng ô. Lưu lần nữa để lấy giá trị của bạn."
)


def fingerprint(form: forms.BaseForm) -> str:
    """Return a short hash of the values with which the form was drawn."""
    values = {
        name: shown(form, name, form[name].initial)
        for name, field in form.fields.items()
        if name != FIELD and not isinstance(field, forms.FileField)
    }
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def watch(form: forms.BaseForm) -> None:
    """Add the hidden fingerprint to a form that changes a row."""
    form.fields[FIELD] = forms.CharField(
        required=False, widget=forms.HiddenInput, initial=fingerprint(form)
    )


def changed_meanwhile(form: Any, current: Any) -> bool:
    """Compare a valid form with the row as it is now; mark what differs.

    A request without fingerprint is taken as it comes.
    """
    sent = form.cleaned_data.pop(FIELD, "")
    now = fingerprint(current)
    if not sent or sent == now:
        return False
    form.data = form.data.copy()
    form.data[form.add_prefix(FIELD)] = now
    form.add_error(None, SENTENCE)
    for name in current.fields:
        if name in current.initial and _differs(form, current, name):
            form.add_error(name, f"Hiện đang là: {readable(current[name])}.")
    return True


def _differs(form: Any, current: Any, name: str) -> bool:
    field = form.fields[name]
    typed = field.widget.value_from_datadict(
        form.data, form.files, form.add_prefix(name)
    )
    return field.has_changed(current[name].initial, typed)


def readable(field: forms.BoundField) -> str:
    """Return a field's value as a person reads it."""
    value, kind = field.initial, field.field
    if isinstance(kind, forms.ModelChoiceField):
        value = kind.to_python(value)
    elif isinstance(kind, forms.ChoiceField):
        value = dict(kind.choices).get(value, value)
    elif isinstance(kind, forms.BooleanField):
        value = "có" if value else "không"
    elif isinstance(value, date):
        value = format_date(value)
    return "để trống" if value is None or value == "" else f"“{value}”"


def add_errors(form: forms.BaseForm, error: ValidationError) -> None:
    """Put the errors of a refused save beside their fields, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        known = name if name in form.fields else None
        form.add_error(None if name == NON_FIELD_ERRORS else known, errors)
