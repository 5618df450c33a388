"""Results: the year's list of a period, one unit's report with its grid and texts."""

from django.contrib import messages
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

from core.timeline import timeline
from core.views import ActionView, Page, link
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import Period, PhaseKind, ReportState
from emulation.forms.results import NarrativeForm, ResultForm
from emulation.selectors import results as found
from emulation.selectors.evidence import reads_withheld
from emulation.selectors.movements import unanswered_movements
from emulation.services import results as services
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import (
    ENTRIES,
    GridPage,
    Line,
    deadline_of,
    forms_of,
    in_parts,
    stale_of,
)
from emulation.workflow import REPORT

CARRIED = "Đã lấy số 6 tháng cho {} dòng còn trống, đánh dấu “ước”: sửa trước khi gửi."
NO_CARRY = "Không có dòng trống nào có số 6 tháng để lấy."
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
        if not hasattr(self, "_doubts"):
            rows = selectors.results_of(self.object)
            self._doubts = found.doubts_of(rows, selectors.figures_before(self.object))
        shown = {"row": row, "doubt": self._doubts.get(row.pk, "")}
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
        if do == "carry":
            return self.carry_over()
        return super().proceed()

    def carry_over(self):
        """Fill blank rows with the half-year's figures, as estimates."""
        try:
            count = services.carry_over(self.object, actor=self.request.user)
        except BlockedError as error:
            return self.refuse(error.sentences)
        messages.success(self.request, CARRIED.format(count) if count else NO_CARRY)
        return redirect(self.get_home_url())

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
            estimates=sum(one.row.is_estimated for one in lines),
            carriable=sum(found.is_carriable(one.row, one.before) for one in lines),
            pledge=getattr(self.object.participation, "pledge", None),
        )
        return context

    def reads_withheld(self) -> bool:
        """Tell whether the reader sees the figures that are not to be published."""
        if not hasattr(self, "_reads_withheld"):
            unit = self.object.participation
            self._reads_withheld = reads_withheld(self.request.user, unit)
        return self._reads_withheld

    def get_entries(self):
        return timeline(self.object, ENTRIES, reads_withheld=self.reads_withheld())

    def get_lines(self, is_editable: bool) -> list[Line]:
        rows = selectors.results_of(self.object)
        before = selectors.figures_before(self.object)
        for row, _depth in rows:
            row.report = self.object
        if not self.reads_withheld():
            found.hide_withheld([*(row for row, _depth in rows), *before.values()])
        doubts = found.doubts_of(rows, before)
        results = [row for row, _depth in rows]
        typed = forms_of(results, ResultForm, self.outcome) if is_editable else {}
        stale = stale_of(self.outcome)
        return [
            Line(
                one.row,
                one.number,
                one.depth,
                form=typed.get(one.row.pk),
                stale=stale.get(one.row.pk, []),
                before=before.get(one.row.target_id),
                doubt=doubts[one.row.pk],
            )
            for one in selectors.numbered(rows)
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
