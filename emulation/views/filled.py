"""Workbooks taken in: sent, previewed, written all or nothing; whatever they fill."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import slugify

from core import workbooks
from core.views import Page
from core.workbooks import uploads
from core.workbooks.package import refuse_by_size
from core.workflow import BlockedError
from emulation.forms.imports import NotationForm, UploadForm
from emulation.imports.plans import Plan, key_of
from emulation.imports.preview import counts_of, faults_table, sheet_tables

CONFLICT, INVALID = 409, 422


class Filled:
    """What a workbook fills: ``workbook_name`` gives it out, ``upload_name`` takes it,
    ``import_name`` previews it. ``into`` names it within a sentence.
    """

    workbook_name = upload_name = import_name = ""
    into = ""
    lead = ""

    def get_subject(self) -> Any:
        """Return the object, within the user's scope, kept for the request."""
        raise NotImplementedError

    def forget_subject(self) -> None:
        """Read the object anew: it changed meanwhile."""
        raise NotImplementedError

    def get_permission_object(self) -> Any:
        return self.get_subject()

    def get_obstacles(self) -> list[str]:
        """Say why nothing may be written now, if so."""
        raise NotImplementedError

    def url_of(self, name: str) -> str:
        return reverse(name, args=[self.get_subject().pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "subject": self.get_subject(),
            "into": self.into,
            "lead": self.lead,
            "workbook_url": self.url_of(self.workbook_name),
            "upload_url": self.url_of(self.upload_name),
            "import_url": self.url_of(self.import_name),
        }
        return super().get_context_data(**(shown | kwargs))


class UploadPage(Filled, Page):
    """Give the workbook out and take it back."""

    template_name = "emulation/import_upload.html"

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
        uploads.keep(self.get_subject(), content, sent.name, actor=request.user)
        return redirect(self.url_of(self.import_name))

    def answer(self, form: Any, obstacles: list[str], status: int) -> HttpResponse:
        context = self.get_context_data(form=form, obstacles=obstacles)
        return self.render_to_response(context, status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = self.get_subject()
        waiting = uploads.waiting_for(subject, self.request.user)
        shown = {
            "form": UploadForm(),
            "obstacles": self.get_obstacles(),
            "waiting": waiting,
            "written": uploads.last_written(subject),
        }
        return super().get_context_data(**(shown | kwargs))


class ImportPage(Filled, Page):
    """What the workbook would do; then do it, all or nothing.

    Pages give ``get_plan`` and ``confirm``.
    """

    template_name = "emulation/import_preview.html"
    title = "Xem trước khi ghi"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Without a workbook that waits there is nothing to preview."""
        if request.user.is_authenticated:
            subject = self.get_subject()
            self.upload = uploads.waiting_for(subject, request.user)
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
        return redirect(self.url_of(self.upload_name))

    def read_again(self) -> HttpResponse:
        """Keep how the columns are to be read, and preview anew."""
        plan = self.get_plan()
        form = NotationForm(self.request.POST, questions=_asked(plan))
        if not form.is_valid():
            return self.page(form=form, status=INVALID)
        uploads.answer(self.upload, form.cleaned_data)
        return redirect(self.url_of(self.import_name))

    def drop(self) -> HttpResponse:
        uploads.discard(self.upload)
        messages.success(self.request, f"Đã bỏ tệp, {self.into} không thay đổi.")
        return redirect(self.url_of(self.upload_name))

    def write(self) -> HttpResponse:
        digest = self.request.POST.get("digest", "")
        try:
            plan = self.confirm(digest)
        except BlockedError as error:
            self.forget_subject()
            return self.page(refused=error.sentences, status=CONFLICT)
        except workbooks.RefusedError:
            return self.page(status=INVALID)
        messages.success(self.request, f"Đã ghi vào {self.into}: {plan.outcome}.")
        return redirect(self.get_subject().get_absolute_url())

    def get_plan(self) -> Plan:
        """Read the upload against the object as it is now."""
        raise NotImplementedError

    def confirm(self, digest: str) -> Plan:
        """Write what was previewed under this digest, or raise."""
        raise NotImplementedError

    def page(self, *, status: int = 200, **shown: Any) -> HttpResponse:
        try:
            shown |= _of_plan(self.get_plan(), shown.get("form"))
        except workbooks.RefusedError as error:
            shown["file_refused"] = [str(error)]
        shown["upload"] = self.upload
        shown["obstacles"] = [*self.get_obstacles(), *shown.get("obstacles", [])]
        return self.render_to_response(self.get_context_data(**shown), status=status)


def _of_plan(plan: Plan, form: NotationForm | None) -> dict[str, Any]:
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


def _asked(plan: Plan) -> list[tuple[str, Any, Any]]:
    answered = [(key_of(one), one, answer) for one, answer in plan.answered]
    return [*((key_of(one), one, None) for one in plan.unanswered), *answered]


def as_file(content: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a name that every system can keep."""
    response = HttpResponse(content, content_type=uploads.XLSX)
    kept = slugify(name.replace("đ", "d").replace("Đ", "D"))
    response["Content-Disposition"] = f'attachment; filename="{kept}.xlsx"'
    response["Cache-Control"] = "private, no-store"
    return response
