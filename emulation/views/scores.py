"""Scores of a year: list, ranking, one unit's scorecard."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property

from core import grid
from core.text import format_points
from core.views import ActionView, Page, action_buttons, link
from emulation import selectors
from emulation.enums import CriterionMethod, PhaseKind, ScorecardState
from emulation.forms.scores import (
    AgreedForm,
    ExplanationForm,
    FinalScoreForm,
    SelfScoreForm,
)
from emulation.models import EmulationYear, Scorecard, ScoreLine
from emulation.reports.ranking import ranking_table, score_bars
from emulation.selectors import scores as score_selectors
from emulation.selectors import sheets as sheet_selectors
from emulation.selectors.cards import Card, CardRow, read_card
from emulation.selectors.checks import shows_checks
from emulation.selectors.ranking import Recount, recount
from emulation.selectors.reopenings import SENT, reopenings_of
from emulation.selectors.scores import CHECKED, EXPLANATION, FINAL, SELF
from emulation.services import scores as services
from emulation.templatetags.scores import signed
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, forms_of, stale_of
from emulation.workflow import SCORECARD

FORMS = {
    SELF: SelfScoreForm,
    CHECKED: AgreedForm,
    EXPLANATION: ExplanationForm,
    FINAL: FinalScoreForm,
}
STAGES = {
    "tu-cham": SELF,
    "doi-chieu": CHECKED,
    "giai-trinh": EXPLANATION,
    "diem-cuoi": FINAL,
}
TYPED_IN = {SELF: "self", CHECKED: "checked", FINAL: "final"}  # columns
COUNTING = {
    ScorecardState.SELF_SCORED: "điểm tự chấm",
    ScorecardState.CHECKED: "điểm chấm chéo",
    ScorecardState.EXPLAINED: "điểm chấm chéo",
    ScorecardState.FINAL: "điểm cuối",
}


class Scores(YearMixin, Page):
    """All scorecards of the year that the user sees, and the ranking once public."""

    permission = "emulation.view_year"
    template_name = "emulation/scores.html"

    def get_title(self) -> str:
        return f"Chấm điểm năm {self.get_year().year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, user = self.get_year(), self.request.user
        cards = list(score_selectors.cards_of_year(year, user))
        sheet = sheet_selectors.sheet_in_use(year)
        sees_all = selectors.oversees(user, year)
        table = ranking_table(year) if year.ranking_is_public else None
        return super().get_context_data(
            year=year,
            cards=cards,
            sees_all=sees_all,
            sheet=sheet,
            phase=selectors.phase_of(year, PhaseKind.SCORING),
            stats=score_selectors.progress_of(cards) if sees_all else [],
            table=table,
            bars=score_bars(cards, selectors.scale_of(sheet) if sheet else Decimal(0)),
            actions=self.get_actions(year),
            reopenings=reopenings_of(year),
            may_replay=sees_all or year.ranking_is_public,
            recounted=self.recounted(year),
            sheets_url=reverse("sheets", args=[year.bloc.code, year.year]),
            checks_url=self.get_checks_url(year),
            **kwargs,
        )

    def get_checks_url(self, year: EmulationYear) -> str:
        """Return where the draw stands, in a bloc that checks."""
        if not selectors.scoring_rules_of(year).checks_per_card:
            return ""
        return reverse("checks", args=[year.bloc.code, year.year])

    def recounted(self, year: EmulationYear) -> Recount | None:
        """Make a published ranking again, where that is asked for."""
        is_asked = year.ranking_is_public and "tinh-lai" in self.request.GET
        return recount(year) if is_asked else None

    def get_actions(self, year: EmulationYear) -> list[dict[str, Any]]:
        """Of the year's actions the one that follows the last final score."""
        buttons = action_buttons(year, self.request.user)
        return [one for one in buttons if one["verb"] == "publish_ranking"]


