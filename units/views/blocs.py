"""Blocs: members in protocol order and offices by year."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import DetailView

from core import points
from core.text import format_date
from core.timeline import timeline
from core.views import ListPage, ObjectMixin, ObjectPage, RecordForm, link
from units import selectors, services
from units.forms import blocs as forms
from units.forms.people import EndForm
from units.models import Bloc, BlocOffice, Membership


class BlocList(ListPage):
    """All blocs with today's members and this year's offices."""

    permission = "units.view_bloc"
    template_name = "units/bloc_list.html"
    title = "Khối thi đua"

    def get_queryset(self) -> QuerySet[Bloc]:
        seen = selectors.blocs_visible_to(self.request.user)
        return selectors.blocs_with_members().filter(pk__in=seen.values("pk"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_keep=self.may("units.keep_blocs"), **kwargs)


class OfBlocs:
    """The blocs of the user's scope, found by code."""

    slug_field = slug_url_kwarg = "code"

    def get_queryset(self) -> QuerySet[Bloc]:
        return selectors.blocs_visible_to(self.request.user)

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Khối thi đua", "blocs")]


class BlocPage(OfBlocs, ObjectPage):
    """One bloc: members, former members, offices by year."""

    permission = "units.view_bloc"
    template_name = "units/bloc.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bloc = self.object
        former, coming = selectors.other_members(bloc)
        offices = selectors.offices_by_year(bloc)
        may_keep = self.may("units.keep_blocs")
        return super().get_context_data(
            members=list(selectors.members_on(bloc)),
            former=former,
            coming=coming,
            offices=offices,
            years=list(points.BLOC_YEARS(bloc, self.request.user)),
            may_keep=may_keep,
            entries=timeline(bloc, also=offices) if may_keep else [],
            **kwargs,
        )


class BlocNew(RecordForm):
    """Found a bloc."""

    permission = "units.keep_blocs"
    title = "Lập khối thi đua"
    form_class = forms.FoundBlocForm
    done = "Đã lập khối."

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Khối thi đua", "blocs")]

    def get_back_url(self) -> str:
        return self.get_crumbs()[-1][1]

    def save(self, form: Any) -> Bloc:
        return services.add_bloc(form.instance, actor=self.request.user)


class BlocBound(RecordForm):
    """A form that belongs to one bloc's page."""

    permission = "units.keep_blocs"

    def get_bloc(self) -> Bloc:
        if not hasattr(self, "_bloc"):
            rows = selectors.blocs_visible_to(self.request.user)
            self._bloc = get_object_or_404(rows, code=self.kwargs["code"])
        return self._bloc

    def get_permission_object(self) -> Bloc:
        return self.get_bloc()

    def get_crumbs(self) -> list[tuple[str, str]]:
        bloc = self.get_bloc()
        return [link("Khối thi đua", "blocs"), (str(bloc), bloc.get_absolute_url())]

    def get_back_url(self) -> str:
        return self.get_bloc().get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_bloc().get_absolute_url()


class BlocEdit(BlocBound):
    """Change name, kind and founding decision."""

    title = "Sửa khối thi đua"
    form_class = forms.BlocForm

    def get_instance(self) -> Bloc:
        return self.get_bloc()


class MembershipNew(BlocBound):
    """A unit joins the bloc."""

    title = "Thêm thành viên"
    form_class = forms.MembershipForm

    def get_initial(self) -> dict[str, Any]:
        number = selectors.next_protocol_number(self.get_bloc())
        return {"protocol_number": number}

    def save(self, form: Any) -> Membership:
        form.instance.bloc = self.get_bloc()
        return services.add_member(form.instance, actor=self.request.user)


class MembershipEnd(BlocBound):
    """A unit leaves the bloc after a last day."""

    title = "Kết thúc tư cách thành viên"
    form_class = EndForm
    submit_label = "Kết thúc"
    done = "Đã ghi ngày kết thúc."
    is_danger = True

    def get_membership(self) -> Membership:
        if not hasattr(self, "_membership"):
            rows = Membership.objects.select_related("bloc", "unit")
            self._membership = get_object_or_404(rows, pk=self.kwargs["pk"])
        return self._membership

    def get_bloc(self) -> Bloc:
        return self.get_membership().bloc

    def get_lead(self) -> str:
        one = self.get_membership()
        return (
            f"{one.unit}, thành viên từ {format_date(one.valid_from)}. "
            "Năm thi đua đã mở giữ nguyên danh sách của năm đó."
        )

    def save(self, form: Any) -> Membership:
        return services.end_membership(
            self.get_membership(),
            form.cleaned_data["last_day"],
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )


class BlocOrder(OfBlocs, ObjectMixin, DetailView):
    """Protocol order: numbers to type, or one step up or down with each button."""

    permission = "units.keep_blocs"
    template_name = "units/bloc_order.html"

    def get_title(self) -> str:
        return "Thứ tự thành viên"

    def get_crumbs(self) -> list[tuple[str, str]]:
        bloc = self.get_object()
        return [*super().get_crumbs(), (str(bloc), bloc.get_absolute_url())]

    def get_form(self, data: Any = None) -> forms.OrderForm:
        members = list(selectors.members_on(self.get_object()))
        return forms.OrderForm(data, members=members)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            mark=selectors.order_mark(self.object),
            moved=self.request.GET.get("vua", ""),
            **kwargs,
        )

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        self.object = bloc = self.get_object()
        page = redirect("bloc-order", bloc.code)
        if request.POST.get("mark") != selectors.order_mark(bloc):
            messages.warning(request, "Người khác vừa sắp lại. Xem thứ tự mới rồi sửa.")
            return page
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        if services.reorder_members(bloc, form.wanted(), actor=request.user):
            messages.success(request, "Đã sắp lại thứ tự.")
        moved, step = form.moved
        page["Location"] += (
            f"?vua={'len' if step < 0 else 'xuong'}-{moved}" if moved else ""
        )
        return page


class OfficeNew(BlocBound):
    """Give the office of head or deputy for a year."""

    title = "Ghi chức danh khối"
    form_class = forms.OfficeForm
    lead = (
        "Quyền điều hành năm thi đua theo chức danh này: thư ký và thủ trưởng của "
        "đơn vị giữ chức danh."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"bloc": self.get_bloc()}

    def save(self, form: Any) -> BlocOffice:
        form.instance.bloc = self.get_bloc()
        reason = form.cleaned_data["reason"]
        return services.give_office(
            form.instance, actor=self.request.user, reason=reason
        )


class OfficeEdit(OfficeNew):
    """Correct an office, or add the decision that recognises it."""

    title = "Sửa chức danh khối"

    def get_instance(self) -> BlocOffice:
        rows = BlocOffice.objects.select_related("bloc", "unit")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_bloc(self) -> Bloc:
        return self.instance.bloc
