"""Addresses of why a ranking changed."""

from django.urls import URLPattern, path

from emulation.views import replay

REPLAY: list[URLPattern] = [
    path(
        "nam/<slug:bloc>/<int:year>/diem/vi-sao/",
        replay.WhyMoved.as_view(),
        name="why-moved",
    ),
]
