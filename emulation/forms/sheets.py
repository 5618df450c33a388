"""Rows of a criteria sheet, its name, and the reason of a new version."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import text
from core.forms import HouseForm, NumberField, WholeNumberField
from emulation.enums import CriterionKind, CriterionMethod
from emulation.models import CommonTarget, CriteriaSheet, Criterion, EmulationYear
from emulation.models.sheets import (
    HIGHEST_CAP,
    METHODS,
    MOST_POINTS,
    PARAMETERS,
    WRONG_METHOD,
)


class QuickSelect(forms.Select):
    """A select written without templates: a long sheet has hundreds of them."""

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        options = (
            (
                one["value"],
                mark_safe(" selected") if one["selected"] else "",
                one["label"],
            )
            for _label, group, _index in widget["optgroups"]
            for one in group
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt({"name": name, **widget["attrs"]}),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class CriterionForm(HouseForm, forms.ModelForm):
    """One node: a group has code and name; a leaf also says how it is scored, with the
    parameters that its method has a meaning for.

    ``of_year`` gives the class that offers a year's common targets.
    """

    targets: dict[int, CommonTarget] = {}

    name = forms.CharField(
        label="Tiêu chí", max_length=400, widget=forms.Textarea(attrs={"rows": 2})
    )
    max_points = NumberField(
        label="Điểm tối đa", places=2, minimum=0, maximum=MOST_POINTS, required=False
    )
    rate = NumberField(
        label="Điểm mỗi lần", places=2, minimum=0, maximum=MOST_POINTS, required=False
    )
    cap_percent = WholeNumberField(
        label="Tính tối đa (%)", lowest=1, highest=HIGHEST_CAP
    )
    common_target = forms.TypedChoiceField(
        label="Chỉ tiêu chung", required=False, empty_value=None, widget=QuickSelect
    )

    class Meta:
        model = Criterion
        fields = [
            "code",
            "name",
            "kind",
            "method",
            "max_points",
            "rate",
            "cap_percent",
            "common_target",
            "needs_evidence",
            "guidance",
        ]
        labels = {"kind": "Loại điểm"}
        widgets = {"kind": QuickSelect, "method": QuickSelect}

    @classmethod
    def of_year(cls, year: EmulationYear) -> type["CriterionForm"]:
        """Read the year's common targets once for all rows of a page."""
        targets = {one.pk: one for one in year.common_targets.all()}
        return type(cls.__name__, (cls,), {"targets": targets})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = self._wanted()
        for name in [one for one in self.fields if one not in wanted]:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs |= {
                "aria-label": f"{field.label}, mục {self.instance.code}",
                "data-label": field.label,
            }
            if name not in {"max_points", "rate", "cap_percent", "needs_evidence"}:
                field.widget.attrs["class"] = "is-text"
        self._dress()
        self.fields["name"].error_messages["required"] = "Chưa ghi tên tiêu chí."
        self.fields["code"].error_messages["required"] = "Chưa ghi số mục."

    def _wanted(self) -> set[str]:
        """Return the fields that mean something for the kind and method sent."""
        if self.instance.is_group:
            return {"code", "name"}
        kind = self._sent("kind", self.instance.kind)
        wanted = {"code", "name", "kind", "needs_evidence", "guidance"}
        if kind == CriterionKind.DISQUALIFIER:
            return wanted
        method = self._sent("method", self.instance.method)
        return {*wanted, "method", "max_points", *PARAMETERS.get(method, ())}

    def _sent(self, name: str, stored: str) -> str:
        sent = self.data.get(self.add_prefix(name)) if self.is_bound else None
        return sent or stored

    def _dress(self) -> None:
        fields, node = self.fields, self.instance
        if "max_points" in fields:
            is_points = node.kind == CriterionKind.POINTS
            attrs = fields["max_points"].widget.attrs
            attrs["class"] = "is-blank" if is_points and not node.max_points else ""
            if is_points:
                attrs["data-wanted"] = ""
        if "guidance" in fields:
            fields["guidance"].widget.attrs["placeholder"] = "Hướng dẫn chấm"
        if "common_target" in fields:
            found = fields["common_target"]
            found.choices = [
                ("", "Chọn chỉ tiêu chung"),
                *((pk, one.wording) for pk, one in self.targets.items()),
            ]
            found.coerce = self._target

    def _target(self, typed: str) -> CommonTarget:
        found = self.targets.get(int(typed))
        if found is None:
            raise ValueError(typed)
        return found

    def clean_code(self) -> str:
        code = text.nfc(self.cleaned_data["code"])
        others = Criterion.objects.filter(sheet=self.instance.sheet_id, code=code)
        if others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                f"Số mục “{code}” đã dùng cho mục khác; ghi số khác."
            )
        return code

    def clean_name(self) -> str:
        return " ".join(text.nfc(self.cleaned_data["name"]).split())

    def clean(self) -> dict[str, Any]:
        """Hold the method against the kind; a new kind brings a method that fits."""
        data = super().clean()
        kind, method = data.get("kind"), data.get("method")
        if not kind or (method and method in METHODS[kind]):
            return data
        if method and "kind" not in self.changed_data:
            labels = CriterionMethod(method).label, CriterionKind(kind).label
            self.add_error("method", WRONG_METHOD.format(*labels))
        elif "method" in self.fields:
            data["method"] = CriterionMethod.TYPED
        else:
            self.instance.method = CriterionMethod.TYPED
        return data

    def _post_clean(self) -> None:
        """Empty what means nothing for what was chosen before constraints are asked."""
        if not self.instance.is_group:
            data = self.cleaned_data
            self.instance.kind = data.get("kind", self.instance.kind)
            self.instance.method = data.get("method", self.instance.method)
            self.instance.forget_parameters()
            for name in ("rate", "cap_percent", "common_target"):
                if name in self.fields and name not in self.instance.parameters:
                    data.pop(name, None)
        super()._post_clean()


class SheetForm(HouseForm, forms.ModelForm):
    """Name of a draft sheet, and whether it is still the sample."""

    class Meta:
        model = CriteriaSheet
        fields = ["name", "is_sample"]
        labels = {"is_sample": "Ghi rõ đây là bảng mẫu"}
        help_texts = {
            "is_sample": "Bỏ chọn khi khối đã thông qua bảng tiêu chí của mình."
        }


class VersionForm(HouseForm, forms.Form):
    """Why an open year gets a new version of its sheet."""

    reason = forms.CharField(
        label="Lý do",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=(
            "Ghi căn cứ (biên bản, công văn, kết luận). Mọi đơn vị đọc được lý do này."
        ),
        error_messages={"required": "Chưa ghi lý do ban hành bản mới."},
    )


class IssueForm(HouseForm, forms.Form):
    """Asks nothing: the reason was given when the version was begun."""

    def __init__(self, *args: Any, kept_reason: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept_reason = kept_reason

    def clean(self) -> dict[str, Any]:
        return {"reason": self.kept_reason}


class DeleteForm(HouseForm, forms.ModelForm):
    """Asks for nothing but the press of the button."""

    class Meta:
        model = CriteriaSheet
        fields: list[str] = []
