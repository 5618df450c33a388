"""The summary report: what goes into it, its drafts and its issued paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View

from awards.reports.polls import election_sentences, poll_tables
from awards.tasks import print_summary, publish_summary
from core import jobs
from core.documents import pdf
from core.views import Guarded, Page
from emulation.reports.ranking import ranking_table
from emulation.reports.results import met_table, results_table
from emulation.selectors import missing_texts
from emulation.views.of_year import YearMixin
from units.selectors import papers_about


class SummaryPage(YearMixin, Page):
    """The report's tables as they will be printed, and what is still missing."""

    permission = "emulation.print_summary"
    template_name = "awards/summary.html"

    def get_title(self) -> str:
        return f"Báo cáo tổng kết năm {self.get_year().year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        tables = [results_table(year), met_table(year)]
        if year.ranking_is_public:
            tables.append(ranking_table(year))
        return super().get_context_data(
            year=year,
            tables=[*tables, *poll_tables(year)],
            conclusions=election_sentences(year),
            missing=missing_texts(year),
            pdf_missing=[reason] if (reason := pdf.available()) else [],
            papers=papers_about(year),
            may_issue=self.may("emulation.keep_year", year),
            **kwargs,
        )


class SummaryDraft(YearMixin, Guarded, View):
    """Ask the worker for a draft."""

    permission = "emulation.print_summary"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year = self.get_year()
        title = f"Dự thảo báo cáo tổng kết năm {year.year}"
        job = jobs.ask(title, print_summary, actor=request.user, year_id=year.pk)
        return redirect(job)


class SummaryIssue(YearMixin, Guarded, View):
    """Ask the worker to number and freeze the report."""

    http_method_names = ["post"]
    permission = "emulation.keep_year"

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year = self.get_year()
        if missing := missing_texts(year):
            for sentence in missing:
                messages.error(request, sentence)
            return redirect("summary", year.bloc.code, year.year)
        title = f"Phát hành báo cáo tổng kết năm {year.year} ({year.bloc.code})"
        if under_way := jobs.unfinished(title, actor=request.user):
            return redirect(under_way)
        job = jobs.ask(title, publish_summary, actor=request.user, year_id=year.pk)
        return redirect(job)
