"""Cross-checks: the draw, and the page on which another unit's card is checked."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from core import grid
from core.text import format_points
from core.views import ActionView, Page, link
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import PhaseKind
from emulation.forms.scores import CheckLineForm
from emulation.models import CheckLine, CrossCheck, ScoreLine
from emulation.selectors.check_rows import CheckRow, ReadCheck, read_check
from emulation.selectors.checks import pairs_of, reads_check
from emulation.services import checks as services
from emulation.services import draw as drawing
from emulation.templatetags.scores import signed
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, forms_of, stale_of
from emulation.views.scores import rendered
from emulation.workflow import CHECK
from emulation.workflow.score_guards import card_is_scored


class Checks(YearMixin, Page):
    """Who checks whom, how it was drawn, and the button that draws."""

    permission = "emulation.view_year"
    template_name = "emulation/checks.html"
    refused: tuple[str, ...] = ()

    def get_title(self) -> str:
        return f"Chấm chéo năm {self.get_year().year}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        scores = link("Chấm điểm", "scores", year.bloc.code, year.year)
        return [*crumbs_of(year), scores, ("Chấm chéo", "")]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        """Draw, or draw again with the reason that was given."""
        year = self.get_year()
        self.refuse_unless("emulation.keep_year", year)
        reason = request.POST.get("reason", "")
        try:
            draw = drawing.draw_checks(year, actor=request.user, reason=reason)
        except BlockedError as error:
            self.refused = tuple(error.sentences)
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, f"Đã bốc thăm chấm chéo, số gieo {draw.seed}.")
        return redirect(reverse("checks", args=[year.bloc.code, year.year]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, user = self.get_year(), self.request.user
        draw = selectors.draw_of(year)
        keeps = self.may("emulation.keep_year", year)
        is_asked = draw is not None and "thu" in self.request.GET
        return super().get_context_data(
            year=year,
            draw=draw,
            pairs=pairs_of(year, user) if draw else [],
            repeated=drawing.repeat(draw) if is_asked else None,
            keeps=keeps,
            obstacles=drawing.obstacles(year) if keeps else [],
            refused=self.refused,
            **kwargs,
        )


class CheckPage(GridPage):
    """One unit's check of another: typed by the checkers, hidden from the others."""

    permission = "emulation.view_check"
    template_name = "emulation/check.html"
    form_class = CheckLineForm

    def get_queryset(self) -> QuerySet[CrossCheck]:
        checks = selectors.checks_visible_to(self.request.user)
        return checks.select_related("scorecard__sheet", "sent_by__person")

    def get_title(self) -> str:
        return f"Chấm chéo {self.get_object().scorecard.participation}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.object.year
        checks = link("Chấm chéo", "checks", year.bloc.code, year.year)
        return [
            *crumbs_of(year),
            checks,
            (str(self.object.scorecard.participation), ""),
        ]

    def get_phase_kind(self) -> str:
        return PhaseKind.SCORING

    def get_rows(self) -> QuerySet[CheckLine]:
        return services.lines_to_check(self.object)

    def is_editable(self) -> bool:
        return bool(self.refused) or services.may_type(self.object, self.request.user)

    def save(self) -> grid.Outcome:
        return services.save_check(
            self.object, self.form_class, self.request.POST, actor=self.request.user
        )

    def cells(self, row: CheckLine) -> dict[str, str]:
        return {"difference": rendered("check_difference", row=_as_read(row))}

    def totals(self) -> dict[str, str]:
        return totals_of(read_check(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        check, is_typed = self.object, context["is_editable"]
        reads = reads_check(check, self.request.user)
        waits = [] if reads and check.sent_at else card_is_scored(check)
        read = read_check(check) if reads and not waits else None
        if read and is_typed:
            give_forms(read.rows, self.outcome)
        return {
            **context,
            "card": check.scorecard,
            "read": read,
            "waits": waits,
            "is_typed": is_typed,
        }


def _as_read(row: CheckLine) -> CheckRow:
    line: ScoreLine = row.line
    return CheckRow(None, line, row, line.self_points, row.points)


def give_forms(rows: list[CheckRow], outcome: grid.Outcome | None) -> None:
    """Put each leaf's form into its row, and what the last save said about it."""
    typed = [row for row in rows if row.check_line and not row.criterion.is_computed]
    forms = forms_of([row.check_line for row in typed], CheckLineForm, outcome)
    stale = stale_of(outcome)
    for row in typed:
        row.form = forms[row.check_line.pk]
        row.stale = stale.get(row.check_line.pk, [])


def totals_of(read: ReadCheck) -> dict[str, str]:
    """Return every sum of the page by the name of its place."""
    totals = {
        "given": format_points(read.given.total),
        "missing": str(read.missing),
        "change": signed(read.difference),
    }
    for row in read.rows:
        if row.node.is_group:
            totals[f"given-{row.criterion.pk}"] = format_points(row.points)
    return totals


class CheckAction(ActionView):
    """Send, give back to be checked anew."""

    machine = CHECK
    permission = "emulation.view_check"

    def get_queryset(self) -> QuerySet[CrossCheck]:
        return selectors.checks_visible_to(self.request.user)
