"""The list of delegates: summoning, attendance, the sheet to print."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View

from awards import selectors, services
from awards.enums import MeetingState
from awards.forms.meetings import SummonForm
from awards.models import Delegate, Meeting
from awards.views.scoped import Deed, MeetingBound
from core.views import Guarded, Page, RecordForm
from core.workflow import BlockedError


class DelegateList(MeetingBound, Page):
    """Delegates by unit; the organiser ticks who is there."""

    permission = "awards.view_meeting"
    template_name = "awards/delegates.html"
    title = "Đại biểu"

    def get_meetings(self) -> QuerySet[Meeting]:
        return selectors.meetings_for_page(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.get_meeting()
        may_run = self.may("awards.run_meeting", meeting)
        return super().get_context_data(
            meeting=meeting,
            quorum=selectors.quorum_of(meeting),
            units=selectors.delegates_by_unit(meeting.delegates.all()),
            may_tick=may_run and meeting.state != MeetingState.CLOSED,
            may_release=may_run and meeting.state == MeetingState.PLANNED,
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Save the ticks that differ from what the page showed."""
        meeting = self.get_meeting()
        self.refuse_unless("awards.run_meeting", meeting)
        present, absent, reasons = ticks(request.POST, meeting.delegates.all())
        try:
            changed = services.take_attendance(
                meeting, present, absent=absent, reasons=reasons, actor=request.user
            )
            messages.success(request, f"Đã lưu điểm danh, {changed} thay đổi.")
        except BlockedError as error:
            messages.error(request, " ".join(error.sentences))
        return redirect("delegates", meeting.pk)


def ticks(post: Any, delegates: Any) -> tuple[set[int], set[int], dict[int, str]]:
    """Return who was ticked and unticked since the page was drawn, and the reasons.

    ``seen-<pk>`` says what the page showed; a delegate that somebody else ticked
    meanwhile is left alone.
    """
    present, absent, reasons = set[int](), set[int](), dict[int, str]()
    for one in delegates:
        if f"seen-{one.pk}" not in post:
            continue
        is_ticked = f"present-{one.pk}" in post
        if is_ticked != (post[f"seen-{one.pk}"] == "1"):
            (present if is_ticked else absent).add(one.pk)
        reason = post.get(f"reason-{one.pk}", "").strip()[:200]
        if reason != post.get(f"seen-reason-{one.pk}", ""):
            reasons[one.pk] = reason
    return present, absent, reasons


class DelegateSheet(DelegateList):
    """The same list to print and sign."""

    template_name = "awards/delegate_sheet.html"
    title = "Danh sách điểm danh"
    http_method_names = ["get"]


class DelegateNew(MeetingBound, RecordForm):
    """Summon people of the participating units."""

    form_class = SummonForm
    template_name = "awards/summon.html"
    title = "Thêm đại biểu"
    submit_label = "Triệu tập"
    done = "Đã thêm vào danh sách đại biểu."

    def get_back_url(self) -> str:
        return reverse("delegates", args=[self.get_meeting().pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.get_meeting()}

    def save(self, form: SummonForm) -> Meeting:
        services.summon_people(
            self.get_meeting(),
            form.pairs,
            is_voting=form.cleaned_data["is_voting"],
            actor=self.request.user,
        )
        return self.get_meeting()

    def get_success_url(self) -> str:
        return self.get_back_url()


class SummonLeaders(Deed, MeetingBound, View):
    """Summon the head of each unit."""

    def act(self) -> str:
        added = services.summon_leaders(self.get_meeting(), actor=self.request.user)
        if not added:
            return "Thủ trưởng các đơn vị đều đã có trong danh sách."
        return f"Đã triệu tập {added} thủ trưởng đơn vị."

    def get_next_url(self) -> str:
        return reverse("delegates", args=[self.get_meeting().pk])


class DelegateRemove(Deed, Guarded, View):
    """Take somebody off the list before the meeting."""

    permission = "awards.run_meeting"

    def get_delegate(self) -> Delegate:
        if not hasattr(self, "_delegate"):
            meetings = selectors.meetings_visible_to(self.request.user)
            delegates = Delegate.objects.filter(meeting__in=meetings)
            joined = delegates.select_related("meeting__year__bloc", "person")
            self._delegate = get_object_or_404(joined, pk=self.kwargs["pk"])
        return self._delegate

    def get_permission_object(self) -> Meeting:
        return self.get_delegate().meeting

    def act(self) -> str:
        delegate = self.get_delegate()
        services.release_delegate(delegate, actor=self.request.user)
        return f"Đã rút {delegate.person} khỏi danh sách."

    def get_next_url(self) -> str:
        return reverse("delegates", args=[self.get_delegate().meeting_id])
