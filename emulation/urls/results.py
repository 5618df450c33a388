"""Addresses of results."""

from django.urls import URLPattern, path

import emulation.urls.converters  # noqa: F401 -- registers what addresses use
from emulation.views import result_rows, results

RESULTS: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/ket-qua/<period:period>/",
        results.ReportList.as_view(),
        name="reports",
    ),
    path("ket-qua/<int:pk>/", results.ReportPage.as_view(), name="report"),
    path(
        "ket-qua/<int:pk>/phan-loi/",
        results.ReportTexts.as_view(),
        name="report-texts",
    ),
    path(
        "ket-qua/<int:pk>/them-dong/",
        result_rows.ResultAdd.as_view(),
        name="result-add",
    ),
    path(
        "ket-qua/<int:pk>/<str:action>/",
        results.ReportAction.as_view(),
        name="report-action",
    ),
    path(
        "dong-ket-qua/<int:pk>/xoa/",
        result_rows.ResultDelete.as_view(),
        name="result-delete",
    ),
]
