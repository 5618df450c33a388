"""The tables of all machines: nothing is out of reach, stuck or without its words."""

import pytest
from django.contrib.auth.models import AnonymousUser

from core import access
from core.workflow import Machine

MACHINES = {one.name: one for one in Machine.by_model.values()}
TRANSITIONS = [
    pytest.param(machine, one, id=f"{machine.name}.{one.name}")
    for machine in MACHINES.values()
    for one in machine.transitions.values()
]
# Where the way ends; every other state can be left.
FINAL = {
    "year": {"closed"},
    "phase": set(),
    "pledge": {"signed"},
    "amendment": {"adopted", "refused"},
    "report": set(),
    "sheet": {"frozen"},
    "scorecard": {"final"},
    "check": set(),
    "meeting": {"closed"},
    "poll": {"confirmed", "cancelled"},
}


def test_the_machines_are_the_listed_ones():
    assert set(MACHINES) == set(FINAL)
    assert len(MACHINES) == len(Machine.by_model)


@pytest.mark.parametrize("name", FINAL)
def test_every_state_is_reached_and_only_final_ones_are_stuck(name):
    machine = MACHINES[name]
    field = machine.model._meta.get_field("state")
    assert [value for value, _label in field.choices] == machine.states.values
    reached = {field.default}
    while more := {
        one.target
        for one in machine.transitions.values()
        if one.sources & reached and one.target not in reached
    }:
        reached |= more
    left = {source for one in machine.transitions.values() for source in one.sources}
    assert reached == set(machine.states)
    assert set(machine.states) - left == FINAL[name]


@pytest.mark.parametrize(("machine", "one"), TRANSITIONS)
def test_a_transition_is_whole(machine, one):
    assert one.sources
    assert one.sources | {one.target} <= set(machine.states)
    assert one.permission in access.PERMISSIONS
    assert all(text.strip() for text in (one.name, one.label, one.done))
    # The consequence is what the confirm page says; sending speaks for itself.
    assert one.consequence.strip() or one.name == "submit"
    # What is dangerous is either reasoned or cannot be undone.
    assert not one.danger or one.reason or one.target in FINAL[machine.name]


@pytest.mark.parametrize(("machine", "one"), TRANSITIONS)
def test_stamps_and_snapshots_exist_on_the_model(machine, one):
    fields = {field.name for field in machine.model._meta.fields}
    stamps = {f"{prefix}_at" for prefix in (one.stamp, *one.clears) if prefix}
    assert stamps <= fields
    assert not one.snapshot or hasattr(machine.model, "journal_snapshot")
    assert {f"{prefix}_by" for prefix in one.clears} <= fields


@pytest.mark.parametrize("name", FINAL)
def test_labels_are_not_empty_and_verbs_belong_to_the_table(name):
    machine = MACHINES[name]
    assert all(str(state.label).strip() for state in machine.states)
    assert set(machine.verbs) <= set(machine.transitions)


@pytest.mark.parametrize("name", sorted(access.PERMISSIONS))
def test_a_permission_has_words_and_refuses_whoever_is_not_signed_in(name):
    permission = access.PERMISSIONS[name]
    assert permission.label.strip()
    assert permission.why.endswith(".")
    answer = access.check(AnonymousUser(), name)
    assert (answer.allowed, answer.why) == (False, "Bạn chưa đăng nhập.")
