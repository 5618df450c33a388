"""Pages for requests that fail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core.middleware import keep


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A stale token after signing in elsewhere: keep the form and offer it again."""
    if request.user.is_authenticated and (token := keep(request)):
        return redirect(reverse("kept-form", args=[token]))
    context = {"title": "Trang đã cũ", "reason": reason}
    return render(request, "403_csrf.html", context, status=403)
