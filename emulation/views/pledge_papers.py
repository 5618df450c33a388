"""Papers of pledges: a unit's and the bloc's, made by the worker, and their check."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from core import jobs
from core.documents import pdf
from core.views import Guarded, ObjectPage, Page, link
from emulation import selectors, tasks
from emulation.enums import PledgeState
from emulation.models import EmulationYear, Pledge
from emulation.reports.pledge_check import checks_of, checks_of_year
from emulation.reports.pledge_signatures import (
    obstacles_to_issuing,
    signed_sentence,
    signings_of,
)
from emulation.reports.pledges import pledges_of, registered_in, titles_table
from emulation.views.of_year import YearMixin, crumbs_of
from units.enums import PaperKind
from units.selectors import papers_about

TITLE_LENGTH = 200  # what a job's column holds
KINDS = {"pdf", "docx"}
PRINTED = {
    PledgeState.ACCEPTED: "Giao ước trình ký",
    PledgeState.SIGNED: "Giao ước",
}


def kind_asked(request: HttpRequest) -> str:
    """Return the kind of file that the pressed button names."""
    kind = request.POST.get("kind", "pdf")
    if kind not in KINDS:
        raise Http404
    return kind


def pdf_reason() -> list[str]:
    """Say why this server makes no PDF, if it makes none."""
    reason = pdf.available()
    return [reason] if reason else []


class OfPledge:
    """A page below a pledge; the pledge is one that the user sees."""

    permission = "emulation.view_pledge"

    def get_pledge(self) -> Pledge:
        if not hasattr(self, "_pledge"):
            seen = selectors.pledges_visible_to(self.request.user)
            self._pledge = get_object_or_404(seen, pk=self.kwargs["pk"])
        return self._pledge

    def get_permission_object(self) -> Pledge:
        return self.get_pledge()


class PledgePrint(OfPledge, Guarded, View):
    """Ask the worker for the unit's own paper."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        pledge, kind = self.get_pledge(), kind_asked(request)
        what = PRINTED.get(pledge.state, "Dự thảo giao ước")
        title = f"{what} năm {pledge.year.year} của {pledge.participation.name}"
        job = jobs.ask(
            title[:TITLE_LENGTH],
            tasks.print_pledge,
            actor=request.user,
            pledge_id=pledge.pk,
            kind=kind,
        )
        return redirect(job)


class PledgeCheck(ObjectPage):
    """Whether what is stored is still what was signed."""

    permission = "emulation.view_pledge"
    template_name = "emulation/pledge_check.html"
    title = "Kiểm tra giao ước"

    def get_queryset(self) -> Any:
        return selectors.pledges_visible_to(self.request.user)

    def get_title(self) -> str:
        return self.title

    def get_crumbs(self) -> list[tuple[str, str]]:
        pledge = self.get_object()
        year = pledge.year
        return [
            *crumbs_of(year),
            link("Giao ước", "pledges", year.bloc.code, year.year),
            (pledge.participation.name, pledge.get_absolute_url()),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        versions = checks_of(self.object)
        checks = [*versions, *checks_of_year(self.object.year)] if versions else []
        return super().get_context_data(
            checks=checks,
            faults=[one.sentence for one in checks if not one.is_intact],
            versions=[one.version for one in versions if one.version],
            **kwargs,
        )


class PledgeText(OfPledge, Guarded, View):
    """The signed text itself: the file's sha256 is the one that was signed."""

    def get(self, _request: HttpRequest, **kwargs: Any) -> HttpResponse:
        versions = self.get_pledge().versions
        version = get_object_or_404(versions, number=kwargs["number"])
        plain = "text/plain; charset=utf-8"
        answer = HttpResponse(version.text.encode(), content_type=plain)
        answer["Content-Disposition"] = 'attachment; filename="nguyen-van.txt"'
        answer["Cache-Control"] = "private, no-store"
        return answer


class BlocPledge(YearMixin, Page):
    """The bloc's pledge: who has signed, what is registered, and its papers."""

    permission = "emulation.see_whole_year"
    template_name = "emulation/pledge_papers.html"

    def get_title(self) -> str:
        return f"Giao ước của Khối năm {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        return [
            *crumbs_of(year),
            link("Giao ước", "pledges", year.bloc.code, year.year),
            (self.get_title(), ""),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        signings = signings_of(year)
        registered = registered_in(year, pledges_of(year))
        papers = papers_about(year).filter(kind=PaperKind.PLEDGE)
        return super().get_context_data(
            signings=signings,
            signed=signed_sentence(signings),
            registered=registered,
            notes=titles_table(registered).notes,
            papers=papers,
            may_issue=self.may("emulation.keep_year", year),
            obstacles=[] if papers else obstacles_to_issuing(year, signings),
            pdf_missing=pdf_reason(),
            **kwargs,
        )


class BlocPledgeDraft(YearMixin, Guarded, View):
    """Ask the worker for a draft of the bloc's pledge."""

    permission = "emulation.see_whole_year"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year, kind = self.get_year(), kind_asked(request)
        title = f"Dự thảo giao ước năm {year.year} của {year.bloc.name}"
        job = jobs.ask(
            title[:TITLE_LENGTH],
            tasks.print_bloc_pledge,
            actor=request.user,
            year_id=year.pk,
            kind=kind,
        )
        return redirect(job)


class BlocPledgeIssue(YearMixin, Guarded, View):
    """Ask the worker to number and freeze the bloc's pledge."""

    permission = "emulation.keep_year"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year: EmulationYear = self.get_year()
        title = f"Phát hành giao ước năm {year.year} của {year.bloc.name}"
        if under_way := jobs.unfinished(title, actor=request.user):
            return redirect(under_way)
        job = jobs.ask(
            title, tasks.publish_bloc_pledge, actor=request.user, year_id=year.pk
        )
        return redirect(job)
