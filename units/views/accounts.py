"""Accounts as the administrator keeps them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from units import selectors, services
from units.forms import people as forms
from units.models import User
from units.views.people import PersonBound


class AccountBound(PersonBound):
    """A form about the account of a person, with a reason."""

    permission = "units.keep_accounts"
    form_class = forms.NeededReasonForm

    def get_account(self) -> User:
        found = selectors.account_of(self.get_person())
        if found is None:
            raise Http404
        return found

    def get_lead(self) -> str:
        account = self.get_account()
        return f"{account.person}, tên đăng nhập {account.login}."


class ToldOnce(AccountBound):
    """A form whose answer is a password: shown this once, kept nowhere."""

    password = ""

    def finish(self) -> HttpResponse:
        context = self.get_context_data(
            account=self.object, password=self.password, title=self.done
        )
        response = render(self.request, "units/password.html", context)
        add_never_cache_headers(response)
        return response


class AccountNew(ToldOnce):
    """Give a person an account."""

    title = "Cấp tài khoản"
    form_class = forms.AccountForm
    submit_label = "Cấp tài khoản"
    done = "Đã cấp tài khoản"

    def get_lead(self) -> str:
        return (
            "Mật khẩu đầu tiên do hệ thống đặt, hiện một lần sau khi cấp. "
            "Quyền theo vai trò của người này, không theo tài khoản."
        )

    def get_initial(self) -> dict[str, Any]:
        return {"login": selectors.free_login(self.get_person())}

    def save(self, form: Any) -> User:
        user, self.password = services.issue_account(
            self.get_person(), actor=self.request.user, **form.cleaned_data
        )
        return user


class AccountReset(ToldOnce):
    """Set a fresh password for somebody who lost theirs."""

    title = "Đặt lại mật khẩu"
    submit_label = "Đặt lại mật khẩu"
    done = "Đã đặt lại mật khẩu"

    def save(self, form: Any) -> User:
        account, reason = self.get_account(), form.cleaned_data["reason"]
        self.password = services.reset_password(
            account, actor=self.request.user, reason=reason
        )
        return account


class AccountEmail(AccountBound):
    """Put right where somebody's mail goes."""

    title = "Sửa thư điện tử"
    form_class = forms.EmailForm
    done = "Đã lưu thư điện tử."

    def get_lead(self) -> str:
        return f"{super().get_lead()} {selectors.words_on_mail()}"

    def get_instance(self) -> User:
        return self.get_account()

    def get_permission_object(self) -> Any:
        return self.get_person()

    def save(self, form: Any) -> User:
        return services.choose_email(form.instance, actor=self.request.user)


class AccountClose(AccountBound):
    """Close an account; the person is signed out at the next request."""

    title = "Khóa tài khoản"
    submit_label = "Khóa tài khoản"
    done = "Đã khóa tài khoản."
    is_danger = True
    active = False

    def save(self, form: Any) -> User:
        return services.let_sign_in(
            self.get_account(),
            active=self.active,
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )


class AccountOpen(AccountClose):
    """Open a closed account again."""

    title = "Mở lại tài khoản"
    submit_label = "Mở lại tài khoản"
    done = "Đã mở lại tài khoản."
    is_danger = False
    active = True
