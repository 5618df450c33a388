"""Addresses of the directory, papers, journal, search and account."""

from django.urls import path

from units.views import (
    accounts,
    blocs,
    look_up,
    papers,
    people,
    session,
    staff,
    units,
)

urlpatterns = [
    # accounts and sessions
    path("dang-nhap/", session.SignIn.as_view(), name="login"),
    path("dang-xuat/", session.SignOut.as_view(), name="logout"),
    path("tai-khoan/", session.AccountPage.as_view(), name="account"),
    path("tai-khoan/giao-dien/", session.Theme.as_view(), name="account-theme"),
    path("tai-khoan/mat-khau/", session.OwnPassword.as_view(), name="account-password"),
    path("tai-khoan/thu-dien-tu/", session.OwnEmail.as_view(), name="account-email"),
    path("bieu-mau-da-giu/<str:token>/", session.KeptForm.as_view(), name="kept-form"),
    # blocs
    path("khoi/", blocs.BlocList.as_view(), name="blocs"),
    path("lap-khoi/", blocs.BlocNew.as_view(), name="bloc-new"),
    path("khoi/<slug:code>/", blocs.BlocPage.as_view(), name="bloc"),
    path("khoi/<slug:code>/sua/", blocs.BlocEdit.as_view(), name="bloc-edit"),
    path("khoi/<slug:code>/thu-tu/", blocs.BlocOrder.as_view(), name="bloc-order"),
    path(
        "khoi/<slug:code>/thanh-vien/moi/",
        blocs.MembershipNew.as_view(),
        name="membership-new",
    ),
    path(
        "khoi/<slug:code>/chuc-danh/moi/",
        blocs.OfficeNew.as_view(),
        name="office-new",
    ),
    path(
        "thanh-vien/<int:pk>/ket-thuc/",
        blocs.MembershipEnd.as_view(),
        name="membership-end",
    ),
    path("chuc-danh/<int:pk>/", blocs.OfficeEdit.as_view(), name="office-edit"),
    # look up
    path("nhat-ky/", look_up.JournalPage.as_view(), name="journal"),
    path("tim/", look_up.SearchPage.as_view(), name="search"),
    # papers
    path("van-ban/", papers.PaperList.as_view(), name="papers"),
    path("van-ban/<int:pk>/", papers.PaperPage.as_view(), name="paper"),
    path("van-ban/<int:pk>/tep/", papers.PaperFile.as_view(), name="paper-file"),
    # people
    path("con-nguoi/", people.PersonList.as_view(), name="people"),
    path("con-nguoi/moi/", people.PersonNew.as_view(), name="person-new"),
    path("con-nguoi/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("con-nguoi/<int:pk>/sua/", people.PersonEdit.as_view(), name="person-edit"),
    path(
        "con-nguoi/<int:pk>/vai-tro/moi/",
        people.AppointmentNew.as_view(),
        name="appointment-new",
    ),
    path(
        "vai-tro/<int:pk>/ket-thuc/",
        people.AppointmentEnd.as_view(),
        name="appointment-end",
    ),
    path(
        "con-nguoi/<int:pk>/tai-khoan/moi/",
        accounts.AccountNew.as_view(),
        name="account-new",
    ),
    path(
        "con-nguoi/<int:pk>/tai-khoan/mat-khau/",
        accounts.AccountReset.as_view(),
        name="account-reset",
    ),
    path(
        "con-nguoi/<int:pk>/tai-khoan/thu-dien-tu/",
        accounts.AccountEmail.as_view(),
        name="person-email",
    ),
    path(
        "con-nguoi/<int:pk>/tai-khoan/khoa/",
        accounts.AccountClose.as_view(),
        name="account-close",
    ),
    path(
        "con-nguoi/<int:pk>/tai-khoan/mo/",
        accounts.AccountOpen.as_view(),
        name="account-open",
    ),
    # staff
    path("don-vi/<int:pk>/can-bo/", staff.StaffPage.as_view(), name="unit-staff"),
    path("don-vi/<int:pk>/can-bo/moi/", staff.StaffNew.as_view(), name="staff-new"),
    path("don-vi/<int:pk>/can-bo/dan/", staff.StaffPaste.as_view(), name="staff-paste"),
    path("can-bo/<int:pk>/sua/", staff.StaffEdit.as_view(), name="staff-edit"),
    path("can-bo/<int:pk>/thoi/", staff.StaffEnd.as_view(), name="staff-end"),
    # units
    path("don-vi/", units.UnitList.as_view(), name="units"),
    path("don-vi/moi/", units.UnitNew.as_view(), name="unit-new"),
    path("don-vi/<int:pk>/", units.UnitPage.as_view(), name="unit"),
    path("don-vi/<int:pk>/sua/", units.UnitEdit.as_view(), name="unit-edit"),
    path("don-vi/<int:pk>/ten/moi/", units.UnitNameNew.as_view(), name="unit-name-new"),
    path("ten-don-vi/<int:pk>/", units.UnitNameEdit.as_view(), name="unit-name-edit"),
    path(
        "don-vi/<int:pk>/ke-thua/", units.SuccessionNew.as_view(), name="succession-new"
    ),
    path("don-vi/<int:pk>/so/moi/", units.BookNew.as_view(), name="book-new"),
    path("so-van-ban/<int:pk>/", units.BookEdit.as_view(), name="book-edit"),
]
