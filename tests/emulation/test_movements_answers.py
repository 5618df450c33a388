"""What each unit answers to a movement, and who reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, run
from emulation.enums import Period
from emulation.models import EmulationYear, Movement, MovementAnswer, Participation
from emulation.selectors.movements import answers_visible_to, units_to_answer_for
from emulation.services.movements import (
    refuse_unless_answering,
    save_movement,
)
from tests.builders import World, world
from tests.steps import fill_report, sign_pledge

pytestmark = pytest.mark.django_db

GRID = {"HTTP_X_GRID": "1"}


def address(name: str, built: World, *more: object) -> str:
    return reverse(name, args=[built.bloc.code, built.year.year, *more])


def launch(built: World, name: str = "Đẩy mạnh chuyển đổi số") -> Movement:
    return save_movement(Movement(year=built.year, name=name), actor=built.secretary)


def answer_of(movement: Movement, built: World, unit: str = "plain") -> MovementAnswer:
    return movement.answers.get(participation=built.participation(unit))


def row(obj, name: str, text: str, version: int | None = None) -> dict[str, str]:
    """Return one row as the grid sends it."""
    sent = obj.version if version is None else version
    return {f"row-{obj.pk}-version": str(sent), f"row-{obj.pk}-{name}": text}


def tell(movement: Movement, built: World, unit: str, text: str) -> MovementAnswer:
    answer = answer_of(movement, built, unit)
    answer.text = text
    answer.save()
    return answer


def test_clerk_answers_for_the_own_unit_alone(client):
    built = world()
    movement = launch(built)
    own, other = answer_of(movement, built), answer_of(movement, built, "other")
    client.force_login(built.user("clerk", "plain"))
    page = client.get(address("movements", built)).content.decode()
    assert "Kết quả hưởng ứng của Ban Nội chính Tỉnh ủy" in page
    path = address("movement-answers", built)
    both = row(own, "text", "Của mình") | row(other, "text", "Của người")
    assert client.post(path, both).url == address("movements", built)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.text, other.text) == ("Của mình", "")


def test_answers_are_locked_with_the_report_of_the_year(client):
    built = world()
    movement = launch(built)
    own = answer_of(movement, built)
    sign_pledge(built)
    run(fill_report(built), "submit", actor=built.user("clerk", "plain"))
    client.force_login(built.user("clerk", "plain"))
    page = client.get(address("movements", built)).content.decode()
    assert "Kết quả năm chờ thủ trưởng duyệt, không sửa được." in page
    path = address("movement-answers", built)
    refused = client.post(path, row(own, "text", "Muộn"), **GRID)
    assert refused.status_code == 409
    assert "không sửa được" in refused.content.decode()
    own.refresh_from_db()
    assert own.text == ""


def test_who_has_no_unit_answers_nothing(client):
    built = world()
    own = answer_of(launch(built), built)
    client.force_login(built.secretary)
    refused = client.post(address("movement-answers", built), row(own, "text", "x"))
    assert refused.status_code == 409
    assert (
        "Chỉ chuyên viên thi đua của đơn vị làm việc này." in refused.content.decode()
    )


def test_answering_wants_a_report_the_right_and_a_running_year():
    built = world()
    unit, clerk = built.participation(), built.user("clerk", "plain")
    refuse_unless_answering(unit, clerk)
    with pytest.raises(PermissionDenied):
        refuse_unless_answering(unit, built.user("clerk", "other"))
    unit.year.state = "ranked"
    with pytest.raises(BlockedError, match="đã công bố xếp hạng, không sửa được"):
        refuse_unless_answering(unit, clerk)
    unit.reports.filter(period=Period.YEAR).delete()
    with pytest.raises(BlockedError, match="chưa có báo cáo kết quả năm"):
        refuse_unless_answering(unit, clerk)
    assert units_to_answer_for(world_in_preparation(built), clerk) == []


def world_in_preparation(built: World) -> EmulationYear:
    year = EmulationYear.objects.get(pk=built.year.pk)
    year.state = "preparing"
    return year


def test_answers_of_others_are_read_by_overseers_and_once_public():
    built = world()
    movement = launch(built)
    tell(movement, built, "plain", "Đã làm")
    reads = {
        login: answers_visible_to(user, built.year)
        .filter(participation=built.participation())
        .exists()
        for login, user in built.staff().items()
    }
    assert {login for login, does in reads.items() if does} == {
        "clerk.plain",
        "leader.plain",
        "deputy_leader.plain",
        "leader.head",
        "leader.deputy",
        "secretary.head",
        "secretary.deputy",
        "board_officer.board",
        "provincial_leader.province",
        "council_member.province",
    }
    other = built.user("clerk", "other")
    built.year.state = "ranked"
    assert answers_visible_to(other, built.year).count() == 4


def test_after_a_merger_one_clerk_answers_for_both(client):
    built = world()
    movement = launch(built)
    old, new = built.participation("plain"), built.participation("other")
    Participation.objects.filter(pk=old.pk).update(successor=new)
    client.force_login(built.user("clerk", "other"))
    page = client.get(address("movements", built)).content.decode()
    assert "Kết quả hưởng ứng của các đơn vị bạn phụ trách" in page
    answer = answer_of(movement, built, "plain")
    client.post(address("movement-answers", built), row(answer, "text", "Kế thừa"))
    answer.refresh_from_db()
    assert answer.text == "Kế thừa"


def test_a_year_without_movements_says_whose_turn_it_is(client):
    built = world()
    client.force_login(built.user("clerk", "plain"))
    page = client.get(address("movements", built)).content.decode()
    assert "Năm này chưa có phong trào nào" in page


def test_answers_enter_the_journal_when_the_report_is_sent():
    built = world()
    movement = launch(built)
    sign_pledge(built)
    report = fill_report(built)
    tell(movement, built, "plain", "Đã làm")
    run(report, "submit", actor=built.user("clerk", "plain"))
    changes = journal.entries_of(report)[0].changes
    assert [f"Phong trào “{movement.name}”", None, "Đã làm"] in changes
