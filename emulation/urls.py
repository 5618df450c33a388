"""Addresses."""

from django.urls import URLPattern, path, register_converter

from emulation.enums import Aim, Period
from emulation.views import (
    adoption,
    aiming,
    amending,
    amendments,
    copying,
    desk,
    imports,
    movements,
    phases,
    pledge_papers,
    pledges,
    quotas,
    registered,
    registrations,
    results,
    roster,
    scores,
    setup,
    setup_grids,
    sheets,
    signing,
    signing_day,
    years,
)
from emulation.views.aims import SLUGS


class PeriodConverter:
    """A period in an address: ``6-thang`` or ``ca-nam``."""

    slugs = {"6-thang": Period.HALF_YEAR, "ca-nam": Period.YEAR}
    regex = "|".join(slugs)

    def to_python(self, value: str) -> Period:
        return self.slugs[value]

    def to_url(self, value: str) -> str:
        """Take the period or what stands for it in the address."""
        known = {period.value: slug for slug, period in self.slugs.items()}
        return known.get(str(value), str(value))


class AimConverter:
    """One of the lists of what a pledge aims at: ``tap-the``, ``ca-nhan``."""

    slugs = {slug: aim for aim, slug in SLUGS.items()}
    regex = "|".join(slugs)

    def to_python(self, value: str) -> Aim:
        return self.slugs[value]

    def to_url(self, value: str) -> str:
        """Take the list or what stands for it in the address."""
        return SLUGS.get(value, str(value))


register_converter(PeriodConverter, "period")
register_converter(AimConverter, "aim")

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

AMENDMENTS: list[URLPattern] = [
    path(
        "giao-uoc/<int:pk>/dieu-chinh/",
        amending.AmendmentStart.as_view(),
        name="amendment-start",
    ),
    path(
        "giao-uoc/<int:pk>/phien-ban/",
        adoption.PledgeVersions.as_view(),
        name="pledge-versions",
    ),
    path("dieu-chinh/<int:pk>/", amendments.AmendmentPage.as_view(), name="amendment"),
    path(
        "dieu-chinh/<int:pk>/ly-do/",
        amendments.AmendmentReason.as_view(),
        name="amendment-reason",
    ),
    path(
        "dieu-chinh/<int:pk>/xoa/",
        amending.AmendmentDelete.as_view(),
        name="amendment-delete",
    ),
    path(
        "dieu-chinh/<int:pk>/van-ban/",
        adoption.AmendmentFile.as_view(),
        name="amendment-file",
    ),
    path(
        "dieu-chinh/<int:pk>/<str:action>/",
        adoption.AmendmentAction.as_view(),
        name="amendment-action",
    ),
    path(
        "dong-dieu-chinh/<int:pk>/xoa/",
        amending.AmendmentLineDelete.as_view(),
        name="amendment-line-delete",
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
        results.ResultAdd.as_view(),
        name="result-add",
    ),
    path(
        "ket-qua/<int:pk>/<str:action>/",
        results.ReportAction.as_view(),
        name="report-action",
    ),
    path(
        "dong-ket-qua/<int:pk>/xoa/",
        results.ResultDelete.as_view(),
        name="result-delete",
    ),
]

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

urlpatterns: list[URLPattern] = [
    *YEARS,
    *SETUP,
    *AMENDMENTS,
    *WORKBOOKS,
    *PLEDGE_PAPERS,
    *SIGNING,
    *PLEDGES,
    *RESULTS,
    *SCORES,
]
