"""Open exceptions: opening one, changing the leaf under it, closing it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property

from core import grid
from core.views import Page, RecordForm, link
from core.workflow import BlockedError
from emulation import selectors
from emulation.forms.reopenings import (
    ReopenedFinalForm,
    ReopenedSelfForm,
    ReopeningForm,
)
from emulation.models import Reopening, Scorecard, ScoreLine
from emulation.selectors import reopenings as reopening_selectors
from emulation.selectors.scores import FINAL, SELF
from emulation.services import reopenings as services
from emulation.views.of_year import crumbs_of
from emulation.views.rows import Nothing

FORMS = {SELF: ReopenedSelfForm, FINAL: ReopenedFinalForm}
STEPS = {"tu-cham": SELF, "diem-cuoi": FINAL}
STALE = "Người khác vừa sửa tiêu chí này. Xem lại điểm hiện nay rồi lưu lần nữa."


class ReopeningNew(RecordForm):
    """Open one criterion of one card for a few hours."""

    permission = "emulation.reopen_score"
    form_class = ReopeningForm
    submit_label = "Mở lại"
    lead = (
        "Đơn vị sửa được điểm tự chấm và minh chứng của một tiêu chí. Lý do, thời hạn và "
        "mọi thay đổi hiện cho cả khối."
    )

    @cached_property
    def card(self) -> Scorecard:
        cards = selectors.scorecards_visible_to(self.request.user)
        return get_object_or_404(cards, pk=self.kwargs["pk"])

    def get_permission_object(self) -> Scorecard:
        return self.card

    def get_title(self) -> str:
        return f"Mở lại một tiêu chí của {self.card.participation}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        own = (str(self.card.participation), self.card.get_absolute_url())
        return [*score_crumbs(self.card), own, ("Mở lại một tiêu chí", "")]

    def get_form_kwargs(self) -> dict[str, Any]:
        leaves = reopening_selectors.reopenable_leaves(self.card)
        return super().get_form_kwargs() | {"leaves": leaves}

    def save(self, form: ReopeningForm) -> Reopening:
        typed = form.cleaned_data
        return services.open_exception(
            self.card,
            typed["leaf"],
            typed["hours"],
            typed["reason"],
            actor=self.request.user,
        )

    def get_back_url(self) -> str:
        return self.card.get_absolute_url()


class OfReopening:
    """One exception, read by everyone who sees the year."""

    @cached_property
    def reopening(self) -> Reopening:
        rows = reopening_selectors.reopenings_visible_to(self.request.user)
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*score_crumbs(self.reopening), (str(self.reopening), "")]


class ReopeningPage(OfReopening, Page):
    """Why, until when, what changed; and the form of who may change the leaf now."""

    permission = "emulation.view_year"
    template_name = "emulation/reopening.html"

    def get_permission_object(self) -> Any:
        return self.reopening.year

    def get_title(self) -> str:
        return str(self.reopening)

    @cached_property
    def line(self) -> ScoreLine:
        return reopening_selectors.line_under(self.reopening)

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        stage = STEPS.get(request.GET.get("buoc", ""), SELF)
        try:
            outcome = services.save_leaf(
                self.reopening, stage, FORMS[stage], request.POST, actor=request.user
            )
        except BlockedError as error:
            return self.again(409, refused=error.sentences)
        if outcome.is_clean:
            messages.success(request, "Đã lưu.")
            return redirect(self.reopening)
        refused = [STALE] if outcome.stale else []
        sent = {stage: outcome.sent.get(self.line.pk)}
        return self.again(409 if refused else 422, refused=refused, sent=sent)

    def again(self, status: int, **context: Any) -> HttpResponse:
        """Draw the page with what was typed and why it was not saved."""
        return self.render_to_response(self.get_context_data(**context), status=status)

    def get_forms(self, sent: dict[str, Any]) -> list[dict[str, Any]]:
        """Return the forms that this user may fill in now, with their addresses."""
        user, line = self.request.user, self.line
        return [
            {
                "step": step,
                "form": sent.get(stage)
                or FORMS[stage](instance=line, prefix=grid.prefix(line.pk)),
                "is_final": stage == FINAL,
            }
            for step, stage in STEPS.items()
            if not services.why_not(self.reopening, line, stage, user)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sent = kwargs.pop("sent", {})
        forms = self.get_forms(sent)
        may_close = self.reopening.is_open and self.may(
            "emulation.reopen_score", self.reopening
        )
        return super().get_context_data(
            reopening=self.reopening,
            line=self.line,
            forms=forms,
            may_close=may_close,
            **kwargs,
        )


class ReopeningClose(OfReopening, RecordForm):
    """Close an exception before its hours are over."""

    permission = "emulation.reopen_score"
    form_class = Nothing
    submit_label = "Đóng ngay"
    done = "Đã đóng."

    def get_permission_object(self) -> Reopening:
        return self.reopening

    def get_title(self) -> str:
        return f"Đóng trước hạn: {self.reopening}"

    def get_lead(self) -> str:
        return "Đơn vị không sửa được tiêu chí này nữa."

    def save(self, _form: Any) -> Reopening:
        services.close_exception(self.reopening, actor=self.request.user)
        return self.reopening

    def get_back_url(self) -> str:
        return self.reopening.get_absolute_url()


def score_crumbs(paper: Any) -> list[tuple[str, str]]:
    """Return the way to the scores of the year."""
    year = paper.year
    scores = link("Chấm điểm", "scores", year.bloc.code, year.year)
    return [*crumbs_of(year), scores]
