"""Small forms around an amendment: begin it, take it or a row of it back."""

from typing import Any

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core.views import Guarded, RecordForm, link
from emulation import selectors
from emulation.enums import AmendmentAction, PledgeState
from emulation.forms.amendments import AmendmentStartForm
from emulation.models import Amendment, AmendmentLine, Pledge
from emulation.models.amendments import OPEN
from emulation.selectors import versions
from emulation.services import amendments as services
from emulation.views.of_year import crumbs_of
from emulation.views.registrations import OfPledge
from emulation.views.rows import Removal
from emulation.workflow import year_running


def crumbs_to(amendment: Amendment) -> list[tuple[str, str]]:
    """Return the way to a page of an amendment."""
    pledge, year = amendment.pledge, amendment.year
    return [
        *crumbs_of(year),
        link("Giao ước", "pledges", year.bloc.code, year.year),
        (pledge.participation.name, pledge.get_absolute_url()),
    ]


def amending_context(view: Guarded, pledge: Pledge) -> dict[str, Any]:
    """Return what a pledge's page shows of its signed texts and of amending it: the
    begun amendment, or where one may be begun.
    """
    if pledge.state != PledgeState.SIGNED:
        return {}
    user = view.request.user
    amendments = list(selectors.amendments_of(pledge, user))
    context = {
        "amendments": amendments,
        "versions": list(versions.versions_of(pledge)) if amendments else [],
        "begun": next((one for one in amendments if one.state in OPEN), None),
    }
    if context["begun"] is None and not year_running(pledge):
        may_begin = not pledge.participation.has_left
        if may_begin and view.may("emulation.amend_pledge", pledge):
            context["amend_url"] = reverse("amendment-start", args=[pledge.pk])
    return context


class AmendmentStart(OfPledge, RecordForm):
    """Begin the amendment of a signed pledge."""

    permission = "emulation.amend_pledge"
    form_class = AmendmentStartForm
    title = "Điều chỉnh chỉ tiêu"
    submit_label = "Soạn điều chỉnh"
    done = "Đã lập bản điều chỉnh. Chọn chỉ tiêu cần điều chỉnh trong bảng."
    lead = (
        "Giao ước đã ký vẫn giữ nguyên cho đến khi thủ trưởng ký điều chỉnh và "
        "Thường trực khối chấp thuận; khi đó cả hai bản đều xem được."
    )

    def get(self, request, *args, **kwargs):
        """Whoever comes too late is led to what is already begun."""
        found = selectors.open_amendment_of(self.get_owner())
        if found is not None:
            return redirect(found.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def save(self, form):
        reason = form.cleaned_data["reason"]
        return services.start_amendment(
            self.get_owner(), reason=reason, actor=self.request.user
        )

    def get_back_url(self):
        return self.get_owner().get_absolute_url()


class OfAmendment:
    """What a small form below an amendment needs: it within the user's scope."""

    permission = "emulation.amend_pledge"

    def get_owner(self) -> Amendment:
        if not hasattr(self, "_amendment"):
            visible = selectors.amendments_visible_to(self.request.user)
            self._amendment = get_object_or_404(visible, **self.get_lookup())
            self.request.current_year = self._amendment.year
        return self._amendment

    def get_lookup(self) -> dict[str, int]:
        return {"pk": self.kwargs["pk"]}

    def get_permission_object(self):
        return self.get_owner()

    def get_crumbs(self):
        amendment = self.get_owner()
        name, url = f"Điều chỉnh lần {amendment.number}", amendment.get_absolute_url()
        return [*crumbs_to(amendment), (name, url)]


class AmendmentDelete(OfAmendment, Removal):
    """Delete an amendment that was not submitted, or came back."""

    title = "Xóa bản điều chỉnh"
    submit_label = "Xóa bản điều chỉnh"
    done = "Đã xóa bản điều chỉnh; giao ước giữ nguyên."

    def get_lead(self):
        amendment = self.get_owner()
        count = amendment.lines.count()
        return f"{amendment}, {count} dòng. Nhật ký giữ lại bản sao."

    def save(self, form):
        services.delete_amendment(self.get_owner(), actor=self.request.user)

    def get_success_url(self):
        return self.get_owner().pledge.get_absolute_url()


class AmendmentLineDelete(OfAmendment, Removal):
    """Take an added target out of a draft, with its parts."""

    title = "Xóa chỉ tiêu bổ sung"
    submit_label = "Xóa dòng"
    done = "Đã xóa dòng bổ sung."

    def get_lookup(self):
        return {"lines": self.kwargs["pk"]}

    def get_row(self) -> AmendmentLine:
        added = self.get_owner().lines.filter(action=AmendmentAction.ADD)
        rows = added.select_related("amendment")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_lead(self):
        row = self.get_row()
        count = row.parts.count()
        parts = f" Cả {count} dòng “trong đó” cũng bị xóa." if count else ""
        return f"{row.wording}.{parts}"

    def save(self, form):
        services.remove_line(self.get_row(), actor=self.request.user)
