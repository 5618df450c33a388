"""Addresses of pledges: their papers, contents, signatures, workbooks."""

from django.urls import URLPattern, path

import emulation.urls.converters  # noqa: F401 -- registers what addresses use
from emulation.views import (
    aiming,
    imports,
    pledge_papers,
    pledges,
    registered,
    registrations,
    signing,
    signing_day,
)

PLEDGE_PAPERS: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc-cua-khoi/",
        pledge_papers.BlocPledge.as_view(),
        name="bloc-pledge",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc-cua-khoi/du-thao/",
        pledge_papers.BlocPledgeDraft.as_view(),
        name="bloc-pledge-draft",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc-cua-khoi/phat-hanh/",
        pledge_papers.BlocPledgeIssue.as_view(),
        name="bloc-pledge-issue",
    ),
    path(
        "giao-uoc/<int:pk>/in/",
        pledge_papers.PledgePrint.as_view(),
        name="pledge-print",
    ),
    path(
        "giao-uoc/<int:pk>/kiem-tra/",
        pledge_papers.PledgeCheck.as_view(),
        name="pledge-check",
    ),
    path(
        "giao-uoc/<int:pk>/nguyen-van/<int:number>/",
        pledge_papers.PledgeText.as_view(),
        name="pledge-text",
    ),
]

PLEDGES: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc/",
        pledges.PledgeList.as_view(),
        name="pledges",
    ),
    path("giao-uoc/<int:pk>/", pledges.PledgePage.as_view(), name="pledge"),
    path(
        "giao-uoc/<int:pk>/noi-dung/",
        pledges.PledgeContents.as_view(),
        name="pledge-contents",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/dang-ky-danh-hieu/",
        registered.Registrations.as_view(),
        name="registrations",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/dang-ky-danh-hieu/<slug:table>/",
        registered.RegistrationsWorkbook.as_view(),
        name="registrations-workbook",
    ),
    path(
        "giao-uoc/<int:pk>/danh-hieu/<aim:aim>/",
        aiming.PledgeAims.as_view(),
        name="pledge-aims",
    ),
    path(
        "giao-uoc/<int:pk>/<str:action>/",
        signing.PledgeAction.as_view(),
        name="pledge-action",
    ),
    path(
        "danh-hieu-dang-ky/<int:pk>/xoa/",
        registrations.RegistrationDelete.as_view(),
        name="registration-delete",
    ),
    path(
        "sang-kien/<int:pk>/xoa/",
        registrations.InitiativeDelete.as_view(),
        name="initiative-delete",
    ),
    path(
        "chi-tieu/<int:pk>/xoa/",
        registrations.TargetDelete.as_view(),
        name="target-delete",
    ),
]

SIGNING: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc/tiep-nhan/",
        signing.PledgesAccept.as_view(),
        name="pledges-accept",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/ky-ket/",
        signing_day.SigningDayPage.as_view(),
        name="signing-day",
    ),
    path(
        "nam/<slug:bloc>/<int:year>/ky-ket/man-chieu/",
        signing_day.SigningScreen.as_view(),
        name="signing-screen",
    ),
    path(
        "giao-uoc/<int:pk>/ban-quet/<int:number>/",
        signing.PledgeScan.as_view(),
        name="pledge-scan",
    ),
]

WORKBOOKS: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/giao-uoc/excel/",
        imports.YearTargets.as_view(),
        name="year-targets",
    ),
    path(
        "giao-uoc/<int:pk>/excel/",
        imports.PledgeUpload.as_view(),
        name="pledge-upload",
    ),
    path(
        "giao-uoc/<int:pk>/excel/tai-ve/",
        imports.PledgeWorkbook.as_view(),
        name="pledge-workbook",
    ),
    path(
        "giao-uoc/<int:pk>/excel/xem-truoc/",
        imports.PledgeImport.as_view(),
        name="pledge-import",
    ),
]
