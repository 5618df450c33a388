"""Movements of a year with the units' answers, and the bloc's written sections."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import grid
from core.views import Page, RecordForm
from core.workflow import BlockedError
from emulation.enums import SetupPart, YearState
from emulation.forms.movements import (
    AnswerForm,
    MovementForm,
    SectionForm,
    SummaryForm,
)
from emulation.models import EmulationYear, Movement, Narrative
from emulation.selectors import movements as found
from emulation.services import movements as services
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.setup import setup_url


class TextGridPage(YearMixin, Page):
    """A page whose texts save themselves row by row; without script the form posts
    whole and the page comes back with what is wrong.
    """

    form_class: type
    outcome: grid.Outcome | None = None
    refusal: tuple[str, ...] = ()

    def save_rows(self) -> grid.Outcome:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.request.path

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        try:
            self.outcome = self.save_rows()
        except BlockedError as error:
            self.refusal = tuple(error.sentences)
            return self.page(409)
        if grid.is_grid_request(request):
            return grid.answer(self.outcome, self.form_class, cells=lambda _row: {})
        if not self.outcome.is_clean:
            return self.page(422)
        messages.success(request, "Đã lưu.")
        return redirect(self.get_success_url())

    def page(self, status: int) -> HttpResponse:
        """Draw the page again with what was sent and what is wrong."""
        return self.render_to_response(self.get_context_data(), status=status)

    def save_texts(self, form_class: type, rows: QuerySet, name: str) -> grid.Outcome:
        """Save the bloc's own texts; the field ``name`` is journaled once public."""
        before, after = self.saver(name)
        return services.save_texts(
            form_class,
            rows,
            self.get_year(),
            self.request.POST,
            actor=self.request.user,
            before=before,
            after=after,
        )

    def saver(self, name: str) -> tuple[grid.Hook, grid.Hook]:
        """Return hooks around saving that journal a text already made public."""
        before: dict[int, str] = {}

        def note(row: Any, _changed: list[str]) -> None:
            stored = type(row).objects.filter(pk=row.pk)
            before[row.pk] = stored.values_list(name, flat=True).get()

        def tell(row: Any, _changed: list[str]) -> None:
            services.journal_public_text(
                row, before[row.pk], getattr(row, name), actor=self.request.user
            )

        return note, tell


class Movements(TextGridPage):
    """All movements: the bloc's evaluation, and the answers that the user may read."""

    permission = "emulation.view_year"
    template_name = "emulation/movements.html"

    def get_title(self) -> str:
        return f"Phong trào thi đua năm {self.get_year().year}"

    def get_success_url(self) -> str:
        return reverse("movements", args=place_of(self.get_year()))

    def may_keep(self) -> bool:
        year = self.get_year()
        return not year.is_closed and self.may("emulation.create_year", year)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year, user = self.get_year(), self.request.user
        units, locked = services.answering_units(year, user)
        rows = found.movements_with_answers(year, user, {one.pk for one in units})
        own = [answer for one in rows for answer in one.own]
        may_keep = self.may_keep()
        return super().get_context_data(
            movements=rows,
            summaries=self.summaries(rows) if may_keep else [],
            may_keep=may_keep,
            locked=locked,
            unit=units[0] if len(units) == 1 else None,
            answers=self.forms_of(AnswerForm, own),
            refusal=self.refusal,
            **kwargs,
        )

    def summaries(self, rows: list[Movement]) -> list[dict[str, Any]]:
        """Return the rows of the bloc's evaluations, each with the units' answers."""
        forms = self.forms_of(SummaryForm, rows)
        for one in forms:
            movement = one["row"]
            place = [*place_of(self.get_year()), movement.pk]
            one["texts"] = [(told.participation, told.text) for told in movement.told]
            one["meta"] = movement.origin
            one["edit_url"] = reverse("movement-edit", args=place)
            one["delete_url"] = reverse("movement-delete", args=place)
        return forms

    def forms_of(self, form_class: type, rows: list[Any]) -> list[dict[str, Any]]:
        outcome = (
            self.outcome if getattr(self, "form_class", None) is form_class else None
        )
        return bound_rows(form_class, rows, outcome)


