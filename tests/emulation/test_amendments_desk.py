"""Amendments on the desk: who is asked to sign, to decide, to write again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.workflow import run
from emulation import rules
from emulation.enums import YearState
from emulation.models import EmulationYear
from emulation.selectors.amendment_tasks import amendment_tasks
from tests.builders import MEMBERS
from tests.emulation import amending
from tests.steps import SIGNATURE, sign_pledge

pytestmark = pytest.mark.django_db

EVERYBODY = (
    *((role, unit) for unit in MEMBERS for role in ("clerk", "leader")),
    ("secretary", "head"),
    ("secretary", "deputy"),
    ("board_officer", "board"),
    ("provincial_leader", "province"),
)


def asked(built) -> list[tuple[str, str, str, str]]:
    """Return who is asked for what."""
    return [
        (role, unit, task.button, task.note)
        for role, unit in EVERYBODY
        for task in amendment_tasks(built.user(role, unit))
    ]


def submit(built, unit: str = "plain"):
    amendment = amending.start(built, sign_pledge(built, unit), unit)
    target = amendment.pledge.targets.first()
    clerk = built.user("clerk", unit)
    line = amending.services.change_target(amendment, target, actor=clerk)
    line.value = 1
    line.save()
    return run(amendment, "submit", actor=clerk)


def test_a_draft_is_nobodys_business_yet(built):
    amending.start(built, sign_pledge(built))
    assert asked(built) == []


def test_what_is_submitted_waits_for_the_units_leader(built):
    amendment = submit(built)
    note = f"1 chỉ tiêu. Lý do: {amending.REASON}"
    assert asked(built) == [("leader", "plain", "Đọc và ký", note)]
    (task,) = amendment_tasks(built.user("leader", "plain"))
    assert task.url == amendment.get_absolute_url()
    unit = amendment.participation.name
    assert task.title == f"Ký điều chỉnh giao ước lần 1 của {unit}"


def test_what_comes_back_waits_for_the_clerk_with_the_reason(built):
    leader = built.user("leader", "plain")
    run(submit(built), "return", actor=leader, reason="Ghi rõ căn cứ")
    note = f"{leader}: Ghi rõ căn cứ"
    assert asked(built) == [("clerk", "plain", "Sửa và gửi lại", note)]


@pytest.mark.parametrize(
    ("unit", "deciders"),
    [
        ("plain", [("secretary", "head")]),
        ("deputy", [("secretary", "head")]),
        ("head", [("secretary", "deputy"), ("board_officer", "board")]),
    ],
)
def test_what_is_signed_waits_for_who_may_decide(built, unit, deciders):
    leader = built.user("leader", unit)
    amendment = run(submit(built, unit), "sign", actor=leader, **SIGNATURE)
    found = [(role, of) for role, of, button, _note in asked(built)]
    assert found == deciders
    for role, of in EVERYBODY:
        may = rules.handles_case(built.user(role, of), amendment)
        assert may is ((role, of) in deciders)


def test_a_year_that_is_over_asks_nothing(built):
    submit(built)
    year = EmulationYear.objects.filter(pk=built.year.pk)
    year.update(state=YearState.RANKED, ranked_at=clock.now())
    assert asked(built) == []


@pytest.mark.parametrize("units", [("plain",), ("plain", "deputy", "other")])
def test_the_desk_asks_once_for_all(built, units):
    for unit in units:
        leader = built.user("leader", unit)
        run(submit(built, unit), "sign", actor=leader, **SIGNATURE)
    secretary = built.user("secretary", "head")
    with CaptureQueriesContext(connection) as caught:
        assert len(list(amendment_tasks(secretary))) == len(units)
    assert len(caught) == 4
