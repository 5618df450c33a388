"""Results: who may write them, their order, their figures."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core import clock
from core.access import check
from core.models import JournalEntry
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Period, Section
from emulation.forms.results import ResultForm
from emulation.models import Report, Result, Target
from emulation.services import pledges
from emulation.services import results as services
from tests.builders import World
from tests.steps import (
    SIGNATURE,
    accept_pledge,
    fill_pledge,
    fill_report,
    sign_pledge,
)

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def report(built) -> Report:
    """The year's report, its rows still blank."""
    sign_pledge(built)
    return built.report()


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def add(
    report: Report, actor, content: str = "Việc ngoài giao ước", **fields
) -> Result:
    return services.add_result(
        Result(report=report, content=content, **fields), actor=actor
    )


def labels(report: Report) -> list[tuple[str, str]]:
    """Return number and label of each row as the page shows them."""
    rows = selectors.numbered(selectors.results_of(report))
    return [(one.number, one.row.label) for one in rows]


# ----- who may


@pytest.mark.parametrize(
    ("role", "unit", "edits", "submits", "approves"),
    [
        ("clerk", "plain", True, True, False),
        ("leader", "plain", True, False, True),
        ("clerk", "other", False, False, False),
        ("secretary", "head", False, False, False),
        ("provincial_leader", "province", False, False, False),
    ],
)
def test_the_unit_writes_its_leader_decides(
    built, role, unit, edits, submits, approves
):
    user, report = built.user(role, unit), built.report()
    assert check(user, "emulation.edit_report", report).allowed is edits
    assert check(user, "emulation.submit_report", report).allowed is submits
    assert check(user, "emulation.approve_report", report).allowed is approves


def test_a_stranger_changes_nothing(built, report):
    stranger = built.user("clerk", "other")
    for act in (
        lambda: add(report, stranger),
        lambda: services.save_results(report, ResultForm, {}, actor=stranger),
        lambda: services.save_narratives(report, ResultForm, {}, actor=stranger),
    ):
        with pytest.raises(PermissionDenied, match="Chỉ chuyên viên"):
            act()


def test_a_submitted_report_takes_nothing(built, report, clerk):
    fill_report(built)
    held = Report.objects.get(pk=report.pk)
    run(report, "submit", actor=clerk)
    with pytest.raises(BlockedError, match="Kết quả chờ thủ trưởng duyệt"):
        add(held, clerk)


def test_a_year_that_does_not_run_takes_nothing(built, report, clerk):
    moments = {"ranked_at": clock.now(), "closed_at": clock.now()}
    type(built.year).objects.update(state="closed", **moments)
    with pytest.raises(BlockedError, match="Năm thi đua đã khép"):
        add(built.report(), clerk)


# ----- rows


def test_pledged_rows_come_first_and_parts_under_their_whole(built, clerk):
    pledge = fill_pledge(built)
    whole = pledge.targets.order_by("position").first()
    pledges.add_target(
        Target(pledge=pledge, parent=whole, content="tự phát hiện", value=5),
        actor=clerk,
    )
    leader = built.user("leader", "plain")
    run(accept_pledge(built, pledge), "sign", actor=leader, **SIGNATURE)
    report = built.report()
    first = report.results.get(target=whole)
    add(report, clerk, "Phong trào", section=Section.MOVEMENT)
    free = add(report, clerk, "Mô hình")
    add(report, clerk, "tập thể", parent=free)
    add(report, clerk, "cấp tỉnh", parent=first, section=Section.MOVEMENT)
    assert labels(report) == [
        ("1", "Giải quyết vụ việc"),
        ("1.1", "tự phát hiện"),
        ("1.2", "cấp tỉnh"),
        ("2", "Xử lý đúng hạn"),
        ("3", "Mô hình"),
        ("3.1", "tập thể"),
        ("4", "Phong trào"),
    ]


def test_a_part_belongs_to_the_same_report(built, report, clerk):
    elsewhere = add(built.report(period=Period.HALF_YEAR), clerk)
    with pytest.raises(BlockedError, match="cùng báo cáo"):
        add(report, clerk, parent=elsewhere)


def test_a_result_says_of_what(report, clerk):
    with pytest.raises(ValidationError, match="Ghi rõ kết quả về việc gì"):
        add(report, clerk, "")


def test_a_rate_above_the_whole_is_refused(report):
    row = report.results.get(target__kind="percentage")
    row.actual = D("100.5")
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    assert caught.value.message_dict == {"actual": ["Tỷ lệ không vượt quá 100%."]}


def test_a_free_row_goes_with_its_parts_and_stays_in_the_journal(report, clerk):
    whole = add(report, clerk, "Mô hình")
    add(report, clerk, "tập thể", parent=whole)
    services.delete_result(whole, actor=clerk)
    assert [label for _, label in labels(report)] == [
        "Giải quyết vụ việc",
        "Xử lý đúng hạn",
    ]
    kept = JournalEntry.objects.filter(verb="delete").order_by("pk")
    assert [entry.object_label for entry in kept] == ["tập thể", "Mô hình"]


def test_a_pledged_row_stays(report, clerk):
    row = report.results.get(target__kind="percentage")
    with pytest.raises(BlockedError, match="đã giao ước không xóa được"):
        services.delete_result(row, actor=clerk)


def test_rows_and_texts_are_prepared_once(report):
    services.prepare_rows(report)
    assert report.results.count() == 2
    assert report.narratives.count() == 5


# ----- figures


@pytest.mark.parametrize(
    ("actual", "text"),
    [
        (15, "Đạt 125% (vượt 25%)"),
        (12, "Đạt 100%"),
        (0, "Đạt 0% (thiếu 100%)"),
        (None, "Chưa nhập"),
    ],
)
def test_completion_follows_the_figure(report, actual, text):
    row = report.results.get(target__kind="number")
    row.actual = None if actual is None else D(actual)
    assert row.completion.text == text


@pytest.mark.parametrize(
    ("actual", "earlier", "question"),
    [
        (1200, None, "1.200 hiểu là 1200, gấp 100 lần chỉ tiêu: kiểm tra lại."),
        (1199, None, ""),
        (15, D("0.1"), "gấp 150 lần số kỳ trước: kiểm tra lại."),
        (15, D(7), ""),
    ],
)
def test_a_figure_far_off_is_asked_about(report, actual, earlier, question):
    row = report.results.get(target__kind="number")
    row.actual = D(actual)
    assert row.doubt(earlier) == question


def test_yes_and_no_are_never_asked_about(report):
    row = report.results.get(target__kind="number")
    row.target.kind, row.target.value, row.actual = "yes_no", D(1), D(1)
    assert row.doubt(D(1000)) == ""
    assert row.actual_text == "Có"


def test_the_year_knows_the_half_years_figures(built, report):
    half = built.report(period=Period.HALF_YEAR)
    row = half.results.get(target__kind="number")
    Result.objects.filter(pk=row.pk).update(actual=7)
    before = selectors.figures_before(report)
    year_row = report.results.get(target=row.target)
    assert selectors.figure_before(year_row, before) == 7
    assert selectors.figure_before(Result(content="x"), before) is None
    assert selectors.figures_before(half) == {}
