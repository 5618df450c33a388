"""Signing in and one's own password."""

from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError

from core.forms import HouseForm
from units import services


def confirmed(user, typed, wrong):
    """Return the password typed again, or refuse it: ``wrong`` is the sentence for one
    that is not the account's.
    """
    try:
        is_owner = services.confirm_identity(user, typed)
    except services.TooManyTriesError as error:
        raise ValidationError(error.sentences, code="too_many") from error
    if not is_owner:
        raise ValidationError(wrong, code="wrong_password")
    return typed


class SignInForm(HouseForm, AuthenticationForm):
    """Login name and password; after five wrong ones a quarter of an hour's rest."""

    error_messages = {
        "invalid_login": "Tên đăng nhập hoặc mật khẩu chưa đúng, "
        "hoặc tài khoản đang bị khóa.",
        "inactive": "Tài khoản này đang bị khóa.",
        "too_many": "Đã nhập sai nhiều lần. Đợi 15 phút rồi thử lại, hoặc nhờ "
        "người quản trị hệ thống đặt lại mật khẩu.",
    }

    def clean(self):
        login = self.cleaned_data.get("username", "")
        complete = login and self.cleaned_data.get("password")
        if complete and not services.may_try_signing_in(login):
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        data = super().clean()
        if complete:
            services.forget_failures(login)
        return data


class OwnPasswordForm(HouseForm, PasswordChangeForm):
    """A new password of one's own; the old one is asked for."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "Mật khẩu hiện nay chưa đúng.",
        "password_mismatch": "Hai lần gõ mật khẩu mới không giống nhau.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = "Mật khẩu hiện nay"
        self.fields["old_password"].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].label = "Mật khẩu mới"
        self.fields[
            "new_password1"
        ].help_text = "Ít nhất 10 ký tự, không phải mật khẩu hay gặp."
        self.fields["new_password2"].label = "Gõ lại mật khẩu mới"
        self.fields["new_password2"].help_text = ""

    def clean_old_password(self):
        wrong = self.error_messages["password_incorrect"]
        return confirmed(self.user, self.cleaned_data["old_password"], wrong)
