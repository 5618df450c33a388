"""A unit's staff: the list, one more, many pasted, corrections, who leaves."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core.text import format_date
from core.views import ObjectPage, link
from units import selectors, services
from units.enums import Role
from units.forms import staff as forms
from units.forms.people import EndForm
from units.models import Appointment, Unit
from units.views.units import UnitBound

PERMISSION = "units.keep_staff"


class StaffPage(ObjectPage):
    """Everybody of a unit by given name; those without an office are kept here."""

    permission = PERMISSION
    template_name = "units/staff.html"

    def get_queryset(self) -> Any:
        return selectors.units_visible_to(self.request.user)

    def get_title(self) -> str:
        return "Cán bộ của đơn vị"

    def get_crumbs(self) -> list[tuple[str, str]]:
        unit = self.get_object()
        return [link("Đơn vị", "units"), (str(unit), unit.get_absolute_url())]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        members = selectors.members_of_staff(self.object)
        return super().get_context_data(members=members, **kwargs)


class OfStaff(UnitBound):
    """A form that belongs to a unit's list of staff."""

    permission = PERMISSION

    def get_crumbs(self) -> list[tuple[str, str]]:
        staff = ("Cán bộ của đơn vị", self.get_back_url())
        return [*super().get_crumbs(), staff]

    def get_back_url(self) -> str:
        return reverse("unit-staff", args=[self.get_unit().pk])

    def get_success_url(self) -> str:
        return self.get_back_url()


class StaffNew(OfStaff):
    """One more member of staff."""

    title = "Thêm cán bộ"
    form_class = forms.NewStaffForm
    submit_label = "Thêm vào danh sách"
    done = "Đã thêm vào danh sách cán bộ của đơn vị."
    lead = (
        "Người trong danh sách có thể được đăng ký danh hiệu; "
        "việc này không cấp tài khoản và không giao quyền nào."
    )

    def save(self, form: Any) -> list[Appointment]:
        person = form.get_known() or form.instance
        return services.enrol(self.get_unit(), [person], actor=self.request.user)


class StaffPaste(OfStaff):
    """Many at once: a look at every line first, then all or nothing."""

    title = "Thêm nhiều cán bộ"
    form_class = forms.StaffPasteForm
    template_name = "units/staff_paste.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"unit": self.get_unit()}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirm" in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.get_form()
        form.is_valid()
        if form.has_error("text"):
            return self.form_invalid(form)
        asked = form.fields.keys() - {"text"}
        for name in asked:  # not asked yet, so nothing is missing
            form.errors.pop(name, None)
        return self.render_to_response(
            self.get_context_data(form=form, is_preview=True)
        )

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        is_preview = not form.has_error("text")
        context = self.get_context_data(form=form, is_preview=is_preview)
        return self.render_to_response(context, status=status)

    def save(self, form: Any) -> list[Appointment]:
        taken = services.enrol(self.get_unit(), form.people(), actor=self.request.user)
        self.count = len(taken)
        return taken

    def finish(self) -> HttpResponse:
        messages.success(self.request, f"Đã thêm {self.count} người vào danh sách.")
        return redirect(self.get_success_url())


class StaffBound(OfStaff):
    """A form about somebody's place on a unit's staff."""

    def get_appointment(self) -> Appointment:
        if not hasattr(self, "_appointment"):
            seen = selectors.people_visible_to(self.request.user)
            rows = Appointment.objects.filter(role=Role.STAFF, person__in=seen)
            self._appointment = get_object_or_404(
                rows.select_related("person", "unit"), pk=self.kwargs["pk"]
            )
        return self._appointment

    def get_unit(self) -> Unit:
        return self.get_appointment().unit


class StaffEdit(StaffBound):
    """Correct a member of staff."""

    title = "Sửa thông tin cán bộ"
    form_class = forms.StaffForm

    def get_instance(self) -> Any:
        return self.get_appointment().person

    def save(self, form: Any) -> Any:
        return services.correct_staff(
            form.instance, self.get_unit(), actor=self.request.user
        )


class StaffEnd(StaffBound):
    """Let somebody leave; what was registered stays."""

    title = "Thôi làm việc ở đơn vị"
    form_class = EndForm
    submit_label = "Ghi thôi làm việc"
    done = "Đã ghi ngày cuối cùng làm việc ở đơn vị."
    is_danger = True

    def get_lead(self) -> str:
        one = self.get_appointment()
        return (
            f"{one.person}, trong danh sách từ {format_date(one.valid_from)}. "
            "Danh hiệu đã đăng ký và đã đạt vẫn còn trong lịch sử."
        )

    def save(self, form: Any) -> Appointment:
        return services.leave_staff(
            self.get_appointment(),
            form.cleaned_data["last_day"],
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )
