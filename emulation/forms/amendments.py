"""Forms of an amendment: a row of its grid, its reason, the decision on it."""

from typing import Any

from django import forms

from core.forms import DateField, HouseForm
from emulation.enums import AmendmentAction
from emulation.forms.figures import dress
from emulation.forms.pledges import TargetForm
from emulation.models import Amendment, AmendmentLine
from emulation.selectors.amendments import CHANGEABLE
from emulation.services.scans import LARGEST_SCAN, faults_of_scan


class AmendmentLineForm(TargetForm):
    """One line: of a target taken up only what may change, of an added one all."""

    class Meta(TargetForm.Meta):
        model = AmendmentLine

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.action == AmendmentAction.CHANGE:
            for name in [one for one in self.fields if one not in CHANGEABLE]:
                del self.fields[name]

    @property
    def kind(self) -> str:
        """The kind of a target taken up stays, whatever is sent."""
        if self.instance.action == AmendmentAction.CHANGE:
            return self.instance.kind
        return super().kind


class AmendmentReasonForm(HouseForm, forms.ModelForm):
    """Why the pledge is to be amended."""

    class Meta:
        model = Amendment
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 3, "class": "is-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "vì sao không giữ được chỉ tiêu đã ký")


class AmendmentStartForm(HouseForm, forms.ModelForm):
    """Begins an amendment; the reason may still be written later."""

    class Meta:
        model = Amendment
        fields = ("reason",)
        widgets = {"reason": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "reason": "Vì sao không giữ được chỉ tiêu đã ký; sửa được cho đến khi gửi."
        }


class DecisionForm(HouseForm, forms.Form):
    """The paper by which the bloc adopts an amendment."""

    decision_number = forms.CharField(
        label="Số, ký hiệu văn bản",
        max_length=60,
        help_text="Ví dụ: 15/TB-KTĐ.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    decision_date = DateField(label="Ngày văn bản")
    decision_file = forms.FileField(
        label="Bản quét văn bản",
        required=False,
        help_text=f"PDF, PNG hoặc JPEG, không quá {LARGEST_SCAN} MB. Có thể để trống.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def clean_decision_file(self) -> Any:
        upload = self.cleaned_data["decision_file"]
        sentences = faults_of_scan(upload) if upload else []
        if sentences:
            raise forms.ValidationError(sentences)
        return upload
