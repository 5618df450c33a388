"""Searching everything, by kind, without marks."""

import pytest
from django.urls import reverse

from tests.units.reading import words
from units import selectors
from units.enums import Role


def kinds(words_typed, user):
    return [(hit.kind, hit.title) for hit in selectors.hits(words_typed, user)]


def test_a_party_committee_and_a_bloc_are_two_kinds(directory, clerk):
    party = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"
    bloc = "Khối thi đua các cơ quan Đảng"
    assert kinds("khoi", clerk) == [("Đơn vị", party), ("Khối thi đua", bloc)]
    assert kinds("Đảng ủy Khối", clerk) == [("Đơn vị", party)]
    assert kinds("khối thi đua", clerk) == [("Khối thi đua", bloc)]


def test_people_are_found_within_the_scope_only(directory, clerk, board):
    directory.person("Lý Thu Trang", Role.LEADER, "plain")
    directory.person("Trang Hạ", Role.LEADER, "other")
    assert kinds("trang", clerk) == [("Người", "Lý Thu Trang")]
    assert kinds("trang", board) == [("Người", "Trang Hạ"), ("Người", "Lý Thu Trang")]


def test_nothing_is_found_for_no_words(directory, clerk):
    assert kinds("", clerk) == []
    assert kinds("   ", clerk) == []
    assert kinds("\x00", clerk) == []


def test_the_page_groups_by_kind(directory, clerk, signed_in):
    client = signed_in(clerk)
    page = client.get(reverse("search"), {"q": "khối"})
    assert [(kind, len(hits)) for kind, hits in page.context["groups"]] == [
        ("Đơn vị", 1),
        ("Khối thi đua", 1),
    ]
    assert "2 kết quả cho “khối”" in words(page)
    nothing = client.get(reverse("search"), {"q": "xyz"})
    assert "Không tìm thấy" in words(nothing)
    assert "Gõ không dấu cũng tìm được." in words(client.get(reverse("search")))


def test_markup_typed_is_shown_as_text(directory, clerk, signed_in):
    page = signed_in(clerk).get(reverse("search"), {"q": "<b>khối</b>"})
    assert b"<b>kh" not in page.content


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.CLERK, ["Văn bản", "Đơn vị, con người", "Nhật ký"]),
        (
            Role.ADMINISTRATOR,
            ["Văn bản", "Đơn vị, con người", "Khối thi đua", "Nhật ký"],
        ),
    ],
)
def test_the_side_bar_by_role(directory, rf, role, expected):
    request = rf.get("/")
    request.user = directory.user(role, "plain")
    assert [item.label for item in selectors.navigation(request)] == expected


def test_no_side_bar_without_a_role(directory, rf, clerk):
    request = rf.get("/")
    clerk.person.appointments.all().delete()
    request.user = type(clerk).objects.get(pk=clerk.pk)
    assert list(selectors.navigation(request)) == []
