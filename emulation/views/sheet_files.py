"""A criteria sheet's workbook: given out, and taken into a draft."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from core.views import Guarded, link
from emulation import selectors
from emulation.imports import criteria, criteria_lines
from emulation.models import CriteriaSheet
from emulation.views.filled import Filled, ImportPage, UploadPage, as_file
from emulation.views.of_year import crumbs_of
from emulation.views.sheets import KEEP

FROZEN = "Bảng tiêu chí đã ban hành, không sửa được."


class OfSheet(Filled):
    """The sheet of the address, within the user's scope."""

    workbook_name, upload_name = "sheet-workbook", "sheet-upload"
    import_name = "sheet-import"
    into = criteria.Plan.into
    lead = "Tệp có sẵn những gì đang ghi trên bảng; sửa, thêm dòng rồi tải lên."

    def get_subject(self) -> CriteriaSheet:
        if not hasattr(self, "_sheet"):
            visible = selectors.sheets_visible_to(self.request.user)
            self._sheet = get_object_or_404(visible, pk=self.kwargs["pk"])
            self.request.current_year = self._sheet.year
        return self._sheet

    def forget_subject(self) -> None:
        del self._sheet

    def get_obstacles(self) -> list[str]:
        return [] if self.get_subject().is_editable else [FROZEN]

    def get_crumbs(self) -> list[tuple[str, str]]:
        sheet = self.get_subject()
        year = sheet.year
        sheets = link("Bảng tiêu chí", "sheets", year.bloc.code, year.year)
        return [
            *crumbs_of(year),
            sheets,
            (f"Bản {sheet.number}", sheet.get_absolute_url()),
        ]


class SheetWorkbook(OfSheet, Guarded, View):
    """What is on the sheet's page, as a workbook to be changed and sent back."""

    permission = "emulation.view_sheet"

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        sheet = self.get_subject()
        return as_file(criteria_lines.workbook_of(sheet), str(sheet))


class SheetUpload(OfSheet, UploadPage):
    """Give the workbook out and take it back."""

    permission = KEEP
    title = "Nhập bảng tiêu chí từ Excel"


class SheetImport(OfSheet, ImportPage):
    """What the workbook would do; then do it, all or nothing."""

    permission = KEEP

    def get_plan(self) -> Any:
        return criteria.plan_of(self.get_subject(), self.upload)

    def confirm(self, digest: str) -> Any:
        user = self.request.user
        return criteria.confirm(self.get_subject(), self.upload, digest, actor=user)
