"""People and their appointments."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from core.text import format_date
from core.timeline import timeline
from core.views import ObjectPage, RecordForm, link
from units import rules, selectors, services
from units.forms import people as forms
from units.forms.filters import PersonFilter
from units.models import Appointment, Person
from units.views.lists import FilteredList


class PersonList(FilteredList):
    """People of the user's scope, by given name."""

    permission = "units.view_person"
    template_name = "units/person_list.html"
    title = "Con người"
    filter_class = PersonFilter

    def find(self, **asked: Any) -> QuerySet[Person]:
        return selectors.people_listed(self.request.user, **asked)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            may_keep=self.may("units.keep_people"), **kwargs
        )


class PersonPage(ObjectPage):
    """One person: appointments past and present, and the account."""

    permission = "units.view_person"
    template_name = "units/person.html"

    def get_queryset(self) -> QuerySet[Person]:
        return selectors.people_visible_to(self.request.user)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Con người", "people")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person, user = self.object, self.request.user
        may_keep = self.may("units.keep_people")
        account = selectors.account_of(person) if may_keep else None
        appointments = selectors.appointments_ever(person)
        beside = [*appointments, account] if account else appointments
        return super().get_context_data(
            facts=selectors.facts_of_person(person, whole=may_keep),
            appointments=[
                (one, may_keep and rules.may_give_role(user, one.role))
                for one in appointments
            ],
            account=account,
            may_keep=may_keep,
            may_keep_accounts=self.may("units.keep_accounts"),
            entries=timeline(person, also=beside) if may_keep else [],
            **kwargs,
        )


class PersonNew(RecordForm):
    """Add a person."""

    permission = "units.keep_people"
    title = "Thêm người"
    form_class = forms.PersonForm
    done = "Đã thêm người."

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Con người", "people")]

    def get_back_url(self) -> str:
        return self.get_crumbs()[-1][1]


class PersonBound(RecordForm):
    """A form that belongs to one person's page."""

    permission = "units.keep_people"

    def get_person(self) -> Person:
        if not hasattr(self, "_person"):
            rows = selectors.people_visible_to(self.request.user)
            self._person = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._person

    def get_permission_object(self) -> Person:
        return self.get_person()

    def get_crumbs(self) -> list[tuple[str, str]]:
        person = self.get_person()
        return [link("Con người", "people"), (str(person), person.get_absolute_url())]

    def get_back_url(self) -> str:
        return self.get_person().get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_person().get_absolute_url()


class PersonEdit(PersonBound):
    """Change a person."""

    title = "Sửa thông tin người"
    form_class = forms.PersonForm

    def get_instance(self) -> Person:
        return self.get_person()


class AppointmentNew(PersonBound):
    """Give a person a role in a unit."""

    title = "Giao vai trò"
    form_class = forms.AppointmentForm
    lead = "Quyền trong phần mềm theo vai trò, từ ngày bắt đầu đến hết ngày kết thúc."
    submit_label = "Giao vai trò"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Any) -> Appointment:
        form.instance.person = self.get_person()
        return services.appoint(form.instance, actor=self.request.user)


class AppointmentEnd(PersonBound):
    """Let a role end; the row stays."""

    form_class = forms.EndForm
    title = "Kết thúc vai trò"
    submit_label = "Kết thúc vai trò"
    done = "Đã ghi ngày kết thúc vai trò."
    is_danger = True

    def get_appointment(self) -> Appointment:
        if not hasattr(self, "_appointment"):
            seen = selectors.people_visible_to(self.request.user)
            rows = Appointment.objects.select_related("person", "unit")
            self._appointment = get_object_or_404(
                rows.filter(person__in=seen.values("pk")), pk=self.kwargs["pk"]
            )
        return self._appointment

    def get_person(self) -> Person:
        return self.get_appointment().person

    def get_lead(self) -> str:
        one = self.get_appointment()
        return (
            f"{one.get_role_display()}, {one.unit}, từ {format_date(one.valid_from)}. "
            "Vai trò đã giữ vẫn còn trong lịch sử."
        )

    def save(self, form: Any) -> Appointment:
        return services.end_appointment(
            self.get_appointment(),
            form.cleaned_data["last_day"],
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )
