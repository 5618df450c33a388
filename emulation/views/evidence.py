"""Evidence: the files of one row, one file, and all files of a unit's year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import View

from core import filekinds
from core.grid import is_grid_request
from core.uploads import too_large_files
from core.views import Guarded, Page
from core.workflow import BlockedError
from emulation import selectors
from emulation.models import Evidence, EvidenceUse, Result, ScoreLine
from emulation.selectors import evidence as proof_selectors
from emulation.services import evidence as services
from emulation.services.proof_rights import keeps_library, leave_for
from emulation.views.of_year import crumbs_of

INVALID = 422
NOTHING_SENT = "Chưa chọn tệp nào."
ADDED = "Đã thêm {} tệp minh chứng."
KNOWN = "“{}” đã có trong kho minh chứng của đơn vị, đã gắn vào dòng này."


class RowEvidence(Page):
    """What proves one row: read, added to, and taken away; one address for the page
    and its script, which sends a file at a time.
    """

    template_name = "emulation/evidence_row.html"
    refused: tuple[str, ...] = ()

    def get_row(self) -> Result | ScoreLine:
        raise NotImplementedError

    def get_permission_object(self) -> Any:
        return self.get_row()

    def get_title(self) -> str:
        return f"Minh chứng: {self.get_row()}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        owner = proof_selectors.owner_of(self.get_row())
        self.request.current_year = owner.year
        return [
            *crumbs_of(owner.year),
            (str(owner), owner.get_absolute_url()),
            ("Minh chứng", ""),
        ]

    def get_panel(self) -> dict[str, Any]:
        """Return what the panel shows, on its page or in a dialog."""
        row, user = self.get_row(), self.request.user
        owner = proof_selectors.owner_of(row)
        leave = leave_for(row, user)
        proofs = proof_selectors.proofs_of(row, user)
        others = proof_selectors.attachable(row, user) if leave.may_add else []
        return {
            "row": row,
            "owner": owner,
            "proofs": proofs,
            "hidden": proof_selectors.hidden_proofs(row, proofs),
            "leave": leave,
            "is_own": keeps_library(user, owner.participation),
            "others": others,
            "refused": self.refused,
            "accept": filekinds.ACCEPT,
            "largest": filekinds.SIZE_CAP // filekinds.MEGABYTE,
            "url": self.request.path,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**self.get_panel(), **kwargs)

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        try:
            done = self.attach() if "attach" in request.POST else self.upload()
        except BlockedError as error:
            self.refused, done = tuple(error.sentences), []
        if is_grid_request(request):
            return self.answer()
        for sentence in done:
            messages.success(request, sentence)
        if not self.refused:
            return redirect(request.path)
        return self.render_to_response(self.get_context_data(), status=INVALID)

    def upload(self) -> list[str]:
        """Add each file that was sent; those refused are named with their reason."""
        sent = self.request.FILES.getlist("files")
        too_large = too_large_files(self.request)
        refused = [f"“{name}”: {filekinds.too_large()}" for name in too_large]
        if not sent and not refused:
            refused = [NOTHING_SENT]
        added, known = 0, []
        for one in sent:
            try:
                done = services.add(
                    self.get_row(), one.file, one.name, actor=self.request.user
                )
            except BlockedError as error:
                name = filekinds.clean_name(one.name)
                refused += [f"“{name}”: {sentence}" for sentence in error.sentences]
                continue
            added += not done.is_known
            known += [KNOWN.format(done.evidence)] if done.is_known else []
        self.refused = tuple(refused)
        return [*([ADDED.format(added)] if added else []), *known]

    def attach(self) -> list[str]:
        """Let chosen files of the unit prove this row too."""
        row, user = self.get_row(), self.request.user
        chosen = [one for one in self.request.POST.getlist("attach") if one.isdecimal()]
        found = proof_selectors.evidence_visible_to(user).filter(pk__in=chosen)
        for evidence in found:
            services.attach(row, evidence, actor=user)
        if not found:
            self.refused = (NOTHING_SENT,)
            return []
        return [f"Đã gắn {len(found)} tệp vào dòng này."]

    def answer(self) -> JsonResponse:
        """Tell the script what stands now, or why nothing was added."""
        if self.refused:
            return JsonResponse({"refused": list(self.refused)}, status=INVALID)
        panel = self.get_panel()
        html = render_to_string(
            "emulation/evidence_panel.html", panel, request=self.request
        )
        count = sum(one.evidence.removed_at is None for one in panel["proofs"])
        return JsonResponse({"panel": html, "count": count + panel["hidden"]})


class ResultEvidence(RowEvidence):
    """What proves a row of the results."""

    permission = "emulation.view_result"

    def get_row(self) -> Result:
        if not hasattr(self, "_row"):
            visible = selectors.results_visible_to(self.request.user)
            self._row = get_object_or_404(visible, pk=self.kwargs["pk"])
        return self._row


class LineEvidence(RowEvidence):
    """What proves a leaf of a scorecard."""

    permission = "emulation.view_score_line"

    def get_row(self) -> ScoreLine:
        if not hasattr(self, "_row"):
            visible = selectors.score_lines_visible_to(self.request.user)
            self._row = get_object_or_404(visible, pk=self.kwargs["pk"])
        return self._row


class EvidenceDetach(Guarded, View):
    """Let a file prove a row no longer; the unit keeps the file."""

    permission = "emulation.view_evidence"

    def get_permission_object(self) -> Evidence:
        return self.get_use().evidence

    def get_use(self) -> EvidenceUse:
        if not hasattr(self, "_use"):
            visible = proof_selectors.uses_seen_by(self.request.user)
            self._use = get_object_or_404(
                visible.select_related(
                    "evidence__file",
                    "result__report__participation__year",
                    "line__scorecard__participation__year",
                ),
                pk=self.kwargs["pk"],
                evidence__in=selectors.evidence_visible_to(self.request.user),
            )
        return self._use

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        use = self.get_use()
        home = row_url(use.result or use.line)
        try:
            services.detach(use, actor=request.user)
        except BlockedError as error:
            messages.warning(request, " ".join(error.sentences))
        else:
            messages.success(request, f"Đã gỡ “{use.evidence}” khỏi dòng này.")
        return redirect(home)


def row_url(row: Result | ScoreLine) -> str:
    """Return the address of a row's evidence."""
    name = "result-evidence" if isinstance(row, Result) else "line-evidence"
    return reverse(name, args=[row.pk])
