"""State × action × role: what each machine lets whom do, against one literal table.

Every row is put into every state (its stamps along), everything around it is ready;
then ``available`` and ``run`` must both say what the table says, for every office.
"""

import itertools

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.test import TestCase

from core import access, clock
from core.workflow import BlockedError, NotNowError, available, run
from emulation.models import (
    Amendment,
    AmendmentLine,
    EmulationYear,
    Scorecard,
    ScoreLine,
)
from emulation.reports.pledge_text import digest_of
from emulation.services.adoption import amended_text
from tests import builders, steps
from tests.core.states import MACHINES, STAMPS, put

SECRETARIAT = {"secretary.head"}
CLERK, LEADERS = {"clerk.plain"}, {"leader.plain", "deputy_leader.plain"}
OWN_CASE = {"secretary.deputy", "board_officer.board"}

WHO = {
    "year.open": SECRETARIAT,
    "year.publish_ranking": SECRETARIAT,
    "year.close": SECRETARIAT,
    "phase.open": SECRETARIAT,
    "phase.close": SECRETARIAT,
    "pledge.submit": CLERK,
    "pledge.withdraw": CLERK,
    "pledge.return": LEADERS | SECRETARIAT,
    "pledge.approve": LEADERS,
    "pledge.accept": SECRETARIAT,
    "pledge.sign": LEADERS,
    "pledge.record_signature": SECRETARIAT,
    "amendment.submit": CLERK | LEADERS,
    "amendment.return": LEADERS | SECRETARIAT,
    "amendment.sign": LEADERS,
    "amendment.adopt": SECRETARIAT,
    "amendment.refuse": SECRETARIAT,
    "report.submit": CLERK,
    "report.return": LEADERS,
    "report.approve": LEADERS,
    "sheet.freeze": SECRETARIAT,
    "scorecard.submit": CLERK | LEADERS,
    "scorecard.return": SECRETARIAT,
    "scorecard.renew": SECRETARIAT,
    "scorecard.close_checks": SECRETARIAT,
    "scorecard.explain": CLERK | LEADERS,
    "scorecard.finalise": SECRETARIAT,
    "check.send": {"clerk.other", "leader.other"},
    "check.reopen": SECRETARIAT,
    "meeting.open": SECRETARIAT,
    "meeting.close": SECRETARIAT,
    "poll.open": SECRETARIAT,
    "poll.count": SECRETARIAT,
    "poll.confirm": SECRETARIAT,
    "poll.cancel": SECRETARIAT,
}
DATA = {
    "sign": steps.SIGNATURE,
    "record_signature": steps.on_paper(),
    "adopt": {"decision_number": "12-CV/KTĐ", "decision_date": clock.today()},
}
NOT_CHECKED = {("self_scored", "close_checks"): "Chưa bốc thăm đơn vị chấm chéo."}


