"""The signing day: who has signed, and the screen in the hall."""

from http import HTTPStatus

from django.http import HttpResponse

from core.views import Page, link
from emulation.selectors.signing import signing_day_of
from emulation.views.of_year import YearMixin, crumbs_of

SIZES = (("few", 8), ("some", 16))
ZOOMS = (("1", "Vừa"), ("2", "Lớn"), ("3", "Rất lớn"))


class SigningDayPage(YearMixin, Page):
    """Who has signed, when, as what, and what the others lack; keeps itself fresh."""

    permission = "emulation.view_year"
    template_name = "emulation/signing_day.html"

    def get_title(self):
        return f"Ký kết giao ước năm {self.get_year().year}"

    def get_crumbs(self):
        year = self.get_year()
        pledges = link("Giao ước", "pledges", year.bloc.code, year.year)
        return [*crumbs_of(year), pledges, (self.get_title(), "")]

    def get(self, request, *args, **kwargs):
        """A page that asks again is told nothing while nothing has changed."""
        self.day = signing_day_of(self.get_year(), request.user)
        if request.htmx and request.GET.get("moc") == self.day.mark:
            return HttpResponse(status=HTTPStatus.NO_CONTENT)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            day=self.day,
            sees_whole_year=self.may("emulation.see_whole_year", self.get_year()),
            **kwargs,
        )


class SigningScreen(SigningDayPage):
    """The same for the back of a hall: large, light, nothing to press."""

    template_name = "emulation/signing_screen.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("co", "")
        zoom = asked if asked in dict(ZOOMS) else ZOOMS[0][0]
        count = len(self.day.places)
        size = next((name for name, most in SIZES if count <= most), "many")
        return super().get_context_data(zoom=zoom, zooms=ZOOMS, size=size, **kwargs)
