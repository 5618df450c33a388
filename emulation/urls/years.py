"""Addresses of years: what they are set up with, steps, roster, movements."""

from django.urls import URLPattern, path

from emulation.views import (
    copying,
    desk,
    movements,
    phases,
    quotas,
    roster,
    setup,
    setup_grids,
    years,
)

_SETUP = (
    ("", setup.SetupPage, "year-setup"),
    ("chi-tieu/", setup_grids.CommonTargets, "setup-commons"),
    ("chi-tieu/<int:pk>/xoa/", setup_grids.CommonTargetDelete, "common-target-delete"),
    ("noi-dung/", setup_grids.CommonContents, "setup-contents"),
    ("phong-trao/", setup_grids.SetupMovements, "setup-movements"),
    ("danh-hieu/", setup_grids.SetupQuotas, "setup-quotas"),
    ("danh-hieu/goi-y/", setup.SetupSuggested, "setup-suggested"),
    ("danh-hieu/them/", quotas.QuotaOffer, "quota-new"),
    ("danh-hieu/<int:pk>/sua/", quotas.QuotaEdit, "quota-edit"),
    ("danh-hieu/<int:pk>/bo/", quotas.QuotaDrop, "quota-drop"),
    ("duong-di/", setup.YearRoute, "setup-route"),
    ("sao-chep/", copying.SetupCopy, "setup-copy"),
    ("thay-doi/", copying.SetupChanges, "setup-changes"),
    ("ke-hoach/", setup.PlanFile, "plan-file"),
)
SETUP: list[URLPattern] = [
    path(f"nam/<slug:bloc>/<int:year>/thiet-lap/{rest}", view.as_view(), name=name)
    for rest, view, name in _SETUP
]

YEARS: list[URLPattern] = [
    path("", desk.Desk.as_view(), name="desk"),
    path("nam/", years.Years.as_view(), name="years"),
    path("nam/<slug:bloc>/<int:year>/", years.YearPage.as_view(), name="year"),
    path(
        "nam/<slug:bloc>/<int:year>/lap/",
        years.YearCreate.as_view(),
        name="year-create",
    ),
    path("nam/<slug:bloc>/<int:year>/sua/", years.YearEdit.as_view(), name="year-edit"),
    path(
        "nam-thi-dua/<int:pk>/<slug:action>/",
        years.YearAction.as_view(),
        name="year-action",
    ),
    path("nam/<slug:bloc>/<int:year>/buoc/", phases.Phases.as_view(), name="phases"),
    path(
        "buoc/<int:pk>/<slug:action>/",
        years.PhaseAction.as_view(),
        name="phase-action",
    ),
    path("nam/<slug:bloc>/<int:year>/don-vi/", roster.Roster.as_view(), name="roster"),
    path(
        "nam/<slug:bloc>/<int:year>/don-vi/them/",
        roster.RosterAdmit.as_view(),
        name="roster-admit",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/don-vi/<int:pk>/thoi/",
        roster.RosterRelease.as_view(),
        name="roster-release",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/don-vi/<int:pk>/ke-thua/",
        roster.RosterSuccessor.as_view(),
        name="roster-successor",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/",
        movements.Movements.as_view(),
        name="movements",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/danh-gia/",
        movements.MovementSummaries.as_view(),
        name="movement-summaries",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/huong-ung/",
        movements.MovementAnswers.as_view(),
        name="movement-answers",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/them/",
        movements.MovementEdit.as_view(),
        name="movement-create",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/<int:pk>/sua/",
        movements.MovementEdit.as_view(),
        name="movement-edit",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/phong-trao/<int:pk>/xoa/",
        movements.MovementDelete.as_view(),
        name="movement-delete",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/tong-ket/",
        movements.YearNarratives.as_view(),
        name="year-narratives",
    ),
]