class ProductTests(TestCase):
    """One ripe world: each row can take every step that its state allows."""

    @classmethod
    def setUpTestData(cls):
        cls.world = builders.world()
        cls.users = cls.world.staff()
        steps.whole_year(cls.world)
        cls.meeting = steps.hold_meeting(cls.world)
        Scorecard.objects.update(checked_total=97)
        ScoreLine.objects.update(checked_points=F("final_points"))
        cls.poll = steps.counted_poll(cls.world, cls.meeting)
        cls.next_year = builders.prepare_year(cls.world, cls.world.year.year + 1)

    def check_machine(self, name, obj, *, who=WHO, other_rows=None, blocked=None):
        """Check every cell; ``other_rows`` gives a state a row of its own, ``blocked``
        the sentence that stands in the way of an action in a state.
        """
        machine = MACHINES[name]
        assert set(STAMPS[name]) == set(machine.states.values)
        wrong = {}
        for state, action in itertools.product(
            machine.states.values, machine.transitions.values()
        ):
            row = put((other_rows or {}).get(state, obj), state)
            for login, user in self.users.items():
                wanted = self.wanted(row, action, login in who[f"{name}.{action.name}"])
                if wanted[0] and (state, action.name) in (blocked or {}):
                    wanted = False, blocked[state, action.name]
                found = self.found(row, action, user)
                if found != wanted:
                    wrong[state, action.name, login] = (found, wanted)
        assert wrong == {}

    def wanted(self, row, action, may):
        """Return whether the button is offered, and what running it answers; what runs
        by itself has no button.
        """
        if row.state not in action.sources:
            return False, "NotNowError"
        if not may:
            return False, access.PERMISSIONS[action.permission].why
        return not action.automatic, action.target

    def found(self, row, action, user):
        offered = [one for one in available(row, user) if one.allowed]
        is_offered = action.name in {one.name for one in offered}
        return is_offered, self.answer_of(row, action, user)

    def answer_of(self, row, action, user):
        """Return the new state or the refusal; whatever happened is taken back."""
        data = DATA.get(action.name, {})
        try:
            with transaction.atomic():
                moved = run(row, action.name, actor=user, reason="Thử", **data)
                transaction.set_rollback(True)
        except NotNowError:
            return "NotNowError"
        except (PermissionDenied, BlockedError) as refusal:
            return str(refusal)
        return moved.state

    def test_every_transition_has_its_row_in_the_table(self):
        found = {
            f"{machine.name}.{name}"
            for machine in MACHINES.values()
            for name in machine.transitions
        }
        assert found == set(WHO)

    def test_year(self):
        put(self.meeting, "closed")
        preparing = {"preparing": self.next_year}
        self.check_machine("year", self.world.year, other_rows=preparing)

    def test_phase(self):
        self.check_machine("phase", self.world.year.phases.first())

    def test_pledge(self):
        early = {("submitted", "accept"): "Thủ trưởng đơn vị chưa duyệt giao ước."}
        self.check_machine("pledge", self.world.pledge(), blocked=early)

    def test_pledge_where_the_bloc_drops_the_leaders_step(self):
        EmulationYear.objects.update(leader_approves=False)
        who = WHO | {"pledge.approve": set()}
        self.check_machine("pledge", self.world.pledge(), who=who)

    def test_pledge_of_the_head_is_not_handled_by_the_head(self):
        leaders = {"leader.head"}
        who = {
            "pledge.submit": {"clerk.head"},
            "pledge.withdraw": {"clerk.head"},
            "pledge.return": leaders | OWN_CASE,
            "pledge.approve": leaders,
            "pledge.accept": OWN_CASE,
            "pledge.sign": leaders,
            "pledge.record_signature": OWN_CASE,
        }
        early = {("submitted", "accept"): "Thủ trưởng đơn vị chưa duyệt giao ước."}
        pledge = self.world.pledge("head")
        self.check_machine("pledge", pledge, who=who, blocked=early)

    def test_amendment(self):
        pledge = self.world.pledge()
        amendment = Amendment.objects.create(pledge=pledge, number=1, reason="Thử")
        row = AmendmentLine(
            amendment=amendment, action="drop", target=pledge.targets.first()
        )
        row.save()
        amendment.sha256 = digest_of(amended_text(amendment))
        amendment.signed_by = self.users["leader.plain"]
        amendment.save()
        self.check_machine("amendment", amendment)

    def test_report(self):
        put(self.world.card(), "returned")
        self.check_machine("report", self.world.report())

    def test_sheet(self):
        early = {"draft": self.next_year.sheets.get()}
        self.check_machine("sheet", self.world.year.sheets.get(), other_rows=early)

    def test_scorecard(self):
        self.check_machine("scorecard", self.world.card(), blocked=NOT_CHECKED)

    def test_check(self):
        check = steps.draw_check(self.world)
        put(self.world.card(), "self_scored")
        self.check_machine("check", check)

    def test_scorecard_of_the_head_is_not_handled_by_the_head(self):
        who = {
            "scorecard.submit": {"clerk.head", "leader.head"},
            "scorecard.return": OWN_CASE,
            "scorecard.renew": SECRETARIAT,
            "scorecard.close_checks": OWN_CASE,
            "scorecard.explain": {"clerk.head", "leader.head"},
            "scorecard.finalise": OWN_CASE,
        }
        card = self.world.card("head")
        self.check_machine("scorecard", card, who=who, blocked=NOT_CHECKED)

    def test_meeting(self):
        put(self.poll, "confirmed")
        self.check_machine("meeting", self.meeting)

    def test_poll(self):
        self.check_machine("poll", self.poll)
