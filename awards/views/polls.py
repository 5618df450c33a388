"""A poll: its draft, its page, what happens to it, and the projector."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.views.generic import View

from awards import selectors, services
from awards.enums import PollKind, PollState
from awards.forms.polls import DifferenceForm, PollForm
from awards.models import Poll
from awards.views.console import tellers_to_count
from awards.views.scoped import Deed, MeetingBound, PollBound, meeting_crumbs
from awards.workflow import POLL, needs_explanation
from core.views import ActionView, ObjectPage, Page, RecordForm


class PollForms(RecordForm):
    """What drafting and redrafting share: the poll with its ballot is one deed."""

    form_class = PollForm
    template_name = "awards/poll_form.html"

    def save(self, form: PollForm) -> Poll:
        user, data = self.request.user, form.cleaned_data
        poll = services.plan_poll(form.instance, actor=user)
        if "options" in data:
            services.set_options(poll, data["options"], actor=user)
        else:
            services.set_candidates(poll, data["units"], actor=user)
        return poll

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class PollNew(MeetingBound, PollForms):
    """Draft a poll of one kind; ``?loai=`` says which."""

    permission = "awards.run_poll"
    title = "Lập cuộc bỏ phiếu"
    submit_label = "Lập cuộc bỏ phiếu"

    def get_kind(self) -> PollKind:
        asked = self.request.GET.get("loai", PollKind.TITLE)
        if asked not in PollKind.values:
            raise Http404
        return PollKind(asked)

    def get_back_url(self) -> str:
        return self.get_meeting().get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"meeting": self.get_meeting(), "kind": self.get_kind()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            kinds=PollKind.choices, kind=self.get_kind(), **kwargs
        )


class PollEdit(PollBound, PollForms):
    """Change a draft."""

    title = "Sửa cuộc bỏ phiếu"

    def get_instance(self) -> Poll:
        return self.get_poll()

    def get_form_kwargs(self) -> dict[str, Any]:
        poll = self.get_poll()
        kwargs = super().get_form_kwargs()
        return kwargs | {"meeting": poll.meeting, "kind": poll.kind}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kinds=(), **kwargs)


class PollPage(PollBound, ObjectPage):
    """One poll: candidates, counting, result, and what comes next."""

    permission = "awards.view_poll"
    template_name = "awards/poll.html"
    context_object_name = "poll"

    def get_polls(self) -> QuerySet[Poll]:
        return selectors.polls_for_page(self.request.user)

    def get_object(self, queryset: Any = None) -> Poll:
        return self.get_poll()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return meeting_crumbs(self.get_poll().meeting)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll, user = self.get_poll(), self.request.user
        unpublished = selectors.reads_unpublished(user, poll.meeting)
        may_run = self.may("awards.run_poll", poll)
        return super().get_context_data(
            may_run=may_run,
            rule=selectors.rule_sentence(poll, selectors.attendance(poll.meeting)),
            result=selectors.result_of(poll, unpublished=unpublished),
            attempts=selectors.attempts_of(poll) if may_run else [],
            waiting=tellers_to_count(poll, user),
            cancelled_because=selectors.cancelled_because(poll),
            **(_organising(poll) if may_run else {}),
            **kwargs,
        )


def _organising(poll: Poll) -> dict[str, Any]:
    """Return what only the organiser is offered."""
    is_counted = poll.state == PollState.COUNTED
    found: dict[str, Any] = {
        "may_edit": poll.state == PollState.DRAFT,
        "may_repeat": not selectors.second_round_obstacles(poll),
    }
    if is_counted and needs_explanation(poll):
        initial = {"reason": poll.reason_for_difference}
        found["difference_form"] = DifferenceForm(initial=initial)
    return found


class PollDifference(PollBound, RecordForm):
    """Why the vote left the order of scores."""

    form_class = DifferenceForm
    title = "Lý do khác thứ hạng điểm"
    done = "Đã ghi lý do vào biên bản."

    def get_initial(self) -> dict[str, Any]:
        return {"reason": self.get_poll().reason_for_difference}

    def get_back_url(self) -> str:
        return self.get_poll().get_absolute_url()

    def save(self, form: DifferenceForm) -> Poll:
        reason = form.cleaned_data["reason"]
        return services.explain_difference(
            self.get_poll(), reason, actor=self.request.user
        )


class PollAction(ActionView):
    """Open, count, publish, cancel."""

    permission = "awards.view_poll"
    machine = POLL

    def get_queryset(self) -> QuerySet[Poll]:
        return selectors.polls_visible_to(self.request.user)

    def get_extra_context(self) -> dict[str, Any]:
        poll = self.get_object()
        self.request.current_year = poll.meeting.year
        crumbs = meeting_crumbs(poll.meeting)
        return {"crumbs": [*crumbs, (str(poll), poll.get_absolute_url())]}


class SecondRound(Deed, PollBound, View):
    """Vote again on those who tied for the last seat."""

    def act(self) -> str:
        self.again = services.second_round(self.get_poll(), actor=self.request.user)
        return f"Đã lập vòng {self.again.round}, xem lại rồi mở bỏ phiếu."

    def get_next_url(self) -> str:
        return getattr(self, "again", self.get_poll()).get_absolute_url()


class Projector(PollBound, Page):
    """The room's screen: the question and the quorum, then the result."""

    permission = "awards.view_poll"
    template_name = "awards/projector.html"

    def get_polls(self) -> QuerySet[Poll]:
        return selectors.polls_for_page(self.request.user)

    def get_title(self) -> str:
        return str(self.get_poll())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        poll = self.get_poll()
        present = selectors.attendance(poll.meeting)
        return super().get_context_data(
            poll=poll,
            quorum=selectors.quorum_of(poll.meeting),
            rule=selectors.rule_sentence(poll, present),
            result=selectors.result_of(poll, unpublished=False),
            **kwargs,
        )
