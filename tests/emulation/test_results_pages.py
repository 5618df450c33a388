"""The pages of results: the list of a period, one report, its texts and its route."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.grid import HEADER
from core.workflow import run
from emulation.enums import Period
from emulation.models import Narrative, Report, Result
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
def cases(report) -> Result:
    """The row of a number: promised are 12."""
    return report.results.get(target__kind="number")


@pytest.fixture
def browser(built) -> Client:
    """The clerk's browser."""
    client = Client()
    client.force_login(built.user("clerk", "plain"))
    return client


def save(browser, row: Result, actual: str, script=True, **typed: str):
    fields = {"version": str(row.version), "actual": actual, "note": row.note} | typed
    data = {f"row-{row.pk}-{name}": one for name, one in fields.items()}
    return browser.post(
        row.report.get_absolute_url(), data, **(SCRIPT if script else {})
    )


# ----- the list


def test_the_list_counts_rows_and_hides_what_is_not_public(built, browser, cases):
    Result.objects.filter(pk=cases.pk).update(actual=3)
    place = ["khoi-thu", built.year.year]
    page = browser.get(reverse("reports", args=[*place, Period.YEAR]))
    listed = page.context["listed"]
    assert [(one.is_own, one.is_open) for one in listed] == [
        (True, True),
        (False, False),
        (False, False),
        (False, False),
    ]
    assert (listed[0].row.filled_count, listed[0].row.row_count) == (1, 2)
    html = page.content.decode()
    assert f'href="/nam/khoi-thu/{built.year.year}/ket-qua/6-thang/"' in html
    assert html.count("Chưa công khai") == 3
    assert reverse("reports", args=[*place, "ca-nam"]) == page.request["PATH_INFO"]
    half = browser.get(reverse("reports", args=[*place, Period.HALF_YEAR]))
    assert half.context["listed"][0].row.period == Period.HALF_YEAR


def test_an_unknown_period_is_not_found(browser, built):
    url = f"/nam/khoi-thu/{built.year.year}/ket-qua/quy-1/"
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    browser, built, count, django_assert_num_queries
):
    for unit in ("plain", "deputy", "head")[:count]:
        sign_pledge(built, unit)
        approve_report(built, unit)
    url = reverse("reports", args=["khoi-thu", built.year.year, Period.YEAR])
    browser.get(url)
    with django_assert_num_queries(10):
        browser.get(url)


# ----- one report


def test_another_units_report_is_not_found_before_the_ranking(client, built, cases):
    client.force_login(built.user("clerk", "other"))
    url = cases.report.get_absolute_url()
    assert client.get(url).status_code == 404
    assert save(client, cases, "1").status_code == 404
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    page = client.get(url)
    assert page.context["is_editable"] is False
    assert save(client, cases, "1").status_code == 403


def test_without_a_signed_pledge_there_is_nothing_to_fill(browser, built):
    page = browser.get(built.report().get_absolute_url()).content.decode()
    assert "Các dòng kết quả có ngay khi giao ước của đơn vị được ký." in page
    assert "Giao ước của đơn vị chưa ký, chưa gửi kết quả được." in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    browser, built, report, count, django_assert_num_queries
):
    clerk = built.user("clerk", "plain")
    for place in range(count):
        whole = Result(report=report, content=f"Mô hình {place}")
        services.add_result(whole, actor=clerk)
        part = Result(report=report, content="phần", parent=whole)
        services.add_result(part, actor=clerk)
    browser.get(report.get_absolute_url())
    with django_assert_num_queries(18):
        browser.get(report.get_absolute_url())


def test_the_years_page_shows_the_half_years_figures(built, browser, cases):
    half = built.report(period=Period.HALF_YEAR)
    half.results.filter(target=cases.target).update(actual=D("7.5"))
    year_page = browser.get(cases.report.get_absolute_url()).content.decode()
    assert '7<span class="f">,5</span>' in year_page
    assert 'data-l="6 tháng"' in year_page
    half_page = browser.get(half.get_absolute_url()).content.decode()
    assert 'data-l="Giao ước"' in half_page
    assert half_page.count('data-l="6 tháng"') == 2  # the input alone, a row each


# ----- texts, route


def test_texts_are_saved_by_version(browser, report):
    limits = report.narratives.get(section="limits")
    url = reverse("report-texts", args=[report.pk])
    names = [f"row-{limits.pk}-{name}" for name in ("version", "text")]
    saved = browser.post(url, dict(zip(names, ("1", "Còn chậm."), strict=True)))
    assert saved.url == report.get_absolute_url()
    page = browser.post(url, dict(zip(names, ("1", "Đã nhanh."), strict=True)))
    assert page.status_code == 409
    assert "Mới: Còn chậm." in page.content.decode()
    assert browser.get(url).url == report.get_absolute_url()
    assert Narrative.objects.get(pk=limits.pk).text == "Còn chậm."


def test_what_is_missing_stands_on_top_with_links(browser, report):
    page = browser.get(report.get_absolute_url())
    rows = [row.pk for row in report.results.order_by("position")]
    assert page.context["obstacles"] == {
        "title": "Chưa gửi được: còn 2 việc",
        "items": [
            {"text": f"Dòng {place}: chưa nhập kết quả.", "url": f"#dong-{pk}"}
            for place, pk in enumerate(rows, 1)
        ],
    }
    assert "Còn 2 việc, xem ở đầu trang." in page.content.decode()


def test_the_way_to_the_leader_and_back(browser, client, built, report):
    fill_report(built)
    client.force_login(built.user("leader", "plain"))
    url = report.get_action_url
    assert browser.post(url("submit"), {"expected": "draft"}).status_code == 302
    twice = browser.post(url("submit"), {"expected": "draft"}, follow=True)
    assert "Người khác vừa xử lý" in twice.content.decode()
    assert client.post(url("return"), {"reason": ""}).status_code == 422
    client.post(url("return"), {"reason": "Bổ sung căn cứ."})
    html = browser.get(report.get_absolute_url()).content.decode()
    assert "Bổ sung căn cứ." in html
    browser.post(url("submit"), {"expected": "returned"})
    client.post(url("approve"), {"expected": "submitted"})
    page = client.get(report.get_absolute_url())
    assert page.context["is_editable"] is False
    assert "Đạt 125%" in page.content.decode()


def test_what_keeps_the_leader_is_named_too(client, built, report):
    run(fill_report(built), "submit", actor=built.user("clerk", "plain"))
    report.results.filter(target__kind="number").update(actual=None)
    client.force_login(built.user("leader", "plain"))
    page = client.get(report.get_absolute_url())
    assert page.context["obstacles"]["title"] == (
        "Chưa làm được “Duyệt kết quả”: còn 1 việc"
    )


def test_the_years_page_warns_of_movements_left_unanswered(built, browser, report):
    """Once approved the answers are locked, so the clerk hears of them before."""
    built.year.movements.all().delete()
    movement = built.year.movements.create(name="Chung tay vì người nghèo")
    words = "chưa ghi kết quả hưởng ứng"
    assert words in browser.get(report.get_absolute_url()).content.decode()
    unit = report.participation
    unit.movement_answers.create(movement=movement, text="Ủng hộ ba ngày lương")
    assert words not in browser.get(report.get_absolute_url()).content.decode()
