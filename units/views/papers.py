"""Issued papers, served as they were stored."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import View

from core import files
from core.views import Guarded, ObjectPage, link
from units import selectors
from units.forms.filters import PaperFilter
from units.models import IssuedPaper
from units.views.lists import FilteredList


class PaperList(FilteredList):
    """Papers of the user's scope, newest first."""

    permission = "units.view_paper"
    template_name = "units/paper_list.html"
    title = "Văn bản"
    filter_class = PaperFilter

    def find(self, **asked: Any) -> QuerySet[IssuedPaper]:
        return selectors.papers_found(self.request.user, **asked)


class PaperPage(ObjectPage):
    """Facts of one paper and whether its file is still what was issued."""

    permission = "units.view_paper"
    template_name = "units/paper.html"

    def get_queryset(self) -> QuerySet[IssuedPaper]:
        return selectors.papers_visible_to(self.request.user)

    def get_title(self) -> str:
        return self.get_object().title

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Văn bản", "papers")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            facts=selectors.facts_of_paper(self.object),
            is_intact=files.is_intact(self.object.file),
            **kwargs,
        )


class PaperFile(Guarded, View):
    """The stored file itself."""

    permission = "units.view_paper"

    def get_paper(self) -> IssuedPaper:
        if not hasattr(self, "_paper"):
            papers = selectors.papers_visible_to(self.request.user)
            self._paper = papers.filter(pk=self.kwargs["pk"]).first()
            if self._paper is None:
                raise Http404
        return self._paper

    def get_permission_object(self) -> IssuedPaper:
        return self.get_paper()

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponseBase:
        paper = self.get_paper()
        if not files.is_intact(paper.file):
            raise Http404
        return files.respond(paper.file)
