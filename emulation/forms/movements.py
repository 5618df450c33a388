"""Forms of movements, their answers and the bloc's written sections."""

from typing import Any

from django import forms

from core.forms import DateField, HouseForm
from emulation.forms.figures import dress
from emulation.models import Movement, MovementAnswer, Narrative

LONGEST = 20_000


class MovementForm(HouseForm, forms.ModelForm):
    """A movement of the year."""

    launched_on = DateField(label="Ngày phát động", required=False)
    reviewed_on = DateField(label="Ngày tổng kết", required=False)

    class Meta:
        model = Movement
        fields = [
            "name",
            "launched_by",
            "aim",
            "launched_on",
            "reviewed_on",
            "from_year",
            "to_year",
            "note",
        ]
        labels = {
            "name": "Tên phong trào",
            "launched_by": "Cơ quan phát động",
            "aim": "Mục đích, yêu cầu",
            "from_year": "Từ năm",
            "to_year": "Đến năm",
            "note": "Ghi chú về nguồn",
        }
        help_texts = {
            "to_year": "Bỏ trống nếu chưa kết thúc; phong trào được chuyển sang năm sau."
        }


class TextField(forms.CharField):
    """A long text; browsers' line ends are made one kind, so that an unchanged text
    never counts as changed.
    """

    def __init__(self, **kwargs: Any) -> None:
        rows = forms.Textarea(attrs={"rows": 4, "class": "is-text"})
        super().__init__(required=False, max_length=LONGEST, widget=rows, **kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")

    def has_changed(self, initial: object, data: object) -> bool:
        return self.to_python(initial) != self.to_python(data)


class SummaryForm(HouseForm, forms.ModelForm):
    """The bloc's evaluation of one movement."""

    summary = TextField(label="Đánh giá chung của khối")

    class Meta:
        model = Movement
        fields = ["summary"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, self.instance.name)


class AnswerForm(HouseForm, forms.ModelForm):
    """What one unit did in one movement."""

    text = TextField(label="Kết quả hưởng ứng")

    class Meta:
        model = MovementAnswer
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, self.instance.movement.name)


class SectionForm(HouseForm, forms.ModelForm):
    """A written section of the bloc's own report."""

    text = TextField(label="Nội dung")

    class Meta:
        model = Narrative
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 7
        dress(self, self.instance.get_section_display())
