"""A year's meetings, one meeting's console, and planning it."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from awards import selectors, services
from awards.enums import MeetingKind, MeetingState
from awards.forms.meetings import MeetingForm
from awards.models import Meeting
from awards.views.console import console_of
from awards.views.scoped import MeetingBound, meeting_crumbs, year_crumbs
from awards.workflow import MEETING
from core.views import ActionView, ListPage, ObjectPage, RecordForm, link
from emulation.models import EmulationYear
from emulation.selectors import years_visible_to


class YearBound:
    """A view about the year that the address names."""

    def get_year(self) -> EmulationYear:
        if not hasattr(self, "_year"):
            years = years_visible_to(self.request.user)
            asked = {"bloc__code": self.kwargs["bloc"], "year": self.kwargs["year"]}
            self._year = get_object_or_404(years, **asked)
        return self._year


class MeetingList(YearBound, ListPage):
    """The meetings of a year, newest first."""

    permission = "awards.view_meeting"
    template_name = "awards/meetings.html"
    context_object_name = "meetings"

    def get_queryset(self) -> QuerySet[Meeting]:
        return selectors.meetings_for_list(self.request.user, self.get_year())

    def get_title(self) -> str:
        return f"Hội nghị năm {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        return [link(f"Năm {year.year}", "year", year.bloc.code, year.year)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        may_plan = self.may("awards.run_meeting", year) and not year.is_closed
        return super().get_context_data(year=year, may_plan=may_plan, **kwargs)


class MeetingNew(YearBound, RecordForm):
    """Plan a meeting."""

    permission = "awards.run_meeting"
    form_class = MeetingForm
    title = "Lập hội nghị"
    submit_label = "Lập hội nghị"
    lead = (
        "Sau khi lập, triệu tập đại biểu, cử Ban kiểm phiếu và lập các cuộc bỏ phiếu."
    )

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return year_crumbs(self.get_year())

    def get_back_url(self) -> str:
        return self.get_crumbs()[-1][1]

    def get_initial(self) -> dict[str, Any]:
        return {"kind": MeetingKind.YEAR_END}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": self.get_year()}

    def save(self, form: MeetingForm) -> Meeting:
        meeting = form.instance
        return services.plan_meeting(
            meeting.year,
            meeting.kind,
            meeting.held_at,
            meeting.place,
            actor=self.request.user,
            agenda=meeting.agenda,
            chair=meeting.chair,
            secretary=meeting.secretary,
            quorum=(meeting.quorum_numerator, meeting.quorum_denominator),
        )


class MeetingEdit(MeetingBound, RecordForm):
    """Change what is known of a meeting that has not begun."""

    form_class = MeetingForm
    title = "Sửa thông tin hội nghị"

    def get_instance(self) -> Meeting:
        return self.get_meeting()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": self.get_meeting().year}

    def save(self, form: MeetingForm) -> Meeting:
        return services.change_meeting(form.instance, actor=self.request.user)


class MeetingPage(MeetingBound, ObjectPage):
    """The console: quorum, polls in their order, reconciliation, who is present."""

    permission = "awards.view_meeting"
    template_name = "awards/meeting.html"
    context_object_name = "meeting"

    def get_meetings(self) -> QuerySet[Meeting]:
        return selectors.meetings_for_page(self.request.user)

    def get_object(self, queryset: Any = None) -> Meeting:
        return self.get_meeting()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return year_crumbs(self.get_meeting().year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.get_meeting()
        context = super().get_context_data(
            quorum=selectors.quorum_of(meeting),
            absence=selectors.absence_text(meeting.delegates.all()),
            units=selectors.delegates_by_unit(meeting.delegates.all()),
            console=console_of(meeting, self.request.user),
            **kwargs,
        )
        runs = self.may("awards.run_meeting", meeting)
        context["may_run"] = runs and meeting.state != MeetingState.CLOSED
        context["may_edit"] = runs and meeting.state == MeetingState.PLANNED
        return context


class MeetingAction(ActionView):
    """Open and close a meeting."""

    permission = "awards.view_meeting"
    machine = MEETING

    def get_queryset(self) -> QuerySet[Meeting]:
        return selectors.meetings_visible_to(self.request.user)

    def get_extra_context(self) -> dict[str, Any]:
        meeting = self.get_object()
        self.request.current_year = meeting.year
        return {"crumbs": meeting_crumbs(meeting)}
