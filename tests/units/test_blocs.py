"""Blocs: members in protocol order, offices by year."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock, points
from core.models import JournalEntry
from tests.builders import add_unit
from tests.units.conftest import SINCE
from tests.units.reading import errors, words
from units import selectors, services
from units.enums import Office
from units.models import Bloc, BlocOffice, Membership

ALL = ("plain", "other", "board")


@pytest.fixture
def members(directory):
    return directory.join(*ALL)


def order(bloc):
    return [(one.unit.code, one.protocol_number) for one in selectors.members_on(bloc)]


def test_a_bloc_is_founded_with_a_code_for_good(directory, board, signed_in):
    client = signed_in(board)
    sent = {"name": "Cụm thi đua số 1", "code": "cum-so-1", "kind": "cluster"}
    assert client.post(reverse("bloc-new"), sent).url == "/khoi/cum-so-1/"
    again = client.post(reverse("bloc-new"), sent)
    assert errors(again) == {"code": ["Mã này đã có khối khác dùng."]}
    edit = client.get(reverse("bloc-edit", args=["cum-so-1"]))
    assert list(edit.context["form"].fields) == ["name", "kind", "founded_by", "seen"]


def test_a_unit_joins_at_the_next_place(directory, board, signed_in):
    directory.join("plain")
    client = signed_in(board)
    url = reverse("membership-new", args=["khoi-dang"])
    assert client.get(url).context["form"]["protocol_number"].value() == 2
    sent = {
        "unit": directory.units["other"].pk,
        "protocol_number": 2,
        "valid_from": "2024-01-01",
    }
    client.post(url, sent)
    assert order(directory.bloc) == [("plain", 1), ("other", 2)]


@pytest.mark.parametrize(
    ("unit", "number", "expected"),
    [
        (
            "plain",
            7,
            {"valid_from": ["Đơn vị đã là thành viên trong thời gian này."]},
        ),
        (
            "board",
            1,
            {"protocol_number": ["Số 1 đã là của Ban Nội chính Tỉnh ủy."]},
        ),
        ("board", 0, {"protocol_number": ["Ghi một số từ 1 đến 999."]}),
    ],
)
def test_a_wrong_membership_is_refused(
    directory, board, signed_in, unit, number, expected
):
    directory.join("plain", "other")
    response = signed_in(board).post(
        reverse("membership-new", args=["khoi-dang"]),
        {
            "unit": directory.units[unit].pk,
            "protocol_number": number,
            "valid_from": "2024-01-01",
        },
    )
    assert errors(response) == expected
    assert len(order(directory.bloc)) == 2


def test_a_place_is_free_again_after_somebody_left(directory, members):
    services.end_membership(members[0], date(2023, 12, 31), actor=None, reason="Rời")
    row = Membership(
        bloc=directory.bloc,
        unit=add_unit("moi", "Đơn vị mới"),
        protocol_number=1,
        valid_from=date(2024, 1, 1),
        valid_to=date(2025, 12, 31),
    )
    services.add_member(row, actor=None)
    with clock.at(clock.moment(2025, 6, 1)):
        assert order(directory.bloc)[0] == ("moi", 1)


def test_a_unit_leaves_with_a_reason_and_stays_in_history(
    directory, board, members, signed_in
):
    client = signed_in(board)
    response = client.post(
        reverse("membership-end", args=[members[1].pk]),
        {"last_day": "2024-12-31", "reason": "Giải thể"},
        follow=True,
    )
    assert "Thành viên đã rời khối Đảng ủy Khối" in words(response)
    assert "từ 01/01/2020 đến hết 31/12/2024" in words(response)
    assert JournalEntry.objects.get(verb="change").reason == "Giải thể"


def test_those_to_come_are_announced(directory, clerk, signed_in):
    row = Membership(
        bloc=directory.bloc,
        unit=directory.units["plain"],
        protocol_number=4,
        valid_from=clock.today() + timedelta(days=3),
    )
    services.add_member(row, actor=None)
    page = words(signed_in(clerk).get(directory.bloc.get_absolute_url()))
    assert "Ban Nội chính Tỉnh ủy vào khối, số thứ tự 4." in page


def office(directory, **more):
    return {
        "year": 2024,
        "office": Office.HEAD,
        "unit": directory.units["plain"].pk,
        "elected_on": "2024-01-10",
        "recognised_by": "Quyết định 15/QĐ-UBND",
    } | more


def test_an_office_is_given_and_moves_rights(directory, board, members, signed_in):
    client = signed_in(board)
    url = reverse("office-new", args=["khoi-dang"])
    client.post(url, office(directory))
    assert selectors.head_unit(directory.bloc, 2024) == directory.units["plain"]
    page = words(client.get(directory.bloc.get_absolute_url()))
    assert "Trưởng khối : Ban Nội chính Tỉnh ủy Bầu ngày 10/01/2024." in page
    assert "Công nhận: Quyết định 15/QĐ-UBND." in page


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"unit": "other"}, {"__all__": ["Năm này đã có Trưởng khối."]}),
        (
            {"office": Office.DEPUTY},
            {"__all__": ["Đơn vị đã giữ một chức danh trong năm này."]},
        ),
        ({"year": 2019}, {"unit": ["Đơn vị không thuộc khối trong năm 2019."]}),
        (
            {"unit": "other", "elected_on": "2999-01-01"},
            {"elected_on": ["Ngày bầu không thể sau hôm nay."]},
        ),
        ({"year": 24}, {"year": ["Ghi một số từ 1990 đến 2200."]}),
    ],
)
def test_a_wrong_office_is_refused(
    directory, board, members, signed_in, more, expected
):
    client = signed_in(board)
    url = reverse("office-new", args=["khoi-dang"])
    client.post(url, office(directory))
    if "unit" in more:
        more = more | {"unit": directory.units[more["unit"]].pk}
    response = client.post(url, office(directory, **more))
    assert errors(response) == expected
    assert BlocOffice.objects.count() == 1


def test_an_office_is_corrected(directory, board, members, signed_in):
    row = BlocOffice(
        bloc=directory.bloc,
        year=2024,
        unit=directory.units["plain"],
        office=Office.HEAD,
    )
    services.give_office(row, actor=None)
    url = reverse("office-edit", args=[row.pk])
    sent = office(directory, recognised_by="Quyết định 20/QĐ-UBND", reason="Sửa số")
    signed_in(board).post(url, sent)
    row.refresh_from_db()
    assert row.recognised_by == "Quyết định 20/QĐ-UBND"
    assert JournalEntry.objects.get(verb="change").reason == "Sửa số"


def test_former_offices_and_years_stand_on_the_page(directory, clerk, signed_in):
    def years(bloc, _user):
        yield points.BlocYear(2024, "open", "Đang diễn ra", f"/nam/{bloc.code}/2024/")

    points.BLOC_YEARS.register(years)
    try:
        page = signed_in(clerk).get(directory.bloc.get_absolute_url())
    finally:
        points.BLOC_YEARS.providers.remove(years)
    assert "Năm 2024 Đang diễn ra" in words(page)


@pytest.mark.parametrize(
    "name", ["bloc-edit", "membership-new", "bloc-order", "office-new"]
)
def test_only_the_board_changes_blocs(directory, administrator, signed_in, name):
    url = reverse(name, args=["khoi-dang"])
    response = signed_in(administrator).get(url)
    assert response.status_code == 403
    assert "Chỉ Ban Thi đua – Khen thưởng lập khối và thành viên." in words(response)


def test_an_unknown_bloc_is_not_found(directory, board, signed_in):
    client = signed_in(board)
    for name in ("bloc", "bloc-edit", "bloc-order", "office-new"):
        assert client.get(reverse(name, args=["khong-co"])).status_code == 404


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_blocs_asks_as_often_for_many(
    directory, board, members, signed_in, django_assert_num_queries, more
):
    for number in range(more):
        bloc = Bloc.objects.create(code=f"khoi-{number}", name=f"Khối {number}")
        Membership.objects.create(
            bloc=bloc,
            unit=directory.units["plain"],
            protocol_number=1,
            valid_from=SINCE,
        )
    client = signed_in(board)
    with django_assert_num_queries(8):
        page = client.get(reverse("blocs"))
    assert len(page.context["page_obj"]) == 1 + more
