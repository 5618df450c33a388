"""The steps of a year: their days, opening and closing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from core.views import HouseMixin, action_buttons
from core.workflow import BlockedError
from emulation import services
from emulation.forms.years import PhaseDatesForm, order_warnings
from emulation.views.of_year import YearMixin


class Phases(YearMixin, HouseMixin, FormView):
    """All eight steps with their days in one form; who keeps the year opens and closes
    each. Everyone else reads.
    """

    permission = "emulation.view_year"
    template_name = "emulation/phases.html"
    form_class = PhaseDatesForm

    def get_title(self) -> str:
        return f"Các bước năm {self.get_year().year}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.get_year()}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        self.refuse_unless("emulation.create_year", self.get_year())
        return super().post(*args, **kwargs)

    def form_valid(self, form: PhaseDatesForm) -> HttpResponse:
        year, dates = self.get_year(), form.dates()
        reason = form.cleaned_data.get("reason", "")
        try:
            services.years.set_phase_dates(
                year, dates, actor=self.request.user, reason=reason
            )
        except BlockedError as error:
            form.add_error(None, error.sentences)
        except ValidationError as error:
            form.add_error(None, error.messages)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, "Đã lưu ngày của các bước.")
        return redirect(self.request.path)

    def form_invalid(self, form: PhaseDatesForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        year, form = self.get_year(), context["form"]
        stored = {one.kind: (one.opens_on, one.due_on) for one in form.phases}
        buttons = {
            one.pk: action_buttons(one, self.request.user) for one in form.phases
        }
        return context | {
            "may_edit": self.may("emulation.create_year", year) and not year.is_closed,
            "warnings": order_warnings(stored),
            "rows": [
                {
                    "phase": phase,
                    "opens": opens,
                    "due": due,
                    "actions": buttons[phase.pk],
                }
                for phase, opens, due in form.rows()
            ],
        }
