"""Movements: kept by the secretariat, answered by each unit, read by who may."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, run
from emulation.forms.movements import LONGEST
from emulation.models import EmulationYear, Movement, MovementAnswer
from emulation.services.movements import (
    remove_movement,
    save_movement,
)
from tests.builders import World, world
from tests.steps import whole_year

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


# ----- kept by the secretariat


def test_adding_a_movement_gives_each_unit_a_row(client):
    built = world()
    client.force_login(built.secretary)
    form = {"name": "Cả nước thi đua", "launched_by": "Thủ tướng", "from_year": 2021}
    assert client.post(address("movement-create", built), form).status_code == 302
    client.post(address("movement-create", built), form | {"name": "Phong trào hai"})
    first, second = Movement.objects.order_by("position")
    assert (first.name, first.position, second.position) == ("Cả nước thi đua", 1, 2)
    assert first.answers.count() == 4
    assert first.origin == "Thủ tướng, từ năm 2021."


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({}, "Chưa ghi cơ quan phát động."),
        ({"launched_by": "Tỉnh ủy", "to_year": 2025}, "Tỉnh ủy đến năm 2025."),
        ({"launched_by": "Tỉnh ủy", "note": "giả định"}, "Tỉnh ủy. Nguồn: giả định."),
    ],
)
def test_origin_says_who_and_when(facts, sentence):
    assert Movement(name="Phong trào", **facts).origin == sentence


def test_years_of_a_movement_stand_in_order(client):
    built = world()
    client.force_login(built.secretary)
    form = {"name": "Phong trào", "from_year": 2025, "to_year": 2021}
    response = client.post(address("movement-create", built), form)
    assert response.status_code == 422
    assert "Năm kết thúc phải từ năm bắt đầu trở đi." in response.content.decode()
    assert not Movement.objects.exists()


def test_changing_a_movement_is_journaled_and_seen_by_two_browsers(client):
    built = world()
    movement = launch(built)
    client.force_login(built.secretary)
    path = address("movement-edit", built, movement.pk)
    page = client.get(path).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client.post(path, {"name": "Tên mới", "seen": seen})
    assert journal.entries_of(movement)[0].sentence == "Sửa phong trào thi đua"
    stale = client.post(path, {"name": "Tên khác", "seen": seen})
    assert stale.status_code == 409
    assert "Hiện đang là: “Tên mới”." in stale.content.decode()
    assert Movement.objects.get().name == "Tên mới"


def test_only_secretariat_and_board_keep_movements(client):
    built = world()
    movement = launch(built)
    for role, unit in (("clerk", "plain"), ("leader", "head")):
        client.force_login(built.user(role, unit))
        for name, more in (
            ("movement-create", ()),
            ("movement-edit", (movement.pk,)),
            ("movement-delete", (movement.pk,)),
        ):
            path = address(name, built, *more)
            assert client.post(path, {"name": "Khác"}).status_code == 403
        path = address("movement-summaries", built)
        assert client.post(path, row(movement, "summary", "x")).status_code == 403
    movement.name = "Khác"
    with pytest.raises(PermissionDenied):
        save_movement(movement, actor=built.user("clerk", "plain"))
    assert Movement.objects.get().name == "Đẩy mạnh chuyển đổi số"
    client.force_login(built.user("board_officer", "board"))
    path = address("movement-edit", built, movement.pk)
    assert client.post(path, {"name": "Do Ban sửa"}).status_code == 302


def test_movement_is_removed_while_nobody_has_answered(client):
    built = world()
    movement = launch(built)
    client.force_login(built.secretary)
    path = address("movement-delete", built, movement.pk)
    assert "Phong trào bị xóa" in client.get(path).content.decode()
    tell(movement, built, "plain", "Đã làm")
    refused = client.post(path)
    assert refused.status_code == 409
    assert "Ban Nội chính Tỉnh ủy." in refused.content.decode()
    tell(movement, built, "plain", "")
    assert client.post(path).url == address("movements", built)
    assert not Movement.objects.exists()
    assert journal.JournalEntry.objects.filter(sentence__startswith="Xóa").exists()


def test_nothing_is_kept_in_a_closed_year():
    built = world()
    movement = launch(built)
    moment = built.year.opened_at
    EmulationYear.objects.update(state="closed", ranked_at=moment, closed_at=moment)
    movement = Movement.objects.get(pk=movement.pk)
    with pytest.raises(BlockedError, match="đã khép"):
        remove_movement(movement, actor=built.secretary)


# ----- the bloc's evaluation


def test_summary_saves_itself_and_answers_the_page(client):
    built = world()
    movement = launch(built)
    client.force_login(built.secretary)
    path = address("movement-summaries", built)
    response = client.post(path, row(movement, "summary", "Một\r\nHai"), **GRID)
    movement.refresh_from_db()
    assert (movement.summary, movement.version) == ("Một\nHai", 2)
    saved = response.json()["saved"][0]
    assert (saved["version"], saved["values"]) == (2, {"summary": "Một\nHai"})
    assert journal.entries_of(movement).count() == 1


def test_two_browsers_writing_one_summary_lose_nothing(client):
    built = world()
    movement = launch(built)
    client.force_login(built.secretary)
    path = address("movement-summaries", built)
    client.post(path, row(movement, "summary", "Của người trước"), **GRID)
    late = client.post(path, row(movement, "summary", "Của người sau"), **GRID)
    assert late.status_code == 409
    both = late.json()["stale"][0]["fields"]["summary"]
    assert both == {"yours": "Của người sau", "theirs": "Của người trước"}
    page = client.post(path, row(movement, "summary", "Của người sau"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "Của người sau</textarea>" in text
    assert "Nội dung hiện nay: Của người trước" in text


def test_summary_far_too_long_is_refused_and_kept_on_the_page(client):
    built = world()
    movement = launch(built)
    client.force_login(built.secretary)
    path = address("movement-summaries", built)
    long = row(movement, "summary", "a" * (LONGEST + 1))
    answer = client.post(path, long, **GRID)
    assert answer.status_code == 422
    assert "20000" in answer.json()["errors"][0]["fields"]["summary"][0]
    assert 'class="has-error"' in client.post(path, long).content.decode()
    assert client.post(path, row(movement, "summary", "Vừa")).status_code == 302


def test_changes_of_what_is_public_are_entries(client):
    built = world()
    movement = launch(built)
    whole_year(built)
    run(built.year, "publish_ranking", actor=built.secretary)
    client.force_login(built.secretary)
    client.post(
        address("movement-summaries", built), row(movement, "summary", "Sau công bố")
    )
    entry = journal.entries_of(movement)[0]
    assert (entry.sentence, entry.changes) == (
        "Sửa phong trào thi đua",
        [[movement.name, "", "Sau công bố"]],
    )


# ----- cost


@pytest.mark.parametrize(
    ("role", "unit", "number"), [("secretary", "head", 12), ("clerk", "plain", 13)]
)
@pytest.mark.parametrize("count", [1, 3])
def test_movements_cost_the_same_for_any_number(
    client, role, unit, number, count, django_assert_num_queries
):
    built = world()
    for place in range(count):
        movement = launch(built, f"Phong trào {place}")
        tell(movement, built, "other", "Đã làm")
    client.force_login(built.user(role, unit))
    with django_assert_num_queries(number):
        assert client.get(address("movements", built)).status_code == 200
