"""What all pages below a bloc's year share."""

from typing import Any

from django.shortcuts import get_object_or_404

from core.views import link
from emulation import selectors
from emulation.enums import YearState
from emulation.models import EmulationYear


class YearMixin:
    """A page below ``/nam/<bloc>/<year>/``; the year is one that the user sees."""

    def get_year(self) -> EmulationYear:
        if not hasattr(self, "_year"):
            self._year = get_object_or_404(
                selectors.years_for_list(self.request.user),
                bloc__code=self.kwargs["bloc"],
                year=self.kwargs["year"],
            )
        return self._year

    def get_permission_object(self) -> Any:
        return self.get_year()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"year": self.get_year()} | kwargs))

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs_of(self.get_year()), (self.get_title(), "")]


def crumbs_of(year: EmulationYear) -> list[tuple[str, str]]:
    """Return the way to a page of the year; until it opens by way of its set-up."""
    home = (f"Năm {year.year}", year.get_absolute_url())
    if year.state != YearState.PREPARING:
        return [home]
    return [home, link("Thiết lập năm", "year-setup", year.bloc.code, year.year)]