def bound_rows(
    form_class: type, rows: list[Any], outcome: grid.Outcome | None
) -> list[dict[str, Any]]:
    """Pair each row with its form and with what another person saved meanwhile."""
    stale = {int(one["row"]): one for one in (outcome.stale if outcome else [])}
    return [
        {"row": row, "form": form, "stale": stale.get(row.pk)}
        for row, form in grid.bound_forms(form_class, rows, outcome)
    ]


class MovementSummaries(Movements):
    """The secretariat's evaluations, a row a movement."""

    form_class = SummaryForm

    def save_rows(self) -> grid.Outcome:
        year = self.get_year()
        rows = Movement.objects.filter(year=year).select_related("year__bloc")
        return self.save_texts(SummaryForm, rows, "summary")


class MovementAnswers(Movements):
    """The answers of the user's own unit, a row a movement."""

    form_class = AnswerForm

    def save_rows(self) -> grid.Outcome:
        return services.save_answers(
            AnswerForm, self.get_year(), self.request.POST, actor=self.request.user
        )


def place_of(year: EmulationYear) -> list[Any]:
    """Return what every address below the year begins with."""
    return [year.bloc.code, year.year]


def movements_url(year: EmulationYear) -> str:
    """Return where the year's movements are kept: in its set-up until it opens."""
    if year.state == YearState.PREPARING:
        return setup_url(year, SetupPart.MOVEMENTS)
    return reverse("movements", args=place_of(year))


class MovementEdit(YearMixin, RecordForm):
    """Add a movement, or change one."""

    permission = "emulation.create_year"
    form_class = MovementForm

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_instance(self) -> Movement | None:
        if "pk" not in self.kwargs:
            return None
        return get_object_or_404(self.get_year().movements, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return str(self.instance) if self.instance else "Thêm phong trào thi đua"

    def get_crumbs(self) -> list[tuple[str, str]]:
        listed = ("Phong trào thi đua", movements_url(self.get_year()))
        return [*crumbs_of(self.get_year()), listed, (self.get_title(), "")]

    def get_back_url(self) -> str:
        return movements_url(self.get_year())

    def get_success_url(self) -> str:
        return self.get_back_url()

    def save(self, form: MovementForm) -> Movement:
        form.instance.year = self.get_year()
        return services.save_movement(form.instance, actor=self.request.user)


class MovementDelete(YearMixin, Page):
    """Ask, then remove a movement that nobody has answered."""

    permission = "emulation.create_year"
    template_name = "emulation/movement_delete.html"
    title = "Xóa phong trào"

    def get_movement(self) -> Movement:
        return get_object_or_404(self.get_year().movements, pk=self.kwargs["pk"])

    def get_crumbs(self) -> list[tuple[str, str]]:
        listed = ("Phong trào thi đua", movements_url(self.get_year()))
        return [*crumbs_of(self.get_year()), listed, (self.title, "")]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        try:
            services.remove_movement(self.get_movement(), actor=request.user)
        except BlockedError:
            return self.render_to_response(self.get_context_data(), status=409)
        messages.success(request, "Đã xóa phong trào.")
        return redirect(movements_url(self.get_year()))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        movement = self.get_movement()
        return super().get_context_data(
            movement=movement,
            obstacles=services.removal_obstacles(movement),
            back_url=movements_url(self.get_year()),
            **kwargs,
        )


class YearNarratives(TextGridPage):
    """The bloc's own sections, and beside each what the units wrote, to draw from."""

    permission = "emulation.see_whole_year"
    template_name = "emulation/year_narratives.html"
    form_class = SectionForm

    def get_title(self) -> str:
        return f"Phần lời của báo cáo tổng kết năm {self.get_year().year}"

    def rows(self) -> QuerySet[Narrative]:
        own = self.get_year().narratives.filter(report=None)
        return own.select_related("year__bloc").order_by("pk")

    def save_rows(self) -> grid.Outcome:
        return self.save_texts(SectionForm, self.rows(), "text")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        may_keep = not year.is_closed and self.may("emulation.create_year", year)
        rows = bound_rows(SectionForm, list(self.rows()), self.outcome)
        texts = found.unit_texts(year)
        for one in rows:
            one["texts"] = [
                (told.report.participation, told.text)
                for told in texts.get(one["row"].section, [])
            ]
        return super().get_context_data(
            rows=rows, may_keep=may_keep, refusal=self.refusal, **kwargs
        )
