"""Small forms below a pledge: titles aimed at, rows taken out."""

from django.shortcuts import get_object_or_404

from core.views import RecordForm
from emulation import selectors
from emulation.forms.pledges import RegistrationForm
from emulation.models import Pledge, TitleRegistration
from emulation.services import pledges as services
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


class RegistrationAdd(OfPledge, RecordForm):
    """Register a title."""

    form_class = RegistrationForm
    title = "Đăng ký danh hiệu, hình thức khen thưởng"
    submit_label = "Đăng ký"
    done = "Đã đăng ký."

    def get_form_kwargs(self):
        blank = TitleRegistration(pledge=self.get_owner())
        return super().get_form_kwargs() | {"instance": blank}

    def save(self, form):
        return services.register_title(form.instance, actor=self.request.user)

    def get_success_url(self):
        return f"{self.get_back_url()}#danh-hieu"

    def get_back_url(self):
        return self.get_owner().get_absolute_url()


class RegistrationWithdraw(OfPledge, Removal):
    """Take a registered title out of a draft."""

    title = "Rút đăng ký danh hiệu"
    submit_label = "Rút đăng ký"
    done = "Đã rút đăng ký."

    def get_lookup(self):
        return {"registrations": self.kwargs["pk"]}

    def get_row(self):
        rows = self.get_owner().registrations.select_related("title", "person")
        return rows.get(pk=self.kwargs["pk"])

    def get_lead(self):
        return str(self.get_row())

    def save(self, form):
        services.withdraw_title(self.get_row(), actor=self.request.user)


class TargetDelete(OfPledge, Removal):
    """Delete a target with its parts."""

    title = "Xóa chỉ tiêu"
    submit_label = "Xóa chỉ tiêu"
    done = "Đã xóa chỉ tiêu."

    def get_lookup(self):
        return {"targets": self.kwargs["pk"]}

    def get_row(self):
        return self.get_owner().targets.get(pk=self.kwargs["pk"])

    def get_lead(self):
        target = self.get_row()
        count = target.parts.count()
        parts = f" Cả {count} dòng “trong đó” cũng bị xóa." if count else ""
        return f"{target.wording}.{parts} Nhật ký giữ lại bản sao."

    def save(self, form):
        services.delete_target(self.get_row(), actor=self.request.user)
