"""The route of a pledge, to its signature on line or on paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from core import files
from core.views import ActionView, Guarded, link
from emulation import selectors
from emulation.forms.signing import PaperSignatureForm, SignForm
from emulation.models import Pledge
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services import signing as services
from emulation.services.acceptance import accept_several
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.workflow import PLEDGE
from emulation.workflow.pledges import worded

SHOWS_TEXT = {
    "sign": "emulation/pledge_sign.html",
    "record_signature": "emulation/pledge_record.html",
}


class PledgeAction(ActionView):
    """Submit, return, approve, accept; signing shows the text and asks for consent."""

    permission = "emulation.view_pledge"
    machine = PLEDGE

    def get_queryset(self):
        return selectors.pledges_visible_to(self.request.user)

    def get_transition(self):
        return worded(super().get_transition(), self.get_object())

    @property
    def template_name(self):
        return SHOWS_TEXT.get(self.kwargs["action"], "components/confirm.html")

    def get_form(self, data=None):
        name = self.get_transition().name
        if name == "sign":
            return SignForm(data, user=self.request.user)
        if name == "record_signature":
            sent = self.request.FILES if data is not None else None
            return PaperSignatureForm(data, sent, pledge=self.get_object())
        return super().get_form(data)

    def page(self, form, sentences, status=200):
        """The hash to be signed is always that of the text now shown."""
        if isinstance(form, SignForm):
            digest = digest_of(text_of(self.get_object()))
            form.show_digest(digest)
        return super().page(form, sentences, status)

    def get_extra_context(self):
        pledge = self.get_object()
        self.request.current_year = pledge.year
        shown = {"bloc_name": pledge.year.bloc.name, "crumbs": self.get_crumbs()}
        if self.kwargs["action"] in SHOWS_TEXT:
            shown["text"] = text_of(pledge)
        if self.kwargs["action"] == "sign":
            capacity = services.capacity_to_sign(self.request.user, pledge)
            shown["capacity"] = capacity.label
            shown["office"] = services.office_of(self.request.user)
        return shown

    def get_crumbs(self):
        pledge = self.get_object()
        year = pledge.year
        pledges = link("Giao ước", "pledges", year.bloc.code, year.year)
        name, url = pledge.participation.name, pledge.get_absolute_url()
        return [*crumbs_of(year), pledges, (name, url)]


class PledgesAccept(YearMixin, Guarded, View):
    """Accepts the pledges that were ticked in the list, each by itself."""

    permission = "emulation.accept_some_pledge"

    def get(self, request: HttpRequest, **_place: object) -> HttpResponse:
        return redirect(self.get_list_url())

    def post(self, request: HttpRequest, **_place: object) -> HttpResponse:
        ticked = [int(one) for one in request.POST.getlist("pledge") if one.isdecimal()]
        seen = selectors.pledges_visible_to(request.user)
        chosen = seen.filter(participation__year=self.get_year(), pk__in=ticked)
        if not chosen:
            messages.warning(request, "Chưa chọn giao ước nào để tiếp nhận.")
            return redirect(self.get_list_url())
        outcome = accept_several(chosen, actor=request.user)
        if outcome.done:
            self.say_done(outcome.done)
        for pledge, sentences in outcome.refused:
            name = pledge.participation.name
            messages.warning(request, f"{name}: {' '.join(sentences)}")
        return redirect(self.get_list_url())

    def say_done(self, done: list[Pledge]) -> None:
        names = "; ".join(one.participation.name for one in done)
        words = f"Đã tiếp nhận giao ước của {len(done)} đơn vị: {names}."
        messages.success(self.request, words)

    def get_list_url(self) -> str:
        return link("", "pledges", self.kwargs["bloc"], self.kwargs["year"])[1]


class PledgeScan(Guarded, View):
    """The scan of a pledge that was signed on paper, for who may see the pledge."""

    permission = "emulation.view_pledge"

    def get_permission_object(self):
        if not hasattr(self, "_pledge"):
            seen = selectors.pledges_visible_to(self.request.user)
            self._pledge = get_object_or_404(seen, pk=self.kwargs["pk"])
        return self._pledge

    def get(self, request, pk, number):
        versions = self.get_permission_object().versions.select_related("scan")
        version = versions.filter(number=number).exclude(scan=None).first()
        if version is None:
            raise Http404
        return files.respond(version.scan)
