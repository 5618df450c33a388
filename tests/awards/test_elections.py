"""Elections: the office of the next year, and the rights that move with it."""

import pytest

from awards.enums import PollKind
from awards.models import Poll
from awards.selectors import closing_obstacles, pickable
from awards.services import set_candidates, set_options
from core import access, clock
from core.models import JournalEntry
from core.workflow import BlockedError, run
from emulation.models import EmulationYear
from tests import steps
from units.models import BlocOffice


@pytest.fixture
def following(world):
    return world.year.year + 1


def elect(world, meeting, kind=PollKind.HEAD, votes=(3, 1)):
    """Vote between plain and other; return the poll, counted."""
    poll = run(steps.add_poll(world, meeting, kind), "open", actor=world.secretary)
    steps.count_poll(world, poll, votes)
    return run(poll, "count", actor=world.secretary)


def publish(world, poll):
    return run(poll, "confirm", actor=world.secretary)


def offices(following):
    held = BlocOffice.objects.filter(year=following).order_by("pk")
    return [(one.unit.code, one.office) for one in held.select_related("unit")]


def allowed(user, permission, year):
    return access.check(user, permission, year).allowed


def test_electing_the_head_prepares_the_next_year(world, meeting, following):
    publish(world, elect(world, meeting))
    assert offices(following) == [("plain", "head")]
    office = BlocOffice.objects.get(year=following)
    assert office.elected_on == clock.today()
    year = EmulationYear.objects.get(year=following)
    assert year.state == "preparing"
    entry = JournalEntry.objects.filter(verb="confirm").get()
    assert [f"Trưởng khối {following}", None, "Ban Nội chính Tỉnh ủy"] in entry.changes


def test_rights_move_to_the_secretariat_of_the_new_head(world, meeting, following):
    new = world.user("secretary", "plain")
    publish(world, elect(world, meeting))
    year = EmulationYear.objects.get(year=following)
    old, new = world.user("secretary", "head"), world.user("secretary", "plain")
    for permission in ("emulation.keep_year", "awards.run_meeting"):
        assert allowed(new, permission, year)
        assert not allowed(old, permission, year)
        assert not allowed(world.user("clerk", "plain"), permission, year)
        assert allowed(old, permission, world.year)
        assert not allowed(new, permission, world.year)


def test_the_old_head_goes_on_reading(browse, world, meeting, following):
    publish(world, elect(world, meeting))
    year = EmulationYear.objects.get(year=following)
    old = world.user("secretary", "head")
    assert allowed(old, "emulation.view_year", year)
    address = f"/nam/khoi-thu/{following}/hoi-nghi/"
    assert browse(old).get(address).status_code == 200
    assert browse(old).get(f"{address}them/").status_code == 403
    new = browse(world.user("secretary", "plain"))
    assert new.get(f"{address}them/").status_code == 200


def test_a_deputy_is_elected_after_the_head(world, secretary, meeting, following):
    publish(world, elect(world, meeting))
    poll = steps.add_poll(world, meeting, PollKind.DEPUTY)
    with pytest.raises(BlockedError) as refused:
        run(poll, "open", actor=secretary)
    label = f"Trưởng khối năm {following}"
    assert refused.value.sentences == [
        f"Ban Nội chính Tỉnh ủy đã là {label}, đưa ra khỏi danh sách bầu."
    ]
    offered = {one.unit.code for one in pickable(meeting, PollKind.DEPUTY)}
    assert offered == {"head", "deputy", "other"}
    left = [world.participation(code).pk for code in ("other", "deputy")]
    set_candidates(poll, left, actor=secretary)
    poll = run(poll, "open", actor=secretary)
    steps.count_poll(world, poll, (3, 1))
    publish(world, run(poll, "count", actor=secretary))
    assert offices(following) == [("plain", "head"), ("deputy", "deputy")]


