"""Addresses around criteria sheets: how points come about, rules, workbooks."""

from django.urls import URLPattern, path

from emulation.views import scoring_rules, sheet_files, sheet_steps

SHEETS: list[URLPattern] = [
    path("cach-tinh-diem/", sheet_steps.ScoringHelp.as_view(), name="scoring-help"),
    path(
        "nam/<slug:bloc>/<int:year>/bang-tieu-chi/quy-dinh/",
        scoring_rules.ScoringRulesPage.as_view(),
        name="scoring-rules",
    ),
    path(
        "bang-tieu-chi/<int:pk>/excel/",
        sheet_files.SheetWorkbook.as_view(),
        name="sheet-workbook",
    ),
    path(
        "bang-tieu-chi/<int:pk>/nhap/",
        sheet_files.SheetUpload.as_view(),
        name="sheet-upload",
    ),
    path(
        "bang-tieu-chi/<int:pk>/nhap/xem-truoc/",
        sheet_files.SheetImport.as_view(),
        name="sheet-import",
    ),
]
