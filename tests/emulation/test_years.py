"""The list of years, one year's page, setting up, opening, ranking, closing."""

import pytest
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, run
from emulation.enums import NarrativeSection, PhaseKind
from emulation.models import EmulationYear
from emulation.services.years import create_year, update_year
from tests.builders import World, add_unit, world
from tests.steps import (
    approve_report,
    finalise,
    sign_pledge,
    whole_year,
)
from units import services
from units.models import Bloc, BlocOffice, Membership

pytestmark = pytest.mark.django_db


def page_of(client, user, name: str, built: World) -> str:
    client.force_login(user)
    response = client.get(address(name, built))
    assert response.status_code == 200
    return response.content.decode()


def address(name: str, built: World, *more: object) -> str:
    return reverse(name, args=[built.bloc.code, built.year.year, *more])


# ----- pages


def test_year_page_shows_all_to_overseers_and_the_own_row_to_members(client):
    built = world()
    whole = page_of(client, built.user("leader", "deputy"), "year", built)
    assert "Tiến độ 4 đơn vị" in whole
    own = page_of(client, built.user("clerk", "plain"), "year", built)
    assert "Tiến độ của đơn vị" in own
    assert "Văn phòng Tỉnh ủy" not in own
    assert "Báo cáo tổng kết" in whole
    assert "Báo cáo tổng kết" not in own


def test_year_page_offers_what_can_be_done_or_says_why_not(client):
    built = world(opened=False)
    built.year.phases.filter(kind=PhaseKind.AWARDS).update(due_on=None)
    page = page_of(client, built.secretary, "year", built)
    assert "Bước “Khen thưởng” chưa có hạn." in page
    assert "Năm đang chuẩn bị" in page
    assert "Mở năm thi đua</" not in page_of(
        client, built.user("board_officer", "board"), "year", built
    )


def test_year_page_shows_the_ranking_once_public(client):
    built = world()
    whole_year(built)
    clerk = built.user("clerk", "plain")
    assert "Xem điểm từng tiêu chí" not in page_of(client, clerk, "year", built)
    run(built.year, "publish_ranking", actor=built.secretary)
    assert "Xem điểm từng tiêu chí" in page_of(client, clerk, "year", built)


def test_year_is_not_found_by_an_outsider(client):
    built = world()
    client.force_login(built.user("clerk", "outside"))
    for name in ("year", "year-edit", "phases", "roster", "movements"):
        assert client.get(address(name, built)).status_code == 404


def test_years_lists_each_bloc_with_its_head_and_step(client):
    built = world()
    page = page_of_years(client, built.user("clerk", "plain"))
    assert f"Năm {built.year.year}</a>" in page
    assert "Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh" in page
    assert "Lập năm" not in page
    nothing = page_of_years(client, built.user("clerk", "outside"))
    assert "Chưa có năm thi đua nào" in nothing


def page_of_years(client, user) -> str:
    client.force_login(user)
    return client.get(reverse("years")).content.decode()


def test_years_offer_the_next_to_the_board_and_to_the_elected_head(client):
    built = world()
    following = built.year.year + 1
    offer = f"Lập năm {following}"
    assert offer in page_of_years(client, built.user("board_officer", "board"))
    assert offer not in page_of_years(client, built.secretary)
    assert offer not in page_of_years(
        client, built.user("provincial_leader", "province")
    )
    office = BlocOffice(
        bloc=built.bloc, year=following, unit=built.units["head"], office="head"
    )
    services.give_office(office, actor=None)
    assert offer in page_of_years(client, built.secretary)


def test_bloc_without_years_is_shown_to_the_board(client):
    built = world()
    services.add_bloc(Bloc(code="cum-moi", name="Cụm thi đua mới"), actor=None)
    page = page_of_years(client, built.user("board_officer", "board"))
    assert "Khối chưa lập năm thi đua nào." in page
    assert "Cụm thi đua mới" not in page_of_years(client, built.secretary)


# ----- setting up


def test_creating_a_year_brings_steps_and_blank_sections(client):
    built = world()
    following = built.year.year + 1
    client.force_login(built.user("board_officer", "board"))
    path = reverse("year-create", args=[built.bloc.code, following])
    assert client.get(path).status_code == 200
    response = client.post(path, {"theme": "Chủ đề mới", "plan_number": "01-KH"})
    year = EmulationYear.objects.get(year=following)
    assert response.url == reverse("year-setup", args=[built.bloc.code, following])
    assert (year.theme, year.plan_number, year.state) == (
        "Chủ đề mới",
        "01-KH",
        "preparing",
    )
    assert [one.kind for one in year.phases.all()] == PhaseKind.values
    sections = year.narratives.order_by("pk").values_list("section", flat=True)
    assert list(sections) == NarrativeSection.values


