"""Addresses of scorecards and criteria sheets."""

from django.urls import URLPattern, path

from emulation.views import scores, sheets

SCORES: list[URLPattern] = [
    path("nam/<slug:bloc>/<int:year>/diem/", scores.Scores.as_view(), name="scores"),
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
    path("bang-tieu-chi/<int:pk>/", sheets.SheetPage.as_view(), name="sheet"),
    path("bang-tieu-chi/<int:pk>/ten/", sheets.SheetEdit.as_view(), name="sheet-edit"),
    path(
        "bang-tieu-chi/<int:pk>/xoa/",
        sheets.SheetDelete.as_view(),
        name="sheet-delete",
    ),
    path(
        "bang-tieu-chi/<int:pk>/<str:action>/",
        sheets.SheetAction.as_view(),
        name="sheet-action",
    ),
]
