"""Many members of staff pasted from Excel: a look first, then all or nothing."""

from datetime import date

import pytest
from django.urls import reverse

from tests.units.reading import words
from units import services
from units.enums import Role
from units.forms.pasted import MOST_LINES, read
from units.models import Appointment, Person

pytestmark = pytest.mark.django_db

BLOCK = (
    "STT\tHọ và tên\tChức vụ\tNgày sinh\tMã cán bộ\r\n"
    "1\tNguyễn Văn A\tChuyên viên\t03/02/1980\tCB01\r\n"
    "\r\n"
    "2\tTra\u0302\u0300n  Thị B\t\t\t\r\n"
)


@pytest.fixture
def unit(directory):
    return directory.units["plain"]


@pytest.fixture
def paste(clerk, signed_in, unit):
    browser = signed_in(clerk)

    def post(text, **more):
        url = reverse("staff-paste", args=[unit.pk])
        return browser.post(url, {"text": text} | more)

    return post


def staff():
    held = Appointment.objects.filter(role=Role.STAFF).order_by("person__name_key")
    return [one.person for one in held.select_related("person")]


def test_heading_blank_lines_and_numbers_are_left_out():
    first, second = read(BLOCK)
    assert (first.number, first.full_name, first.position) == (
        2,
        "Nguyễn Văn A",
        "Chuyên viên",
    )
    assert (first.birth_date, first.staff_code) == (date(1980, 2, 3), "CB01")
    assert (second.full_name, second.birth_date) == ("Trần Thị B", None)


def test_nothing_is_written_before_the_preview_is_confirmed(paste):
    seen = paste(BLOCK)
    assert seen.status_code == 200
    assert words(seen).count("Thêm người mới") == 2
    assert staff() == []
    done = paste(BLOCK, confirm="1")
    assert done.status_code == 302
    assert [one.full_name for one in staff()] == ["Nguyễn Văn A", "Trần Thị B"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Trường này là bắt buộc."),
        ("STT\n\n", "Chưa thấy dòng nào có tên người."),
        ("\tChuyên viên", "Dòng 1: chưa có họ và tên."),
        ("12345", "Dòng 1: chưa có họ và tên."),
        (
            "Lê C\t\t31/02/1980",
            "Dòng 1: ngày sinh “31/02/1980” chưa đúng: viết ngày/tháng/năm",
        ),
        ("Lê C\t\t01/01/2999", "Dòng 1: ngày sinh phải trước hôm nay."),
        ("Lê C\t\t\tX\tthừa", "Dòng 1: có nhiều cột hơn bốn cột của danh sách."),
        ("L" * 121, "Dòng 1: họ và tên dài quá 120 ký tự."),
        ("Lê C\t\t\tX\nLê D\t\t\tX", "Dòng 2: mã cán bộ X có hai lần"),
        ("Lê C\t\t\tCB9", "Dòng 1: mã cán bộ CB9 đã có người khác dùng."),
        ("Lê C\n" * (MOST_LINES + 1), f"Mỗi lần dán nhiều nhất {MOST_LINES} dòng."),
    ],
)
def test_a_wrong_block_is_refused_line_by_line(paste, text, sentence):
    Person.objects.create(full_name="Người Cũ", staff_code="CB9")
    for more in ({}, {"confirm": "1"}):
        answer = paste(text, **more)
        assert answer.status_code == 422
        assert sentence in words(answer)
    assert staff() == []


def test_a_known_name_must_be_chosen(paste, directory):
    known = directory.person("Nguyễn Văn A", Role.LEADER, "other")
    seen = words(paste("Nguyễn Văn A"))
    assert "Nguyễn Văn A (Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh)" in seen
    assert "Chọn đúng người." not in seen
    missing = paste("Nguyễn Văn A", confirm="1")
    assert missing.status_code == 422
    assert "Chọn đúng người." in words(missing)
    assert staff() == []
    paste("Nguyễn Văn A", confirm="1", who_1=str(known.pk))
    assert staff() == [known]


@pytest.mark.parametrize(
    ("line", "is_likely"),
    [
        ("Nguyễn Văn A\t\t03/02/1980", True),
        ("Nguyễn Văn A\t\t\tCB01", True),
        ("Nguyễn Văn A\t\t04/02/1980", False),
        ("Nguyễn Văn A", False),
    ],
)
def test_code_or_birthday_only_suggest_who_is_meant(paste, line, is_likely):
    known = Person.objects.create(
        full_name="Nguyễn Văn A", birth_date=date(1980, 2, 3), staff_code="CB01"
    )
    html = paste(line).content.decode()
    assert (f'value="{known.pk}" selected' in html) is is_likely
    assert paste(line, confirm="1").status_code == 422


def test_a_code_of_somebody_known_is_not_given_to_a_new_person(paste):
    Person.objects.create(full_name="Nguyễn Văn A", staff_code="CB01")
    refused = paste("Nguyễn Văn A\t\t\tCB01", confirm="1", who_1="new")
    assert "Mã cán bộ CB01 đã có người khác dùng." in words(refused)
    assert staff() == []


def test_lines_of_one_name_are_two_people_only_when_said_so(paste):
    block = "Nguyễn Văn A\nNguyễn Văn A"
    assert "Người khác với dòng 1, chưa có trong danh bạ" in words(paste(block))
    assert paste(block, confirm="1").status_code == 422
    paste(block, confirm="1", who_2="skip")
    assert len(staff()) == 1
    known = str(staff()[0].pk)
    paste(block, confirm="1", who_1=known, who_2="new")
    assert len(staff()) == 2


def test_the_preview_says_who_is_here_already(paste, unit):
    services.enrol(unit, [Person(full_name="Nguyễn Văn A")], actor=None)
    assert "đã có ở đơn vị: Nguyễn Văn A (Ban Nội chính Tỉnh ủy)" in words(
        paste("Nguyễn Văn A")
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_preview_costs_the_same_for_any_number(
    paste, count, django_assert_num_queries
):
    block = "\n".join(f"Người Thứ {place}\t\t\tCB{place}" for place in range(count))
    paste(block)
    with django_assert_num_queries(9):
        paste(block)