def test_creating_a_year_that_exists_or_cannot_be_is_refused_in_words(client):
    built = world()
    client.force_login(built.user("board_officer", "board"))
    response = client.post(address("year-create", built), {"theme": "Khác"})
    assert response.status_code == 422
    assert "Khối đã có năm thi đua này." in response.content.decode()
    path = reverse("year-create", args=[built.bloc.code, 20260])
    assert client.post(path, {}).status_code == 422


def test_creating_a_year_is_for_the_board_and_its_own_secretariat(client):
    built = world()
    path = reverse("year-create", args=[built.bloc.code, built.year.year + 1])
    client.force_login(built.secretary)
    response = client.post(path, {"theme": "Chiếm"})
    assert response.status_code == 403
    assert "Chỉ Thường trực khối" in response.content.decode()
    assert EmulationYear.objects.count() == 1


def test_editing_a_year_is_journaled_and_ends_with_the_year(client):
    built = world()
    client.force_login(built.secretary)
    client.post(
        address("year-edit", built), {"theme": "Đổi mới", "plan_date": "15/3/2024"}
    )
    year = EmulationYear.objects.get()
    assert (year.theme, f"{year.plan_date}") == ("Đổi mới", "2024-03-15")
    entry = journal.entries_of(year)[0]
    assert entry.sentence == "Sửa năm thi đua"
    year.state = "closed"
    with pytest.raises(BlockedError, match="đã khép, không sửa được"):
        update_year(year, actor=built.secretary)


def test_a_wrong_day_is_answered_in_vietnamese_and_nothing_is_lost(client):
    built = world()
    client.force_login(built.secretary)
    response = client.post(
        address("year-edit", built), {"theme": "Giữ lại", "plan_date": "31/2/2024"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ngày chưa đúng: viết ngày/tháng/năm, ví dụ 15/3/2024." in page
    assert "Giữ lại" in page
    assert EmulationYear.objects.get().theme != "Giữ lại"


# ----- the line of the year


def test_year_is_opened_ranked_and_closed_by_its_secretariat(client):
    built = world(opened=False)
    client.force_login(built.secretary)
    path = reverse("year-action", args=[built.year.pk, "open"])
    assert (
        "Danh sách đơn vị và bảng tiêu chí được chốt"
        in client.get(path).content.decode()
    )
    client.post(path)
    year = EmulationYear.objects.get()
    assert (year.state, year.participations.count()) == ("open", 4)
    late = client.post(path)
    assert late.url == year.get_absolute_url()
    refused = client.post(reverse("year-action", args=[year.pk, "publish_ranking"]))
    assert refused.status_code == 409
    assert "Đang tự chấm: 4 đơn vị." in refused.content.decode()


def test_ranking_names_the_few_that_are_missing():
    built = world()
    for unit in ("plain", "other"):
        sign_pledge(built, unit)
        approve_report(built, unit)
        finalise(built, unit)
    with pytest.raises(BlockedError) as error:
        run(built.year, "publish_ranking", actor=built.secretary)
    assert error.value.sentences == [
        "Đang tự chấm: Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh; Ban Tổ chức Tỉnh ủy."
    ]


def test_year_is_not_opened_by_a_leader_or_the_board(client):
    built = world(opened=False)
    path = reverse("year-action", args=[built.year.pk, "open"])
    for role, unit in (("leader", "head"), ("board_officer", "board")):
        client.force_login(built.user(role, unit))
        assert client.post(path).status_code == 403
    client.force_login(built.user("clerk", "outside"))
    assert client.post(path).status_code == 404
    unknown = reverse("year-action", args=[built.year.pk, "nothing"])
    client.force_login(built.secretary)
    assert client.get(unknown).status_code == 404
    assert EmulationYear.objects.get().state == "preparing"


# ----- cost


@pytest.mark.parametrize("members", [0, 2, 6])
def test_year_page_costs_the_same_for_any_roster(
    client, members, django_assert_num_queries
):
    built = world(opened=False)
    for place in range(members):
        unit = add_unit(f"them-{place}", f"Cơ quan {place}")
        member = Membership(bloc=built.bloc, unit=unit, protocol_number=10 + place)
        services.add_member(member, actor=None)
    run(built.year, "open", actor=built.secretary)
    client.force_login(built.secretary)
    client.get(address("year", built))
    with django_assert_num_queries(18):
        client.get(address("year", built))


@pytest.mark.parametrize("number", [1, 3])
def test_years_cost_the_same_for_any_number(client, number, django_assert_num_queries):
    built = world()
    for back in range(1, number):
        create_year(built.bloc, built.year.year - back, actor=built.board)
    client.force_login(built.user("board_officer", "board"))
    with django_assert_num_queries(8):
        assert client.get(reverse("years")).status_code == 200
