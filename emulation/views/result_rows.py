"""Rows of a report that were never pledged: added and deleted one by one."""

from django.shortcuts import get_object_or_404

from core.views import RecordForm
from emulation import selectors
from emulation.forms.results import FreeResultForm
from emulation.models import Report, Result
from emulation.services import results as services
from emulation.views.of_year import crumbs_of
from emulation.views.results import reports_crumb
from emulation.views.rows import Removal


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
