"""Typing one teller's count, and the minutes of a count."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import View

from awards import selectors, services
from awards.documents.minutes import poll_minutes
from awards.forms.counts import CountForm
from awards.models import Teller, TellerCount
from awards.views.scoped import PollBound
from core import clock
from core.documents import pdf
from core.documents.errors import PaperError
from core.views import RecordForm
from core.workflow import NotNowError


class CountPage(PollBound, RecordForm):
    """One teller's figures, on a page that knows nothing of the other's."""

    permission = "awards.enter_count"
    form_class = CountForm
    template_name = "awards/count.html"
    submit_label = "Ghi số đếm"

    def get_teller(self) -> Teller:
        if not hasattr(self, "_teller"):
            tellers = selectors.tellers_of(self.get_poll().meeting)
            self._teller = get_object_or_404(tellers, pk=self.kwargs["teller"])
        return self._teller

    def get_permission_object(self) -> Teller:
        return self.get_teller()

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        refusal = selectors.turn_of(self.get_poll(), self.get_teller()).refusal
        if refusal:
            messages.warning(request, refusal)
            return redirect(self.get_poll())
        return super().get(request, **kwargs)

    def get_title(self) -> str:
        return f"Số đếm của {self.get_teller().person}"

    def get_back_url(self) -> str:
        return self.get_poll().get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        turn = selectors.turn_of(self.get_poll(), self.get_teller())
        return {"attempt": turn.attempt}

    def get_form_kwargs(self) -> dict[str, Any]:
        candidates = list(self.get_poll().candidates.order_by("position", "pk"))
        return super().get_form_kwargs() | {"candidates": candidates}

    def form_valid(self, form: CountForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except NotNowError as error:
            messages.warning(self.request, str(error))
            return redirect(self.get_poll())

    def save(self, form: CountForm) -> TellerCount:
        teller = self.get_teller()
        self.done = f"Đã ghi số đếm của {teller.person}."
        return services.enter_count(
            self.get_poll(),
            teller,
            form.count,
            form.votes,
            actor=self.request.user,
            attempt=form.cleaned_data["attempt"],
        )

    def get_success_url(self) -> str:
        return self.get_poll().get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            poll=self.get_poll(), teller=self.get_teller(), **kwargs
        )


class PollMinutes(PollBound, View):
    """The minutes of a count as a draft; numbering them is another step."""

    permission = "awards.view_result"

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponseBase:
        poll = selectors.polls_for_page(request.user).get(pk=self.get_poll().pk)
        try:
            content = pdf.render(poll_minutes(poll, drafted_on=clock.today()))
        except PaperError as error:
            messages.error(request, str(error))
            return redirect(poll)
        name = f"bien-ban-kiem-phieu-{poll.pk}.pdf"
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{name}"'
        return response
