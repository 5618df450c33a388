"""Estimates of a year, figures taken over from the half-year, parts and blanks."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.grid import HEADER
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Period
from emulation.models import Report, Result
from emulation.reports.results import results_table
from emulation.selectors.results import carriable_rows, doubts_of
from emulation.services import results as services
from tests.builders import World
from tests.steps import approve_report, fill_report, sign_pledge

pytestmark = pytest.mark.django_db

D = Decimal
SCRIPT = {f"HTTP_{HEADER.upper().replace('-', '_')}": "1"}


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def report(built) -> Report:
    sign_pledge(built)
    return built.report()


@pytest.fixture
def half(built, report) -> Report:
    """The half-year's report: 7 cases, the rate not measured yet."""
    half = built.report(period=Period.HALF_YEAR)
    half.results.filter(target__kind="number").update(actual=7, note="Đến 15/6")
    return half


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def browser(clerk) -> Client:
    client = Client()
    client.force_login(clerk)
    return client


def cases(report: Report) -> Result:
    return report.results.get(target__kind="number")


# ----- taken over


def test_blank_rows_take_over_the_half_years_figure_as_estimates(report, half, clerk):
    assert services.carry_over(report, actor=clerk) == 1
    row = cases(report)
    assert (row.actual, row.is_estimate, row.note, row.version) == (7, True, "", 2)
    assert report.results.get(target__kind="percentage").actual is None


def test_what_is_typed_or_zero_stays(report, half, clerk):
    report.results.filter(target__kind="number").update(actual=0)
    assert services.carry_over(report, actor=clerk) == 0
    assert cases(report).actual == 0


def test_what_is_withheld_stays_withheld(report, half, clerk):
    half.results.update(is_withheld=True)
    services.carry_over(report, actor=clerk)
    assert cases(report).is_withheld


def test_the_half_year_takes_over_nothing(half, clerk):
    half.results.update(actual=None)
    assert services.carry_over(half, actor=clerk) == 0


def test_a_report_that_was_sent_takes_over_nothing(built, report, half, clerk):
    run(fill_report(built), "submit", actor=clerk)
    with pytest.raises(BlockedError, match="không sửa được"):
        services.carry_over(built.report(), actor=clerk)


def test_a_stranger_takes_over_nothing(built, report, half):
    with pytest.raises(PermissionDenied):
        services.carry_over(report, actor=built.user("clerk", "other"))


@pytest.mark.parametrize("count", [1, 3])
def test_reading_what_may_be_taken_over_is_constant(
    built, report, half, count, django_assert_num_queries
):
    half.results.update(actual=5)
    report.results.exclude(
        pk__in=report.results.values_list("pk", flat=True)[:count]
    ).update(actual=1)
    with django_assert_num_queries(2):
        assert len(carriable_rows(report)) == min(count, 2)


def test_the_button_takes_over_and_clearing_undoes_it(browser, report, half):
    home = report.get_absolute_url()
    words = "Lấy số 6 tháng cho ô còn trống"
    assert words in browser.get(home).content.decode()
    done = browser.post(home, {"do": "carry"}, follow=True).content.decode()
    assert "Đã lấy số 6 tháng cho 1 dòng còn trống, đánh dấu “ước”" in done
    assert words not in done
    again = browser.post(home, {"do": "carry"}, follow=True).content.decode()
    assert "Không có dòng trống nào có số 6 tháng để lấy." in again
    row = cases(report)
    typed = {"version": row.version, "actual": "", "note": ""}
    browser.post(home, {f"row-{row.pk}-{k}": v for k, v in typed.items()})
    row.refresh_from_db()
    assert (row.actual, row.is_estimate) == (None, False)
    assert words in browser.get(home).content.decode()


def test_the_button_is_gone_once_sent(built, browser, report, half, clerk):
    run(fill_report(built), "submit", actor=clerk)
    html = browser.get(report.get_absolute_url()).content.decode()
    assert "Lấy số 6 tháng" not in html


# ----- estimates


