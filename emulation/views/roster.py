"""The roster of a year, and the reasoned exceptions to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView

from core import stale
from core.views import HouseMixin, Page
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import YearState
from emulation.forms.years import AdmitForm, ReleaseForm, SuccessorForm
from emulation.models import Participation
from emulation.services import roster as services
from emulation.views.of_year import YearMixin, crumbs_of
from units.selectors import members_on


class Roster(YearMixin, Page):
    """The year's units in protocol order; before opening, who would be on it."""

    permission = "emulation.view_year"
    template_name = "emulation/roster.html"

    def get_title(self) -> str:
        return f"Danh sách đơn vị năm {self.get_year().year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        is_frozen = year.state != YearState.PREPARING
        may_change = year.state == YearState.OPEN and self.may(
            "emulation.create_year", year
        )
        return super().get_context_data(
            is_frozen=is_frozen,
            may_change=may_change,
            roster=selectors.roster_of(year) if is_frozen else [],
            members=[] if is_frozen else members_on(year.bloc),
            **kwargs,
        )


class RosterAct(YearMixin, HouseMixin, FormView):
    """One exception to the frozen roster: a form with its reason."""

    permission = "emulation.create_year"
    template_name = "components/form_page.html"
    submit_label = "Ghi nhận"
    lead = ""
    done = ""

    def get_crumbs(self) -> list[tuple[str, str]]:
        roster = ("Danh sách đơn vị", self.get_success_url())
        return [*crumbs_of(self.get_year()), roster, (self.get_title(), "")]

    def get_unit(self) -> Participation:
        if not hasattr(self, "_unit"):
            rows = selectors.roster_of(self.get_year())
            self._unit = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._unit

    def act(self, data: dict[str, Any]) -> None:
        raise NotImplementedError

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.act(form.cleaned_data)
        except BlockedError as error:
            form.add_error(None, error.sentences)
        except ValidationError as error:
            stale.add_errors(form, error)
        if form.errors:
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response

    def get_success_url(self) -> str:
        year = self.get_year()
        return reverse("roster", args=[year.bloc.code, year.year])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            submit_label=self.submit_label,
            lead=self.lead,
            back_url=self.get_success_url(),
            **kwargs,
        )


class RosterAdmit(RosterAct):
    """Add a unit after the roster was frozen."""

    form_class = AdmitForm
    title = "Thêm đơn vị vào danh sách đã chốt"
    lead = (
        "Đơn vị phải đang là thành viên của khối. Khi thêm, đơn vị có giao ước, báo cáo "
        "kết quả và phiếu điểm để nhập như các đơn vị khác."
    )
    done = "Đã thêm đơn vị vào danh sách."

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.get_year()}

    def act(self, data: dict[str, Any]) -> None:
        services.admit_unit(self.get_year(), **data, actor=self.request.user)


class RosterRelease(RosterAct):
    """Note that a unit takes part no longer."""

    form_class = ReleaseForm
    lead = (
        "Đơn vị thôi tham gia không còn bị nhắc việc và không phải chấm điểm; những gì "
        "đã nộp vẫn giữ nguyên."
    )
    done = "Đã ghi nhận thời gian tham gia."

    def get_title(self) -> str:
        return f"{self.get_unit()}: thôi tham gia"

    def get_initial(self) -> dict[str, Any]:
        return {"left_on": self.get_unit().left_on}

    def act(self, data: dict[str, Any]) -> None:
        services.release_unit(self.get_unit(), **data, actor=self.request.user)


class RosterSuccessor(RosterAct):
    """Let another unit take over what is open."""

    form_class = SuccessorForm
    lead = (
        "Đơn vị kế thừa làm tiếp giao ước, kết quả và phiếu điểm còn dở của đơn vị này; "
        "nội dung đã ký, đã duyệt không đổi."
    )
    done = "Đã ghi nhận đơn vị kế thừa."

    def get_title(self) -> str:
        return f"{self.get_unit()}: đơn vị kế thừa"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "unit": self.get_unit()}

    def get_initial(self) -> dict[str, Any]:
        return {"successor": self.get_unit().successor_id}

    def act(self, data: dict[str, Any]) -> None:
        services.set_successor(self.get_unit(), **data, actor=self.request.user)
