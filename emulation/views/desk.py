"""The desk: what waits for me, where the year stands, what is new."""

from typing import Any

from django.db.models import prefetch_related_objects

from core import clock, points
from core.access import SIGNED_IN
from core.views import Page
from emulation import selectors
from emulation.models import EmulationYear
from emulation.selectors import desk, figures, navigation, news, stepper


class Desk(Page):
    """The first page of everybody who signs in."""

    permission = SIGNED_IN
    template_name = "emulation/desk.html"
    title = "Bàn làm việc"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        request, user = self.request, self.request.user
        tasks = desk.in_order(points.DESK_TASKS(user))
        navigation.keep_task_count(request, len(tasks))
        year = navigation.year_of_request(request)
        context = super().get_context_data(
            today=clock.today(),
            tasks=tasks,
            late=sum(one["tone"] == "late" for one in tasks),
            soon=sum(one["tone"] == "soon" for one in tasks),
            has_role=bool(user.appointments),
            year=year,
            **kwargs,
        )
        return context | self.about(year) if year else context

    def about(self, year: EmulationYear) -> dict[str, Any]:
        """Return what the desk shows of the current year."""
        user = self.request.user
        prefetch_related_objects([year], "phases")
        context = {"steps": stepper.stepper_of(year)}
        if selectors.oversees(user, year):
            context |= figures.bloc_in_figures(year, user)
        told = news.news_of(year, user)
        return context | {"news": told, "news_since": news.since(told)}
