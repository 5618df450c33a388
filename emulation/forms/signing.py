"""What is asked of who signs."""

from typing import Any

from django import forms

from core.forms import HouseForm
from emulation.services import signing
from units.forms.session import confirmed


class SignForm(HouseForm, forms.Form):
    """The password and the typed sentence of consent."""

    digest = forms.CharField(widget=forms.HiddenInput, required=False)
    consent = forms.CharField(
        label="Câu đồng ý",
        help_text=f"Gõ lại: {signing.CONSENT}",
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    password = forms.CharField(
        label="Mật khẩu của bạn",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def show_digest(self, digest: str) -> None:
        """Put the hash of the text that is now on the page into the hidden field."""
        if self.is_bound:
            self.data = self.data.copy()  # a QueryDict; merged it would show lists
            self.data["digest"] = digest
        self.initial["digest"] = digest

    def clean_consent(self) -> str:
        typed = self.cleaned_data["consent"]
        if not signing.is_consent(typed):
            raise forms.ValidationError(signing.NO_CONSENT)
        return typed

    def clean_password(self) -> str:
        typed = self.cleaned_data["password"]
        return confirmed(self.user, typed, signing.WRONG_PASSWORD)
