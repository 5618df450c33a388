"""One file of evidence, and all files of a unit's year."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View

from core import filekinds, files
from core.views import Guarded, ObjectPage, Page, RecordForm
from emulation import selectors
from emulation.forms.evidence import EvidenceRemoval
from emulation.models import Evidence
from emulation.selectors import evidence as proof_selectors
from emulation.services import evidence as services
from emulation.services.proof_rights import keeps_library
from emulation.views.of_year import crumbs_of


class EvidencePage(ObjectPage):
    """One file: previewed where a browser can, with what it proves."""

    permission = "emulation.view_evidence"
    template_name = "emulation/evidence.html"

    def get_queryset(self):
        return selectors.evidence_visible_to(self.request.user)

    def get_crumbs(self) -> list[tuple[str, str]]:
        unit = self.get_object().participation
        self.request.current_year = unit.year
        library = reverse("evidence-library", args=[unit.pk])
        return [*crumbs_of(unit.year), ("Kho minh chứng", library), (self.title, "")]

    title = "Tệp minh chứng"

    def get_title(self) -> str:
        return str(self.get_object())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        evidence, user = self.object, self.request.user
        kind = filekinds.BY_TYPE.get(evidence.file.content_type)
        uses = proof_selectors.uses_seen_by(user).filter(evidence=evidence)
        return super().get_context_data(
            kind=kind,
            uses=uses,
            is_shown=bool(kind and kind.is_shown) and evidence.removed_at is None,
            may_remove=evidence.removed_at is None
            and keeps_library(user, evidence.participation),
            **kwargs,
        )


class EvidenceFile(Guarded, View):
    """The bytes: shown in the preview, else downloaded; nothing once removed."""

    permission = "emulation.view_evidence"

    def get_permission_object(self) -> Evidence:
        return self.get_evidence()

    def get_evidence(self) -> Evidence:
        if not hasattr(self, "_found"):
            visible = selectors.evidence_visible_to(self.request.user)
            self._found = get_object_or_404(
                visible, pk=self.kwargs["pk"], removed_at=None
            )
        return self._found

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        try:
            return files.respond(
                self.get_evidence().file, inline="tai" not in request.GET, framed=True
            )
        except OSError as error:
            raise Http404 from error


class EvidenceRemove(RecordForm):
    """Ask for the reason, then delete the content and keep the trace."""

    permission = "emulation.view_evidence"
    form_class = EvidenceRemoval
    title = "Xóa tệp minh chứng"
    submit_label = "Xóa tệp"
    done = "Đã xóa tệp, dấu vết được giữ lại."
    is_danger = True

    def get_evidence(self) -> Evidence:
        if not hasattr(self, "_evidence"):
            visible = selectors.evidence_visible_to(self.request.user)
            self._evidence = get_object_or_404(visible, pk=self.kwargs["pk"])
            if not keeps_library(self.request.user, self._evidence.participation):
                raise Http404
        return self._evidence

    def get_permission_object(self) -> Evidence:
        return self.get_evidence()

    def get_crumbs(self) -> list[tuple[str, str]]:
        evidence = self.get_evidence()
        year = evidence.participation.year
        self.request.current_year = year
        return [
            *crumbs_of(year),
            (str(evidence), evidence.get_absolute_url()),
            (self.title, ""),
        ]

    def get_lead(self) -> str:
        evidence = self.get_evidence()
        kept = services.reasons_to_keep(evidence, self.request.user)
        return " ".join([f"“{evidence}” sẽ bị xóa khỏi máy chủ.", *kept])

    def save(self, form: Any) -> Evidence:
        reason = form.cleaned_data["reason"]
        services.remove(self.get_evidence(), reason, actor=self.request.user)
        return self.get_evidence()

    def get_back_url(self) -> str:
        return self.get_evidence().get_absolute_url()


class EvidenceLibrary(Page):
    """All files of a unit's year: which row each proves, and which proves none."""

    permission = "emulation.view_participation"
    template_name = "emulation/evidence_library.html"

    def get_unit(self):
        if not hasattr(self, "_unit"):
            visible = selectors.participations_visible_to(self.request.user)
            self._unit = get_object_or_404(visible, pk=self.kwargs["pk"])
            self.request.current_year = self._unit.year
        return self._unit

    def get_permission_object(self):
        return self.get_unit()

    def get_title(self) -> str:
        return f"Kho minh chứng của {self.get_unit()}"

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*crumbs_of(self.get_unit().year), ("Kho minh chứng", "")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unit, user = self.get_unit(), self.request.user
        listed = proof_selectors.library_of(unit, user)
        live = [one for one in listed if one.removed_at is None]
        return super().get_context_data(
            unit=unit,
            listed=live,
            removed=[one for one in listed if one.removed_at is not None],
            unused=[one for one in live if not one.seen_uses],
            is_own=keeps_library(user, unit),
            **kwargs,
        )
