"""Addresses of scorecards and criteria sheets."""

from django.urls import URLPattern, path

from emulation.views import checks, scores, sheet_steps, sheets

SCORES: list[URLPattern] = [
    path("nam/<slug:bloc>/<int:year>/diem/", scores.Scores.as_view(), name="scores"),
    path(
        "nam/<slug:bloc>/<int:year>/cham-cheo/",
        checks.Checks.as_view(),
        name="checks",
    ),
    path("cham-cheo/<int:pk>/", checks.CheckPage.as_view(), name="check"),
    path(
        "cham-cheo/<int:pk>/<str:action>/",
        checks.CheckAction.as_view(),
        name="check-action",
    ),
    path("phieu-diem/<int:pk>/", scores.ScorecardPage.as_view(), name="scorecard"),
    path(
        "phieu-diem/<int:pk>/<str:action>/",
        scores.ScorecardAction.as_view(),
        name="scorecard-action",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/bang-tieu-chi/",
        sheets.Sheets.as_view(),
        name="sheets",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/bang-tieu-chi/lap/",
        sheets.SheetCreate.as_view(),
        name="sheet-create",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/bang-tieu-chi/ban-moi/",
        sheet_steps.SheetVersion.as_view(),
        name="sheet-version",
    ),
    path("bang-tieu-chi/<int:pk>/", sheets.SheetPage.as_view(), name="sheet"),
    path(
        "bang-tieu-chi/<int:pk>/ten/",
        sheet_steps.SheetEdit.as_view(),
        name="sheet-edit",
    ),
    path(
        "bang-tieu-chi/<int:pk>/xoa/",
        sheet_steps.SheetDelete.as_view(),
        name="sheet-delete",
    ),
    path(
        "bang-tieu-chi/<int:pk>/<str:action>/",
        sheet_steps.SheetAction.as_view(),
        name="sheet-action",
    ),
]
