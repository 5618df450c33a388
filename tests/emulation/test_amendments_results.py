"""What was approved before an amendment stays; what is written after it follows."""

from importlib import import_module

import pytest
from django.apps import apps

from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import Period
from emulation.models import Amendment, Pledge, Result
from emulation.reports.results import results_table, year_results
from tests.emulation import amending
from tests.steps import approve_report, sign_pledge

pytestmark = pytest.mark.django_db

HALF, YEAR = Period.HALF_YEAR, Period.YEAR


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


def adopt(built, pledge) -> Amendment:
    """Twenty cases in place of twelve, the rate dropped, complaints added."""
    amendment = amending.start(built, pledge)
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    amending.change(built, amendment, cases, value=20)
    amending.drop(built, amendment, pledge.targets.get(content="Xử lý đúng hạn"))
    amending.add(built, amendment, "Đơn thư quá hạn", comparator="le", value=0)
    return amending.adopt(built, amending.signed(built, amendment))


def shown(report) -> list[tuple[str, str, str, bool]]:
    """Return what page and table say of each row."""
    return [
        (
            row.label,
            row.promised.figure if row.promised else "",
            row.completion.text,
            row.is_dropped,
        )
        for row, _depth in selectors.results_of(report)
    ]


BEFORE = [
    ("Giải quyết vụ việc", "≥ 12", "Đạt 125% (vượt 25%)", False),
    ("Xử lý đúng hạn", "≥ 95%", "Đạt (vượt 1,15 điểm phần trăm)", False),
]


def test_an_approved_half_year_prints_the_same_for_ever(built, pledge, client):
    report = approve_report(built, period=HALF)
    assert shown(report) == BEFORE
    client.force_login(built.user("clerk", "plain"))
    before = body_of(client.get(report.get_absolute_url()))
    adopt(built, pledge)
    report.refresh_from_db()
    assert shown(report) == BEFORE
    after = body_of(client.get(report.get_absolute_url()))
    assert after == before


def body_of(response) -> str:
    """Return the table of results, as it stands in the page."""
    text = response.content.decode()
    return text[text.index("<tbody>") : text.index("</tbody>")]


def test_the_year_follows_the_amendment(built, pledge):
    approve_report(built, period=HALF)
    adopt(built, pledge)
    report = built.report(period=YEAR)
    assert [row[:2] for row in shown(report)] == [
        ("Giải quyết vụ việc", "≥ 20"),
        ("Đơn thư quá hạn", "≤ 0"),
    ]


def test_a_blank_row_of_a_dropped_target_goes_a_filled_one_stays(built, pledge):
    report = built.report(period=YEAR)
    rate = report.results.get(target__content="Xử lý đúng hạn")
    rate.actual = 97
    rate.save()
    amendment = adopt(built, pledge)
    rows = {row.label: row for row, _depth in selectors.results_of(report)}
    rate = rows["Xử lý đúng hạn"]
    assert rate.is_dropped
    assert rate.target.dropped_by == amendment
    assert (rate.value, rate.completion.text) == (None, "Không giao chỉ tiêu")
    assert rate.doubt() == ""


def test_nothing_is_asked_of_a_dropped_target(built, pledge):
    report = built.report(period=HALF)
    rate = report.results.get(target__content="Xử lý đúng hạn")
    rate.note = "Đo cuối năm"
    rate.save()
    adopt(built, pledge)
    asked = [sentence for _row, sentence in selectors.missing_results(report)]
    assert len(asked) == 2
    assert report.results.filter(pk=rate.pk).exists()


def test_the_dropped_row_is_named_in_the_printed_table(built, pledge):
    report = built.report(period=YEAR)
    report.results.filter(target__content="Xử lý đúng hạn").update(actual=97)
    adopt(built, pledge)
    report.results.filter(actual=None).update(actual=0)
    run(report, "submit", actor=built.user("clerk", "plain"))
    run(report, "approve", actor=built.user("leader", "plain"))
    (unit,) = [one for one in year_results(built.year) if one.rows]
    assert [row.label for row in unit.measured] == [
        "Giải quyết vụ việc",
        "Đơn thư quá hạn",
    ]
    cells = [row.cells for row in results_table(built.year).rows]
    (dropped,) = [one for one in cells if one["content"] == "Xử lý đúng hạn"]
    assert dropped["target"] is None
    assert dropped["completion"] == "chỉ tiêu đã bỏ theo điều chỉnh lần 1"
    held = Result.objects.get(report=report, target__content="Xử lý đúng hạn")
    assert (held.held_comparator, held.held_value) == ("", None)


def test_a_report_that_waits_gets_its_new_rows_and_comes_back(built, pledge):
    report = built.report(period=HALF)
    report.results.update(actual=15)
    run(report, "submit", actor=built.user("clerk", "plain"))
    adopt(built, pledge)
    leader = built.user("leader", "plain")
    with pytest.raises(BlockedError, match="chưa nhập kết quả"):
        run(report, "approve", actor=leader)
    run(report, "return", actor=leader, reason="Có chỉ tiêu mới")
    assert report.results.filter(target__content="Đơn thư quá hạn").exists()


def test_a_returned_report_is_held_against_what_stands_now(built, pledge):
    report = approve_report(built, period=HALF)
    held = report.results.values_list("held_comparator", "held_value")
    assert list(held) == [("ge", 12), ("ge", 95)]
    adopt(built, pledge)
    run(report, "return", actor=built.user("leader", "plain"), reason="Sửa số")
    assert shown(report) == [
        ("Giải quyết vụ việc", "≥ 20", "Đạt 75% (thiếu 25%)", False),
        ("Xử lý đúng hạn", "Không giao", "Không giao chỉ tiêu", True),
        ("Đơn thư quá hạn", "≤ 0", "Chưa nhập", False),
    ]


def test_reports_approved_before_amendments_existed_are_held_too(built, pledge):
    report = approve_report(built, period=HALF)
    report.results.update(held_comparator="", held_value=None)
    other = built.report(period=YEAR)
    name = "emulation.migrations.0008_hold_what_approved_results_met"
    import_module(name).hold_the_promise(apps, None)
    held = report.results.values_list("held_comparator", "held_value")
    assert list(held) == [("ge", 12), ("ge", 95)]
    assert set(other.results.values_list("held_comparator", flat=True)) == {""}
