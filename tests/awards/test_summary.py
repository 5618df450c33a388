"""The summary report: its tables, its paper, its page and its command."""

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from awards.documents.summary import summary_paper
from awards.tasks import print_summary, publish_summary
from core import clock, jobs
from core.documents import pdf
from core.documents.blocks import Heading
from core.journal import entries_of
from core.models import Job
from core.workflow import run
from emulation.models import Result
from emulation.reports.results import met_table, results_table
from tests.builders import world
from tests.steps import (
    approve_report,
    counted_poll,
    hold_meeting,
    sign_pledge,
    whole_year,
)
from units.models import IssuedPaper, NumberBook
from units.selectors import leader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world()


def report(built, unit="plain"):
    """Lead a unit to its approved results."""
    sign_pledge(built, unit)
    approve_report(built, unit)


def text_of(content):
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_results_stand_under_their_unit_with_completion_and_source(built):
    report(built)
    row = Result.objects.filter(report=built.report("plain")).first()
    Result.objects.filter(pk=row.pk).update(source_note="Báo tỉnh")

    table = results_table(built.year)

    named = [line.cells["content"] for line in table.rows if line.is_head]
    assert named == ["Ban Nội chính Tỉnh ủy"]
    line = next(line for line in table.rows if line.url)
    assert line.cells["content"].endswith("[1]")
    assert (
        line.cells["completion"]
        == row.completion.text[0].lower() + row.completion.text[1:]
    )
    assert "[1] Báo tỉnh." in table.notes


def test_a_missed_target_is_counted_and_named(built):
    report(built)
    row = Result.objects.filter(
        report=built.report("plain"), target__value__gt=1
    ).first()
    Result.objects.filter(pk=row.pk).update(actual=row.target.value - 1)

    line = next(
        one
        for one in met_table(built.year).rows
        if one.cells["unit"].startswith("Ban Nội")
    )

    assert line.cells["measured"] - line.cells["met"] == 1
    assert line.cells["unmet"] == row.label


@pytest.mark.parametrize("units", [("plain",), ("plain", "other", "deputy")])
def test_the_tables_cost_the_same_for_one_unit_and_three(
    built, units, django_assert_num_queries
):
    for unit in units:
        report(built, unit)

    with django_assert_num_queries(2):
        results_table(built.year)


def test_a_draft_says_so_and_an_issued_report_carries_its_number(built):
    whole_year(built)
    today = date(2026, 3, 2)

    draft = text_of(pdf.render(summary_paper(built.year, drafted_on=today)))
    issued = text_of(
        pdf.render(
            summary_paper(built.year, drafted_on=today, number=7, issued_on=today)
        )
    )

    assert "DỰ THẢO" in draft
    assert "DỰ THẢO" not in issued
    assert "07-BC/XY" in issued
    assert "BÁO CÁO tổng kết công tác thi đua, khen thưởng" in issued


def test_an_empty_year_still_makes_a_report(built):
    paper = summary_paper(built.year, drafted_on=date(2026, 3, 2))

    headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
    assert "Kết quả chấm điểm, xếp hạng" in headings
    assert "Chưa công bố xếp hạng." in text_of(pdf.render(paper))


def test_issuing_takes_one_number_and_freezes_the_paper(built):
    whole_year(built)
    job = jobs.ask(
        "Phát hành", publish_summary, actor=built.secretary, year_id=built.year.pk
    )

    publish_summary.call(job.pk, year_id=built.year.pk)

    paper = IssuedPaper.objects.get()
    assert Job.objects.get(pk=job.pk).file_id == paper.file_id
    assert (paper.number, NumberBook.objects.get().last_number) == (1, 1)
    assert paper.subject == built.year
    leader = leader_of(built.units["head"])
    assert paper.signer == leader.full_name
    assert "Thư ký khối" in entries_of(paper).get().capacity


def test_issuing_waits_for_what_is_missing_and_is_asked_for_once(built, client):
    whole_year(built)
    client.force_login(built.secretary)
    place = [built.bloc.code, built.year.year]
    address = reverse("summary-issue", args=place)
    refused = client.post(address)
    assert refused.url == reverse("summary", args=place)
    assert not Job.objects.exists()

    built.year.narratives.update(text="Đã viết.")
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    first, second = client.post(address), client.post(address)

    assert first.url == second.url == Job.objects.get().get_absolute_url()


def test_a_report_is_issued_once_whoever_asks_again(built):
    whole_year(built)
    for _ in range(2):
        job = jobs.ask(
            "Phát hành", publish_summary, actor=built.secretary, year_id=built.year.pk
        )
        publish_summary.call(job.pk, year_id=built.year.pk)

    paper = IssuedPaper.objects.get()
    refused = Job.objects.get(pk=job.pk)
    assert (refused.state, refused.file) == ("failed", None)
    assert refused.message == f"Báo cáo đã phát hành, số {paper.code}."


def test_who_no_longer_keeps_the_year_issues_nothing(built):
    whole_year(built)
    job = jobs.ask(
        "Phát hành",
        publish_summary,
        actor=built.user("clerk", "plain"),
        year_id=built.year.pk,
    )

    publish_summary.call(job.pk, year_id=built.year.pk)

    assert Job.objects.get(pk=job.pk).state == "failed"
    assert not IssuedPaper.objects.exists()


def test_a_draft_job_ends_with_its_file(built):
    job = jobs.ask(
        "In thử", print_summary, actor=built.secretary, year_id=built.year.pk
    )

    print_summary.call(job.pk, year_id=built.year.pk)

    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.percent) == ("done", 100)
    assert done.file.content_type == "application/pdf"


@pytest.mark.parametrize("polls", [1, 3])
def test_the_page_costs_the_same_for_one_poll_and_three(
    built, polls, client, django_assert_num_queries
):
    whole_year(built)
    meeting = hold_meeting(built)
    for _ in range(polls):
        run(counted_poll(built, meeting), "confirm", actor=built.secretary)
    client.force_login(built.secretary)
    address = reverse("summary", args=[built.bloc.code, built.year.year])
    client.get(address)

    with django_assert_num_queries(20):
        answer = client.get(address)

    assert answer.status_code == 200


def test_the_command_writes_the_file_or_says_what_is_missing(built, tmp_path: Path):
    target = tmp_path / "tong-ket.pdf"

    call_command(
        "print_summary", built.bloc.code, built.year.year, output=target, verbosity=0
    )

    assert target.read_bytes().startswith(b"%PDF")
    with pytest.raises(CommandError, match="Không có năm 1999"):
        call_command("print_summary", built.bloc.code, 1999, output=target)
    nowhere = tmp_path / "khong-co" / "x.pdf"
    with pytest.raises(CommandError, match="Không ghi được"):
        call_command("print_summary", built.bloc.code, built.year.year, output=nowhere)
