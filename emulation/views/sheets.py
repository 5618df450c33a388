"""Criteria sheets of a year: list, tree editor, issuing."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import View

from core import grid
from core.text import format_points
from core.views import ActionView, Guarded, Page, RecordForm, link
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import CriterionKind, PhaseKind
from emulation.forms.sheets import CriterionForm, DeleteForm, SheetForm
from emulation.models import CriteriaSheet, Criterion
from emulation.selectors import sheets as sheet_selectors
from emulation.services import sheets as services
from emulation.templatetags.scores import most
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, forms_of, stale_of
from emulation.workflow import SHEET

KEEP = "emulation.keep_year"


class Sheets(YearMixin, Page):
    """The year's sheets; the secretariat begins one from the sample."""

    permission = "emulation.view_year"
    template_name = "emulation/sheets.html"

    def get_title(self) -> str:
        return f"Bảng tiêu chí chấm điểm năm {self.get_year().year}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year()
        lines = sheet_selectors.sheet_lines(year)
        may_create = self.may(KEEP, year) and sheet_selectors.may_begin(year)
        return super().get_context_data(
            year=year,
            lines=lines,
            may_create=may_create,
            sample=services.PARTY_SAMPLE,
            **kwargs,
        )


class SheetCreate(YearMixin, Guarded, View):
    """Begin a sheet, from a sample or blank."""

    permission = KEEP
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year = self.get_year()
        try:
            if request.POST.get("sample") == services.PARTY_SAMPLE:
                sheet = services.create_sheet_from_sample(
                    year, services.PARTY_SAMPLE, actor=request.user
                )
            else:
                sheet = services.create_blank_sheet(year, actor=request.user)
        except BlockedError as error:
            messages.warning(request, str(error))
            return redirect("sheets", year.bloc.code, year.year)
        messages.success(request, "Đã lập bản nháp bảng tiêu chí.")
        return redirect(sheet)


class SheetMixin:
    """One sheet of a year that the user sees."""

    def get_queryset(self) -> QuerySet[CriteriaSheet]:
        return selectors.sheets_visible_to(self.request.user)

    def get_crumbs(self) -> list[tuple[str, str]]:
        sheet = self.get_object()
        year = sheet.year
        sheets = link("Bảng tiêu chí", "sheets", year.bloc.code, year.year)
        return [*crumbs_of(year), sheets, (f"Bản {sheet.number}", "")]