def test_estimates_are_said_on_page_list_and_table(built, client, report):
    approve_report(built)
    assert not report.has_estimates
    report.results.filter(target__kind="number").update(is_estimate=True)
    assert report.has_estimates
    client.force_login(built.user("secretary", "head"))
    page = client.get(report.get_absolute_url()).content.decode()
    assert 'Còn <b class="num">1</b> số ước' in page
    assert '<span class="meta">ước</span>' in page
    listed = client.get(
        reverse("reports", args=["khoi-thu", built.year.year, Period.YEAR])
    ).content.decode()
    assert listed.count("còn 1 số ước") == 1
    rows = results_table(built.year).rows
    assert [row.cells["actual"] for row in rows if not row.is_head] == [
        "15 (*)",
        "96,15",
    ]


def test_a_blank_is_no_estimate(report):
    report.results.update(is_estimate=True)
    assert not report.has_estimates


def test_the_unit_makes_it_final_after_a_return(built, browser, report):
    approve_report(built)
    report.results.update(is_estimate=True)
    run(
        built.report(),
        "return",
        actor=built.user("leader", "plain"),
        reason="Thay số ước bằng số chính thức.",
    )
    row = cases(report)
    typed = {"version": row.version, "actual": "16", "note": ""}
    browser.post(
        report.get_absolute_url(),
        {f"row-{row.pk}-{name}": value for name, value in typed.items()},
    )
    row.refresh_from_db()
    assert (row.actual, row.is_estimate) == (16, False)


# ----- parts and wholes


@pytest.mark.parametrize(
    ("part", "measure", "question"),
    [
        (16, "vụ", "“trong đó” lớn hơn dòng chính (15): kiểm tra lại."),
        (15, "vụ", ""),
        (16, "người", ""),
        (None, "vụ", ""),
    ],
)
def test_a_part_above_its_whole_is_asked_about(
    browser, report, clerk, part, measure, question
):
    report.results.filter(target__kind="number").update(actual=15)
    whole = cases(report)
    row = Result(report=report, content="cấp tỉnh", parent=whole)
    row.unit_of_measure, row.actual = measure, part
    services.add_result(row, actor=clerk)
    assert doubts_of(selectors.results_of(report), {})[row.pk] == question
    typed = {"version": 1, "actual": part or "", "note": "x", "content": "cấp tỉnh"}
    typed["unit_of_measure"] = measure
    data = {f"row-{row.pk}-{name}": value for name, value in typed.items()}
    saved = browser.post(report.get_absolute_url(), data, **SCRIPT).json()["saved"]
    assert ("lớn hơn dòng chính" in saved[0]["cells"]["completion"]) is bool(question)


# ----- a block at once


def test_a_pasted_block_saves_what_is_right_and_names_what_is_not(browser, report):
    numbers, rates = report.results.order_by("position")
    data = {}
    for row, actual in ((numbers, "1.500"), (rates, "101")):
        typed = {"version": row.version, "actual": actual, "note": ""}
        data |= {f"row-{row.pk}-{name}": value for name, value in typed.items()}
    answer = browser.post(report.get_absolute_url(), data, **SCRIPT)
    assert [one["row"] for one in answer.json()["saved"]] == [str(numbers.pk)]
    assert answer.json()["errors"][0]["row"] == str(rates.pk)
    assert cases(report).actual == 1500


# ----- no target, zero, blank


def test_no_target_zero_and_blank_are_three_things(built, browser, report):
    approve_report(built)
    half = built.report(period=Period.HALF_YEAR)
    report.results.filter(target__kind="number").update(actual=0)
    report.participation.pledge.targets.filter(kind="percentage").update(value=None)
    report.results.update(held_comparator="", held_value=None)
    page = browser.get(report.get_absolute_url()).content.decode()
    assert "Không giao chỉ tiêu, không tính tỷ lệ" in page
    assert "Đạt 0%" in page
    assert page.count("Chưa nhập") == 0
    assert browser.get(half.get_absolute_url()).content.decode().count("Chưa nhập") == 2
    table = results_table(built.year)
    cells = [row.cells for row in table.rows if not row.is_head]
    assert [(one["target"], one["actual"]) for one in cells] == [
        ("≥ 12", "0"),
        (None, "96,15"),
    ]
    assert [one["completion"] for one in cells] == [
        "đạt 0% (thiếu 100%)",
        "không giao chỉ tiêu",
    ]
    assert any("không giao chỉ tiêu" in note for note in table.notes)
    assert D(0) == cases(report).actual
