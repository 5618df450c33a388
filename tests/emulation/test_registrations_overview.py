"""What all units aim at: limits, counts, lists, workbooks; for who oversees the year."""

import io

import openpyxl
import pytest
from django.urls import reverse

from core import clock
from emulation.enums import Aim
from emulation.models import Initiative, Participation
from emulation.reports import registrations as reports
from emulation.selectors.aimed import aimed_in
from emulation.services.registrations import add_initiative
from emulation.services.roster import set_successor
from tests.emulation.aiming import blank, limit, personal, register, staff, title
from tests.units.reading import words

pytestmark = pytest.mark.django_db


def address(built, table=""):
    args = [built.bloc.code, built.year.year]
    if table:
        return reverse("registrations-workbook", args=[*args, table])
    return reverse("registrations", args=args)


@pytest.fixture
def secretary(built, client):
    client.force_login(built.secretary)
    return client


def counted(built):
    """Return the counts by title and unit, as the table prints them."""
    units = {unit.pk: code for code, unit in built.units.items()}
    table = reports.counts_table(aimed_in(built.year))
    found = {}
    for row in table.rows:
        if not row.is_head:
            cells = {
                units[int(key.removeprefix("unit-"))]: count
                for key, count in row.cells.items()
                if key.startswith("unit-")
            }
            found[row.cells["title"]] = (row.cells["total"], cells)
    return found


def test_titles_are_counted_by_unit(built):
    limit(built, title(), in_bloc=1)
    limit(built, personal(), strict=False, per_unit=1)
    register(built, title(), unit="other")
    for letter in "CD":
        register(built, personal(), staff(built, f"Lê Văn {letter}"))
    assert counted(built) == {
        "Danh hiệu CO-TINH": (1, {"other": 1}),
        "Danh hiệu LDTT": (2, {"plain": 2}),
    }


def test_titles_stand_by_subject_with_their_limits(built):
    limit(built, personal(), per_unit=3)
    limit(built, title(), in_bloc=1)
    rows = reports.counts_table(aimed_in(built.year)).rows
    told = [
        (one.cells["title"], one.cells.get("per_unit"), one.cells.get("in_bloc"))
        for one in rows
    ]
    assert told == [
        ("Tập thể", None, None),
        ("Danh hiệu CO-TINH", None, 1),
        ("Cá nhân", None, None),
        ("Danh hiệu LDTT", 3, None),
    ]


def test_what_is_over_is_said(built):
    limit(built, title(), strict=False, in_bloc=1)
    limit(built, personal(), strict=False, in_bloc=1, per_unit=1)
    for unit in ("plain", "other"):
        register(built, title(), unit=unit)
    for letter in "CD":
        register(built, personal(), staff(built, f"Lê Văn {letter}"))
    assert reports.excesses(aimed_in(built.year)) == [
        "“Danh hiệu CO-TINH”: cả khối được 1, đã có 2 đơn vị đăng ký.",
        "“Danh hiệu LDTT”: cả khối được 1, đã có 2 người đăng ký.",
        "“Danh hiệu LDTT”: Ban Nội chính Tỉnh ủy đăng ký 2, mỗi đơn vị được 1.",
    ]


def test_nothing_is_over_without_limits(built):
    register(built, title())
    limit(built, personal(), strict=False)
    assert reports.excesses(aimed_in(built.year)) == []


def test_a_merged_unit_counts_for_its_successor_and_who_left_no_more(built):
    for unit in ("plain", "other", "deputy"):
        register(built, title(), unit=unit)
    set_successor(
        built.participation("other"),
        built.participation("plain"),
        left_on=clock.today(),
        reason="Sáp nhập",
        actor=built.secretary,
    )
    Participation.objects.filter(unit=built.units["deputy"]).update(
        left_on=clock.today()
    )
    clerk = built.user("clerk", "deputy")
    gone = built.pledge("deputy")
    Initiative.objects.create(pledge=gone, name="Của đơn vị đã thôi")
    assert counted(built) == {"Danh hiệu CO-TINH": (1, {"plain": 2})}
    aimed = aimed_in(built.year)
    assert {one.unit for one in aimed.units} == {
        built.units["head"],
        built.units["plain"],
    }
    assert aimed.initiatives == []
    assert clerk.appointments


def test_lists_name_people_apart_and_leave_blank_rows_out(built):
    for position in ("Văn thư", "Kế toán"):
        person = staff(built, "Nguyễn Văn A", position=position)
        register(built, personal(), person)
    blank(built, Aim.INDIVIDUAL)
    blank(built, Aim.INITIATIVE)
    idea = Initiative(pledge=built.pledge(), name="Một cách", person=person)
    add_initiative(idea, actor=built.user("clerk", "plain"))
    tables = reports.tables_of(aimed_in(built.year))
    people = [one.cells["person"] for one in tables["ca-nhan"].rows]
    assert people == ["Nguyễn Văn A (Văn thư)", "Nguyễn Văn A (Kế toán)"]
    (row,) = tables["sang-kien"].rows
    assert row.cells["author"] == "Nguyễn Văn A (Kế toán)"
    assert row.url.endswith(f"#sang-kien-{idea.pk}")
    assert tables["tap-the"].rows == []


def test_a_half_typed_person_is_listed_as_such(built):
    row = blank(built, Aim.INDIVIDUAL)
    row.title = personal()
    row.save()
    (listed,) = reports.individual_table(aimed_in(built.year)).rows
    assert listed.cells["person"] == "Chưa chọn người"


def test_the_page_shows_every_list(built, secretary):
    limit(built, title(), strict=False, in_bloc=0)
    register(built, title(), unit="other")
    page = words(secretary.get(address(built)))
    assert "Vượt số lượng được đề nghị" in page
    assert "“Danh hiệu CO-TINH”: cả khối được 0, đã có 1 đơn vị đăng ký." in page
    assert f"Danh hiệu tập thể đăng ký năm {built.year.year}" in page
    assert "Đang soạn" in page
    assert "Chưa có." in page  # no initiative


def test_an_empty_year_says_so(built, secretary):
    assert "Chưa có đăng ký nào" in words(secretary.get(address(built)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    built, secretary, count, django_assert_num_queries
):
    for place in range(count):
        register(built, personal(), staff(built, f"Lê Văn {place}"))
        idea = Initiative(pledge=built.pledge(), name=f"Cách {place}")
        add_initiative(idea, actor=built.user("clerk", "plain"))
    secretary.get(address(built))
    with django_assert_num_queries(12):
        secretary.get(address(built))


def test_a_table_is_taken_out_as_a_workbook(built, secretary):
    person = staff(built, "=Lê Văn C", position="Văn thư")
    register(built, personal(), person)
    answer = secretary.get(address(built, "ca-nhan"))
    assert "attachment" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value]
    (name,) = [one for one in cells if one.value == "=Lê Văn C"]
    assert name.data_type == "s"
    assert "Danh hiệu LDTT" in [one.value for one in cells]
    assert secretary.get(address(built, "khac")).status_code == 404


def test_only_who_oversees_the_year_reads_it(built, client):
    for role, unit, status in (
        ("clerk", "plain", 403),
        ("leader", "head", 200),
        ("secretary", "deputy", 200),
        ("board_officer", "board", 200),
        ("clerk", "outside", 404),
    ):
        client.force_login(built.user(role, unit))
        assert client.get(address(built)).status_code == status
        assert client.get(address(built, "tong-hop")).status_code == status
