"""Protocol order: places typed, buttons pressed, pages gone stale."""

import re

import pytest
from django.urls import reverse

from core.models import JournalEntry
from tests.units.reading import errors, words
from units import selectors, services


@pytest.fixture
def members(directory):
    return directory.join("plain", "other", "board")


def order(bloc):
    return [(one.unit.code, one.protocol_number) for one in selectors.members_on(bloc)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"board": 1}, ["board", "plain", "other"]),
        ({"plain": 2}, ["other", "plain", "board"]),
        ({"plain": 3}, ["other", "board", "plain"]),
        ({"plain": 99}, ["other", "board", "plain"]),
        ({"plain": 2, "other": 1}, ["other", "plain", "board"]),
        ({}, ["plain", "other", "board"]),
    ],
)
def test_typed_places_are_taken_as_meant(directory, members, typed, expected):
    by_code = {member.unit.code: member.pk for member in members}
    wanted = {by_code[code]: place for code, place in typed.items()}
    changed = services.reorder_members(directory.bloc, wanted, actor=None)
    assert [code for code, _place in order(directory.bloc)] == expected
    assert changed == bool(typed)
    assert JournalEntry.objects.filter(verb="order").count() == int(bool(typed))


def places(members, **more):
    mark = "-".join(str(one.pk) for one in members)
    typed = {f"place-{one.pk}": place for place, one in enumerate(members, 1)}
    return {"mark": mark} | typed | more


def focused(page):
    """Return the label of the one button that has the focus."""
    [button] = re.findall(r"<button[^>]*autofocus[^>]*>", page.content.decode())
    assert "disabled" not in button
    return re.search(r'aria-label="([^"]*)"', button)[1]


def test_a_button_moves_one_step_and_keeps_the_focus(
    directory, board, members, signed_in
):
    client = signed_in(board)
    url = reverse("bloc-order", args=["khoi-dang"])
    moved = client.post(url, places(members, down=members[0].pk))
    assert moved.url == f"{url}?vua=xuong-{members[0].pk}"
    assert order(directory.bloc) == [("other", 1), ("plain", 2), ("board", 3)]
    entry = JournalEntry.objects.get(verb="order")
    assert entry.changes == [
        ["Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh", 2, 1],
        ["Ban Nội chính Tỉnh ủy", 1, 2],
    ]
    assert focused(client.get(moved.url)) == "Đưa Ban Nội chính Tỉnh ủy xuống"
    back = client.post(
        url, places([members[1], members[0], members[2]], up=members[0].pk)
    )
    assert back.url == f"{url}?vua=len-{members[0].pk}"
    assert focused(client.get(back.url)) == "Đưa Ban Nội chính Tỉnh ủy xuống"
    assert order(directory.bloc)[0] == ("plain", 1)


def test_a_stale_order_is_not_saved(directory, board, members, signed_in):
    sent = places(members, up=members[1].pk)
    services.reorder_members(directory.bloc, {members[2].pk: 1}, actor=None)
    url = reverse("bloc-order", args=["khoi-dang"])
    response = signed_in(board).post(url, sent, follow=True)
    assert "Người khác vừa sắp lại. Xem thứ tự mới rồi sửa." in words(response)
    assert order(directory.bloc)[0] == ("board", 1)


def test_a_wrong_place_is_refused_beside_its_row(directory, board, members, signed_in):
    url = reverse("bloc-order", args=["khoi-dang"])
    sent = places(members) | {f"place-{members[0].pk}": "một"}
    response = signed_in(board).post(url, sent)
    assert response.status_code == 422
    assert errors(response) == {
        f"place-{members[0].pk}": ["Chỉ ghi chữ số, không có dấu hay chữ."]
    }
    assert order(directory.bloc) == [("plain", 1), ("other", 2), ("board", 3)]
