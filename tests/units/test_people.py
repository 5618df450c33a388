"""People and their appointments."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core import clock
from core.models import JournalEntry
from tests.builders import add_person
from tests.units.conftest import SINCE
from tests.units.reading import errors, words
from units import rules, selectors, services
from units.enums import Role
from units.models import Appointment, Person

LAN = {
    "full_name": "Ma Thị Lan",
    "birth_date": "1980-03-15",
    "staff_code": "",
    "position": "Phó Chủ nhiệm",
    "note": "",
}


def test_people_stand_by_given_name(directory, board, signed_in):
    for name in ("Trần Văn Ân", "Đỗ Thị Ánh", "Lê Văn An", "Đào Đức Dũng", "Lý Đào"):
        add_person(name)
    page = signed_in(board).get(reverse("people"))
    known = [person.full_name for person in page.context["page_obj"]]
    assert known[:3] == ["Lê Văn An", "Đỗ Thị Ánh", "Trần Văn Ân"]
    assert known.index("Đào Đức Dũng") < known.index("Lý Đào")


def test_people_are_found_without_marks(directory, board):
    found = add_person("Đặng Thị Phượng")
    add_person("Đặng Văn Minh")
    assert list(selectors.people_listed(board, words="dang phuong")) == [found]
    assert list(selectors.people_listed(board, words="Phượng ĐẶNG")) == [found]
    assert list(selectors.people_listed(board, words="uong")) == []


def test_a_person_is_added(directory, board, signed_in):
    signed_in(board).post(reverse("person-new"), LAN)
    person = Person.objects.get(full_name="Ma Thị Lan")
    assert (person.birth_date, person.staff_code) == (date(1980, 3, 15), None)


def test_the_same_person_is_asked_about_and_another_one_accepted(
    directory, board, signed_in
):
    client = signed_in(board)
    client.post(reverse("person-new"), LAN)
    again = client.post(reverse("person-new"), LAN)
    asked = (
        "Đã có Ma Thị Lan, Phó Chủ nhiệm. Nếu đúng là người khác, "
        "đánh dấu ô ở cuối biểu mẫu rồi lưu lại."
    )
    assert errors(again) == {"full_name": [asked]}
    client.post(reverse("person-new"), LAN | {"birth_date": "1991-01-01"})
    client.post(reverse("person-new"), LAN | {"is_another": "on"})
    assert Person.objects.filter(full_name="Ma Thị Lan").count() == 3


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"birth_date": "2999-01-01"}, "birth_date", "Ngày sinh phải trước hôm nay."),
        ({"staff_code": "CB01"}, "staff_code", "Mã cán bộ này đã có người khác dùng."),
        ({"full_name": "  "}, "full_name", "Trường này là bắt buộc."),
    ],
)
def test_a_wrong_person_is_refused(
    directory, board, signed_in, change, field, sentence
):
    Person.objects.create(full_name="Người cũ", staff_code="CB01")
    response = signed_in(board).post(reverse("person-new"), LAN | change)
    assert errors(response) == {field: [sentence]}
    assert not Person.objects.filter(full_name="Ma Thị Lan").exists()


def give(client, person, unit, **more):
    sent = {
        "unit": unit.pk,
        "role": Role.CLERK,
        "valid_from": "2024-01-01",
        "valid_to": "",
    } | more
    return client.post(reverse("appointment-new", args=[person.pk]), sent)


def test_a_role_is_given_and_ended_with_a_reason(directory, board, signed_in):
    person, unit = add_person("Ma Thị Lan"), directory.units["plain"]
    client = signed_in(board)
    give(client, person, unit)
    held = person.appointments.get()
    asked = client.get(reverse("appointment-end", args=[held.pk]))
    assert "Chuyên viên thi đua, Ban Nội chính Tỉnh ủy, từ 01/01/2024." in words(asked)
    ended = {"last_day": "2024-06-30", "reason": "Chuyển công tác"}
    client.post(reverse("appointment-end", args=[held.pk]), ended)
    held.refresh_from_db()
    assert held.valid_to == date(2024, 6, 30)
    entry = JournalEntry.objects.filter(verb="change").get()
    assert (entry.reason, entry.unit) == ("Chuyển công tác", unit.pk)
    page = words(client.get(person.get_absolute_url()))
    assert "Chuyên viên thi đua Ban Nội chính Tỉnh ủy 01/01/2024 30/6/2024" in page


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        (
            {},
            "valid_from",
            "Người này đã giữ vai trò đó trong thời gian trùng nhau.",
        ),
        (
            {"valid_from": "2025-01-01", "valid_to": "2024-12-31", "role": Role.LEADER},
            "__all__",
            "Ngày kết thúc phải sau ngày bắt đầu.",
        ),
        ({"is_deputy": "on"}, "is_deputy", "Chỉ vai trò thủ trưởng mới có cấp phó."),
        (
            {"role": Role.ADMINISTRATOR},
            "role",
            "Chỉ quản trị hệ thống giao hoặc cho thôi vai trò này.",
        ),
    ],
)
def test_a_wrong_role_is_refused(directory, board, signed_in, more, field, sentence):
    person, unit = add_person("Ma Thị Lan"), directory.units["plain"]
    client = signed_in(board)
    give(client, person, unit)
    response = give(client, person, unit, **more)
    assert errors(response) == {field: [sentence]}
    assert person.appointments.count() == 1


def test_an_end_before_the_beginning_is_refused(directory, board, clerk, signed_in):
    held = clerk.person.appointments.get()
    response = signed_in(board).post(
        reverse("appointment-end", args=[held.pk]),
        {"last_day": "2019-01-01", "reason": "Thử"},
    )
    assert errors(response) == {"__all__": ["Ngày kết thúc phải sau ngày bắt đầu."]}


def test_an_end_needs_a_reason(directory, board, clerk, signed_in):
    held = clerk.person.appointments.get()
    response = signed_in(board).post(
        reverse("appointment-end", args=[held.pk]), {"last_day": "2024-01-01"}
    )
    assert errors(response) == {"reason": ["Trường này là bắt buộc."]}
    held.refresh_from_db()
    assert held.valid_to is None


def appointment(directory, role):
    return Appointment(
        person=add_person("Vũ Đình Long"),
        unit=directory.units["plain"],
        role=role,
        valid_from=SINCE,
    )


def test_only_an_administrator_makes_an_administrator(directory, board, administrator):
    with pytest.raises(ValidationError, match="Chỉ quản trị hệ thống giao"):
        services.appoint(appointment(directory, Role.ADMINISTRATOR), actor=board)
    made = services.appoint(
        appointment(directory, Role.ADMINISTRATOR), actor=administrator
    )
    with pytest.raises(ValidationError, match="Chỉ quản trị hệ thống giao"):
        services.end_appointment(made, clock.today(), actor=board, reason="Thử")
    assert rules.may_give_role(board, Role.BOARD_OFFICER)


def test_the_last_administrator_stays(directory, administrator):
    held = administrator.person.appointments.get()
    with pytest.raises(ValidationError, match="Phải còn ít nhất một quản trị"):
        services.end_appointment(
            held, clock.today(), actor=administrator, reason="Nghỉ"
        )
    second = services.appoint(
        appointment(directory, Role.ADMINISTRATOR), actor=administrator
    )
    with pytest.raises(ValidationError, match="Phải còn ít nhất một quản trị"):
        services.end_appointment(
            held, clock.today(), actor=administrator, reason="Nghỉ"
        )
    services.open_account(second.person, "longvd", "mat-khau-cua-long", actor=None)
    services.end_appointment(held, clock.today(), actor=administrator, reason="Nghỉ")
    assert list(selectors.working_administrators().order_by("pk")) == [
        administrator,
        second.person.user,
    ]


def test_rights_end_with_the_role(directory, clerk):
    held = clerk.person.appointments.get()
    services.end_appointment(
        held, clock.today() - timedelta(days=1), actor=None, reason="Thôi"
    )
    again = type(clerk).objects.get(pk=clerk.pk)
    assert again.appointments == []
    assert list(selectors.units_visible_to(again)) == []


def test_who_sees_whom(directory, board, clerk, signed_in):
    colleague = directory.person("Lý Thu Trang", Role.LEADER, "plain")
    stranger = directory.person("Bàn Văn Minh", Role.CLERK, "other")
    client = signed_in(clerk)
    assert client.get(colleague.get_absolute_url()).status_code == 200
    assert client.get(stranger.get_absolute_url()).status_code == 404
    assert client.get(reverse("person-edit", args=[colleague.pk])).status_code == 403
    assert client.get(reverse("person-edit", args=[stranger.pk])).status_code == 404
    held = stranger.appointments.get()
    assert client.get(reverse("appointment-end", args=[held.pk])).status_code == 404


def test_a_colleague_reads_no_birth_date_and_no_account(directory, clerk, signed_in):
    other = directory.person("Lý Thu Trang", Role.LEADER, "plain")
    other.birth_date = date(1980, 3, 15)
    other.save()
    services.open_account(other, "trang.lt", "mot-mat-khau-dai", actor=None)
    page = words(signed_in(clerk).get(other.get_absolute_url()))
    assert "1980" not in page
    assert "trang.lt" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_of_people_asks_as_often_for_many(
    directory, board, signed_in, django_assert_num_queries, more
):
    for number in range(more):
        directory.person(f"Người thứ {number}", Role.CLERK, "plain")
    client = signed_in(board)
    with django_assert_num_queries(7):
        page = client.get(reverse("people"))
    assert len(page.context["page_obj"]) == 1 + more
