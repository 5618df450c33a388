"""Figures not to be published: counted everywhere, read by few."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from awards.documents.summary import summary_paper
from core import clock
from core.documents.blocks import BarChart
from core.workflow import run
from emulation.enums import CriterionMethod, Period
from emulation.models import CommonTarget, Criterion, Report, Result, Target
from emulation.reports.results import met_table, ratios, results_table, year_results
from emulation.selectors.computed import KEPT_BACK, outcomes
from emulation.services import results as services
from tests.builders import World
from tests.steps import fill_report, sign_pledge

pytestmark = pytest.mark.django_db

FIGURE, NOTE = "4.321", "Ghi chú kín"
KEPT = "Không công bố"
READERS = (
    ("clerk", "plain"),
    ("leader", "plain"),
    ("secretary", "head"),
    ("secretary", "deputy"),
    ("board_officer", "board"),
)
OTHERS = (
    ("leader", "head"),
    ("clerk", "head"),
    ("clerk", "other"),
    ("leader", "other"),
    ("provincial_leader", "province"),
    ("council_member", "province"),
)


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def report(built) -> Report:
    """An approved report with one row withheld; the ranking is public."""
    sign_pledge(built)
    report = fill_report(built)
    report.results.filter(target__kind="number").update(
        actual=Decimal(4321), note=NOTE, source_note="Nguồn kín", is_withheld=True
    )
    run(report, "submit", actor=built.user("clerk", "plain"))
    run(report, "approve", actor=built.user("leader", "plain"))
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    return built.report()


def page_of(built, role: str, unit: str, url: str) -> str:
    client = Client()
    client.force_login(built.user(role, unit))
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def all_words(table) -> str:
    cells = [str(value) for row in table.rows for value in row.cells.values()]
    return " | ".join([*cells, *table.notes])


# ----- the report's page


@pytest.mark.parametrize(("role", "unit"), READERS)
def test_the_unit_the_secretariats_and_the_board_read_it(built, report, role, unit):
    html = page_of(built, role, unit, report.get_absolute_url())
    assert FIGURE in html
    assert NOTE in html
    assert "Đạt 36.008,33%" in html
    assert "Số liệu không công bố" in html


@pytest.mark.parametrize(("role", "unit"), OTHERS)
def test_others_read_that_it_is_not_published(built, report, role, unit):
    html = page_of(built, role, unit, report.get_absolute_url())
    for secret in (FIGURE, "4321", NOTE, "Nguồn kín", "36.008", "gấp 360 lần"):
        assert secret not in html
    assert html.count(KEPT) == 2  # the figure and its completion
    assert "96,15" in html.replace('<span class="f">', "")  # the other row is open


def test_the_half_years_figure_is_kept_back_too(built, report):
    half = built.report(period=Period.HALF_YEAR)
    half.results.filter(target__kind="percentage").update(
        actual=Decimal("77.77"), is_withheld=True
    )
    shown = page_of(built, "clerk", "plain", report.get_absolute_url())
    assert "77" in shown
    hidden = page_of(built, "clerk", "other", report.get_absolute_url())
    assert "77" not in hidden


def test_hidden_files_leave_no_link(built, report):
    row = report.results.get(is_withheld=True)
    url = reverse("result-evidence", args=[row.pk])
    assert url not in page_of(built, "clerk", "other", report.get_absolute_url())
    client = Client()
    client.force_login(built.user("clerk", "other"))
    assert client.get(url).status_code == 404


def test_what_was_hidden_from_a_reader_stays_stored(built, report):
    page_of(built, "clerk", "other", report.get_absolute_url())
    row = report.results.get(is_withheld=True)
    assert (row.actual, row.note) == (4321, NOTE)


# ----- tables and papers


def test_the_years_table_counts_it_and_prints_no_figure(built, report):
    words = all_words(results_table(built.year))
    assert "4.321" not in words
    assert "36.008" not in words
    assert "Nguồn kín" not in words
    assert words.count(KEPT) == 2  # the figure, and what the mark means
    unit = next(one for one in year_results(built.year) if one.rows)
    assert len(unit.measured) == 2
    assert all(not row.is_withheld for row, _percent in ratios(unit))


def test_what_was_missed_is_counted_and_not_named(built, report):
    report.results.filter(is_withheld=True).update(actual=1)
    row = next(row for row in met_table(built.year).rows if row.cells["measured"])
    assert row.cells["measured"] == 2
    assert row.cells["met"] == 1
    assert row.cells["unmet"] == "1 chỉ tiêu không công bố số liệu"


def test_the_summary_report_has_no_trace_of_it(built, report):
    paper = summary_paper(built.year, drafted_on=clock.today())
    assert "4.321" not in repr(paper.blocks)
    assert "4321" not in repr(paper.blocks)
    bars = [
        bar.label
        for block in paper.blocks
        if isinstance(block, BarChart)
        for bar in block.bars
    ]
    assert "Giải quyết vụ việc" not in bars


# ----- journal and search


@pytest.mark.parametrize(
    ("role", "unit", "reads"),
    [
        ("clerk", "plain", True),
        ("secretary", "head", True),
        ("board_officer", "board", True),
        ("leader", "head", False),
        ("provincial_leader", "province", False),
    ],
)
def test_the_journal_keeps_it_for_those_who_read_it(built, report, role, unit, reads):
    for url in (report.get_absolute_url(), reverse("journal")):
        html = page_of(built, role, unit, url)
        assert ("4.321 vụ; Ghi chú kín" in html) is reads, url
        assert "Gửi kết quả cho thủ trưởng duyệt".lower() in html.lower()


def test_a_deleted_row_leaves_its_copy_to_the_same_readers(built):
    sign_pledge(built)
    clerk, report = built.user("clerk", "plain"), built.report()
    row = Result(report=report, content="Mô hình", actual=4321, is_withheld=True)
    services.delete_result(services.add_result(row, actor=clerk), actor=clerk)
    assert "4321" in page_of(built, "clerk", "plain", reverse("journal"))
    html = page_of(built, "provincial_leader", "province", reverse("journal"))
    assert "4321" not in html
    assert "Mô hình" in html


def test_the_search_knows_no_results(built, report):
    for word in ("4.321", NOTE):
        html = page_of(
            built, "provincial_leader", "province", f"{reverse('search')}?q={word}"
        )
        assert "Tìm thấy 0" in html or "Không tìm thấy" in html


# ----- the box in the grid


def test_the_clerk_marks_a_row(built):
    sign_pledge(built)
    row = built.report().results.get(target__kind="number")
    client = Client()
    client.force_login(built.user("clerk", "plain"))
    typed = {"version": row.version, "actual": "12", "is_withheld": "on", "note": ""}
    data = {f"row-{row.pk}-{name}": value for name, value in typed.items()}
    client.post(row.report.get_absolute_url(), data)
    row.refresh_from_db()
    assert (row.is_withheld, row.actual) == (True, 12)
    assert "Dòng “không công bố” vẫn tính" in (
        client.get(row.report.get_absolute_url()).content.decode()
    )


# ----- points


@pytest.mark.parametrize("method", [CriterionMethod.RATIO, CriterionMethod.RELATIVE])
def test_points_follow_from_it_without_the_arithmetic(built, report, method):
    common = CommonTarget.objects.create(year=built.year, content="Vụ việc", value=12)
    Target.objects.filter(kind="number").update(common=common)
    Criterion.objects.filter(code="I.1").update(method=method, common_target=common)
    leaf = Criterion.objects.get(code="I.1")

    def outcome():
        return outcomes(built.year, [leaf])[report.participation_id][leaf.pk]

    hidden = outcome()
    Result.objects.update(is_withheld=False)
    told = outcome()
    assert hidden.points == told.points
    assert hidden.points > 0
    assert hidden.sentence == KEPT_BACK
    assert told.sentence != KEPT_BACK
