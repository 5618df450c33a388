"""What all units of a year aim at: the secretariat's page, and its workbooks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views import View

from core.documents import xlsx
from core.views import Guarded, Page
from emulation.reports import registrations as reports
from emulation.selectors.aimed import aimed_in
from emulation.views.filled import as_file
from emulation.views.of_year import YearMixin


class Registrations(YearMixin, Page):
    """Titles × units with limits and counts; then people and initiatives one by one."""

    permission = "emulation.see_whole_year"
    template_name = "emulation/registrations.html"

    def get_title(self):
        return f"Danh hiệu đăng ký năm {self.get_year().year}"

    def get_context_data(self, **kwargs):
        aimed = aimed_in(self.get_year())
        return super().get_context_data(
            tables=reports.tables_of(aimed),
            excesses=reports.excesses(aimed),
            is_empty=not (aimed.registrations or aimed.initiatives),
            **kwargs,
        )


class RegistrationsWorkbook(YearMixin, Guarded, View):
    """One of the page's tables as a workbook."""

    permission = "emulation.see_whole_year"

    def get(
        self, _request: HttpRequest, *, table: str, **_kwargs: object
    ) -> HttpResponse:
        found = reports.tables_of(aimed_in(self.get_year())).get(table)
        if found is None:
            raise Http404
        return as_file(xlsx.render(found), found.title)
