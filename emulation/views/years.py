"""The years: list, one year's page, setting up, opening, ranking, closing."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import SIGNED_IN
from core.views import ActionView, Page, RecordForm, action_buttons, link
from emulation import selectors, services
from emulation.enums import SetupPart
from emulation.forms.years import YearForm
from emulation.models import EmulationYear, Phase
from emulation.reports.ranking import ranking_table
from emulation.selectors import navigation, stepper, yearpage
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.setup import setup_url
from emulation.workflow import PHASE, YEAR
from units.models import Bloc
from units.selectors import blocs_visible_to


class Years(Page):
    """All years that the user sees, by bloc; what may be set up next."""

    permission = SIGNED_IN
    template_name = "emulation/years.html"
    title = "Các năm thi đua"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        blocs = yearpage.blocs_with_years(self.request.user)
        for one in blocs:
            self.offer_next(one)
        return super().get_context_data(
            blocs=[one for one in blocs if one["years"] or one["next_url"]], **kwargs
        )

    def offer_next(self, one: dict[str, Any]) -> None:
        """Add the address for setting up the bloc's next year where that is allowed."""
        bloc, number = one["bloc"], one["next"]
        following = EmulationYear(bloc=bloc, year=number)
        may = one["is_near"] and self.may("emulation.create_year", following)
        one["next_url"] = (
            reverse("year-create", args=[bloc.code, number]) if may else ""
        )


class YearPage(YearMixin, Page):
    """Where the year stands: steps, who is late, ranking, papers."""

    permission = "emulation.view_year"
    template_name = "emulation/year.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        navigation.keep_year(request, self.get_year())
        return super().get(request, *args, **kwargs)

    def get_title(self) -> str:
        return f"Năm thi đua {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Các năm", "years"), (f"Năm {self.get_year().year}", "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, user = self.get_year(), self.request.user
        drawn = yearpage.matrix_for(year, user)
        sees_all = selectors.oversees(user, year)
        return super().get_context_data(
            facts=yearpage.facts_of(year),
            steps=stepper.stepper_of(year),
            matrix=drawn,
            ranking=ranking_table(year) if year.ranking_is_public else None,
            sees_all=sees_all,
            papers=yearpage.papers_of(year, sees_all=sees_all),
            may_prepare=self.may("emulation.create_year", year),
            actions=action_buttons(year, user),
            **kwargs,
        )


class YearCreate(RecordForm):
    """Set up a bloc's year: it begins in preparation, with eight undated steps."""

    permission = "emulation.create_year"
    form_class = YearForm
    submit_label = "Lập năm"
    lead = (
        "Năm được lập ở trạng thái đang chuẩn bị, có sẵn tám bước chưa có ngày. "
        "Danh sách đơn vị chỉ chốt khi mở năm."
    )

    def get_bloc(self) -> Bloc:
        blocs = blocs_visible_to(self.request.user)
        return get_object_or_404(blocs, code=self.kwargs["bloc"])

    def get_permission_object(self) -> EmulationYear:
        return EmulationYear(bloc=self.get_bloc(), year=self.kwargs["year"])

    def get_title(self) -> str:
        return f"Lập năm thi đua {self.kwargs['year']}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Các năm", "years"), (self.get_title(), "")]

    def get_back_url(self) -> str:
        return reverse("years")

    def save(self, form: YearForm) -> EmulationYear:
        actor, typed = self.request.user, form.cleaned_data
        year = services.years.create_year(
            self.get_bloc(),
            self.kwargs["year"],
            actor=actor,
            theme=typed["theme"],
            note=typed["note"],
        )
        year.plan_number, year.plan_date = typed["plan_number"], typed["plan_date"]
        return services.years.update_year(year, actor=actor, plan=typed["plan"])

    def get_success_url(self) -> str:
        return setup_url(self.object)


class YearEdit(YearMixin, RecordForm):
    """Theme, plan and source of the year."""

    permission = "emulation.create_year"
    form_class = YearForm

    def get_instance(self) -> EmulationYear:
        return self.get_year()

    def get_title(self) -> str:
        return f"Chủ đề, kế hoạch năm {self.get_year().year}"

    def get_back_url(self) -> str:
        return setup_url(self.get_year(), SetupPart.PLAN)

    def get_success_url(self) -> str:
        return self.get_back_url()

    def save(self, form: YearForm) -> EmulationYear:
        plan, actor = form.cleaned_data["plan"], self.request.user
        return services.years.update_year(form.instance, actor=actor, plan=plan)


class YearAction(ActionView):
    """Open the year, publish the ranking, close."""

    machine = YEAR
    permission = "emulation.view_year"

    def get_queryset(self) -> QuerySet[EmulationYear]:
        return selectors.years_visible_to(self.request.user)

    def get_object(self) -> EmulationYear:
        self.request.current_year = super().get_object()
        return self.request.current_year

    def get_extra_context(self) -> dict[str, Any]:
        return {"crumbs": crumbs_of(self.get_object())}


class PhaseAction(ActionView):
    """Open or close a step of the year."""

    machine = PHASE
    permission = "emulation.view_year"

    def get_permission_object(self) -> EmulationYear:
        return self.get_object().year

    def get_queryset(self) -> QuerySet[Phase]:
        years = selectors.years_visible_to(self.request.user)
        return Phase.objects.filter(year__in=years).select_related("year__bloc")

    def get_object(self) -> Phase:
        phase = super().get_object()
        self.request.current_year = phase.year
        return phase

    def get_success_url(self, obj: Phase) -> str:
        return reverse("phases", args=[obj.year.bloc.code, obj.year.year])

    def get_extra_context(self) -> dict[str, Any]:
        return {"crumbs": crumbs_of(self.get_object().year)}
