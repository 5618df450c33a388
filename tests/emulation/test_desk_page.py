"""The desk's page: order of tasks, what is new, who sees the bloc, what it costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock, journal
from core.context import shell
from core.points import Task
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import EmulationYear
from emulation.selectors.desk import in_order, left_words
from emulation.selectors.news import news_of, since
from tests.builders import SINCE, World, add_unit, open_year, prepare_year, world
from tests.emulation.deadlines import move_due
from tests.steps import (
    approve_report,
    fill_pledge,
    fill_report,
    self_score,
    sign_pledge,
)
from units import services
from units.models import Bloc, Membership

pytestmark = pytest.mark.django_db

CEILING = 25


def bloc_of(members: int) -> World:
    """Open a year with so many members; head and deputy may stand outside."""
    names = ["plain", "head", "deputy", *(f"unit-{place}" for place in range(4, 11))]
    bloc = services.add_bloc(Bloc(code="khoi-thu", name="Khối thử"), actor=None)
    units = {name: add_unit(name, f"Cơ quan {name}") for name in names}
    units["board"] = add_unit("board", "Ban Thi đua – Khen thưởng")
    for place, name in enumerate(names[:members], 1):
        member = Membership(
            bloc=bloc, unit=units[name], protocol_number=place, valid_from=SINCE
        )
        services.add_member(member, actor=None)
    built = World(bloc, units)
    built.year = prepare_year(built, clock.today().year)
    open_year(built)
    return built


# ----- order and words


def test_tasks_stand_by_deadline_and_undated_ones_last():
    today = clock.today()
    days = (None, today + timedelta(days=9), today - timedelta(days=1), today)
    drawn = in_order([Task(day, str(day), "", "/", "Mở") for day in days])
    assert [one["left"] for one in drawn] == [
        "Quá hạn 1 ngày",
        "Hôm nay",
        "Còn 9 ngày",
        "",
    ]
    assert [one["tone"] for one in drawn] == ["late", "soon", "", ""]


@pytest.mark.parametrize(("days", "tone"), [(3, "soon"), (4, "")])
def test_three_days_are_soon(days, tone):
    due = clock.today() + timedelta(days=days)
    drawn = in_order([Task(due, "", "", "/", "")])
    assert (drawn[0]["tone"], drawn[0]["left"]) == (tone, f"Còn {days} ngày")
    assert left_words(None, clock.today()) == ""


# ----- what is new


def told(year: EmulationYear, user) -> list[str]:
    return [f"{one['who']} {one['what']}".strip() for one in news_of(year, user)]


def test_news_show_own_and_common_acts_and_signatures():
    built = world()
    sign_pledge(built)
    other, outside = built.user("clerk", "other"), built.user("clerk", "outside")
    plain = "Ban Nội chính Tỉnh ủy"
    assert told(built.year, other) == [
        f"{plain} ký giao ước",
        "Mở bước (8 mục)",
        "Mở năm thi đua",
        *told(built.year, other)[3:],
    ]
    own = told(built.year, built.user("clerk", "plain"))
    assert own[:3] == [
        f"{plain} ký giao ước",
        f"{plain} tiếp nhận giao ước",
        f"{plain} duyệt giao ước",
    ]
    assert told(built.year, built.secretary)[:3] == own[:3]
    assert f"{plain} duyệt giao ước" not in told(built.year, outside)


def test_news_name_what_a_single_act_is_about():
    built = world()
    step = built.year.phases.get(kind=PhaseKind.SIGN)
    run(step, "close", actor=built.secretary)
    assert told(built.year, built.secretary)[0] == "Đóng bước: Ký giao ước"


def test_news_keep_to_the_year():
    built = world()
    journal.record(built.bloc, "change", "Việc ngoài năm", actor=None)
    assert "Việc ngoài năm" not in " ".join(told(built.year, built.secretary))


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "hôm nay"), (3, "thứ Sáu"), (1, "chủ nhật"), (7, "09/12/2024")],
)
def test_news_say_since_when(days, words):
    monday = clock.moment(2024, 12, 16)
    with clock.at(monday):
        assert since([{"when": monday - timedelta(days=days)}]) == words
    assert since([]) == ""


# ----- the page


def test_desk_of_somebody_without_a_role(client):
    client.force_login(world().staff()["nobody"])
    page = client.get("/").content.decode()
    assert "Tài khoản chưa được giao vai trò" in page
    assert "Toàn khối" not in page


def test_desk_shows_the_bloc_to_those_who_oversee_it(client):
    built = world()
    sign_pledge(built)
    fill_report(built)
    seen = {}
    for login, user in built.staff().items():
        client.force_login(user)
        page = client.get("/").content.decode()
        seen[login] = "Toàn khối" in page, "Tiến độ 4 đơn vị" in page
    overseers = {
        "leader.head",
        "leader.deputy",
        "secretary.head",
        "secretary.deputy",
        "board_officer.board",
        "provincial_leader.province",
        "council_member.province",
    }
    assert {login for login, both in seen.items() if both == (True, True)} == overseers
    assert {both for login, both in seen.items() if login not in overseers} == {
        (False, False)
    }


def test_only_the_first_task_is_primary(client):
    built = world()
    client.force_login(built.user("clerk", "plain"))
    page = client.get("/").content.decode()
    main = page[page.index('<ol class="tasks">') :]
    assert main.count("btn-primary") == 1
    assert main.count("btn-second") == 1


def test_side_bar_counts_what_the_desk_counted_until_the_user_acts(client):
    built = world()
    clerk = built.user("clerk", "plain")
    client.force_login(clerk)
    assert 'class="nav-count"' not in client.get(reverse("years")).content.decode()
    client.get("/")
    assert 'aria-label="2 việc"' in client.get(reverse("years")).content.decode()
    run(fill_pledge(built), "submit", actor=clerk)
    assert 'class="nav-count"' not in client.get(reverse("years")).content.decode()
    client.get("/")
    assert 'aria-label="1 việc"' in client.get(reverse("years")).content.decode()


# ----- cost


def queries_of(client, user, path: str) -> int:
    client.force_login(user)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


@pytest.mark.parametrize(
    ("role", "unit", "number"),
    [("secretary", "head", 23), ("clerk", "plain", 19), ("board_officer", "board", 19)],
)
@pytest.mark.parametrize("members", [1, 3, 10])
def test_desk_costs_the_same_for_any_bloc(client, role, unit, number, members):
    built = bloc_of(members)
    for one in ("plain", "head")[:members]:
        sign_pledge(built, one)
        approve_report(built, one)
        run(self_score(built, one), "submit", actor=built.user("clerk", one))
    move_due(built, PhaseKind.MID_YEAR, -1)
    user = built.user(role, unit)
    assert queries_of(client, user, "/") == number <= CEILING


@pytest.mark.parametrize(
    ("role", "unit", "number"),
    [("secretary", "head", 4), ("clerk", "plain", 4), ("board_officer", "board", 3)],
)
def test_shell_costs_little(role, unit, number, django_assert_num_queries):
    built = world()
    request = RequestFactory().get("/nam/")
    request.user, request.session = built.user(role, unit), {}
    request.session["desk"] = {
        "on": clock.today().isoformat(),
        "after": None,
        "tasks": 3,
    }
    with django_assert_num_queries(number):
        context = shell(request)
    assert context["nav"][0]["items"][0]["label"] == "Bàn làm việc"
    assert context["year_menu"]["label"] == f"Năm {built.year.year}"
