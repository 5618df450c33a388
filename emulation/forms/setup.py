"""Forms of a year's set-up: rows of its grids, the route, what is copied."""

from typing import Any

from django import forms

from core.forms import DateField, HouseForm, WholeNumberField
from core.text import nfc
from emulation.enums import SetupPart, YearState
from emulation.forms.figures import dress
from emulation.forms.pledges import TargetForm
from emulation.models import CommonTarget, EmulationYear, Movement, Quota, Title
from emulation.selectors.setup import route_text
from units.models.blocs import FIRST_YEAR, LAST_YEAR

MOST = 1000  # more than any bloc proposes

TOO_MANY = "Số của mỗi đơn vị không lớn hơn số của cả khối ({})."
REASON = "Năm đã mở: ghi rõ lý do thay đổi."


class CommonTargetForm(TargetForm):
    """One row of what all pledges of the year carry."""

    figure_label = "Mức chung"

    class Meta(TargetForm.Meta):
        model = CommonTarget


class CommonContentsForm(HouseForm, forms.ModelForm):
    """Contents that all pledges of the year carry, one a line."""

    class Meta:
        model = EmulationYear
        fields = ("common_contents",)
        widgets = {
            "common_contents": forms.Textarea(attrs={"rows": 6, "class": "is-text"})
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "mỗi dòng một nội dung")

    def clean_common_contents(self) -> str:
        """One clean line a content: no blank lines, tabs or pasted bullets."""
        lines = self.cleaned_data["common_contents"].splitlines()
        bare = (nfc(line).lstrip("-–—+•* ") for line in lines)
        return "\n".join(line for line in bare if line)


class MovementRowForm(HouseForm, forms.ModelForm):
    """One row of the year's movements; the name may still be blank."""

    launched_on = DateField(label="Ngày phát động", required=False)
    reviewed_on = DateField(label="Ngày tổng kết", required=False)
    from_year = WholeNumberField(
        label="Từ năm", lowest=FIRST_YEAR, highest=LAST_YEAR, required=False
    )
    to_year = WholeNumberField(
        label="Đến năm", lowest=FIRST_YEAR, highest=LAST_YEAR, required=False
    )

    class Meta:
        model = Movement
        fields = (
            "name",
            "launched_by",
            "aim",
            "launched_on",
            "reviewed_on",
            "from_year",
            "to_year",
        )
        widgets = {
            "name": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "launched_by": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "aim": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False
        for name in ("from_year", "to_year"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        dress(self, self.instance.name or "dòng mới")

    def clean_name(self) -> str:
        return nfc(self.cleaned_data["name"])

    def clean_launched_by(self) -> str:
        return nfc(self.cleaned_data["launched_by"])

    def clean_aim(self) -> str:
        return nfc(self.cleaned_data["aim"])


class QuotaForm(HouseForm, forms.ModelForm):
    """How many times a title may be proposed and registered; a blank is no limit."""

    most_in_bloc = WholeNumberField(
        label="Cả khối", lowest=0, highest=MOST, required=False
    )
    most_per_unit = WholeNumberField(
        label="Mỗi đơn vị", lowest=0, highest=MOST, required=False
    )

    class Meta:
        model = Quota
        fields = ("most_in_bloc", "most_per_unit", "is_strict", "note")
        labels = {"is_strict": "Không nhận vượt", "note": "Căn cứ, ghi chú"}
        widgets = {"note": forms.TextInput(attrs={"class": "is-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("most_in_bloc", "most_per_unit"):
            self.fields[name].widget.attrs |= {
                "inputmode": "numeric",
                "placeholder": "Không hạn",
            }
        if self.instance.title_id:
            dress(self, str(self.instance.title))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        most, each = cleaned.get("most_in_bloc"), cleaned.get("most_per_unit")
        if most is not None and each is not None and each > most:
            self.add_error("most_per_unit", TOO_MANY.format(most))
        return cleaned


class QuotaChangeForm(QuotaForm):
    """A change of the limits once the year is open: with its reason."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi căn cứ (công văn, kết luận); lý do được lưu trong nhật ký.",
    )


class OfferForm(HouseForm, forms.Form):
    """Titles of the catalogue that the year does not let be registered yet."""

    titles = forms.ModelMultipleChoiceField(
        Title.objects.none(),
        label="Danh hiệu, hình thức",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một danh hiệu, hình thức."},
    )
    reason = forms.CharField(
        label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self, *args: Any, year: EmulationYear, offered: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["titles"].queryset = offered
        if year.state == YearState.PREPARING:
            del self.fields["reason"]


class ReasonedForm(HouseForm, forms.Form):
    """Why something that the year pinned is taken out."""

    reason = forms.CharField(
        label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class RouteForm(HouseForm, forms.Form):
    """Which way a pledge goes from the unit to the bloc."""

    leader_approves = forms.TypedChoiceField(
        label="Đường đi của giao ước",
        coerce=lambda value: value == "1",
        choices=[
            ("1", route_text(leader_approves=True)),
            ("0", route_text(leader_approves=False)),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        error_messages={"required": REASON},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, year: EmulationYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader_approves"].initial = "1" if year.leader_approves else "0"
        if year.state == YearState.PREPARING:
            del self.fields["reason"]


class CopyForm(HouseForm, forms.Form):
    """Which parts of an earlier year are taken over; those that hold something now say
    what would be replaced.
    """

    parts = forms.MultipleChoiceField(
        label="Những phần được sao chép",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Chọn ít nhất một phần để sao chép."},
    )

    def __init__(
        self, *args: Any, offers: list[tuple[SetupPart, str, bool]], **kwargs: Any
    ) -> None:
        """Take the parts to offer: each with its words and whether it is ticked."""
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        field.choices = [(part.value, words) for part, words, _ in offers]
        field.initial = [part.value for part, _, is_ticked in offers if is_ticked]