class SheetPage(SheetMixin, GridPage):
    """The tree: a grid while it is a draft, then a table.

    Buttons of rows come with everything that was typed; rows are saved first.
    """

    permission = "emulation.view_sheet"
    template_name = "emulation/sheet.html"
    form_class = CriterionForm

    def get_rows(self) -> QuerySet[Criterion]:
        return sheet_selectors.editable_criteria(self.object)

    def get_phase_kind(self) -> str:
        return PhaseKind.LAUNCH

    def is_editable(self) -> bool:
        return self.object.is_editable and self.may(KEEP, self.object)

    def save(self) -> grid.Outcome:
        return services.save_criteria(
            self.object, CriterionForm, self.request.POST, actor=self.request.user
        )

    def totals(self) -> dict[str, str]:
        return totals_of(sheet_selectors.tree_rows(self.get_rows()))

    def proceed(self) -> HttpResponse:
        """After a whole-page save, do what the pressed button says."""
        do, _, pk = self.request.POST.get("do", "").partition("-")
        if not do:
            return super().proceed()
        try:
            node = self.operate(do, pk)
        except BlockedError as error:
            return self.refuse(error.sentences)
        anchor = f"#muc-{node.pk}" if node else ""
        return redirect(f"{self.object.get_absolute_url()}{anchor}")

    def operate(self, do: str, pk: str) -> Criterion | None:
        """Change the tree; return the node at which the page should open again."""
        sheet, user = self.object, self.request.user
        if do == "part":
            return services.add_criterion(sheet, None, actor=user)
        if do not in OPERATIONS or not pk.isdecimal():
            raise Http404
        nodes = sheet.criteria.select_related("sheet__year__bloc", "parent")
        return OPERATIONS[do](sheet, get_object_or_404(nodes, pk=pk), user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = sheet_selectors.tree_rows(self.get_rows())
        if context["is_editable"]:
            give_forms(rows, self.outcome)
        scale, bonus = sheet_selectors.totals_of(rows)
        kinds = [row.criterion.kind for row in rows if not row.is_group]
        context.update(
            rows=rows,
            scale=scale,
            bonus=bonus,
            leaves=len(kinds),
            deductions=kinds.count(CriterionKind.DEDUCTION),
            conditions=kinds.count(CriterionKind.DISQUALIFIER),
        )
        return context


def _add_child(sheet: CriteriaSheet, node: Criterion, user: Any) -> Criterion:
    return services.add_criterion(sheet, node, actor=user)


def _add_sibling(sheet: CriteriaSheet, node: Criterion, user: Any) -> Criterion:
    return services.add_criterion(sheet, node.parent, actor=user)


def _move_up(_sheet: CriteriaSheet, node: Criterion, user: Any) -> Criterion:
    services.move_criterion(node, -1, actor=user)
    return node


def _move_down(_sheet: CriteriaSheet, node: Criterion, user: Any) -> Criterion:
    services.move_criterion(node, 1, actor=user)
    return node


def _delete(_sheet: CriteriaSheet, node: Criterion, user: Any) -> Criterion | None:
    services.delete_criterion(node, actor=user)
    return node.parent


Operation = Callable[[CriteriaSheet, Criterion, Any], Criterion | None]
OPERATIONS: dict[str, Operation] = {
    "child": _add_child,
    "sibling": _add_sibling,
    "up": _move_up,
    "down": _move_down,
    "delete": _delete,
}


def give_forms(
    rows: list[sheet_selectors.SheetRow], outcome: grid.Outcome | None
) -> None:
    """Put each node's form into its row, and what the last save said about it."""
    nodes = [row.criterion for row in rows]
    forms, stale = forms_of(nodes, CriterionForm, outcome), stale_of(outcome)
    for row in rows:
        row.form = forms[row.criterion.pk]
        row.stale = stale.get(row.criterion.pk, [])


def totals_of(rows: list[sheet_selectors.SheetRow]) -> dict[str, str]:
    """Return every sum of the page by the name of its place."""
    scale, bonus = sheet_selectors.totals_of(rows)
    groups = {f"scale-{row.criterion.pk}": most(row) for row in rows if row.is_group}
    return {
        "scale": format_points(scale),
        "bonus": format_points(bonus),
        **groups,
    }


class SheetEdit(SheetMixin, RecordForm):
    """Name a draft and say whether it is still the sample."""

    permission = KEEP
    form_class = SheetForm
    title = "Sửa tên bảng tiêu chí"

    def get_instance(self) -> CriteriaSheet:
        return get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])

    def get_object(self) -> CriteriaSheet:
        return self.instance

    def save(self, form: Any) -> CriteriaSheet:
        return services.rename_sheet(form.instance, actor=self.request.user)


class SheetDelete(SheetEdit):
    """Delete a draft after asking."""

    form_class = DeleteForm
    title = "Xóa bản nháp bảng tiêu chí"
    lead = "Bản nháp và mọi tiêu chí trong đó bị xóa; nhật ký giữ một bản sao."
    submit_label = "Xóa bản nháp"
    done = "Đã xóa bản nháp."
    is_danger = True

    def save(self, form: Any) -> CriteriaSheet:
        services.delete_sheet(form.instance, actor=self.request.user)
        return form.instance

    def get_success_url(self) -> str:
        year = self.instance.year
        return reverse("sheets", args=[year.bloc.code, year.year])


class SheetAction(ActionView):
    """Issue a sheet."""

    machine = SHEET
    permission = "emulation.view_sheet"

    def get_queryset(self) -> QuerySet[CriteriaSheet]:
        return selectors.sheets_visible_to(self.request.user)
