"""What lists with a filter share."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet

from core.views import ListPage


class FilteredList(ListPage):
    """A list that a GET form narrows; a wrong filter narrows nothing and says so."""

    filter_class: type

    def get_filter(self) -> Any:
        if not hasattr(self, "_filter"):
            self._filter = self.filter_class(self.request.GET or None)
        return self._filter

    def get_asked(self) -> dict[str, Any]:
        """Return the filter's clean values, nothing when it is unbound or wrong."""
        form = self.get_filter()
        return form.cleaned_data if form.is_bound and form.is_valid() else {}

    def get_queryset(self) -> QuerySet:
        return self.find(**self.get_asked())

    def find(self, **asked: Any) -> QuerySet:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = [
            (name, value)
            for name, value in self.request.GET.items()
            if name != "page" and value
        ]
        return super().get_context_data(
            filter=self.get_filter(),
            is_narrowed=bool(kept),
            query=f"{urlencode(kept)}&" if kept else "",
            **kwargs,
        )
