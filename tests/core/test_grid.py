"""Saving rows of a grid: valid, wrong, stale, untouched and foreign ones."""

import json
from decimal import Decimal

import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from core import clock, grid
from core.forms import NumberField
from emulation.models import Target
from tests import steps


class TargetForm(forms.ModelForm):
    value = NumberField(label="Giao ước", required=False, minimum=0)

    class Meta:
        model = Target
        fields = ("content", "value", "note")


class TickForm(forms.ModelForm):
    is_ticked = forms.BooleanField(required=False)

    class Meta:
        model = Target
        fields = ("content",)


@pytest.fixture
def rows(world):
    pledge = steps.fill_pledge(world)
    steps.fill_pledge(world, "other")
    return pledge.targets.all()


@pytest.fixture
def first(rows):
    return rows.first()


def body(*rows, **typed):
    """Return what a browser sends for rows as they are, with some fields typed."""
    sent = QueryDict(mutable=True)
    for row in rows:
        form = TargetForm(instance=row, prefix=grid.prefix(row.pk))
        for name in form.fields:
            shown = grid.shown(form, name, form[name].initial)
            sent[f"row-{row.pk}-{name}"] = typed.get(name, shown)
        sent[f"row-{row.pk}-version"] = str(typed.get("version", row.version))
    return sent


def save(rows, sent, **hooks):
    return grid.save_rows(TargetForm, rows, sent, **hooks)


def told(outcome):
    response = grid.answer(
        outcome, TargetForm, cells=lambda row: {"text": row.figure}, totals={"n": "2"}
    )
    return response.status_code, json.loads(response.content)


def test_a_valid_row_is_saved_and_its_version_counts_on(rows, first):
    outcome = save(rows, body(first, value="3.515"))
    first.refresh_from_db()
    assert (first.value, first.version) == (3515, 2)
    status, answer = told(outcome)
    assert status == 200
    assert answer["saved"] == [
        {
            "row": str(first.pk),
            "version": 2,
            "values": {"content": "Giải quyết vụ việc", "value": "3.515", "note": ""},
            "cells": {"text": "≥ 3.515"},
        }
    ]
    assert (answer["stale"], answer["errors"]) == ([], [])
    assert answer["totals"] == {"n": "2"}
    assert outcome.is_clean


def test_the_time_of_saving_is_told_in_local_time(rows, first):
    with clock.at(clock.moment(2024, 12, 5, 16, 7)):
        _status, answer = told(save(rows, body(first, value="13")))
    assert answer["status"] == "Đã lưu lúc 16:07"


def test_an_untouched_row_stays_as_it_is(rows, first):
    outcome = save(rows, body(first))
    first.refresh_from_db()
    assert first.version == 1
    assert [one.pk for one in outcome.saved] == [first.pk]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("mười", "“mười” không phải là số."),
        ("-3", "−3 nhỏ hơn mức thấp nhất là 0."),
        ("999999999999", "999.999.999.999 quá lớn, kiểm tra lại số đã gõ."),
    ],
)
def test_a_wrong_row_is_refused_and_what_was_typed_kept(rows, first, typed, sentence):
    outcome = save(rows, body(first, value=typed, note="giữ"))
    first.refresh_from_db()
    assert (first.value, first.note, first.version) == (12, "", 1)
    status, answer = told(outcome)
    assert status == 422
    assert answer["errors"] == [{"row": str(first.pk), "fields": {"value": [sentence]}}]
    assert answer["status"] == "Chưa lưu được"
    (_row, form), *others = grid.bound_forms(TargetForm, rows, outcome)
    assert (form["value"].value(), form["note"].value()) == (typed, "giữ")
    assert [form.is_bound for _row, form in others] == [False]


def test_a_stale_row_is_answered_with_both_values(rows, first):
    sent = body(first, value="13", content="Của tôi")
    Target.objects.filter(pk=first.pk).update(
        value=20, content="Của người kia", version=5
    )
    outcome = save(rows, sent)
    first.refresh_from_db()
    assert (first.value, first.content, first.version) == (20, "Của người kia", 5)
    status, answer = told(outcome)
    assert status == 409
    assert answer["stale"] == [
        {
            "row": str(first.pk),
            "version": 5,
            "message": "Dòng này vừa được người khác sửa. Chọn số cần giữ.",
            "fields": {
                "content": {"yours": "Của tôi", "theirs": "Của người kia"},
                "value": {"yours": "13", "theirs": "20"},
            },
        }
    ]
    assert answer["status"] == "Chưa lưu được"
    assert not outcome.is_clean


