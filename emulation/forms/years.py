"""Forms of a year: its facts, its days, exceptions to its roster."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import Any

from django import forms

from core import clock
from core.forms import DateField, HouseForm
from core.text import format_date
from emulation.enums import PhaseKind, YearState
from emulation.models import EmulationYear, Participation, Phase
from emulation.selectors import phases_of
from emulation.services.plans import faults_of_plan
from units.models import Unit


class YearForm(HouseForm, forms.ModelForm):
    """Theme, plan and source of a year."""

    plan_date = DateField(label="Ngày kế hoạch", required=False)
    plan = forms.FileField(
        label="Tệp kế hoạch",
        required=False,
        help_text="PDF, Word hoặc bản quét (PNG, JPEG), đến 20 MB.",
        error_messages={"empty": "Tệp trống.", "invalid": "Không nhận được tệp."},
    )
    field_order = ["theme", "plan_number", "plan_date", "plan", "note"]

    class Meta:
        model = EmulationYear
        fields = ["theme", "plan_number", "plan_date", "note"]
        labels = {
            "theme": "Chủ đề",
            "plan_number": "Số, ký hiệu kế hoạch",
            "note": "Ghi chú về nguồn",
        }
        help_texts = {
            "theme": "Khẩu hiệu thi đua của năm, in trên giao ước và báo cáo.",
            "plan_number": "Ví dụ 01-KH/VPTU.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.plan_file:
            kept = f"Đang có “{self.instance.plan_file}”; chọn tệp khác để thay."
            self.fields["plan"].help_text += f" {kept}"

    def clean_plan(self) -> Any:
        upload = self.cleaned_data["plan"]
        if upload and (sentences := faults_of_plan(upload)):
            raise forms.ValidationError(sentences)
        return upload


class PhaseDatesForm(HouseForm, forms.Form):
    """Opening and due day of every step; a reason once the year is open."""

    reason = forms.CharField(
        label="Lý do đổi ngày",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )

    def __init__(self, *args: Any, year: EmulationYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.phases = year, phases_of(year)
        for phase in self.phases:
            name = phase.get_kind_display()
            for key, label in (("opens_on", "từ ngày"), ("due_on", "hạn")):
                field = DateField(required=False, label=f"{name}, {label}")
                field.initial = getattr(phase, key)
                self.fields[f"{phase.kind}-{key}"] = field
        if year.state == YearState.PREPARING:
            del self.fields["reason"]
        else:
            self.order_fields([name for name in self.fields if name != "reason"])

    def dates(self) -> dict[str, tuple[date | None, date | None]]:
        """Return the typed days by step."""
        typed = self.cleaned_data
        return {
            one.kind: (
                typed.get(f"{one.kind}-opens_on"),
                typed.get(f"{one.kind}-due_on"),
            )
            for one in self.phases
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        days = {
            f"{one.kind}-{key}" for one in self.phases for key in ("opens_on", "due_on")
        }
        for kind, (opens_on, due_on) in self.dates().items():
            if opens_on and due_on and due_on < opens_on:
                self.add_error(f"{kind}-due_on", "Hạn phải từ ngày mở trở đi.")
        is_moved = any(name in days for name in self.changed_data)
        if (
            "reason" in self.fields
            and is_moved
            and not cleaned.get("reason", "").strip()
        ):
            self.add_error("reason", "Năm đã mở: ghi rõ lý do đổi ngày.")
        return cleaned

    def rows(self) -> Iterator[tuple[Phase, Any, Any]]:
        """Yield each step with its two fields."""
        for one in self.phases:
            yield one, self[f"{one.kind}-opens_on"], self[f"{one.kind}-due_on"]


def order_warnings(days: dict[str, tuple[date | None, date | None]]) -> list[str]:
    """Say which step is due before the one that stands before it: allowed, but odd."""
    due = [
        (PhaseKind(kind), due_on) for kind, (_opens, due_on) in days.items() if due_on
    ]
    return [
        f"“{later.label}” có hạn {format_date(after)}, trước hạn của bước "
        f"“{earlier.label}” ({format_date(before)})."
        for (earlier, before), (later, after) in pairwise(due)
        if after < before
    ]


class _ReasonedForm(HouseForm, forms.Form):
    """What every exception to the roster asks."""

    reason = forms.CharField(
        label="Lý do",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ghi căn cứ (quyết định, công văn); lý do được lưu trong nhật ký.",
    )


class AdmitForm(_ReasonedForm):
    """A member of the bloc that joins after the roster was frozen."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Đơn vị", empty_label="Chọn đơn vị"
    )
    joined_on = DateField(label="Tham gia từ ngày")
    field_order = ["unit", "joined_on", "reason"]

    def __init__(self, *args: Any, year: EmulationYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = year.bloc.memberships.on().values("unit")
        known = year.participations.values("unit")
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=members).exclude(
            pk__in=known
        )
        self.fields["joined_on"].initial = clock.today()
        if not self.fields["unit"].queryset.exists():
            self.fields["unit"].help_text = (
                "Mọi đơn vị thành viên đã có trong danh sách. Đơn vị mới phải được Ban "
                "Thi đua – Khen thưởng thêm vào khối trước."
            )


class ReleaseForm(_ReasonedForm):
    """From which day a unit takes part no longer."""

    left_on = DateField(
        label="Thôi tham gia từ ngày",
        required=False,
        help_text="Bỏ trống nghĩa là đơn vị vẫn tham gia.",
    )
    field_order = ["left_on", "reason"]


class SuccessorForm(_ReasonedForm):
    """Who takes over a unit's papers, and from when."""

    successor = forms.ModelChoiceField(
        Participation.objects.none(),
        label="Đơn vị kế thừa",
        empty_label="Chọn đơn vị",
        help_text="Đơn vị phải có trong danh sách năm này; nếu chưa, thêm vào trước.",
    )
    left_on = DateField(label="Từ ngày")
    field_order = ["successor", "left_on", "reason"]

    def __init__(self, *args: Any, unit: Participation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Participation.objects.filter(year=unit.year_id).exclude(pk=unit.pk)
        self.fields["successor"].queryset = others
        self.fields["left_on"].initial = unit.left_on or clock.today()
