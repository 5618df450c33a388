"""How these views find their meeting or poll: in the user's scope, or 404."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from awards import selectors
from awards.models import Meeting, Poll
from core.views import Guarded, link
from core.workflow import BlockedError
from emulation.models import EmulationYear


def year_crumbs(year: EmulationYear) -> list[tuple[str, str]]:
    """Return the crumbs of a year's meetings."""
    place = (year.bloc.code, year.year)
    return [
        link(f"Năm {year.year}", "year", *place),
        link("Hội nghị", "meetings", *place),
    ]


def meeting_crumbs(meeting: Meeting) -> list[tuple[str, str]]:
    """Return the crumbs that lead to a meeting's page."""
    crumbs = year_crumbs(meeting.year)
    return [*crumbs, (str(meeting), meeting.get_absolute_url())]


class MeetingBound(Guarded):
    """A view about the meeting that ``pk`` names; ``keep`` says in which year we are."""

    permission = "awards.run_meeting"

    def get_meetings(self) -> QuerySet[Meeting]:
        return selectors.meetings_visible_to(self.request.user)

    def get_meeting(self) -> Meeting:
        if not hasattr(self, "_meeting"):
            self._meeting = get_object_or_404(self.get_meetings(), pk=self.kwargs["pk"])
            self.request.current_year = self._meeting.year
        return self._meeting

    def get_permission_object(self) -> Any:
        return self.get_meeting()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return meeting_crumbs(self.get_meeting())


class PollBound(Guarded):
    """A view about the poll that ``pk`` names."""

    permission = "awards.run_poll"

    def get_polls(self) -> QuerySet[Poll]:
        return selectors.polls_visible_to(self.request.user)

    def get_poll(self) -> Poll:
        if not hasattr(self, "_poll"):
            self._poll = get_object_or_404(self.get_polls(), pk=self.kwargs["pk"])
            self.request.current_year = self._poll.meeting.year
        return self._poll

    def get_permission_object(self) -> Any:
        return self.get_poll()

    def get_crumbs(self) -> list[tuple[str, str]]:
        poll = self.get_poll()
        return [*meeting_crumbs(poll.meeting), (str(poll), poll.get_absolute_url())]


class Deed:
    """A POST that does one thing, says so, and goes back; refusals become notices."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Do it and return what to say."""
        raise NotImplementedError

    def get_next_url(self) -> str:
        raise NotImplementedError

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        try:
            messages.success(request, self.act())
        except BlockedError as error:
            for sentence in error.sentences:
                messages.error(request, sentence)
        return redirect(self.get_next_url())
