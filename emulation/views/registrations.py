"""Small forms below a pledge: rows taken out."""

from django.shortcuts import get_object_or_404

from emulation import selectors
from emulation.models import Pledge
from emulation.services import pledges as pledge_services
from emulation.services import registrations as services
from emulation.views.of_year import crumbs_of
from emulation.views.rows import Removal


class OfPledge:
    """What a small form below a pledge needs: the pledge within the user's scope."""

    permission = "emulation.edit_pledge"

    def get_owner(self) -> Pledge:
        if not hasattr(self, "_pledge"):
            visible = selectors.pledges_visible_to(self.request.user)
            self._pledge = get_object_or_404(visible, **self.get_lookup())
            self.request.current_year = self._pledge.year
        return self._pledge

    def get_lookup(self) -> dict[str, int]:
        return {"pk": self.kwargs["pk"]}

    def get_permission_object(self):
        return self.get_owner()

    def get_crumbs(self):
        pledge = self.get_owner()
        name = f"Giao ước của {pledge.participation.name}"
        return [*crumbs_of(pledge.year), (name, pledge.get_absolute_url())]


class RowDelete(OfPledge, Removal):
    """Take a row of one of the pledge's sets out of a draft."""

    related = ""

    def get_lookup(self):
        return {self.related: self.kwargs["pk"]}

    def get_row(self):
        return getattr(self.get_owner(), self.related).get(pk=self.kwargs["pk"])


class RegistrationDelete(RowDelete):
    """Take a registered title out."""

    related = "registrations"
    title = "Xóa đăng ký danh hiệu"
    submit_label = "Xóa đăng ký"
    done = "Đã xóa đăng ký."

    def get_lead(self):
        return f"{self.get_row()}. Nhật ký giữ lại bản sao."

    def get_back_url(self):
        return f"{super().get_back_url()}#danh-hieu"

    def save(self, form):
        services.delete_aim(self.get_row(), actor=self.request.user)


class InitiativeDelete(RegistrationDelete):
    """Take an initiative out."""

    related = "initiatives"
    title = "Xóa sáng kiến"
    submit_label = "Xóa sáng kiến"
    done = "Đã xóa sáng kiến."


class TargetDelete(RowDelete):
    """Delete a target with its parts."""

    related = "targets"
    title = "Xóa chỉ tiêu"
    submit_label = "Xóa chỉ tiêu"
    done = "Đã xóa chỉ tiêu."

    def get_lead(self):
        target = self.get_row()
        count = target.parts.count()
        parts = f" Cả {count} dòng “trong đó” cũng bị xóa." if count else ""
        return f"{target.wording}.{parts} Nhật ký giữ lại bản sao."

    def save(self, form):
        pledge_services.delete_target(self.get_row(), actor=self.request.user)
