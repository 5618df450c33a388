"""Results: what keeps a report back, what is journaled, what the database refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core import clock, journal
from core.models import JournalEntry
from core.workflow import BlockedError, NotNowError, blocks, run
from emulation import selectors
from emulation.enums import Period, PhaseKind, ReportState
from emulation.models import Narrative, Pledge, Report, Result
from emulation.services import results as services
from emulation.workflow import REPORT
from tests.builders import World
from tests.steps import approve_report, fill_report, self_score, sign_pledge

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


def sentences(report: Report, name: str = "submit") -> list[str]:
    return blocks(Report.objects.get(pk=report.pk), REPORT.transition(name))


# ----- what keeps it back


def test_every_blank_row_is_named(report, clerk):
    add(report, clerk, "Mô hình")
    Result.objects.filter(report=report, target__kind="number").update(actual=0)
    assert sentences(report) == [
        "Dòng 2: chưa nhập kết quả.",
        "Dòng 3: chưa nhập kết quả.",
    ]
    assert sentences(report, "approve") == sentences(report)


def test_at_half_year_a_note_stands_for_a_figure(built, report):
    half = built.report(period=Period.HALF_YEAR)
    half.results.update(note="Đánh giá vào cuối năm.")
    report.results.update(note="Đánh giá vào cuối năm.")
    assert sentences(half) == []
    assert len(sentences(report)) == 2


def test_results_follow_a_signed_pledge(built):
    assert "Giao ước của đơn vị chưa ký, chưa gửi kết quả được." in sentences(
        built.report()
    )
    Pledge.objects.filter(participation=built.participation()).delete()
    assert "Giao ước của đơn vị chưa ký, chưa gửi kết quả được." in sentences(
        built.report()
    )


@pytest.mark.parametrize(
    ("period", "kind"),
    [(Period.HALF_YEAR, PhaseKind.MID_YEAR), (Period.YEAR, PhaseKind.RESULTS)],
)
def test_each_period_has_its_deadline(built, clerk, period, kind):
    sign_pledge(built)
    report = fill_report(built, period=period)
    phase = built.year.phases.get(kind=kind)
    phase.opens_on, phase.due_on = None, clock.today() - timedelta(days=1)
    phase.save()
    with pytest.raises(BlockedError, match="vẫn được giữ"):
        run(Report.objects.get(pk=report.pk), "submit", actor=clerk)
    assert report.results.filter(actual=15).exists()


def test_submitting_twice_is_told(built, report, clerk):
    fill_report(built)
    run(report, "submit", actor=clerk, expected=ReportState.DRAFT)
    with pytest.raises(NotNowError, match="Người khác vừa xử lý"):
        run(report, "submit", actor=clerk, expected=ReportState.DRAFT)


# ----- the journal


def test_submitting_writes_one_entry_with_the_whole_difference(built, report, clerk):
    before = JournalEntry.objects.count()
    fill_report(built)
    row = report.results.get(target__kind="number")
    Result.objects.filter(pk=row.pk).update(is_estimate=True, note="đến 30/11")
    report.narratives.filter(section="limits").update(text="Còn chậm.")
    assert JournalEntry.objects.count() == before
    run(report, "submit", actor=clerk)
    shown = {label: (old, new) for label, old, new in report_entry(report).changes}
    assert shown[f"Giải quyết vụ việc (dòng {row.pk})"] == (
        None,
        "15 vụ (ước); đến 30/11",
    )
    assert shown["Hạn chế, tồn tại"] == (None, "Còn chậm.")

    run(report, "return", actor=built.user("leader", "plain"), reason="Bỏ ước.")
    Result.objects.filter(pk=row.pk).update(is_estimate=False)
    run(report, "submit", actor=clerk)
    assert report_entry(report).changes == [
        [
            f"Giải quyết vụ việc (dòng {row.pk})",
            "15 vụ (ước); đến 30/11",
            "15 vụ; đến 30/11",
        ]
    ]


def report_entry(report: Report) -> JournalEntry:
    return journal.entries_of(report).filter(verb="submit").first()


# ----- constraints, broken behind the services' back


@pytest.mark.parametrize(
    ("model", "rows", "values"),
    [
        (Result, {"target__kind": "number"}, {"target": None}),
        (Result, {}, {"target": "first"}),
        (Report, {}, {"period": Period.YEAR}),
        (Narrative, {"section": "limits"}, {"section": "causes"}),
    ],
)
def test_the_database_refuses_nonsense(built, report, model, rows, values):
    if values.get("target") == "first":
        values = {"target": report.results.first().target}
    found = model.objects.filter(**rows)
    assert found.exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        found.update(**values)


def test_an_approved_report_is_read_by_members_after_the_ranking(built):
    sign_pledge(built)
    report = approve_report(built)
    other = built.user("clerk", "other")
    assert report not in selectors.reports_visible_to(other)
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    assert report in selectors.reports_visible_to(other)


def test_results_stay_while_points_are_given_on_them(built):
    sign_pledge(built)
    report = approve_report(built)
    card = self_score(built)
    clerk, leader = built.user("clerk", "plain"), built.user("leader", "plain")
    assert sentences(report, "return") == []
    run(card, "submit", actor=clerk)
    with pytest.raises(BlockedError, match="Phiếu điểm đã gửi"):
        run(report, "return", actor=leader, reason="Sửa số.")
    run(card, "return", actor=built.secretary, reason="Sai số liệu.")
    assert run(report, "return", actor=leader, reason="Sửa số.").state == "returned"


def test_who_reads_the_published_results_does_not_read_how_they_came_about(
    built, client
):
    sign_pledge(built)
    report = fill_report(built)
    leader = built.user("leader", "plain")
    run(report, "submit", actor=built.user("clerk", "plain"))
    run(report, "return", actor=leader, reason="Lý do trong nội bộ.")
    approve_report(built)
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    for user, reads in (("clerk", "other"), False), (("clerk", "plain"), True):
        client.force_login(built.user(*user))
        page = client.get(report.get_absolute_url())
        assert page.status_code == 200
        assert ("Lý do trong nội bộ." in page.content.decode()) is reads
