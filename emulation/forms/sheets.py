"""Rows of a criteria sheet, and its name."""

from typing import Any

from django import forms

from core import text
from core.forms import HouseForm, NumberField
from emulation.enums import CriterionKind
from emulation.models import CriteriaSheet, Criterion

MOST_POINTS = 10_000


class CriterionForm(HouseForm, forms.ModelForm):
    """One node: a group has code and name, a leaf also kind and maximum."""

    max_points = NumberField(
        label="Điểm tối đa", places=2, minimum=0, maximum=MOST_POINTS, required=False
    )

    class Meta:
        model = Criterion
        fields = ["code", "name", "kind", "max_points"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_group:
            del self.fields["kind"], self.fields["max_points"]
        for field in self.fields.values():
            field.widget.attrs |= {
                "aria-label": f"{field.label}, mục {self.instance.code}",
                "data-label": field.label,
                "class": "is-text",
            }
        if "max_points" in self.fields:
            self._dress_maximum(self.fields["max_points"].widget.attrs)
        self.fields["name"].error_messages["required"] = "Chưa ghi tên tiêu chí."
        self.fields["code"].error_messages["required"] = "Chưa ghi số mục."

    def _dress_maximum(self, attrs: dict[str, Any]) -> None:
        node = self.instance
        is_wanted = node.kind == CriterionKind.POINTS and not node.max_points
        attrs["class"] = "is-blank" if is_wanted else ""
        if node.kind == CriterionKind.POINTS:
            attrs["data-wanted"] = ""

    def clean_code(self) -> str:
        code = text.nfc(self.cleaned_data["code"])
        others = Criterion.objects.filter(sheet=self.instance.sheet_id, code=code)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                f"Số mục “{code}” đã dùng cho mục khác; ghi số khác."
            )
        return code

    def clean_name(self) -> str:
        return text.nfc(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        """A condition carries no points."""
        data = super().clean()
        if data.get("kind") == CriterionKind.DISQUALIFIER:
            data["max_points"] = None
        return data


class SheetForm(HouseForm, forms.ModelForm):
    """Name of a draft sheet, and whether it is still the sample."""

    class Meta:
        model = CriteriaSheet
        fields = ["name", "is_sample"]
        labels = {"is_sample": "Ghi rõ đây là bảng mẫu"}
        help_texts = {
            "is_sample": "Bỏ chọn khi khối đã thông qua bảng tiêu chí của mình."
        }


class DeleteForm(HouseForm, forms.ModelForm):
    """Asks for nothing but the press of the button."""

    class Meta:
        model = CriteriaSheet
        fields: list[str] = []
