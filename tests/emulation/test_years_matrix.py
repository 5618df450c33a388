"""The matrix of a year, units × steps, and its stepper."""

import pytest
from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import EmulationYear, Participation
from emulation.selectors.matrix import matrix_of, with_papers
from emulation.selectors.stepper import now_phase, stepper_of
from tests.builders import World, world
from tests.emulation.deadlines import move_due
from tests.steps import (
    SIGNATURE,
    approve_report,
    fill_pledge,
    self_score,
    sign_pledge,
    whole_year,
)

pytestmark = pytest.mark.django_db


# ----- the matrix


def cells(built: World, unit: str) -> list[tuple[str, str]]:
    """Return kind and text of a unit's cells."""
    year = EmulationYear.objects.get(pk=built.year.pk)
    roster = list(with_papers(year.participations.all()))
    matrix = matrix_of(year, roster)
    row = next(
        one for one in matrix.rows if one["name"] == built.participation(unit).name
    )
    return [(cell.kind, cell.text) for cell in row["cells"]]


def test_matrix_before_anything_is_sent():
    doing = ("Đang soạn", "Chưa tiếp nhận", "Đang nhập", "Đang nhập", "Đang tự chấm")
    expected = [*(("now", word) for word in doing), ("", "Chưa đến")]
    assert cells(world(), "plain") == expected


def test_matrix_follows_the_papers():
    built = world()
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    pledge = run(fill_pledge(built), "submit", actor=clerk)
    assert cells(built, "plain")[0] == ("wait", "Chờ thủ trưởng duyệt")
    run(pledge, "return", actor=leader, reason="Thử")
    assert cells(built, "plain")[0] == ("now", "Trả lại, đang sửa")
    run(pledge, "submit", actor=clerk)
    run(pledge, "approve", actor=leader)
    assert cells(built, "plain")[:2] == [
        ("wait", "Chờ Thường trực khối tiếp nhận"),
        ("now", "Chưa tiếp nhận"),
    ]
    run(pledge, "accept", actor=built.secretary)
    assert cells(built, "plain")[1] == ("now", "Chờ ký")
    run(pledge, "sign", actor=leader, **SIGNATURE)
    today = f"{clock.today():%d/%m}"
    kinds = [cells(built, "plain")[place] for place in (0, 1)]
    assert [kind for kind, _text in kinds] == ["ok", "ok"]
    assert [text.lstrip("0") for _kind, text in kinds] == [today.lstrip("0")] * 2
    report = approve_report(built)
    run(report, "return", actor=leader, reason="Thử")
    assert cells(built, "plain")[3] == ("now", "Trả lại")
    run(report, "submit", actor=clerk)
    assert cells(built, "plain")[3] == ("wait", "Chờ duyệt")
    run(report, "approve", actor=leader)
    card = run(self_score(built), "submit", actor=clerk)
    assert [kind for kind, _text in cells(built, "plain")[3:]] == ["ok", "ok", "wait"]
    run(card, "return", actor=built.secretary, reason="Thử")
    assert cells(built, "plain")[4] == ("now", "Trả lại")


def test_matrix_where_the_bloc_drops_the_leaders_step():
    built = world()
    EmulationYear.objects.update(leader_approves=False)
    run(fill_pledge(built), "submit", actor=built.user("clerk", "plain"))
    waits = ("wait", "Chờ Thường trực khối tiếp nhận")
    assert cells(built, "plain")[0] == waits


def test_matrix_names_days_late_and_done_late():
    built = world()
    sign_pledge(built)
    move_due(built, PhaseKind.REGISTER, -3)
    done, late = cells(built, "plain")[0], cells(built, "other")[0]
    assert (done[0], done[1].endswith(" (+3 ngày)")) == ("excuse", True)
    assert late == ("late", "Trễ 3 ngày")


def test_matrix_of_a_step_closed_before_its_day_and_of_one_not_open():
    built = world()
    step = built.year.phases.get(kind=PhaseKind.REGISTER)
    run(step, "close", actor=built.secretary)
    assert cells(built, "plain")[0] == ("late", "Chưa gửi")
    type(step).objects.filter(pk=step.pk).update(state="waiting")
    assert cells(built, "plain")[0] == ("", "Chưa đến")


def test_matrix_of_a_year_that_is_over_counts_no_days():
    built = world()
    whole_year(built)
    run(built.year, "publish_ranking", actor=built.secretary)
    assert cells(built, "plain")[2] == ("late", "Không gửi")


def test_matrix_of_a_unit_that_has_left():
    built = world()
    Participation.objects.filter(pk=built.participation().pk).update(
        left_on=clock.today()
    )
    assert set(cells(built, "plain")) == {("", "Thôi tham gia")}


def test_matrix_says_who_is_late_and_counts():
    built = world()
    sign_pledge(built)
    move_due(built, PhaseKind.REGISTER, -3)
    year = EmulationYear.objects.get(pk=built.year.pk)
    matrix = matrix_of(year, list(with_papers(year.participations.all())))
    assert [(one["missing"], len(one["units"])) for one in matrix.late] == [
        ("chưa gửi giao ước", 3)
    ]
    assert len(matrix.late_units) == 3
    assert (matrix.count("ok"), matrix.count("late", "excuse")) == (1, 4)
    assert matrix.columns[0].note.startswith("hạn ")


# ----- the stepper


def states(year: EmulationYear) -> list[str]:
    fresh = EmulationYear.objects.get(pk=year.pk)
    return [one["state"] for one in stepper_of(fresh)]


def test_stepper_of_a_year_in_preparation_leads_to_its_set_up():
    built = world(opened=False)
    assert states(built.year) == ["next"] * 8
    setup = reverse("year-setup", args=[built.bloc.code, built.year.year])
    assert {one["url"] for one in stepper_of(built.year)} == {setup}


def test_stepper_stands_at_the_last_open_step():
    built = world()
    for kind in (PhaseKind.LAUNCH, PhaseKind.CONFERENCE, PhaseKind.AWARDS):
        step = built.year.phases.get(kind=kind)
        run(step, "close", actor=built.secretary)
    move_due(built, PhaseKind.REGISTER, -1)
    expected = ["done", "late", "open", "open", "open", "now", "done", "done"]
    assert states(built.year) == expected
    notes = [one["note"] for one in stepper_of(EmulationYear.objects.get())]
    assert notes[1].startswith("quá hạn ")
    assert notes[5].startswith("đến ")


def test_stepper_waits_for_the_first_step():
    built = world(opened=False)
    year = run(built.year, "open", actor=built.secretary)
    assert states(year) == ["now", *["next"] * 7]
    assert stepper_of(year)[0]["note"].startswith("chưa mở, hạn ")
    year.phases.update(due_on=None, opens_on=None)
    assert stepper_of(EmulationYear.objects.get())[0]["note"] == "chưa có ngày"


def test_stepper_of_a_closed_year_stands_nowhere():
    built = world()
    today = clock.now()
    EmulationYear.objects.update(state="closed", ranked_at=today, closed_at=today)
    assert states(built.year) == ["done"] * 8
    assert now_phase(EmulationYear.objects.get()) is None
