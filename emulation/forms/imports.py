"""Forms of an import: the file, and how to read the doubtful numbers of a column."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import HouseForm
from core.workbooks import Question
from core.workbooks.cells import Notation
from core.workbooks.package import MEGABYTE, SIZE_CAP


class UploadForm(HouseForm, forms.Form):
    """Which workbook to read."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        help_text=f"Tới {SIZE_CAP // MEGABYTE} MB, 5.000 dòng một trang.",
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={
            "required": "Chọn tệp .xlsx cần nhập.",
            "empty": "Tệp rỗng.",
        },
    )


class NotationForm(HouseForm, forms.Form):
    """One question a column: what its doubtful numbers mean."""

    def __init__(
        self,
        *args: Any,
        questions: Iterable[tuple[str, Question, Notation | None]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for key, question, answer in questions:
            self.fields[key] = _field(question, answer)


def _field(question: Question, answer: Notation | None) -> forms.ChoiceField:
    places = ", ".join(f"“{text}” ({place})" for place, text in question.samples)
    more = question.count - len(question.samples)
    tail = f" và {more} ô nữa" if more else ""
    first = question.samples[0][1]
    return forms.ChoiceField(
        label=f"Cột “{question.label}” viết số theo cách nào?",
        help_text=f"{places}{tail}.",
        choices=[
            ("vi", f"{first} là {question.vietnamese}"),
            ("en", f"{first} là {question.english}"),
        ],
        initial=answer or question.suggested,
        widget=forms.RadioSelect,
        error_messages={"required": "Chọn một cách đọc."},
    )
