"""Copying an earlier year's set-up, and what has changed since."""

from typing import Any

from django.http import Http404

from core.views import Page, RecordForm
from emulation.forms.setup import CopyForm
from emulation.models import EmulationYear
from emulation.selectors.comparison import changes_between
from emulation.selectors.setup import copy_offers, earlier_years, is_carried_on
from emulation.services.copying import copy_setup
from emulation.views.of_year import YearMixin
from emulation.views.setup import setup_crumbs, setup_url


class FromEarlier(YearMixin):
    """A page about this year and an earlier one, chosen by ``?nam=``."""

    def get_years(self) -> list[EmulationYear]:
        if not hasattr(self, "_earlier"):
            self._earlier = earlier_years(self.get_year(), self.request.user)
        return self._earlier

    def get_source(self) -> EmulationYear:
        """Return the year asked for, else the one copied from, else the newest."""
        years, asked = self.get_years(), self.request.GET.get("nam", "")
        if not years:
            raise Http404
        if asked:
            chosen = next((one for one in years if str(one.year) == asked), None)
            if chosen is None:
                raise Http404
            return chosen
        copied = self.get_year().copied_from_id
        return next((one for one in years if one.pk == copied), years[0])

    def get_crumbs(self) -> list[tuple[str, str]]:
        return [*setup_crumbs(self.get_year()), (self.get_title(), "")]


class SetupCopy(FromEarlier, RecordForm):
    """Take parts of an earlier year's set-up over."""

    permission = "emulation.create_year"
    form_class = CopyForm
    template_name = "emulation/setup_copy.html"
    submit_label = "Sao chép"
    done = "Đã sao chép. Xem các phần bên dưới rồi sửa cho đúng năm nay."

    def get_permission_object(self) -> EmulationYear:
        return self.get_year()

    def get_title(self) -> str:
        return f"Sao chép từ năm {self.get_source().year}"

    def get_form_kwargs(self) -> dict[str, Any]:
        offers = copy_offers(self.get_source(), self.get_year())
        return super().get_form_kwargs() | {"offers": offers}

    def save(self, form: CopyForm) -> EmulationYear:
        return copy_setup(
            self.get_source(),
            self.get_year(),
            form.cleaned_data["parts"],
            actor=self.request.user,
        )

    def get_back_url(self) -> str:
        return setup_url(self.get_year())

    def get_success_url(self) -> str:
        return self.get_back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = self.get_source()
        year, moving = self.get_year(), source.movements.all()
        return super().get_context_data(
            source=source,
            others=[one for one in self.get_years() if one != source],
            ended=[one for one in moving if not is_carried_on(one, year)],
            **kwargs,
        )


class SetupChanges(FromEarlier, Page):
    """What this year's set-up changed against an earlier one."""

    permission = "emulation.view_year"
    template_name = "emulation/setup_changes.html"

    def get_title(self) -> str:
        return (
            f"Thiết lập năm {self.get_year().year} so với năm {self.get_source().year}"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source, year = self.get_source(), self.get_year()
        parts = changes_between(source, year)
        words = [change.word for one in parts for change in one.changes]
        return super().get_context_data(
            source=source,
            others=[one for one in self.get_years() if one != source],
            parts=parts,
            counts={word: words.count(word) for word in ("Mới", "Đổi", "Bỏ")},
            same=sum(one.same for one in parts),
            **kwargs,
        )