def test_the_same_value_typed_by_two_is_no_conflict(rows, first):
    sent = body(first, value="20")
    Target.objects.filter(pk=first.pk).update(value=20, version=5)
    status, answer = told(save(rows, sent))
    assert (status, answer["saved"][0]["version"]) == (200, 5)
    first.refresh_from_db()
    assert first.version == 5


@pytest.mark.parametrize("version", ["", "x", "0", "01"])
def test_a_version_that_was_never_given_is_stale(rows, first, version):
    assert save(rows, body(first, value="13", version=version)).stale


def test_a_whole_page_saves_what_it_can(rows, first):
    one, two = rows
    sent = body(one, two)
    sent[f"row-{one.pk}-value"] = "không"
    sent[f"row-{two.pk}-value"] = "96,5"
    outcome = save(rows, sent)
    two.refresh_from_db()
    assert (two.value, two.version) == (Decimal("96.5"), 2)
    assert [error["row"] for error in outcome.errors] == [str(one.pk)]
    assert told(outcome)[0] == 422


def test_rows_of_others_are_ignored(rows, world):
    foreign = world.pledge("other").targets.first()
    outcome = save(rows, body(foreign, value="1"))
    foreign.refresh_from_db()
    assert (foreign.value, foreign.version) == (12, 1)
    assert (outcome.saved, outcome.sent) == ([], {})


def test_only_whole_names_of_rows_count():
    keys = [
        "row-7-version",
        "row-7-value",
        "xrow-8-version",
        "row-9-version-x",
        "row--1-version",
        f"row-{10**30}-version",
    ]
    assert grid.rows_in(dict.fromkeys(keys, "1")) == {7}


def test_hooks_stand_around_the_saving(rows, first):
    seen = []

    def before(row, changed):
        seen.append(("before", Target.objects.get(pk=row.pk).value, changed))

    def after(row, changed):
        seen.append(("after", Target.objects.get(pk=row.pk).value, changed))

    save(rows, body(*rows, note="mới"), before=before, after=after)
    assert seen[0] == ("before", Decimal(12), ["note"])
    assert seen[1] == ("after", Decimal(12), ["note"])
    assert len(seen) == 4


def test_a_failing_hook_takes_all_rows_back(rows, first):
    def after(row, _changed):
        if row.pk != first.pk:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save(rows, body(*rows, note="mới"), after=after)
    assert set(rows.values_list("note", "version")) == {("", 1)}


def test_untouched_and_wrong_rows_call_no_hook(rows, first):
    calls = []
    save(rows, body(first), after=lambda *args: calls.append(args))
    save(rows, body(first, value="x"), after=lambda *args: calls.append(args))
    assert calls == []


def test_a_refusal_is_told_at_every_row_that_was_sent(rows, first):
    response = grid.refusal(body(*rows), ["Bước đã đóng.", "Nội dung vẫn được giữ."])
    answer = json.loads(response.content)
    assert response.status_code == 422
    assert answer["errors"] == [
        {
            "row": str(row.pk),
            "fields": {"": ["Bước đã đóng.", "Nội dung vẫn được giữ."]},
        }
        for row in rows
    ]


def test_what_may_not_be_saved_is_shown_again(rows, first):
    outcome = grid.unsaved(TargetForm, rows, body(first, value="77"))
    forms_shown = [
        form["value"].value()
        for _row, form in grid.bound_forms(TargetForm, rows, outcome)
    ]
    assert forms_shown[0] == "77"
    first.refresh_from_db()
    assert first.value == 12


def test_fresh_forms_without_an_outcome(rows):
    pairs = grid.bound_forms(TargetForm, rows, None)
    assert [form.prefix for _row, form in pairs] == [f"row-{row.pk}" for row in rows]


def test_a_tick_is_told_as_true_or_false(first):
    form = TickForm({"row-1-is_ticked": "on"}, prefix="row-1", instance=first)
    assert grid.typed(form, "is_ticked") == "true"
    assert (
        grid.typed(TickForm({}, prefix="row-1", instance=first), "is_ticked") == "false"
    )
    shown = [grid.shown(form, "is_ticked", value) for value in (True, False, None)]
    assert shown == ["true", "false", "false"]


def test_the_script_is_known_by_its_header():
    factory = RequestFactory()
    assert grid.is_grid_request(factory.post("/", headers={"X-Grid": "1"}))
    assert not grid.is_grid_request(factory.post("/"))
