"""The counting board of a meeting."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from awards import selectors, services
from awards.forms.meetings import TellerForm
from awards.models import Meeting, Teller
from awards.views.scoped import Deed, MeetingBound
from core.views import Guarded, RecordForm


class TellerList(MeetingBound, RecordForm):
    """Members of the board, and the form that names one more."""

    form_class = TellerForm
    template_name = "awards/tellers.html"
    title = "Ban kiểm phiếu"
    submit_label = "Cử vào Ban kiểm phiếu"
    done = "Đã cử vào Ban kiểm phiếu."

    def get_meetings(self) -> QuerySet[Meeting]:
        return selectors.meetings_for_page(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.get_meeting()}

    def save(self, form: TellerForm) -> Teller:
        teller = Teller(meeting=self.get_meeting(), **form.facts)
        return services.name_teller(teller, actor=self.request.user)

    def get_success_url(self) -> str:
        return reverse("tellers", args=[self.get_meeting().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.get_meeting()
        return super().get_context_data(
            meeting=meeting, obstacles=selectors.board_obstacles(meeting), **kwargs
        )


class TellerDeed(Deed, Guarded, View):
    """One thing done to one member of the board."""

    permission = "awards.run_meeting"

    def get_teller(self) -> Teller:
        if not hasattr(self, "_teller"):
            meetings = selectors.meetings_visible_to(self.request.user)
            tellers = Teller.objects.filter(meeting__in=meetings)
            joined = tellers.select_related("meeting__year__bloc", "person")
            self._teller = get_object_or_404(joined, pk=self.kwargs["pk"])
        return self._teller

    def get_permission_object(self) -> Meeting:
        return self.get_teller().meeting

    def get_next_url(self) -> str:
        return reverse("tellers", args=[self.get_teller().meeting_id])


class TellerRemove(TellerDeed):
    """Take somebody off the board."""

    def act(self) -> str:
        teller = self.get_teller()
        services.release_teller(teller, actor=self.request.user)
        return f"Đã rút {teller.person} khỏi Ban kiểm phiếu."


class TellerChief(TellerDeed):
    """Let this member lead the board."""

    def act(self) -> str:
        teller = self.get_teller()
        services.make_chief(teller, actor=self.request.user)
        return f"Trưởng Ban kiểm phiếu: {teller.person}."
