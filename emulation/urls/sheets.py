"""Addresses around criteria sheets: how points come about, rules, workbooks."""

from django.urls import URLPattern, path

from emulation.views import scoring_rules, sheet_steps

SHEETS: list[URLPattern] = [
    path("cach-tinh-diem/", sheet_steps.ScoringHelp.as_view(), name="scoring-help"),
    path(
        "nam/<slug:bloc>/<int:year>/bang-tieu-chi/quy-dinh/",
        scoring_rules.ScoringRulesPage.as_view(),
        name="scoring-rules",
    ),
]
