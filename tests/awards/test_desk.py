"""What meetings put on somebody's desk."""

from awards.selectors import desk_tasks
from core import clock
from core.workflow import run
from emulation.models import EmulationYear
from tests import steps


def titles(user):
    return [(one.title, one.button) for one in desk_tasks(user)]


def test_the_secretariat_prepares_and_leads(world, secretary, planned):
    year = world.year.year
    assert titles(secretary) == [(f"Chuẩn bị hội nghị tổng kết năm {year}", "Chuẩn bị")]
    meeting = run(planned, "open", actor=secretary)
    assert titles(secretary) == [
        (f"Điều hành hội nghị tổng kết năm {year}", "Điều hành")
    ]
    run(meeting, "close", actor=secretary)
    assert titles(secretary) == []


def test_delegates_are_told_the_day(world, planned):
    leader = world.user("leader", "plain")
    (task,) = desk_tasks(leader)
    assert task.title == f"Dự hội nghị tổng kết năm {world.year.year}"
    assert task.due == clock.today()
    assert task.url == planned.get_absolute_url()
    assert "Hội trường" in task.note


def test_others_hear_nothing(world, planned):
    for role, unit in (("clerk", "plain"), ("secretary", "deputy")):
        assert titles(world.user(role, unit)) == []


def test_who_prepares_and_is_summoned_hears_it_once(world, secretary, planned):
    planned.delegates.create(
        participation=world.participation("head"), person=secretary.person
    )
    assert len(titles(secretary)) == 1


def test_a_closed_year_asks_for_nothing(world, secretary, planned):
    now = clock.now()
    EmulationYear.objects.update(state="closed", ranked_at=now, closed_at=now)
    assert titles(secretary) == []
    assert titles(world.user("leader", "plain")) == []


def test_a_ranked_year_without_a_review_asks_for_its_meeting(world, secretary):
    world.year.meetings.all().delete()
    steps.whole_year(world)
    run(world.year, "publish_ranking", actor=secretary)

    number = world.year.year
    assert titles(world.user("secretary", "head")) == [
        (f"Lập hội nghị tổng kết năm {number}", "Lập hội nghị")
    ]
    assert titles(world.user("clerk", "plain")) == []
    steps.hold_meeting(world, is_open=False)
    assert titles(world.user("secretary", "head")) == [
        (f"Chuẩn bị hội nghị tổng kết năm {number}", "Chuẩn bị")
    ]
