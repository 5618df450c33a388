"""A pledge's workbook, and the targets of a whole year as one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from core.documents import xlsx
from core.views import Guarded
from emulation import imports, selectors
from emulation.models import Pledge
from emulation.reports.targets import targets_table
from emulation.services.imports import why_not_now
from emulation.views.filled import Filled, ImportPage, UploadPage, as_file
from emulation.views.of_year import YearMixin, crumbs_of


class OfPledge(Filled):
    """The pledge of the address, within the user's scope."""

    workbook_name, upload_name = "pledge-workbook", "pledge-upload"
    import_name = "pledge-import"
    into = "giao ước"
    lead = (
        "Tệp mẫu của đơn vị bạn, có sẵn những gì đang ghi trên hệ thống, cả chỉ tiêu "
        "chung của khối."
    )

    def get_pledge(self) -> Pledge:
        if not hasattr(self, "_pledge"):
            visible = selectors.pledges_visible_to(self.request.user)
            self._pledge = get_object_or_404(visible, pk=self.kwargs["pk"])
            self.request.current_year = self._pledge.year
        return self._pledge

    def get_subject(self) -> Pledge:
        return self.get_pledge()

    def forget_subject(self) -> None:
        del self._pledge

    def get_crumbs(self) -> list[tuple[str, str]]:
        pledge = self.get_pledge()
        name = f"Giao ước của {pledge.participation.name}"
        return [*crumbs_of(pledge.year), (name, pledge.get_absolute_url())]

    def get_obstacles(self) -> list[str]:
        return why_not_now(self.get_pledge())


class PledgeWorkbook(OfPledge, Guarded, View):
    """What is on the pledge's page, as a workbook to be changed and sent back."""

    permission = "emulation.view_pledge"

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        pledge = self.get_pledge()
        return as_file(imports.workbook_of(pledge), f"Giao ước {pledge.participation}")


class PledgeUpload(OfPledge, UploadPage):
    """Give the workbook out and take it back."""

    permission = "emulation.edit_pledge"
    title = "Nhập giao ước từ Excel"


class PledgeImport(OfPledge, ImportPage):
    """What the workbook would do; then do it, all or nothing."""

    permission = "emulation.edit_pledge"

    def get_plan(self) -> imports.Plan:
        return imports.plan_of(self.get_pledge(), self.upload)

    def confirm(self, digest: str) -> imports.Plan:
        user = self.request.user
        return imports.confirm(self.get_pledge(), self.upload, digest, actor=user)


class YearTargets(YearMixin, Guarded, View):
    """The targets of all units whose pledge the user may read, as a workbook."""

    permission = "emulation.view_year"

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        table = targets_table(self.get_year(), request.user)
        return as_file(xlsx.render(table), table.title)
