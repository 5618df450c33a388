"""The set-up of a year in one guided page: seven parts, each with what it lacks."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import View

from core import files, grid
from core.views import Guarded, Page, RecordForm
from emulation.enums import SetupPart, YearState
from emulation.forms.setup import (
    CommonContentsForm,
    CommonTargetForm,
    MovementRowForm,
    QuotaForm,
    RouteForm,
)
from emulation.models import EmulationYear
from emulation.selectors import setup as found
from emulation.selectors.quotas import titles_to_offer
from emulation.selectors.readiness import Setup
from emulation.selectors.sheets import sheet_lines
from emulation.services import setup as services
from emulation.services.quotas import take_suggested_quotas
from emulation.views.of_year import YearMixin
from emulation.views.rows import Line, forms_of, in_parts, stale_of
from emulation.views.targets import lines_of

OPEN_STATES = {YearState.PREPARING, YearState.OPEN}


def setup_url(year: EmulationYear, part: SetupPart | None = None) -> str:
    """Return the address of the set-up, or of one part of it."""
    url = reverse("year-setup", args=[year.bloc.code, year.year])
    return f"{url}#{found.ANCHORS[part]}" if part else url


def setup_crumbs(year: EmulationYear) -> list[tuple[str, str]]:
    """Return the way to a page below the set-up."""
    home = (f"Năm {year.year}", year.get_absolute_url())
    return [home, ("Thiết lập năm", setup_url(year))]


class SetupPage(YearMixin, Page):
    """All parts of the set-up; who prepares the year types into them, others read."""

    permission = "emulation.view_year"
    template_name = "emulation/setup.html"
    part: SetupPart | None = None
    form_class: type | None = None
    outcome: grid.Outcome | None = None
    refused: tuple[str, ...] = ()

    def get_title(self) -> str:
        return f"Thiết lập năm thi đua {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        return [(f"Năm {year.year}", year.get_absolute_url()), ("Thiết lập năm", "")]

    @cached_property
    def may_prepare(self) -> bool:
        year = self.get_year()
        return not year.is_closed and self.may("emulation.create_year", year)

    def is_typed(self, form_class: type, *, is_open: bool) -> bool:
        """Rows are fields where they may be saved now, or could not be saved."""
        is_refused = self.form_class is form_class and bool(self.refused)
        return is_refused or (is_open and self.may_prepare)

    def lines(self, form_class: type, rows: Sequence[Any], *, is_open: bool) -> Any:
        """Return a flat grid's rows with their fields."""
        outcome = self.outcome if self.form_class is form_class else None
        is_typed = self.is_typed(form_class, is_open=is_open)
        typed = forms_of(rows, form_class, outcome) if is_typed else {}
        stale = stale_of(outcome)
        return [
            Line(row, str(place), 0, typed.get(row.pk), stale.get(row.pk, []))
            for place, row in enumerate(rows, 1)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        setup, may_prepare = Setup(year), self.may_prepare
        is_preparing = year.state == YearState.PREPARING
        is_advised = may_prepare and year.state in OPEN_STATES
        steps = found.steps_of(setup, is_advised=is_advised)
        earlier = found.earlier_years(year, self.request.user) if may_prepare else []
        return super().get_context_data(
            steps=steps,
            step={one.part.value: one for one in steps},
            stepper=[stepper_item(one, steps) for one in steps],
            ready=sum(one.state == "done" for one in steps),
            refused=self.refused,
            may_prepare=may_prepare,
            is_preparing=is_preparing,
            obstacles=found.obstacles(steps, setup) if is_preparing else [],
            may_open=is_preparing and self.may("emulation.keep_year", year),
            earlier=earlier[0] if earlier and is_preparing else None,
            **self.movements(setup, is_preparing=is_preparing),
            **self.commons(setup),
            **self.titles(setup, is_preparing=is_preparing),
            phases=setup.phases,
            sheets=sheet_lines(year),
            rules=setup.rules,
            ties=setup.ties,
            route=found.route_text(leader_approves=year.leader_approves),
            **kwargs,
        )

    def movements(self, setup: Setup, *, is_preparing: bool) -> dict[str, Any]:
        rows = setup.movements
        return {
            "movements": self.lines(MovementRowForm, rows, is_open=is_preparing),
            "movements_typed": self.is_typed(MovementRowForm, is_open=is_preparing),
        }

    def commons(self, setup: Setup) -> dict[str, Any]:
        """Return common targets and contents: fields until a pledge has been sent."""
        year = self.get_year()
        sent = found.units_sent(year)
        is_open = not sent and year.state in OPEN_STATES
        is_typed = self.is_typed(CommonTargetForm, is_open=is_open)
        outcome = self.outcome if self.form_class is CommonTargetForm else None
        rows = [one.row for one in setup.commons]
        typed = forms_of(rows, CommonTargetForm, outcome) if is_typed else {}
        lines = lines_of(setup.commons, typed, stale_of(outcome), self.request)
        return {
            "sent": sent,
            "commons_typed": is_typed,
            "parts": in_parts(lines, with_empty=is_typed),
            "contents": self.lines(CommonContentsForm, [year], is_open=is_open)[0],
        }

    def titles(self, setup: Setup, *, is_preparing: bool) -> dict[str, Any]:
        is_typed = self.is_typed(QuotaForm, is_open=is_preparing)
        offered = titles_to_offer(self.get_year()) if self.may_prepare else []
        return {
            "quotas": self.lines(QuotaForm, setup.quotas, is_open=is_preparing),
            "quotas_typed": is_typed,
            "offered": list(offered),
        }


def stepper_item(step: found.Step, steps: list[found.Step]) -> dict[str, str]:
    """Return a part for ``components/stepper.html``: the first that is not done is
    where one stands.
    """
    first = next((one for one in steps if one.state != "done"), None)
    state = "now" if step is first else "done" if step.state == "done" else "next"
    note = step.word.lower()
    return {
        "name": step.part.label,
        "note": note,
        "state": state,
        "url": f"#{found.ANCHORS[step.part]}",
    }


class YearRoute(YearMixin, RecordForm):
    """Whether a unit's leader approves its pledge first."""

    permission = "emulation.create_year"
    form_class = RouteForm
    title = "Đường đi của giao ước"
    lead = (
        "Khối nhỏ có thể bỏ bước thủ trưởng duyệt trên hệ thống; thủ trưởng vẫn ký giao "
        "ước. Giao ước đang trên đường đi tiếp theo đường mới từ chỗ đang đứng."
    )

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"year": self.get_year()}

    def get_back_url(self) -> str:
        return setup_url(self.get_year(), SetupPart.ROUTE)

    def get_success_url(self) -> str:
        return self.get_back_url()

    def save(self, form: RouteForm) -> EmulationYear:
        return services.set_route(
            self.get_year(),
            leader_approves=form.cleaned_data["leader_approves"],
            reason=form.cleaned_data.get("reason", ""),
            actor=self.request.user,
        )


class PlanFile(YearMixin, Guarded, View):
    """The plan document, for who sees the year."""

    permission = "emulation.view_year"

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        plan = self.get_year().plan_file
        if plan is None:
            raise Http404
        is_shown = plan.content_type.startswith(("application/pdf", "image/"))
        return files.respond(plan, inline=is_shown)


class SetupSuggested(YearMixin, Guarded, View):
    """Takes the shipped list of titles with its limits over, on one press."""

    permission = "emulation.create_year"

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        return redirect(setup_url(self.get_year(), SetupPart.TITLES))

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        take_suggested_quotas(self.get_year(), actor=request.user)
        return self.get(request)
