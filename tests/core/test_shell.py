"""What stands around every page: the side bar, the year menu, the person."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory, override_settings

from core import points
from core.context import shell
from core.points import NavItem

ITEMS = [
    NavItem("Giao ước", "/giao-uoc/", "i-1", "Năm 2024", order=20, count=3),
    NavItem("Bàn làm việc", "/", "i-2", order=1),
    NavItem(
        "Năm", "/khoi/k/2024/", "i-3", "Năm 2024", order=10, also=("/phong-trao/",)
    ),
    NavItem("Khối", "/khoi/", "i-4", "Danh bạ", order=30),
]


@pytest.fixture
def clerk(people):
    return people.user("clerk", "plain")


@pytest.fixture
def _trial_points(monkeypatch):
    monkeypatch.setattr(points.NAVIGATION, "providers", [lambda _request: ITEMS])
    monkeypatch.setattr(points.YEAR_MENU, "providers", [])


def request_for(user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return request


def current(user, path):
    nav = shell(request_for(user, path))["nav"]
    return [
        line["label"] for group in nav for line in group["items"] if line["is_current"]
    ]


@pytest.mark.usefixtures("_trial_points")
def test_the_side_bar_is_grouped_and_in_order(clerk):
    nav = shell(request_for(clerk))["nav"]
    found = [
        (group["title"], [one["label"] for one in group["items"]]) for group in nav
    ]
    assert found == [
        ("", ["Bàn làm việc"]),
        ("Năm 2024", ["Năm", "Giao ước"]),
        ("Danh bạ", ["Khối"]),
    ]
    assert [one["count"] for one in nav[1]["items"]] == [0, 3]


@pytest.mark.usefixtures("_trial_points")
@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", ["Bàn làm việc"]),
        ("/khoi/", ["Khối"]),
        ("/khoi/khac/", ["Khối"]),
        ("/khoi/k/2024/", ["Năm"]),
        ("/khoi/k/2024/xep-hang/", ["Năm"]),
        ("/phong-trao/7/", ["Năm"]),
        ("/giao-uoc/7/gui/", ["Giao ước"]),
        ("/tim/", []),
    ],
)
def test_the_line_of_the_page_is_marked(clerk, path, label):
    assert current(clerk, path) == label


@pytest.mark.usefixtures("_trial_points")
def test_the_person_stands_at_the_top(clerk):
    context = shell(request_for(clerk))
    assert context["who"]["name"] == "clerk plain"
    assert context["who"]["office"] == "Chuyên viên thi đua, Ban Nội chính Tỉnh ủy"
    assert (context["year_menu"], context["bloc_name"]) == (None, "")


@pytest.mark.usefixtures("_trial_points")
def test_the_year_menu_names_the_bloc(clerk, monkeypatch):
    menu = {"bloc_name": "Khối thử"}
    monkeypatch.setattr(points.YEAR_MENU, "providers", [lambda _request: [menu, {}]])
    context = shell(request_for(clerk))
    assert (context["year_menu"], context["bloc_name"]) == (menu, "Khối thử")


@pytest.mark.parametrize("demo", [True, False])
def test_visitors_see_nothing_of_it(demo):
    with override_settings(DEMO=demo):
        assert shell(request_for(AnonymousUser())) == {"demo": demo}
        assert shell(RequestFactory().get("/")) == {"demo": demo}
