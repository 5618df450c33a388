"""Addresses of trial views, and the project's own below them."""

from django.http import HttpResponse
from django.urls import include, path
from django.views.generic import View

from core import access, journal
from core.views import Guarded


class Bare(View):
    """Declares nothing."""


class Unknown(Guarded, View):
    permission = "trial.nobody_knows"


class Twice(Guarded, View):
    """Writes two entries in one request."""

    permission = access.SIGNED_IN

    def post(self, request):
        for verb in ("first", "second"):
            journal.record(request.user, verb, "Thử", actor=request.user)
        return HttpResponse(request.POST.get("text", ""))


class Registers(Guarded, View):
    permission = "units.keep_blocs"

    def get(self, request):
        return HttpResponse("mở")


class Open(Guarded, View):
    permission = access.PUBLIC

    def get(self, request):
        return HttpResponse("ai cũng xem")


def plain(request):
    """A view function may declare its permission too."""
    return HttpResponse()


def silent(request):
    return HttpResponse()


plain.permission = access.SIGNED_IN

urlpatterns = [
    path("thu/", include([path("tran/", Bare.as_view(), name="trial-bare")])),
    path("thu/la/", Unknown.as_view(), name="trial-unknown"),
    path("thu/hai/", Twice.as_view(), name="trial-twice"),
    path("thu/so/", Registers.as_view(), name="trial-registers"),
    path("thu/mo/", Open.as_view(), name="trial-open"),
    path("thu/ham/", plain, name="trial-plain"),
    path("thu/khong-ten/", silent),
    path("", include("config.urls")),
]
