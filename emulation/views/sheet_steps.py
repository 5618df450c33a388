"""What is done with a criteria sheet as a whole: named, deleted, issued."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.access import SIGNED_IN
from core.views import ActionView, Page, RecordForm
from emulation import selectors
from emulation.enums import CriterionMethod
from emulation.forms.sheets import DeleteForm, IssueForm, SheetForm, VersionForm
from emulation.models import CriteriaSheet, EmulationYear
from emulation.reports import kinds
from emulation.reports.scoring_page import HOLES
from emulation.services import sheet_versions
from emulation.services import sheets as services
from emulation.views.of_year import YearMixin
from emulation.views.sheets import KEEP, SheetMixin
from emulation.workflow import SHEET


class ScoringHelp(Page):
    """How points come about: every kind and method with its example."""

    permission = SIGNED_IN
    template_name = "emulation/scoring_help.html"
    title = "Cách tính điểm"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            methods=kinds.methods(),
            kinds=kinds.kinds(),
            answering=[CriterionMethod(one).label for one in kinds.ANSWERING],
            holes=kinds.holes(),
            about_holes=HOLES,
            **kwargs,
        )


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


class SheetVersion(YearMixin, RecordForm):
    """Begin a later version of an open year's sheet, with its reason."""

    permission = KEEP
    form_class = VersionForm
    title = "Lập bản mới của bảng tiêu chí"
    lead = (
        "Bản mới chép từ bản đang dùng, sửa như bản nháp rồi ban hành. Khi ban hành, điểm "
        "đã nhập được giữ theo số mục; phiếu điểm đã gửi trả lại đơn vị kèm lý do; mọi "
        "đơn vị được báo tin."
    )
    submit_label = "Lập bản mới"
    done = "Đã lập bản nháp."

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_back_url(self) -> str:
        year = self.get_year()
        return reverse("sheets", args=[year.bloc.code, year.year])

    def get_success_url(self) -> str:
        return self.made.get_absolute_url()

    def save(self, form: Any) -> CriteriaSheet:
        reason = form.cleaned_data["reason"]
        self.made = sheet_versions.begin_version(
            self.get_year(), reason, actor=self.request.user
        )
        return self.made


class SheetAction(ActionView):
    """Issue a sheet."""

    machine = SHEET
    permission = "emulation.view_sheet"
    forms = {"freeze": IssueForm}

    def get_queryset(self) -> QuerySet[CriteriaSheet]:
        return selectors.sheets_visible_to(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {"kept_reason": self.get_object().reason}
