"""Titles that may be registered: more of them, and changes once the year is open."""

from typing import Any

from django.shortcuts import get_object_or_404

from core.views import RecordForm
from emulation.enums import SetupPart
from emulation.forms.setup import OfferForm, QuotaChangeForm, ReasonedForm
from emulation.models import EmulationYear, Quota
from emulation.selectors.quotas import titles_to_offer
from emulation.services import quotas as services
from emulation.views.of_year import YearMixin
from emulation.views.rows import Removal
from emulation.views.setup import setup_crumbs, setup_url


class OfQuotas(YearMixin):
    """What the small forms about quotas share."""

    permission = "emulation.create_year"

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*setup_crumbs(self.get_year()), (self.get_title(), "")]

    def get_back_url(self) -> str:
        return setup_url(self.get_year(), SetupPart.TITLES)

    def get_success_url(self) -> str:
        return self.get_back_url()

    def get_row(self) -> Quota:
        rows = self.get_year().quotas.select_related("year__bloc", "title")
        return get_object_or_404(rows, pk=self.kwargs["pk"])


class QuotaOffer(OfQuotas, RecordForm):
    """Let more titles be registered in the year."""

    form_class = OfferForm
    title = "Thêm danh hiệu, hình thức được đăng ký"
    submit_label = "Thêm vào danh sách"
    lead = (
        "Chọn trong danh mục đang áp dụng; số lượng ghi sau, ngay trong bảng của năm."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        year = self.get_year()
        kept = {"year": year, "offered": titles_to_offer(year)}
        return super().get_form_kwargs() | kept

    def save(self, form: OfferForm) -> list[Quota]:
        return services.offer_titles(
            self.get_year(),
            form.cleaned_data["titles"],
            reason=form.cleaned_data.get("reason", ""),
            actor=self.request.user,
        )


class QuotaEdit(OfQuotas, RecordForm):
    """Change the limits of a title, with the reason."""

    form_class = QuotaChangeForm

    def get_instance(self) -> Quota:
        return self.get_row()

    def get_title(self) -> str:
        return f"Điều chỉnh số lượng: {self.instance.title}"

    def save(self, form: QuotaChangeForm) -> Quota:
        return services.change_quota(
            form.instance,
            actor=self.request.user,
            reason=form.cleaned_data["reason"],
        )


class QuotaDrop(OfQuotas, Removal):
    """Take a title out of what may be registered, with the reason."""

    form_class = ReasonedForm
    submit_label = "Bỏ khỏi danh sách"
    done = "Đã bỏ khỏi danh sách được đăng ký."
    lead = (
        "Đơn vị không đăng ký mới được nữa; những gì đã đăng ký vẫn còn trong giao ước."
    )

    def get_owner(self) -> EmulationYear:
        return self.get_year()

    def get_title(self) -> str:
        return f"Bỏ khỏi danh sách: {self.get_row().title}"

    def save(self, form: ReasonedForm) -> None:
        reason = form.cleaned_data["reason"]
        services.drop_quota(self.get_row(), reason=reason, actor=self.request.user)
