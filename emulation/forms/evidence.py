"""The reason for which a file of evidence is removed."""

from django import forms

from core.forms import HouseForm


class EvidenceRemoval(HouseForm, forms.Form):
    """Content goes for good, so the reason is asked for."""

    reason = forms.CharField(
        label="Lý do xóa",
        max_length=300,
        help_text="Tên tệp, dung lượng, mã kiểm tra và lý do vẫn được giữ lại.",
    )
