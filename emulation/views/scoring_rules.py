"""How the bloc scores in a year: one form beside its criteria sheets."""

from typing import Any

from django.urls import reverse

from core.views import RecordForm, link
from emulation.forms.scoring_rules import ScoringRulesForm
from emulation.models import EmulationYear
from emulation.selectors.rows import in_tree_order
from emulation.selectors.sheets import sheet_in_use
from emulation.services import scoring_rules as services
from emulation.views.of_year import YearMixin, crumbs_of


class ScoringRulesPage(YearMixin, RecordForm):
    """Cross-checks, the limit of differences, tie-breakers by node of the sheet."""

    permission = "emulation.create_year"
    form_class = ScoringRulesForm
    title = "Quy định chấm điểm"
    done = "Đã lưu quy định chấm điểm."

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_crumbs(self) -> list[tuple[str, str]]:
        year = self.get_year()
        sheets = link("Bảng tiêu chí", "sheets", year.bloc.code, year.year)
        return [*crumbs_of(year), sheets, (self.title, "")]

    def get_form_kwargs(self) -> dict[str, Any]:
        year = self.get_year()
        sheet = sheet_in_use(year)
        nodes = in_tree_order(list(sheet.criteria.all())) if sheet else []
        scored = [(one.code, str(one)) for one, _depth in nodes if one.name]
        return super().get_form_kwargs() | {
            "year": year,
            "terms": services.terms_of(year),
            "nodes": scored,
        }

    def get_back_url(self) -> str:
        year = self.get_year()
        return reverse("sheets", args=[year.bloc.code, year.year])

    def get_success_url(self) -> str:
        return self.get_back_url()

    def save(self, form: ScoringRulesForm) -> EmulationYear:
        services.set_terms(
            self.get_year(),
            form.terms,
            reason=form.cleaned_data.get("reason", ""),
            actor=self.request.user,
        )
        return self.get_year()
