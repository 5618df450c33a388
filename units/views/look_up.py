"""The journal and the search of everything."""

from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from core import access, points
from core.models import JournalEntry
from core.timeline import line
from core.views import Page
from units import selectors
from units.forms.filters import JournalFilter
from units.views.lists import FilteredList


class JournalPage(FilteredList):
    """Who did what, in which role, when and why."""

    permission = "units.view_journal"
    template_name = "core/journal.html"
    title = "Nhật ký"
    filter_class = JournalFilter
    paginate_by = 50

    def find(self, **asked: Any) -> QuerySet[JournalEntry]:
        return selectors.journal_found(self.request.user, **asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        reads = selectors.who_reads_withheld(self.request.user)
        context["entries"] = [
            line(entry, reads_withheld=reads(entry)) for entry in context["page_obj"]
        ]
        return context


class SearchPage(Page):
    """Everything that matches, by kind; each provider answers within the scope."""

    permission = access.SIGNED_IN
    template_name = "core/search.html"
    title = "Tìm kiếm"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("q", "").strip()[:100]
        found = list(points.SEARCH(words, self.request.user)) if words else []
        order = list(dict.fromkeys(hit.kind for hit in found))
        found.sort(key=lambda hit: order.index(hit.kind))
        return super().get_context_data(
            words=words,
            count=len(found),
            groups=[
                (kind, list(hits))
                for kind, hits in groupby(found, key=lambda hit: hit.kind)
            ],
            **kwargs,
        )
