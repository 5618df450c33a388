"""Request ids for the journal, and forms kept when a session has expired."""

import base64
import json
import secrets
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.middleware import get_user
from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core import clock, journal
from core.grid import is_grid_request
from core.models import KeptForm

GetResponse = Callable[[HttpRequest], HttpResponse]

LAST_USER_COOKIE = "gu_ai"
KEPT_FOR = timedelta(hours=1)
_SALT = "core.kept-form"
_NEVER_KEPT = {
    "csrfmiddlewaretoken",
    "password",
    "old_password",
    "new_password1",
    "new_password2",
    "passphrase",
}


class RequestIdMiddleware:
    """Give each request an id; all journal entries of one request share it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = journal.request_id.set(str(uuid.uuid4()))
        try:
            return self.get_response(request)
        finally:
            journal.request_id.reset(token)


def _cipher() -> Fernet:
    key = salted_hmac(_SALT, "key", algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))


class KeepFormMiddleware:
    """A form sent after the session has expired is kept for an hour, encrypted.

    A signed cookie remembers who last signed in on this browser; only that person
    gets the form back, on ``kept-form``, and sends it again with a fresh token. The
    page's script is told with 401 and signs in again in place.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._came_too_late(request):
            return self._keep(request)
        response = self.get_response(request)
        self._remember(request, response)
        return response

    def _came_too_late(self, request: HttpRequest) -> bool:
        return (
            request.method == "POST"
            and LAST_USER_COOKIE in request.COOKIES
            and request.path not in {reverse("login"), reverse("logout")}
            and not get_user(request).is_authenticated
        )

    def _keep(self, request: HttpRequest) -> HttpResponse:
        login = reverse("login")
        if is_grid_request(request):
            return JsonResponse({"login": login}, status=401)
        token = keep(request)
        if not token:
            return redirect(login)
        after = urlencode({"next": reverse("kept-form", args=[token])})
        return redirect(f"{login}?{after}")

    def _remember(self, request: HttpRequest, response: HttpResponse) -> None:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return
        known = _last_user(request)
        if known != user.pk:
            response.set_cookie(
                LAST_USER_COOKIE,
                signing.dumps(user.pk, salt=_SALT),
                max_age=30 * 24 * 3600,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )


def _last_user(request: HttpRequest) -> int | None:
    try:
        return signing.loads(request.COOKIES.get(LAST_USER_COOKIE, ""), salt=_SALT)
    except signing.BadSignature:
        return None


def keep(request: HttpRequest) -> str:
    """Keep the request's form for the browser's last user; empty if nobody is known."""
    user = get_user_model().objects.filter(pk=_last_user(request) or 0).first()
    if user is None:
        return ""
    fields = {
        name: values for name, values in request.POST.lists() if name not in _NEVER_KEPT
    }
    KeptForm.objects.filter(expires_at__lt=clock.now()).delete()
    kept = KeptForm.objects.create(
        token=secrets.token_urlsafe(24),
        user=user,
        path=request.get_full_path()[:500],
        body=_cipher().encrypt(json.dumps(fields).encode()),
        expires_at=clock.now() + KEPT_FOR,
    )
    return kept.token


def kept_fields(token: str, user: Any) -> tuple[str, list[tuple[str, str]]] | None:
    """Return path and fields of a kept form to its own user, ``None`` otherwise."""
    kept = KeptForm.objects.filter(
        token=token, user=user, expires_at__gte=clock.now()
    ).first()
    if kept is None:
        return None
    try:
        fields = json.loads(_cipher().decrypt(bytes(kept.body)))
    except InvalidToken:
        return None
    pairs = [(name, value) for name, values in fields.items() for value in values]
    return kept.path, pairs
