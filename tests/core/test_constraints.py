"""The database refuses nonsense, in Vietnamese, also behind the engine's back."""

import itertools
import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.test import TestCase

from core import clock
from core.workflow import Machine
from emulation.models import Amendment, EmulationYear, Phase
from tests import builders, steps
from tests.core.states import MACHINES, OTHER_STAMPS, STAMPS, put, stamp_fields

OWN = ("core", "units", "emulation", "awards")
VIETNAMESE = re.compile(
    r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]"
)
# Broken only by a fault of the program, never by what somebody types.
SILENT = {
    "check_line_once",
    "check_place_once",
    "checker_once_a_card",
    "draw_number_once",
    "evidence_once_a_line",
    "evidence_once_a_result",
    "amendment_number_once",
    "common_target_once_a_pledge",
    "journal_number_once_a_chain",
    "one_waiting_upload_a_user",
    "number_given_once",
    "phase_once_a_year",
    "unit_once_on_the_roster",
    "one_answer_a_movement",
    "pledge_version_once",
    "one_report_a_period",
    "one_result_a_target",
    "one_text_a_report_section",
    "one_text_a_year_section",
    "sheet_version_once",
    "one_line_a_criterion",
    "title_once_a_date",
    "one_figure_a_candidate",
}


def own_models():
    return [model for label in OWN for model in apps.get_app_config(label).get_models()]


def constraints():
    return {
        constraint.name: constraint
        for model in own_models()
        for constraint in model._meta.constraints
    }


@pytest.mark.parametrize("name", sorted(constraints()))
def test_a_constraint_speaks_vietnamese(name):
    constraint = constraints()[name]
    message = constraint.violation_error_message
    if name in SILENT:
        assert isinstance(constraint, models.UniqueConstraint)
        assert message == constraint.default_violation_error_message
    else:
        assert VIETNAMESE.search(message)
        assert message.endswith(".")


def test_the_silent_ones_exist():
    assert set(constraints()) >= SILENT


def subsets(fields):
    sizes = range(len(fields) + 1)
    return [set(one) for size in sizes for one in itertools.combinations(fields, size)]


def right_stamps(name, state):
    """Return the sets of stamps that may stand with the state."""
    known = [STAMPS[name][state], *OTHER_STAMPS.get((name, state), [])]
    return [{f"{one}_at" for one in stamps} for stamps in known]


class StampTests(TestCase):
    """A state and its stamps agree, or the row cannot be stored at all."""

    @classmethod
    def setUpTestData(cls):
        cls.world = builders.world()
        steps.sign_pledge(cls.world)
        steps.approve_report(cls.world)
        card = steps.finalise(cls.world)
        meeting = steps.hold_meeting(cls.world)
        poll = steps.counted_poll(cls.world, meeting)
        card.checked_total = card.final_total
        card.save()
        cls.rows = {
            "year": cls.world.year,
            "phase": cls.world.year.phases.first(),
            "pledge": cls.world.pledge(),
            "amendment": Amendment.objects.create(pledge=cls.world.pledge(), number=1),
            "report": cls.world.report(),
            "sheet": cls.world.year.sheets.get(),
            "scorecard": card,
            "check": steps.draw_check(cls.world),
            "meeting": meeting,
            "poll": poll,
        }

    def test_all_machines_are_tried(self):
        assert set(self.rows) == set(MACHINES)

    def test_only_the_right_stamps_go_with_a_state(self):
        wrong = {
            (name, state, *sorted(chosen)): stored
            for name, row in self.rows.items()
            for state in STAMPS[name]
            for chosen in subsets(stamp_fields(MACHINES[name]))
            if (stored := self.can_store(name, row, state, chosen))
            != (chosen in right_stamps(name, state))
        }
        assert wrong == {}

    def can_store(self, name, row, state, chosen):
        values = {
            field: clock.now() if field in chosen else None
            for field in stamp_fields(MACHINES[name])
        }
        rows = type(row).objects.filter(pk=row.pk)
        try:
            with transaction.atomic():
                rows.update(state=state, **values)
                transaction.set_rollback(True)
        except IntegrityError:
            return False
        return True

    def test_the_model_says_it_before_the_database_does(self):
        pledge = put(self.rows["pledge"], "submitted")
        pledge.submitted_at = None
        with pytest.raises(ValidationError) as refused:
            pledge.validate_constraints()
        assert refused.value.messages == ["Trạng thái và thời điểm không khớp."]

    def test_other_nonsense_is_refused_too(self):
        year = self.world.year
        phase = year.phases.filter(kind="register")
        for rows, values in (
            (phase, {"due_on": "2000-01-01", "opens_on": "2000-01-02"}),
            (phase, {"kind": "sign"}),
            (EmulationYear.objects.filter(pk=year.pk), {"bloc": None}),
            (Phase.objects.filter(year=year), {"kind": "sign"}),
            (year.participations.all(), {"unit": self.world.units["plain"]}),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.update(**values)


def test_every_machine_refuses_a_state_that_it_does_not_know(db):
    for machine in Machine.by_model.values():
        row = machine.model(state="bay")
        with pytest.raises(ValidationError) as refused:
            row.clean_fields(
                exclude={
                    field.name
                    for field in machine.model._meta.fields
                    if field.name != "state"
                }
            )
        assert set(refused.value.message_dict) == {"state"}
