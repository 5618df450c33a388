"""The endpoint of a grid: one address for the whole page and its script."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect

from core import grid, workflow

CONFLICT, INVALID = 409, 422


class GridPost:
    """Saves the rows of a page, and appends or orders them where the markup asks.

    Pages give ``form_class``, ``get_rows``, ``save``, ``get_home_url``; where rows may
    be appended or ordered also ``append_rows``, ``order_rows``, ``numbers``.
    """

    form_class: type[forms.ModelForm]
    outcome: grid.Outcome | None = None
    refused: tuple[str, ...] = ()

    def get_rows(self) -> Any:
        raise NotImplementedError

    def save(self) -> grid.Outcome:
        raise NotImplementedError

    def get_home_url(self) -> str:
        """Return where a whole-page save leads."""
        raise NotImplementedError

    def cells(self, _row: Any) -> dict[str, str]:
        return {}

    def totals(self) -> dict[str, str]:
        """Return the sums that follow from a save, by the name of their place."""
        return {}

    def append_rows(self, do: str, count: int) -> str:
        """Make blank rows where the button ``do`` would; return them as HTML."""
        raise Http404

    def order_rows(self, do: str, ids: list[int]) -> None:
        """Put one set of siblings into this order."""
        raise Http404

    def numbers(self) -> dict[str, str]:
        """Return the number that each row is called by, by its key."""
        return {}

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        if grid.is_grid_request(request) and "do" in request.POST:
            return self.answer_do(request.POST)
        try:
            self.outcome = self.save()
        except workflow.BlockedError as error:
            return self.refuse(error.sentences)
        if grid.is_grid_request(request):
            return grid.answer(
                self.outcome, self.form_class, cells=self.cells, totals=self.totals()
            )
        if self.outcome.is_clean:
            return self.proceed()
        held = len(self.outcome.errors) + len(self.outcome.stale)
        self.refused = (f"{held} dòng chưa lưu được: xem lời nhắc ngay tại dòng.",)
        return self.again(INVALID if self.outcome.errors else CONFLICT)

    def answer_do(self, post: QueryDict) -> HttpResponse:
        """Do what the script asks for without leaving the page; no row comes along."""
        made = ""
        try:
            if "count" in post:
                made = self.append_rows(post["do"], grid.count_in(post))
            else:
                self.order_rows(post["do"], grid.order_in(post))
        except workflow.BlockedError as error:
            return grid.refusal({}, error.sentences)
        return JsonResponse({"rows": made, "numbers": self.numbers()})

    def refuse(self, sentences: list[str]) -> HttpResponse:
        """Nothing may be saved now; what was typed stays on the page."""
        if grid.is_grid_request(self.request):
            return grid.refusal(self.request.POST, sentences)
        self.refused = tuple(sentences)
        typed = self.request.POST
        self.outcome = grid.unsaved(self.form_class, self.get_rows(), typed)
        return self.again(CONFLICT)

    def proceed(self) -> HttpResponse:
        messages.success(self.request, "Đã lưu.")
        return redirect(self.get_home_url())

    def again(self, status: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=status)


class Doing(GridPost):
    """Rows with buttons: after a whole-page save, do what the pressed one says.

    ``deeds`` maps the button's verb to the method that gets the rest of its value.
    """

    deeds: dict[str, str] = {}

    def proceed(self) -> HttpResponse:
        do, _, of_what = self.request.POST.get("do", "").partition("-")
        if do not in self.deeds:
            return super().proceed()
        try:
            return getattr(self, self.deeds[do])(of_what)
        except workflow.BlockedError as error:
            return self.refuse(error.sentences)
