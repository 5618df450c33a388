"""Pages: the permission mixin, a page, a list, one object."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from core import access


class Guarded:
    """Every view declares ``permission``; ``get_permission_object`` says on what.

    ``PUBLIC`` needs no sign-in, ``SIGNED_IN`` any account. Objects outside the user's
    scope answer 404 through ``get_queryset``; visible ones refuse with the reason.
    """

    permission: str = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """Let visitors through to what is public; everything else asks to sign in."""
        view = super().as_view(**initkwargs)
        if cls.permission == access.PUBLIC:
            view.login_required = False
        return view

    def get_permission_object(self) -> Any:
        return None

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.permission not in {access.PUBLIC, access.SIGNED_IN}:
            self.refuse_unless(self.permission, self.get_permission_object())
        return super().dispatch(request, *args, **kwargs)

    def refuse_unless(self, permission: str, obj: object = None) -> None:
        """Raise ``PermissionDenied`` with the rule's sentence."""
        answer = access.check(self.request.user, permission, obj)
        if not answer.allowed:
            raise PermissionDenied(answer.why)

    def may(self, permission: str, obj: object = None) -> bool:
        """Tell whether the signed-in user may."""
        return access.check(self.request.user, permission, obj).allowed


class HouseMixin(Guarded):
    """Title and crumbs for ``base.html``."""

    title = ""
    crumbs: list[tuple[str, str]] = []

    def get_title(self) -> str:
        return self.title

    def get_crumbs(self) -> list[tuple[str, str]]:
        return self.crumbs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("title", self.get_title())
        context.setdefault("crumbs", self.get_crumbs())
        return context


class Page(HouseMixin, TemplateView):
    """A page that is neither a list nor one object.

    The address's parts stay in ``self.kwargs``; the context names its own things.
    """

    def get(self, *_args: object, **_kwargs: object) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


class ListPage(HouseMixin, ListView):
    """A list; ``get_queryset`` is the scope."""

    paginate_by = 60


class ObjectMixin(HouseMixin):
    """A page about one object of the user's scope; the permission is asked on it."""

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        if not hasattr(self, "_found"):
            self._found = super().get_object(queryset)
        return self._found

    def get_permission_object(self) -> Any:
        return self.get_object()

    def get_title(self) -> str:
        return str(self.get_object())


def link(label: str, name: str, *args: object) -> tuple[str, str]:
    """Return a crumb."""
    return (label, reverse(name, args=args))
