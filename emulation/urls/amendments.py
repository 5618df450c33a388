"""Addresses of amendments."""

from django.urls import URLPattern, path

from emulation.views import adoption, amending, amendments

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
