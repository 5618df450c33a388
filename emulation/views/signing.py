"""The route of a pledge, to its signature."""

from core.views import ActionView, link
from emulation import selectors
from emulation.forms.signing import SignForm
from emulation.reports.pledge_text import digest_of, text_of
from emulation.services import signing as services
from emulation.views.of_year import crumbs_of
from emulation.workflow import PLEDGE


class PledgeAction(ActionView):
    """Submit, return, approve; signing shows the text and asks for consent."""

    permission = "emulation.view_pledge"
    machine = PLEDGE

    def get_queryset(self):
        return selectors.pledges_visible_to(self.request.user)

    @property
    def template_name(self):
        if self.kwargs["action"] == "sign":
            return "emulation/pledge_sign.html"
        return "components/confirm.html"

    def get_form(self, data=None):
        if self.get_transition().name != "sign":
            return super().get_form(data)
        return SignForm(data, user=self.request.user)

    def page(self, form, sentences, status=200):
        """The hash to be signed is always that of the text now shown."""
        if isinstance(form, SignForm):
            digest = digest_of(text_of(self.get_object()))
            form.show_digest(digest)
        return super().page(form, sentences, status)

    def get_extra_context(self):
        pledge = self.get_object()
        shown = {"bloc_name": pledge.year.bloc.name, "crumbs": self.get_crumbs()}
        if self.kwargs["action"] == "sign":
            shown["text"] = text_of(pledge)
            capacity = services.capacity_to_sign(self.request.user, pledge)
            shown["capacity"] = capacity.label
        return shown

    def get_crumbs(self):
        pledge = self.get_object()
        year = pledge.year
        pledges = link("Giao ước", "pledges", year.bloc.code, year.year)
        name, url = pledge.participation.name, pledge.get_absolute_url()
        return [*crumbs_of(year), pledges, (name, url)]
