"""Results: the year's list of a period, one unit's report with its grid and texts."""

from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse

from core.views import ActionView, Page, RecordForm, link
from emulation import selectors
from emulation.enums import Period, PhaseKind, ReportState
from emulation.forms.results import FreeResultForm, NarrativeForm, ResultForm
from emulation.models import Report, Result
from emulation.selectors.movements import unanswered_movements
from emulation.services import results as services
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import (
    GridPage,
    Line,
    Removal,
    deadline_of,
    forms_of,
    in_parts,
    stale_of,
)
from emulation.workflow import REPORT

PHASES = {Period.HALF_YEAR: PhaseKind.MID_YEAR, Period.YEAR: PhaseKind.RESULTS}


def reports_crumb(year, period) -> tuple[str, str]:
    """Return the crumb of a period's list."""
    label = f"Kết quả {Period(period).label.lower()}"
    return link(label, "reports", year.bloc.code, year.year, period)


class ReportList(YearMixin, Page):
    """The units' reports of one period, the user's own first."""

    permission = "emulation.view_year"
    template_name = "emulation/reports.html"

    def get_title(self):
        period = Period(self.kwargs["period"]).label.lower()
        return f"Kết quả {period} {self.get_year().year}"

    def get_context_data(self, **kwargs):
        year, period = self.get_year(), self.kwargs["period"]
        listed = selectors.reports_for_list(year, period, self.request.user)
        place = [year.bloc.code, year.year]
        return super().get_context_data(
            year=year,
            listed=listed,
            approved_count=sum(one.row.state == ReportState.APPROVED for one in listed),
            deadline=deadline_of(year, PHASES[period]),
            periods=[
                (one.label, reverse("reports", args=[*place, one]), one == period)
                for one in Period
            ],
            **kwargs,
        )


