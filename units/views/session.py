"""Signing in, one's own account, and a form kept while the session had ended."""

from typing import Any

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from core import access, points
from core.middleware import kept_fields
from core.views import Guarded, Page, RecordForm, link
from units import selectors, services
from units.forms.people import EmailForm, ThemeForm
from units.forms.session import OwnPasswordForm, SignInForm
from units.models import User


class SignIn(LoginView):
    """Sign in; the demo offers its accounts."""

    permission = access.PUBLIC
    form_class = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: Any) -> HttpResponse:
        services.refresh_names_in_force()
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = list(points.DEMO_ACCOUNTS()) if settings.DEMO else []
        first, others = selectors.one_a_role(accounts)
        return super().get_context_data(
            demo_accounts=first, more_accounts=others, **kwargs
        )


@method_decorator(login_not_required, name="dispatch")
class SignOut(LogoutView):
    """Sign out; whose session had ended already is simply shown the sign-in page."""

    permission = access.PUBLIC


class AccountPage(Page):
    """Who I am here: name, offices, password, theme."""

    permission = access.SIGNED_IN
    template_name = "core/account.html"
    title = "Tài khoản của tôi"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(
            facts=selectors.facts_of_account(user),
            offices=user.appointments,
            theme_form=ThemeForm(instance=user),
            **kwargs,
        )


class Theme(Guarded, View):
    """Choose the light or the dark ground, or change to the other one."""

    permission = access.SIGNED_IN
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        other = "light" if request.user.theme == "dark" else "dark"
        wanted = request.POST.get("theme", other)
        if wanted in dict(User._meta.get_field("theme").choices):
            services.choose_theme(request.user, wanted)
        response = redirect(self._back())
        response.set_cookie("giao_dien", request.user.theme, 365 * 24 * 3600)
        return response

    def _back(self) -> str:
        came_from = self.request.headers.get("Referer", "")
        hosts = {self.request.get_host()}
        if url_has_allowed_host_and_scheme(came_from, allowed_hosts=hosts):
            return came_from
        return reverse("account")


class OwnPassword(RecordForm):
    """Change one's own password; the other sessions end."""

    permission = access.SIGNED_IN
    title = "Đổi mật khẩu"
    form_class = OwnPasswordForm
    submit_label = "Đổi mật khẩu"
    done = "Đã đổi mật khẩu. Các nơi khác đang đăng nhập sẽ phải đăng nhập lại."

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Tài khoản của tôi", "account")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Any) -> User:
        user = self.request.user
        services.change_own_password(user, form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        return user

    def get_success_url(self) -> str:
        return reverse("account")

    def get_back_url(self) -> str:
        return reverse("account")


class OwnEmail(RecordForm):
    """Choose where one's own mail goes."""

    permission = access.SIGNED_IN
    title = "Thư điện tử của tôi"
    form_class = EmailForm
    done = "Đã lưu thư điện tử."

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [link("Tài khoản của tôi", "account")]

    def get_lead(self) -> str:
        return selectors.words_on_mail()

    def get_instance(self) -> User:
        return User.objects.get(pk=self.request.user.pk)

    def save(self, form: Any) -> User:
        return services.choose_email(form.instance, actor=self.request.user)

    def get_success_url(self) -> str:
        return reverse("account")

    def get_back_url(self) -> str:
        return reverse("account")


class KeptForm(Page):
    """What somebody had typed when the session ended; for that person alone."""

    permission = access.SIGNED_IN
    template_name = "components/kept_form.html"
    title = "Biểu mẫu của bạn còn đây"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = kept_fields(self.kwargs["token"], self.request.user)
        if kept is None:
            raise Http404
        path, fields = kept
        return super().get_context_data(path=path, fields=fields, **kwargs)
