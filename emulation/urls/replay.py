"""Addresses of open exceptions, and of why a ranking changed."""

from django.urls import URLPattern, path

from emulation.views import reopenings, replay

REPLAY: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/diem/vi-sao/",
        replay.WhyMoved.as_view(),
        name="why-moved",
    ),
    path(
        "phieu-diem/<int:pk>/mo-lai/",
        reopenings.ReopeningNew.as_view(),
        name="reopening-new",
    ),
    path("mo-lai/<int:pk>/", reopenings.ReopeningPage.as_view(), name="reopening"),
    path(
        "mo-lai/<int:pk>/dong/",
        reopenings.ReopeningClose.as_view(),
        name="reopening-close",
    ),
]
