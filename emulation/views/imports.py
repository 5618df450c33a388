"""A pledge's workbook: taken, sent back, previewed, written."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import slugify
from django.views.generic import View

from core import workbooks
from core.documents import xlsx
from core.views import Guarded, Page
from core.workbooks import uploads
from core.workbooks.package import refuse_by_size
from core.workflow import BlockedError
from emulation import imports, selectors
from emulation.forms.imports import NotationForm, UploadForm
from emulation.imports.planning import key_of
from emulation.imports.preview import counts_of, faults_table, sheet_tables
from emulation.models import Pledge
from emulation.reports.targets import targets_table
from emulation.services.imports import why_not_now
from emulation.views.of_year import YearMixin, crumbs_of

CONFLICT, INVALID = 409, 422


class OfPledge:
    """The pledge of the address, within the user's scope."""

    def get_pledge(self) -> Pledge:
        if not hasattr(self, "_pledge"):
            visible = selectors.pledges_visible_to(self.request.user)
            self._pledge = get_object_or_404(visible, pk=self.kwargs["pk"])
            self.request.current_year = self._pledge.year
        return self._pledge

    def get_permission_object(self) -> Pledge:
        return self.get_pledge()

    def get_crumbs(self) -> list[tuple[str, str]]:
        pledge = self.get_pledge()
        name = f"Giao ước của {pledge.participation.name}"
        return [*crumbs_of(pledge.year), (name, pledge.get_absolute_url())]

    def get_obstacles(self) -> list[str]:
        """Say why nothing may be written now, if so."""
        return why_not_now(self.get_pledge())


class PledgeWorkbook(OfPledge, Guarded, View):
    """What is on the pledge's page, as a workbook to be changed and sent back."""

    permission = "emulation.view_pledge"

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        pledge = self.get_pledge()
        return as_file(imports.workbook_of(pledge), f"Giao ước {pledge.participation}")


class PledgeUpload(OfPledge, Page):
    """Give the workbook out and take it back."""

    permission = "emulation.edit_pledge"
    template_name = "emulation/import_upload.html"
    title = "Nhập giao ước từ Excel"

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if obstacles := self.get_obstacles():
            return self.answer(form, obstacles, CONFLICT)
        if not form.is_valid():
            return self.answer(form, [], INVALID)
        sent = form.cleaned_data["file"]
        try:
            refuse_by_size(sent.size)
            content = sent.read()
            workbooks.check(content)
        except workbooks.RefusedError as error:
            form.add_error("file", str(error))
            return self.answer(form, [], INVALID)
        uploads.keep(self.get_pledge(), content, sent.name, actor=request.user)
        return redirect("pledge-import", self.get_pledge().pk)

    def answer(self, form: Any, obstacles: list[str], status: int) -> HttpResponse:
        context = self.get_context_data(form=form, obstacles=obstacles)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge = self.get_pledge()
        waiting = uploads.waiting_for(pledge, self.request.user)
        shown = {
            "pledge": pledge,
            "form": UploadForm(),
            "obstacles": self.get_obstacles(),
            "waiting": waiting,
            "written": uploads.last_written(pledge),
        }
        return super().get_context_data(**(shown | kwargs))


class PledgeImport(OfPledge, Page):
    """What the workbook would do; then do it, all or nothing."""

    permission = "emulation.edit_pledge"
    template_name = "emulation/import_preview.html"
    title = "Xem trước khi ghi"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without a workbook that waits there is nothing to preview."""
        if request.user.is_authenticated:
            pledge = self.get_pledge()
            self.upload = uploads.waiting_for(pledge, request.user)
        return super().dispatch(request, *args, **kwargs)

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        return self.page() if self.upload else self.gone()

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        if self.upload is None:
            return self.gone()
        doing = {"read": self.read_again, "drop": self.drop}
        return doing.get(request.POST.get("do", ""), self.write)()

    def gone(self) -> HttpResponse:
        if self.request.method == "POST":
            sentence = "Tệp đã tải lên không còn chờ ghi. Tải lên lại để xem trước."
            messages.warning(self.request, sentence)
        return redirect("pledge-upload", self.get_pledge().pk)

    def read_again(self) -> HttpResponse:
        """Keep how the columns are to be read, and preview anew."""
        plan = self.get_plan()
        form = NotationForm(self.request.POST, questions=_asked(plan))
        if not form.is_valid():
            return self.page(form=form, status=INVALID)
        uploads.answer(self.upload, form.cleaned_data)
        return redirect("pledge-import", self.get_pledge().pk)

    def drop(self) -> HttpResponse:
        uploads.discard(self.upload)
        messages.success(self.request, "Đã bỏ tệp, giao ước không thay đổi.")
        return redirect("pledge-upload", self.get_pledge().pk)

    def write(self) -> HttpResponse:
        digest = self.request.POST.get("digest", "")
        pledge, user = self.get_pledge(), self.request.user
        try:
            plan = imports.confirm(pledge, self.upload, digest, actor=user)
        except BlockedError as error:
            del self._pledge
            return self.page(refused=error.sentences, status=CONFLICT)
        except workbooks.RefusedError:
            return self.page(status=INVALID)
        messages.success(self.request, f"Đã ghi vào giao ước: {plan.outcome}.")
        return redirect(pledge.get_absolute_url())

    def get_plan(self) -> imports.Plan:
        return imports.plan_of(self.get_pledge(), self.upload)

    def page(self, *, status: int = 200, **shown: Any) -> HttpResponse:
        try:
            shown |= _of_plan(self.get_plan(), shown.get("form"))
        except workbooks.RefusedError as error:
            shown["file_refused"] = [str(error)]
        shown = {
            "pledge": self.get_pledge(),
            "upload": self.upload,
            "upload_url": reverse("pledge-upload", args=[self.get_pledge().pk]),
            **shown,
        }
        shown["obstacles"] = [*self.get_obstacles(), *shown.get("obstacles", [])]
        return self.render_to_response(self.get_context_data(**shown), status=status)


class YearTargets(YearMixin, Guarded, View):
    """The targets of all units whose pledge the user may read, as a workbook."""

    permission = "emulation.view_year"

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        table = targets_table(self.get_year(), request.user)
        return as_file(xlsx.render(table), table.title)


def _of_plan(plan: imports.Plan, form: NotationForm | None) -> dict[str, Any]:
    asked = _asked(plan)
    return {
        "plan": plan,
        "digest": plan.digest,
        "stats": counts_of(plan),
        "faults": faults_table(plan.faults) if plan.faults else None,
        "notices": [f"{one.place}: {one.sentence}" for one in plan.notices],
        "tables": sheet_tables(plan),
        "form": form or (NotationForm(questions=asked) if asked else None),
        "obstacles": plan.obstacles,
    }


def _asked(plan: imports.Plan) -> list[tuple[str, Any, Any]]:
    answered = [(key_of(one), one, answer) for one, answer in plan.answered]
    return [*((key_of(one), one, None) for one in plan.unanswered), *answered]


def as_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a name that every system can keep."""
    response = HttpResponse(content, content_type=uploads.XLSX)
    kept = slugify(name.replace("đ", "d").replace("Đ", "D"))
    response["Content-Disposition"] = f'attachment; filename="{kept}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