def test_several_deputies_at_once(world, secretary, meeting, following):
    poll = steps.add_poll(world, meeting, PollKind.DEPUTY)
    Poll.objects.update(seats=2, max_ticks=2)
    poll = run(poll, "open", actor=secretary)
    ballot = [one.pk for one in poll.candidates.order_by("position")]
    count = steps.Count(4, 4, 4, 0, (4, 3))
    for teller in meeting.tellers.all():
        figures = dict(zip(ballot, (4, 3), strict=True))
        steps.enter_count(poll, teller, count, figures, actor=secretary)
    publish(world, run(poll, "count", actor=secretary))
    assert offices(following) == [("plain", "deputy"), ("other", "deputy")]
    assert not EmulationYear.objects.filter(year=following).exists()


def test_one_head_a_year(world, secretary, meeting, following):
    publish(world, elect(world, meeting))
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    with pytest.raises(BlockedError) as refused:
        run(poll, "open", actor=secretary)
    assert refused.value.sentences[0] == (
        f"Đã có Trưởng khối năm {following}: Ban Nội chính Tỉnh ủy."
    )


def recognise(world, unit, office, following):
    BlocOffice.objects.create(
        bloc=world.bloc,
        year=following,
        unit=world.units[unit],
        office=office,
        recognised_by="Quyết định 12-QĐ/TU",
    )


def everything():
    return (
        BlocOffice.objects.count(),
        EmulationYear.objects.count(),
        JournalEntry.objects.count(),
    )


def test_an_office_given_meanwhile_stops_the_publication(
    office, world, meeting, following
):
    poll = elect(world, meeting)
    recognise(world, "other", "head", following)
    before = everything()
    response = office.post(f"{poll.get_absolute_url()}confirm/")
    assert response.status_code == 409
    assert f"Đã có Trưởng khối năm {following}: Văn phòng Tỉnh ủy." in (
        response.content.decode()
    )
    assert everything() == before
    assert Poll.objects.get().state == "counted"


def test_nobody_holds_two_offices(world, meeting, following):
    poll = elect(world, meeting)
    recognise(world, "plain", "deputy", following)
    before = everything()
    with pytest.raises(BlockedError) as refused:
        publish(world, poll)
    (sentence,) = refused.value.sentences
    label = f"Phó Trưởng khối năm {following}"
    assert sentence.startswith(f"Ban Nội chính Tỉnh ủy đã là {label}")
    assert everything() == before


def test_an_office_that_cannot_be_given_undoes_everything(world, meeting, following):
    """Two elected heads pass the guards; the second office does not exist."""
    poll = elect(world, meeting)
    poll.candidates.update(is_elected=True)
    before = everything()
    with pytest.raises(BlockedError) as refused:
        publish(world, poll)
    assert refused.value.sentences == ["Văn phòng Tỉnh ủy: Năm này đã có Trưởng khối."]
    assert everything() == before
    assert offices(following) == []


def test_there_is_one_head_to_elect(world, secretary, meeting):
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    Poll.objects.update(seats=2)
    with pytest.raises(BlockedError) as refused:
        run(poll, "open", actor=secretary)
    assert refused.value.sentences == ["Chỉ bầu một Trưởng khối."]


def test_only_units_are_elected(world, secretary, meeting):
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    set_options(poll, ["Một người nào đó"], actor=secretary)
    with pytest.raises(BlockedError) as refused:
        run(poll, "open", actor=secretary)
    assert refused.value.sentences == [
        "“Một người nào đó” không phải là đơn vị tham gia."
    ]


def test_nobody_elected_gives_no_office(world, meeting, following):
    publish(world, elect(world, meeting, votes=(2, 2)))
    assert offices(following) == []
    assert not EmulationYear.objects.filter(year=following).exists()


def test_the_year_cannot_close_before_its_head_is_elected(world, meeting, following):
    assert closing_obstacles(world.year) == [
        f"Hội nghị tổng kết năm {world.year.year} chưa bế mạc.",
        f"Chưa bầu Trưởng khối năm {following}.",
    ]
    publish(world, elect(world, meeting))
    run(meeting, "close", actor=world.secretary)
    assert closing_obstacles(world.year) == []
