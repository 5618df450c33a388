"""Forms of a report: a row of its grid, a result never pledged, a written section."""

from typing import Any

from django import forms

from core.forms import HouseForm
from core.text import nfc
from emulation import selectors
from emulation.forms.figures import FigureField, dress
from emulation.models import Narrative, Result


class ResultForm(HouseForm, forms.ModelForm):
    """One row of the results; what was never pledged names itself."""

    class Meta:
        model = Result
        fields = (
            "content",
            "unit_of_measure",
            "actual",
            "is_estimate",
            "is_withheld",
            "note",
        )
        labels = {"is_estimate": "ước", "content": "kết quả"}
        widgets = {
            "content": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "unit_of_measure": forms.TextInput(attrs={"class": "is-text"}),
            "note": forms.TextInput(attrs={"class": "is-text"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        label = f"Kết quả {row.report.get_period_display().lower()}"
        self.fields["actual"] = FigureField(kind=row.kind, blank="–", label=label)
        attrs = self.fields["actual"].widget.attrs
        attrs["data-wanted"] = ""
        if row.actual is None:
            attrs["class"] = "is-blank"
        if row.target_id:
            del self.fields["content"], self.fields["unit_of_measure"]
        else:
            self.fields["content"].required = True
        dress(self, row.label)

    def clean_content(self) -> str:
        return nfc(self.cleaned_data["content"])


class FreeResultForm(HouseForm, forms.ModelForm):
    """A result that was never pledged, or a part of any result."""

    class Meta:
        model = Result
        fields = ("content", "unit_of_measure", "parent", "section")
        labels = {"content": "Nội dung kết quả", "parent": "Là “trong đó” của"}
        help_texts = {
            "content": "Số liệu nhập vào bảng, sau khi thêm dòng.",
            "parent": "Chỉ chọn khi đây là một phần của kết quả khác.",
            "section": "Dòng “trong đó” luôn theo phần của dòng chính.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].required = True
        rows = selectors.numbered(selectors.results_of(self.instance.report))
        whole = self.fields["parent"]
        whole.queryset = self.instance.report.results.select_related("target")
        whole.choices = [
            ("", "Không, là kết quả riêng"),
            *((one.row.pk, f"{one.number}. {one.row.label}") for one in rows),
        ]

    def clean_content(self) -> str:
        return nfc(self.cleaned_data["content"])


class NarrativeForm(HouseForm, forms.ModelForm):
    """One written section."""

    class Meta:
        model = Narrative
        fields = ("text",)
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "class": "is-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, self.instance.get_section_display())
