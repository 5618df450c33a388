"""Which year a page is about, the side bar and the year menu."""

import pytest
from django.test import RequestFactory
from django.urls import resolve

from core.context import shell
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import EmulationYear
from emulation.selectors.navigation import keep_year, year_of_request
from emulation.services.years import create_year
from tests.builders import World, prepare_year, world
from units import services
from units.models import Bloc

pytestmark = pytest.mark.django_db


def request_for(user, path: str = "/", session: dict | None = None):
    request = RequestFactory().get(path)
    request.user, request.session = user, session or {}
    request.resolver_match = resolve(path)
    return request


def test_year_of_a_page_comes_from_the_view_the_address_the_session_the_calendar():
    built = world()
    clerk = built.user("clerk", "plain")
    last = create_year(built.bloc, built.year.year - 1, actor=built.board)
    following = create_year(built.bloc, built.year.year + 1, actor=built.board)
    assert year_of_request(request_for(clerk)) == built.year
    kept = request_for(clerk)
    keep_year(kept, last)
    assert year_of_request(kept) == last
    path = following.get_absolute_url()
    assert year_of_request(request_for(clerk, path, {"year_id": last.pk})) == following
    found = request_for(clerk, path)
    found.current_year = last
    assert year_of_request(found) == last
    EmulationYear.objects.update(state="preparing", opened_at=None)
    assert year_of_request(request_for(clerk)) == following


def test_opening_a_year_stays_with_it(client):
    built = world()
    last = create_year(built.bloc, built.year.year - 1, actor=built.board)
    client.force_login(built.user("clerk", "plain"))
    client.get(last.get_absolute_url())
    assert f"<summary>Năm {last.year}" in client.get("/").content.decode()


def lines(user, path: str) -> list[tuple[str, bool]]:
    nav = shell(request_for(user, path))["nav"]
    return [
        (one["label"], one["is_current"]) for group in nav for one in group["items"]
    ]


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Bàn làm việc"),
        ("/nam/", "Các năm"),
        ("{year}", "Năm thi đua"),
        ("{year}buoc/", "Năm thi đua"),
        ("{year}giao-uoc/", "Giao ước, chỉ tiêu"),
        ("/giao-uoc/1/", "Giao ước, chỉ tiêu"),
        ("{year}ket-qua/6-thang/", "Kết quả"),
        ("/ket-qua/1/", "Kết quả"),
        ("/phieu-diem/1/", "Chấm điểm"),
        ("/hoi-nghi/1/", "Hội nghị, bỏ phiếu"),
    ],
)
def test_side_bar_marks_the_line_of_the_page(path, label):
    built = world()
    path = path.format(year=built.year.get_absolute_url())
    marked = [name for name, here in lines(built.user("clerk", "plain"), path) if here]
    assert marked == [label]


def test_results_lead_to_the_half_year_while_that_step_is_open():
    built = world()
    clerk = built.user("clerk", "plain")

    def target() -> str:
        nav = shell(request_for(clerk))["nav"]
        return next(one["url"] for one in nav[0]["items"] if one["label"] == "Kết quả")

    assert target().endswith("/6-thang/")
    step = built.year.phases.get(kind=PhaseKind.MID_YEAR)
    run(step, "close", actor=built.secretary)
    assert target().endswith("/ca-nam/")


def test_year_menu_lists_own_years_and_other_blocs():
    built = world()
    other = World(
        services.add_bloc(Bloc(code="khoi-khac", name="Khối khác"), actor=None),
        {code: built.units[code] for code in ("head", "deputy")},
    )
    prepare_year(other, built.year.year)
    menu = shell(request_for(built.user("board_officer", "board")))["year_menu"]
    assert (menu["label"], menu["bloc_name"]) == (
        f"Năm {built.year.year}",
        built.bloc.name,
    )
    shown = [(one["label"], one["note"], one["is_current"]) for one in menu["items"]]
    assert shown == [
        (f"Năm {built.year.year}", "Đang thực hiện", True),
        ("Khối khác", f"Năm {built.year.year}", False),
    ]


def test_somebody_without_a_year_has_no_menu():
    user = world().staff()["nobody"]
    context = shell(request_for(user))
    assert (context["year_menu"], context["bloc_name"]) == (None, "")
    labels = [one["label"] for group in context["nav"] for one in group["items"]]
    assert labels == ["Bàn làm việc", "Các năm"]