class ScorecardPage(GridPage):
    """One unit's card: the unit types its own points, the secretariat the final ones.

    A request says in its address which stage it types.
    """

    permission = "emulation.view_scorecard"
    template_name = "emulation/scorecard.html"

    def get_queryset(self) -> QuerySet[Scorecard]:
        cards = selectors.scorecards_visible_to(self.request.user)
        is_read = self.request.method == "GET"
        how = score_selectors.to_be_read if is_read else score_selectors.with_criteria
        return how(cards)

    def get_title(self) -> str:
        return f"Phiếu điểm của {self.get_object().participation}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        card = self.get_object()
        year = card.year
        scores = link("Chấm điểm", "scores", year.bloc.code, year.year)
        return [*crumbs_of(year), scores, (str(card.participation), "")]

    def get_phase_kind(self) -> str:
        return PhaseKind.SCORING

    @cached_property
    def stage(self) -> str:
        """The stage that is sent, else the one that this user may type now."""
        if self.request.method == "POST":
            return STAGES.get(self.request.GET.get("buoc", ""), SELF)
        return services.open_stage(self.object, self.request.user)

    @property
    def form_class(self) -> type:
        return FORMS[self.stage]

    def get_rows(self) -> QuerySet[ScoreLine]:
        return services.lines_to_type(self.object, self.stage)

    def is_editable(self) -> bool:
        return bool(self.stage)

    def save(self) -> grid.Outcome:
        return services.save_points(
            self.object,
            self.stage,
            self.form_class,
            self.request.POST,
            actor=self.request.user,
        )

    @cached_property
    def shows_final(self) -> bool:
        return score_selectors.shows_final(self.object, self.request.user)

    def read(self) -> Card:
        """Read the card as far as this user reads it."""
        return read_card(
            self.object,
            shows_checks=shows_checks(self.object, self.request.user),
            shows_final=self.shows_final,
        )

    @cached_property
    def after_save(self) -> Card:
        return self.read()

    def cells(self, row: ScoreLine) -> dict[str, str]:
        found = next(one for one in self.after_save.rows if one.line == row)
        cells = {}
        if row.criterion.method == CriterionMethod.OCCURRENCE:
            cells["outcome"] = rendered("score_outcome", outcome=found.outcome)
        if self.shows_final:
            cells["difference"] = rendered("score_difference", line=row)
        return cells

    def totals(self) -> dict[str, str]:
        totals = totals_of(self.after_save)
        if self.shows_final:
            return totals
        return {key: text for key, text in totals.items() if key.startswith("self")}

    def proceed(self) -> HttpResponse:
        """After a whole-page save, take the stage before over if the button says so."""
        if self.request.POST.get("do") == "copy":
            user = self.request.user
            count = services.copy_stage_before(self.object, actor=user)
            messages.success(
                self.request, f"Đã lấy điểm của bước trước cho {count} tiêu chí."
            )
            return redirect(self.object)
        return super().proceed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        card = self.object
        sheet = self.read()
        only_differing = "lech" in self.request.GET
        rows = sheet.only_differing() if only_differing else sheet.rows
        if self.stage:
            wanted = self.get_rows() if self.stage in {CHECKED, EXPLANATION} else None
            give_forms(rows, self.form_class, self.outcome, wanted)
        context.update(
            sheet=sheet,
            rows=rows,
            columns=sheet.columns if self.shows_final else sheet.columns[:-1],
            typed=TYPED_IN.get(self.stage, ""),
            stage=self.stage,
            step=next((key for key, one in STAGES.items() if one == self.stage), ""),
            shows_final=self.shows_final,
            only_differing=only_differing,
            counting=COUNTING.get(card.state, ""),
            may_reopen=card.state in SENT
            and not card.year.ranking_is_public
            and self.may("emulation.reopen_score", card),
            report=selectors.year_report_of(card.participation),
        )
        return context


def rendered(template: str, **context: Any) -> str:
    """Return a cell that a save brings along."""
    return render_to_string(f"emulation/{template}.html", context).strip()


def give_forms(
    rows: list[CardRow],
    form_class: type,
    outcome: grid.Outcome | None,
    wanted: QuerySet[ScoreLine] | None,
) -> None:
    """Put each leaf's form into its row, and what the last save said about it; computed
    leaves have none, and in some stages only the ``wanted`` ones have.
    """
    keys = None if wanted is None else {one.pk for one in wanted}
    typed = [
        row
        for row in rows
        if row.line
        and not row.criterion.is_computed
        and (keys is None or row.line.pk in keys)
    ]
    forms = forms_of([row.line for row in typed], form_class, outcome)
    stale = stale_of(outcome)
    for row in typed:
        row.form = forms[row.line.pk]
        row.stale = stale.get(row.line.pk, [])


def totals_of(sheet: Card) -> dict[str, str]:
    """Return every sum of the page by the name of its place."""
    difference = signed(sheet.difference)
    totals = {
        "final": format_points(sheet.final_total),
        "lower": difference if difference.startswith("−") else "",
        "higher": difference if difference.startswith("+") else "",
        "differing": str(sheet.differing),
        "self-missing": str(sheet.missing),
        "final-missing": str(sheet.lacking),
    }
    for column in sheet.columns:
        totals.setdefault(column.key, format_points(column.score.total))
        for row in sheet.rows:
            if row.node.is_group:
                key = f"{column.key}-{row.criterion.pk}"
                totals[key] = format_points(column.of(row.criterion))
    return totals


class ScorecardAction(ActionView):
    """Submit, return, close the checks, explain, finalise."""

    machine = SCORECARD
    permission = "emulation.view_scorecard"

    def get_queryset(self) -> QuerySet[Scorecard]:
        return selectors.scorecards_visible_to(self.request.user)
