"""The route of an amendment, and a pledge's signed texts side by side."""

from django.http import Http404
from django.views.generic import View

from core import files
from core.templatetags.house import vi_date
from core.views import ActionView, Guarded, ObjectPage
from emulation import selectors
from emulation.forms.amendments import DecisionForm
from emulation.forms.signing import SignForm
from emulation.reports.pledge_text import digest_of
from emulation.selectors import versions
from emulation.services.adoption import amended_text
from emulation.services.signing import capacity_to_sign, office_of
from emulation.views.amending import crumbs_to
from emulation.views.registrations import OfPledge
from emulation.workflow import AMENDMENT

SHOWS_TEXT = {"sign", "adopt", "refuse"}


class AmendmentAction(ActionView):
    """Submit, return, sign, adopt, refuse; who signs or decides reads the whole text
    with what changes in it.
    """

    permission = "emulation.view_amendment"
    machine = AMENDMENT

    def get_queryset(self):
        return selectors.amendments_visible_to(self.request.user)

    @property
    def template_name(self):
        if self.kwargs["action"] in SHOWS_TEXT:
            return "emulation/amendment_decide.html"
        return "components/confirm.html"

    def get_form(self, data=None):
        name = self.get_transition().name
        if name == "sign":
            return SignForm(data, user=self.request.user)
        if name == "adopt":
            sent = self.request.FILES if data is not None else None
            return DecisionForm(data, sent)
        return super().get_form(data)

    def get_text(self) -> str:
        amendment = self.get_object()
        return amendment.text or amended_text(amendment)

    def page(self, form, sentences, status=200):
        """The hash to be signed is always that of the text now shown."""
        if isinstance(form, SignForm):
            form.show_digest(digest_of(self.get_text()))
        return super().page(form, sentences, status)

    def get_extra_context(self):
        amendment = self.get_object()
        self.request.current_year = amendment.year
        name, url = f"Điều chỉnh lần {amendment.number}", amendment.get_absolute_url()
        shown = {
            "bloc_name": amendment.year.bloc.name,
            "crumbs": [*crumbs_to(amendment), (name, url)],
        }
        if self.kwargs["action"] in SHOWS_TEXT:
            base = versions.version_before(amendment)
            shown["compared"] = versions.compare(base.text, self.get_text())
        if self.kwargs["action"] == "sign":
            capacity = capacity_to_sign(self.request.user, amendment.pledge)
            shown["capacity"] = capacity.label
            shown["office"] = office_of(self.request.user)
        return shown


class AmendmentFile(Guarded, View):
    """The scanned paper by which an amendment was adopted."""

    permission = "emulation.view_amendment"

    def get_permission_object(self):
        return self.get_amendment()

    def get_amendment(self):
        visible = selectors.amendments_visible_to(self.request.user)
        found = visible.select_related("decision_file").filter(pk=self.kwargs["pk"])
        if (amendment := found.first()) is None:
            raise Http404
        return amendment

    def get(self, request, pk):
        stored = self.get_amendment().decision_file
        if stored is None:
            raise Http404
        return files.respond(stored)


class PledgeVersions(OfPledge, ObjectPage):
    """Any two signed texts of a pledge, side by side."""

    permission = "emulation.view_pledge"
    template_name = "emulation/pledge_versions.html"
    title = "So sánh các bản giao ước"

    def get_object(self, queryset=None):
        return self.get_owner()

    def get_title(self):
        return self.title

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        known = list(versions.versions_of(self.object))
        newer = self.chosen(known, "moi", known[0] if known else None)
        others = [one for one in known if newer and one.number < newer.number]
        older = self.chosen(known, "cu", others[0] if others else None)
        if older and newer:
            context["compared"] = versions.compare(older.text, newer.text)
            context["counts"] = versions.differences(context["compared"])
            context["left"] = f"Bản {older.number}, ký ngày {vi_date(older.signed_at)}"
            context["right"] = f"Bản {newer.number}, ký ngày {vi_date(newer.signed_at)}"
        name = self.object.year.bloc.name
        context.update(versions=known, older=older, newer=newer, bloc_name=name)
        return context

    def chosen(self, known, name, default):
        """Return the version asked for by its number, else the default."""
        asked = self.request.GET.get(name, "")
        return next((one for one in known if str(one.number) == asked), default)
