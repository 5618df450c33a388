"""What is asked of who signs."""

from typing import Any

from django import forms

from core import clock
from core.forms import DateField, HouseForm
from emulation.enums import Capacity
from emulation.models import Pledge
from emulation.selectors.signing import leaders_on_duty
from emulation.services import paper_signing, signing
from emulation.services.scans import LARGEST_SCAN, faults_of_scan
from units.forms.session import confirmed
from units.models import Appointment


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


class LeaderField(forms.ModelChoiceField):
    """One of the unit's leaders of today, by name and office."""

    def label_from_instance(self, obj: Appointment) -> str:
        known = obj.person.position
        return f"{obj.person.full_name}, {known or obj.role_text.lower()}"


class PaperSignatureForm(HouseForm, forms.Form):
    """Who signed the pledge on paper, as what, on which day, with the scan."""

    leader = LeaderField(
        label="Người ký",
        queryset=Appointment.objects.none(),
        required=False,
        empty_label="Người khác, gõ họ tên bên dưới",
    )
    signer_name = forms.CharField(
        label="Họ và tên người ký",
        max_length=160,
        required=False,
        help_text="Chỉ gõ khi người ký không có trong danh sách trên.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    office = forms.CharField(
        label="Chức danh khi ký",
        max_length=200,
        required=False,
        help_text="Như ghi trên giấy. Để trống thì lấy chức danh trong danh bạ.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    capacity = forms.ChoiceField(
        label="Tư cách ký", choices=Capacity.choices, widget=forms.RadioSelect
    )
    signed_on = DateField(label="Ngày ký trên giấy")
    scan = forms.FileField(
        label="Bản quét giao ước đã ký",
        help_text=f"PDF, PNG hoặc JPEG, không quá {LARGEST_SCAN} MB.",
        error_messages={"required": paper_signing.NO_PAPER},
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(self, *args: Any, pledge: Pledge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pledge = pledge
        leaders = leaders_on_duty(pledge.participation.responsible_unit_id)
        self.fields["leader"].queryset = leaders
        self.fields["signed_on"].initial = clock.today()
        if first := leaders.first():
            self.fields["leader"].initial = first
            is_deputy = first.is_deputy
            self.fields["capacity"].initial = (
                Capacity.FOR_HEAD if is_deputy else Capacity.HEAD
            )

    def clean_scan(self) -> Any:
        upload = self.cleaned_data["scan"]
        if sentences := faults_of_scan(upload):
            raise forms.ValidationError(sentences)
        return upload

    def clean(self) -> dict[str, Any]:
        """Put what was typed together; a field that is wrong already speaks once."""
        typed = self.cleaned_data
        names = ("leader", "signer_name", "office", "capacity", "signed_on")
        signature = paper_signing.PaperSignature(
            **{name: typed[name] for name in names if name in typed}
        )
        for name, sentence in paper_signing.faults_of(signature, self.pledge):
            if name not in self.errors:
                self.add_error(name, sentence)
        return {"signature": signature, "scan": typed.get("scan")}
