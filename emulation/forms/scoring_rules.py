"""How the bloc scores: cross-checks, the limit, tie-breakers in their order."""

from typing import Any

from django import forms

from core.forms import HouseForm, NumberField
from emulation.enums import YearState
from emulation.models import EmulationYear
from emulation.models.checks import CHECKS
from emulation.services.scoring_rules import Terms

MOST_TIES = 5
MOST_DIFFERENCE = 1000


class ScoringRulesForm(HouseForm, forms.Form):
    """Asks for the reason once the year is open."""

    checks_per_card = forms.TypedChoiceField(
        label="Chấm chéo",
        coerce=int,
        choices=CHECKS,
        widget=forms.RadioSelect,
        help_text="Mỗi phiếu điểm do bao nhiêu đơn vị khác chấm.",
    )
    difference_limit = NumberField(
        label="Chênh lệch phải đối chiếu (điểm)",
        places=2,
        minimum=0,
        maximum=MOST_DIFFERENCE,
        help_text=(
            "Hai đơn vị chấm cùng một tiêu chí lệch nhau quá số điểm này thì phải đối "
            "chiếu."
        ),
    )
    reason = forms.CharField(
        label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        *args: Any,
        year: EmulationYear,
        terms: Terms,
        nodes: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Take what holds now and the nodes that may decide, by code."""
        super().__init__(*args, **kwargs)
        self.fields["checks_per_card"].initial = terms.checks_per_card
        self.fields["difference_limit"].initial = terms.difference_limit
        reason = self.fields.pop("reason")
        known = {code for code, _words in nodes}
        gone = [(code, f"{code} (không có trong bảng)") for code in terms.ties]
        choices = [("", "Không"), *nodes, *(one for one in gone if one[0] not in known)]
        self.tie_names = [f"tie_{place}" for place in range(1, MOST_TIES + 1)]
        for place, name in enumerate(self.tie_names):
            self.fields[name] = forms.ChoiceField(
                label=f"Tiêu chí phụ thứ {place + 1}",
                required=False,
                choices=choices,
                initial=terms.ties[place] if place < len(terms.ties) else "",
                help_text=TIES_HELP if not place else "",
            )
        if year.state != YearState.PREPARING:
            self.fields["reason"] = reason

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        seen: set[str] = set()
        for name in self.tie_names:
            code = data.get(name)
            if code and code in seen:
                self.add_error(name, f"Mục {code} đã chọn ở trên.")
            seen.add(code or "")
        return data

    @property
    def terms(self) -> Terms:
        """Return what was asked for; gaps between tie-breakers close."""
        data = self.cleaned_data
        ties = tuple(data[name] for name in self.tie_names if data[name])
        return Terms(data["checks_per_card"], data["difference_limit"], ties)


TIES_HELP = (
    "Hai đơn vị bằng tổng điểm: đơn vị có điểm cao hơn ở mục này xếp trên; vẫn bằng thì "
    "xét mục tiếp theo; hết mục thì đồng hạng."
)
