"""A unit's staff: no rights follow from it, and nobody is matched by name."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import access, clock, journal
from core.workflow import BlockedError
from tests.builders import PASSWORD
from tests.units.reading import errors, words
from units import selectors, services
from units.enums import Role
from units.models import Appointment, Person, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(directory):
    return directory.units["plain"]


@pytest.fixture
def browser(clerk, signed_in):
    return signed_in(clerk)


def enrolled(unit, name="Nguyễn Văn A", **more):
    (one,) = services.enrol(unit, [Person(full_name=name, **more)], actor=None)
    return one


# ----- rights


def test_being_on_the_staff_gives_no_rights_whatever(directory, unit):
    person = enrolled(unit).person
    services.open_account(person, "can.bo", PASSWORD, actor=None)
    user = User.objects.get(login="can.bo")
    assert user.appointments == []
    assert user.card["office"] == "Chưa được giao vai trò"
    assert selectors.readable_unit_ids(user) == set()
    assert list(selectors.people_visible_to(user)) == [person]
    for permission in access.PERMISSIONS.values():
        if permission.scope is not None and permission.name != "units.view_person":
            assert not permission.scope(user).exists(), permission.name
    assert not access.check(user, "units.keep_staff", unit).allowed


def test_an_office_counts_beside_the_place_on_the_staff(directory, unit, clerk):
    services.enrol(unit, [clerk.person], actor=None)
    fresh = User.objects.get(pk=clerk.pk)
    assert [one.role for one in fresh.appointments] == [Role.CLERK]


def test_staff_is_not_listed_among_the_offices_of_a_unit(unit, clerk):
    enrolled(unit)
    assert [role for role, _held in selectors.offices_in(unit)] == [
        "Chuyên viên thi đua"
    ]


@pytest.mark.parametrize(
    ("role", "where", "may"),
    [
        (Role.CLERK, "plain", True),
        (Role.CLERK, "other", False),
        (Role.LEADER, "plain", False),
        (Role.SECRETARY, "plain", False),
        (Role.BOARD_OFFICER, "board", True),
        (Role.ADMINISTRATOR, "board", True),
    ],
)
def test_the_units_clerk_and_the_keepers_keep_the_list(
    directory, unit, role, where, may
):
    user = directory.user(role, where)
    assert access.check(user, "units.keep_staff", unit).allowed is may
    if not may:
        with pytest.raises(PermissionDenied):
            services.enrol(unit, [Person(full_name="Ai Đó")], actor=user)


def test_the_agencys_clerk_keeps_the_list_of_its_parts(directory, unit, clerk):
    part = directory.units["other"]
    part.parent = unit
    part.save()
    assert access.check(clerk, "units.keep_staff", part).allowed


# ----- the list


def test_everybody_of_the_unit_stands_by_given_name(browser, unit):
    for name in ("Trần Văn Ân", "Lê Văn An", "Đỗ Thị Ánh"):
        enrolled(unit, name)
    enrolled(unit, "Vũ Văn Đã Thôi")
    gone = Appointment.objects.get(person__full_name="Vũ Văn Đã Thôi")
    gone.valid_from = clock.today() - timedelta(days=9)
    gone.valid_to = clock.today() - timedelta(days=1)
    gone.save()
    page = browser.get(reverse("unit-staff", args=[unit.pk]))
    names = [one.label for one in page.context["members"]]
    assert names == ["Lê Văn An", "Đỗ Thị Ánh", "Trần Văn Ân", "Người clerk plain"]
    assert "Chuyên viên thi đua (Ban Thi đua – Khen thưởng giao)" in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    browser, unit, count, django_assert_num_queries
):
    for place in range(count):
        enrolled(unit, f"Người Thứ {place}")
    browser.get(reverse("unit-staff", args=[unit.pk]))
    with django_assert_num_queries(7):
        browser.get(reverse("unit-staff", args=[unit.pk]))


def test_an_empty_list_says_what_to_do(directory, board, signed_in):
    empty = directory.units["other"]
    page = signed_in(board).get(reverse("unit-staff", args=[empty.pk]))
    assert "Chưa có ai trong danh sách" in words(page)


def test_the_units_page_leads_there_for_who_may(browser, clerk, unit, directory):
    url = reverse("unit-staff", args=[unit.pk])
    assert url in browser.get(unit.get_absolute_url()).content.decode()
    other = directory.units["other"]
    hidden = reverse("unit-staff", args=[other.pk])
    assert hidden not in browser.get(other.get_absolute_url()).content.decode()


# ----- people of one name


def test_people_of_one_name_are_told_apart_as_far_as_needed(db):
    def person(name="Nguyễn Văn A", **more):
        return Person.objects.create(full_name=name, **more)

    alone = person("Trần Thị B", position="Chuyên viên")
    born = person(birth_date=date(1980, 2, 3))
    clerk, guard = person(position="Chuyên viên"), person(position="Bảo vệ")
    marked, coded = person("Nguyên Văn A", staff_code="CB7"), person(staff_code="CB8")
    bare = person()
    labels = selectors.told_apart([alone, born, clerk, guard, marked, coded, bare])
    assert labels == {
        alone.pk: "Trần Thị B",
        born.pk: "Nguyễn Văn A (sinh 03/02/1980)",
        clerk.pk: "Nguyễn Văn A (Chuyên viên)",
        guard.pk: "Nguyễn Văn A (Bảo vệ)",
        marked.pk: "Nguyên Văn A (mã CB7)",
        coded.pk: "Nguyễn Văn A (mã CB8)",
        bare.pk: f"Nguyễn Văn A (số {bare.pk})",
    }


def test_twins_in_everything_get_their_numbers(db):
    same = {"full_name": "Nguyễn Văn A", "position": "Chuyên viên"}
    twins = [Person.objects.create(**same) for _ in range(2)]
    labels = selectors.told_apart(twins)
    assert list(labels.values()) == [
        f"Nguyễn Văn A (Chuyên viên, số {one.pk})" for one in twins
    ]


def test_a_position_beside_the_name_tells_too(db):
    def person(position, **more):
        return Person.objects.create(
            full_name="Nguyễn Văn A", position=position, **more
        )

    clerk, guard = person("Chuyên viên"), person("Bảo vệ")
    older = person("bảo vệ", birth_date=date(1970, 1, 2))
    labels = selectors.told_apart([clerk, guard, older], beside_position=True)
    assert labels == {
        clerk.pk: "Nguyễn Văn A",
        guard.pk: f"Nguyễn Văn A (số {guard.pk})",
        older.pk: "Nguyễn Văn A (sinh 02/01/1970)",
    }


# ----- one more

A = {"full_name": "Nguyễn Văn A", "position": "", "birth_date": "", "staff_code": ""}


def add(browser, unit, **more):
    return browser.post(reverse("staff-new", args=[unit.pk]), A | more)


def test_a_new_name_is_added_at_once(browser, unit, clerk):
    add(browser, unit, position="Văn thư")
    one = Appointment.objects.get(role=Role.STAFF)
    assert (one.unit, one.person.position) == (unit, "Văn thư")
    assert (one.valid_from, one.valid_to) == (clock.today(), None)
    entry = journal.entries_of(one).get()
    assert (entry.actor, entry.unit) == (clerk, unit.pk)


def test_a_known_name_is_shown_with_its_unit_and_chosen(browser, directory, unit):
    elsewhere = directory.person("Nguyễn Văn A", Role.LEADER, "other")
    Person.objects.filter(pk=elsewhere.pk).update(
        position="Bí thư", birth_date=date(1975, 4, 30)
    )
    asked = add(browser, unit)
    assert errors(asked)["full_name"] == [
        "Đã có người cùng tên: chọn đúng người ở cuối biểu mẫu, hoặc chọn người mới."
    ]
    shown = (
        "Nguyễn Văn A (sinh 30/4/1975, Bí thư, "
        "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh)"
    )
    assert shown in words(asked)
    add(browser, unit, who=elsewhere.pk, position="Khác", staff_code="")
    one = Appointment.objects.get(role=Role.STAFF)
    assert one.person == elsewhere
    assert Person.objects.get(pk=elsewhere.pk).position == "Bí thư"
    add(browser, unit, who="new")
    assert Person.objects.filter(full_name="Nguyễn Văn A").count() == 2


def test_who_is_here_already_is_not_added_twice(browser, unit):
    person = enrolled(unit).person
    add(browser, unit, who=person.pk)
    assert Appointment.objects.get(role=Role.STAFF).person == person


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"birth_date": "2999-01-01"}, "birth_date", "Ngày sinh phải trước hôm nay."),
        ({"staff_code": "CB01"}, "staff_code", "Mã cán bộ này đã có người khác dùng."),
        ({"full_name": " "}, "full_name", "Trường này là bắt buộc."),
    ],
)
def test_a_wrong_person_is_refused(browser, unit, change, field, sentence):
    Person.objects.create(full_name="Người Cũ", staff_code="CB01")
    assert errors(add(browser, unit, **change)) == {field: [sentence]}


# ----- corrections and the end


def test_the_clerk_corrects_only_who_is_nowhere_else(browser, directory, unit):
    one = enrolled(unit)
    url = reverse("staff-edit", args=[one.pk])
    browser.post(url, A | {"position": "Kế toán"})
    assert Person.objects.get(pk=one.person_id).position == "Kế toán"
    services.enrol(directory.units["other"], [one.person], actor=None)
    refused = browser.post(url, A | {"position": "Thủ quỹ"})
    assert "còn giữ vai trò hoặc làm việc ở nơi khác" in words(refused)
    assert Person.objects.get(pk=one.person_id).position == "Kế toán"


def test_who_has_an_account_is_corrected_by_the_keepers(unit, clerk, board):
    one = enrolled(unit)
    services.open_account(one.person, "can.bo", PASSWORD, actor=None)
    one.person.position = "Kế toán"
    with pytest.raises(BlockedError):
        services.correct_staff(one.person, unit, actor=clerk)
    services.correct_staff(one.person, unit, actor=board)
    assert Person.objects.get(pk=one.person_id).position == "Kế toán"


def test_somebody_leaves_with_a_reason(browser, unit):
    one = enrolled(unit)
    url = reverse("staff-end", args=[one.pk])
    assert "Danh hiệu đã đăng ký và đã đạt vẫn còn" in words(browser.get(url))
    today = clock.today()
    browser.post(url, {"last_day": today.isoformat(), "reason": "Nghỉ hưu"})
    one.refresh_from_db()
    assert one.valid_to == today
    assert journal.entries_of(one).first().reason == "Nghỉ hưu"


def test_an_office_is_not_ended_as_a_place_on_the_staff(browser, clerk):
    office = clerk.appointments[0]
    url = reverse("staff-end", args=[office.pk])
    assert browser.get(url).status_code == 404
    with pytest.raises(BlockedError, match="Ban Thi đua – Khen thưởng cho thôi"):
        services.leave_staff(office, clock.today(), actor=clerk, reason="x")