class ReportPage(GridPage):
    """One unit's results: typed while a draft, read afterwards."""

    permission = "emulation.view_report"
    edit_permission = "emulation.edit_report"
    template_name = "emulation/report.html"
    form_class = ResultForm
    texts_outcome = None

    def get_queryset(self):
        return selectors.reports_visible_to(self.request.user)

    def get_title(self):
        report = self.get_object()
        period = "năm" if report.period == Period.YEAR else "6 tháng"
        return f"Kết quả {period} của {report.participation.name}"

    def get_crumbs(self):
        report = self.get_object()
        return [
            *crumbs_of(report.year),
            reports_crumb(report.year, report.period),
            (report.participation.name, ""),
        ]

    def get_phase_kind(self):
        return PHASES[self.object.period]

    def get_rows(self):
        return self.object.results.select_related("target__dropped_by", "report")

    def save(self):
        return services.save_results(
            self.object, ResultForm, self.request.POST, actor=self.request.user
        )

    def cells(self, row):
        """What follows from the figure, computed by the server at once."""
        if not hasattr(self, "_before"):
            self._before = selectors.figures_before(self.object)
        doubt = row.doubt(selectors.figure_before(row, self._before))
        shown = {"row": row, "doubt": doubt}
        html = render_to_string("emulation/result_completion.html", shown)
        return {"completion": html}

    def proceed(self):
        """After a whole-page save, do what the pressed button says."""
        do, _, pk = self.request.POST.get("do", "").partition("-")
        if do == "delete" and pk.isascii() and pk.isdecimal():
            return redirect("result-delete", pk)
        if do == "part" and pk.isascii() and pk.isdecimal():
            return redirect(f"{self.get_add_url()}?trong-do={pk}")
        if do == "add":
            return redirect(f"{self.get_add_url()}?phan={pk}")
        return super().proceed()

    def get_add_url(self) -> str:
        return reverse("result-add", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        is_editable = context["is_editable"]
        is_year = self.object.period == Period.YEAR
        if is_year and is_editable:
            unit = self.object.participation
            context["unanswered"] = unanswered_movements(unit)
        lines = self.get_lines(is_editable)
        context.update(
            parts=in_parts(lines, with_empty=is_editable and bool(lines)),
            texts=self.get_texts(is_editable),
            is_year=is_year,
            pledge=getattr(self.object.participation, "pledge", None),
        )
        return context

    def get_lines(self, is_editable: bool) -> list[Line]:
        rows = selectors.numbered(selectors.results_of(self.object))
        results = [one.row for one in rows]
        for row in results:
            row.report = self.object
        typed = forms_of(results, ResultForm, self.outcome) if is_editable else {}
        stale, before = stale_of(self.outcome), selectors.figures_before(self.object)
        return [
            Line(
                one.row,
                one.number,
                one.depth,
                form=typed.get(one.row.pk),
                stale=stale.get(one.row.pk, []),
                before=before.get(one.row.target_id),
                doubt=one.row.doubt(selectors.figure_before(one.row, before)),
            )
            for one in rows
        ]

    def get_texts(self, is_editable: bool) -> list[Line]:
        texts = list(self.object.narratives.all())
        outcome = self.texts_outcome
        typed = forms_of(texts, NarrativeForm, outcome) if is_editable else {}
        stale = stale_of(outcome)
        return [
            Line(text, "", 0, form=typed.get(text.pk), stale=stale.get(text.pk, []))
            for text in texts
            if is_editable or text.text
        ]

    def get_sentence_links(self):
        return {
            sentence: f"#dong-{one.row.pk}"
            for one, sentence in selectors.missing_results(self.object)
        }


class ReportTexts(ReportPage):
    """Saves the written sections; the rest of the page is the report's."""

    form_class = NarrativeForm

    def get(self, request, *args, **kwargs):
        return redirect(self.get_object().get_absolute_url())

    def get_rows(self):
        return self.object.narratives.all()

    def cells(self, row):
        return {}

    def save(self):
        return services.save_narratives(
            self.object, NarrativeForm, self.request.POST, actor=self.request.user
        )

    def get_context_data(self, **kwargs):
        self.texts_outcome, self.outcome = self.outcome, None
        return super().get_context_data(**kwargs)


class ReportAction(ActionView):
    """Submit, return, approve."""

    permission = "emulation.view_report"
    machine = REPORT

    def get_queryset(self):
        return selectors.reports_visible_to(self.request.user)

    def get_extra_context(self):
        report = self.get_object()
        self.request.current_year = report.year
        name, url = report.participation.name, report.get_absolute_url()
        back = reports_crumb(report.year, report.period)
        return {
            "bloc_name": report.year.bloc.name,
            "crumbs": [*crumbs_of(report.year), back, (name, url)],
        }


class OfReport:
    """What a small form below a report needs: the report within the user's scope."""

    permission = "emulation.edit_report"

    def get_owner(self) -> Report:
        if not hasattr(self, "_report"):
            visible = selectors.reports_visible_to(self.request.user)
            self._report = get_object_or_404(visible, **self.get_lookup())
            self.request.current_year = self._report.year
        return self._report

    def get_lookup(self) -> dict[str, int]:
        return {"pk": self.kwargs["pk"]}

    def get_permission_object(self):
        return self.get_owner()

    def get_crumbs(self):
        report = self.get_owner()
        return [
            *crumbs_of(report.year),
            reports_crumb(report.year, report.period),
            (report.participation.name, report.get_absolute_url()),
        ]


class ResultAdd(OfReport, RecordForm):
    """Add a result that was never pledged, or a part of any."""

    form_class = FreeResultForm
    title = "Thêm kết quả ngoài giao ước"
    submit_label = "Thêm dòng"
    done = "Đã thêm dòng, nhập kết quả vào bảng."

    def get_initial(self):
        asked = self.request.GET
        return {"parent": asked.get("trong-do"), "section": asked.get("phan")}

    def get_form_kwargs(self):
        blank = Result(report=self.get_owner())
        return super().get_form_kwargs() | {"instance": blank}

    def save(self, form):
        return services.add_result(form.instance, actor=self.request.user)

    def get_success_url(self):
        return f"{self.get_back_url()}#dong-{self.object.pk}"

    def get_back_url(self):
        return self.get_owner().get_absolute_url()


class ResultDelete(OfReport, Removal):
    """Delete a result that was never pledged, with its parts."""

    title = "Xóa kết quả ngoài giao ước"
    submit_label = "Xóa dòng"
    done = "Đã xóa dòng."

    def get_lookup(self):
        return {"results": self.kwargs["pk"]}

    def get_row(self) -> Result:
        rows = self.get_owner().results.select_related("target", "report")
        return rows.get(pk=self.kwargs["pk"])

    def get_lead(self):
        row = self.get_row()
        count = row.parts.count()
        parts = f" Cả {count} dòng “trong đó” cũng bị xóa." if count else ""
        return f"{row.label}: {row.wording or 'chưa nhập'}.{parts}"

    def save(self, form):
        services.delete_result(self.get_row(), actor=self.request.user)
