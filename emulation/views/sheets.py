"""Criteria sheets of a year: the list, and the tree editor."""

from collections.abc import Callable, Container
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.views.generic import View

from core import grid
from core.text import format_points
from core.views import Guarded, Page, link
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import CriterionKind, PhaseKind
from emulation.forms.sheets import CriterionForm
from emulation.models import CriteriaSheet, Criterion
from emulation.selectors import sheets as sheet_selectors
from emulation.selectors.sheet_versions import compared, version_before
from emulation.services import sheets as services
from emulation.templatetags.scores import most
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, forms_of, stale_of

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
            may_rule=self.may("emulation.create_year", year),
            rules=selectors.scoring_rules_of(year),
            ties=list(year.tie_breakers.values_list("code", flat=True)),
            may_renew=self.may(KEEP, year) and sheet_selectors.may_begin_version(year),
            **kwargs,
        )


class SheetCreate(YearMixin, Guarded, View):
    """Begin a sheet, from a sample or blank."""

    permission = KEEP
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        year = self.get_year()
        try:
            sample = request.POST.get("sample")
            if sample in services.SAMPLE_NAMES:
                sheet = services.create_sheet_from_sample(
                    year, sample, actor=request.user
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
    remade: frozenset[int] = frozenset()

    @cached_property
    def form_class(self) -> type[CriterionForm]:  # type: ignore[override]
        return CriterionForm.of_year(self.object.year)

    def get_rows(self) -> QuerySet[Criterion]:
        return sheet_selectors.editable_criteria(self.object)

    def get_phase_kind(self) -> str:
        return PhaseKind.LAUNCH

    def is_editable(self) -> bool:
        return self.object.is_editable and self.may(KEEP, self.object)

    def save(self) -> grid.Outcome:
        return services.save_criteria(
            self.object,
            self.form_class,
            self.request.POST,
            actor=self.request.user,
            after=self.note_shape,
        )

    def note_shape(self, row: Criterion, changed: list[str]) -> None:
        """A row of another kind or method gets other fields."""
        if {"kind", "method"} & set(changed):
            self.remade |= {row.pk}

    def cells(self, row: Criterion) -> dict[str, str]:
        if row.pk not in self.remade:
            return {}
        form = self.form_class(instance=row, prefix=grid.prefix(row.pk))
        return {name: shown_cell(form, name) for name in CELLS}

    def append_rows(self, do: str, count: int) -> str:
        made = services.append_beside(
            self.node_of(do, {"beside"}), count, actor=self.request.user
        )
        rows = [one for one in self.rows() if one.criterion.pk in made]
        give_forms(rows, self.form_class, None)
        return "".join(
            render_to_string("emulation/sheet_row_form.html", {"row": one})
            for one in rows
        )

    def order_rows(self, do: str, ids: list[int]) -> None:
        if do != "order":
            raise Http404
        services.order_criteria(self.object, ids, actor=self.request.user)

    def numbers(self) -> dict[str, str]:
        return {str(one.pk): one.code for one in self.object.criteria.all()}

    def rows(self) -> list[sheet_selectors.SheetRow]:
        return sheet_selectors.tree_rows(self.get_rows())

    def node_of(self, do: str, known: Container[str]) -> Criterion:
        """Return the node that a button speaks of."""
        verb, _, pk = do.partition("-")
        if verb not in known or not pk.isdecimal():
            raise Http404
        nodes = self.object.criteria.select_related("sheet__year__bloc", "parent")
        return get_object_or_404(nodes, pk=pk)

    def totals(self) -> dict[str, str]:
        return totals_of(self.rows())

    def proceed(self) -> HttpResponse:
        """After a whole-page save, do what the pressed button says."""
        do = self.request.POST.get("do", "")
        if not do:
            return super().proceed()
        try:
            node = self.operate(do)
        except BlockedError as error:
            return self.refuse(error.sentences)
        place = ""
        if node:  # no fragment for a new row: it would keep its field from the focus
            adds = do.partition("-")[0] in ADDS
            place = f"?moi={node.pk}" if adds else f"#muc-{node.pk}"
        return redirect(f"{self.object.get_absolute_url()}{place}")

    def operate(self, do: str) -> Criterion | None:
        """Change the tree; return the node at which the page should open again."""
        sheet, user = self.object, self.request.user
        if do == "part":
            return services.add_criterion(sheet, None, actor=user)
        node = self.node_of(do, OPERATIONS)
        return OPERATIONS[do.partition("-")[0]](sheet, node, user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = self.rows()
        if context["is_editable"]:
            give_forms(rows, self.form_class, self.outcome)
            focus_on(rows, self.request.GET.get("moi", ""))
        scale, bonus = sheet_selectors.totals_of(rows)
        before = version_before(self.object)
        kinds = [row.criterion.kind for row in rows if not row.is_group]
        context.update(
            rows=rows,
            before=before,
            moved=compared(before, self.object) if before else [],
            roundness=sheet_selectors.roundness(scale),
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


ADDS = {"part", "child", "sibling"}
Operation = Callable[[CriteriaSheet, Criterion, Any], Criterion | None]
OPERATIONS: dict[str, Operation] = {
    "child": _add_child,
    "sibling": _add_sibling,
    "up": _move_up,
    "down": _move_down,
    "delete": _delete,
}


CELLS = {"method": "method", "most": "max_points", "terms": ""}


def shown_cell(form: CriterionForm, name: str) -> str:
    """Return the fields of a cell that a row's kind and method bring or take away."""
    if name == "terms":
        return render_to_string("emulation/sheet_terms.html", {"form": form})
    field = CELLS[name]
    return str(form[field]) if field in form.fields else ""


def give_forms(
    rows: list[sheet_selectors.SheetRow],
    form_class: type[CriterionForm],
    outcome: grid.Outcome | None,
) -> None:
    """Put each node's form into its row, and what the last save said about it."""
    nodes = [row.criterion for row in rows]
    forms, stale = forms_of(nodes, form_class, outcome), stale_of(outcome)
    for row in rows:
        row.form = forms[row.criterion.pk]
        row.stale = stale.get(row.criterion.pk, [])


def focus_on(rows: list[sheet_selectors.SheetRow], pk: str) -> None:
    """The row just added gets the focus."""
    for row in rows:
        if str(row.criterion.pk) == pk:
            row.form.fields["name"].widget.attrs["autofocus"] = True


def totals_of(rows: list[sheet_selectors.SheetRow]) -> dict[str, str]:
    """Return every sum of the page by the name of its place."""
    scale, bonus = sheet_selectors.totals_of(rows)
    groups = {f"scale-{row.criterion.pk}": most(row) for row in rows if row.is_group}
    return {
        "scale": format_points(scale),
        "roundness": sheet_selectors.roundness(scale),
        "bonus": format_points(bonus),
        **groups,
    }
