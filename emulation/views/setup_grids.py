"""Where the grids of a year's set-up are saved; the page itself is the set-up's."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string

from core import grid
from emulation.enums import SetupPart
from emulation.forms.setup import (
    CommonContentsForm,
    CommonTargetForm,
    MovementRowForm,
    QuotaForm,
)
from emulation.models import CommonTarget, EmulationYear, Movement
from emulation.selectors.readiness import Setup
from emulation.selectors.targets import Numbered
from emulation.services import movements as movement_services
from emulation.services import quotas as quota_services
from emulation.services import setup as services
from emulation.views.grids import Doing, GridPost
from emulation.views.of_year import YearMixin
from emulation.views.rows import Line, Removal
from emulation.views.setup import SetupPage, setup_url
from emulation.views.targets import TargetRows


class OfSetup(GridPost):
    """A grid of the set-up: read on the set-up's page, saved here."""

    permission = "emulation.create_year"
    part: SetupPart

    def get(self, _request: HttpRequest, **_kwargs: object) -> HttpResponse:
        return redirect(self.get_home_url())

    def get_home_url(self) -> str:
        return setup_url(self.get_year(), self.part)

    def context_of(self) -> tuple[EmulationYear, Any]:
        """Return the year and who types."""
        return self.get_year(), self.request.user


class CommonTargets(OfSetup, TargetRows, SetupPage):
    """The targets that every pledge carries."""

    part = SetupPart.COMMON
    form_class = CommonTargetForm

    def get_rows(self) -> Any:
        return self.get_year().common_targets.all()

    def get_targets(self) -> Any:
        return self.get_year().common_targets.select_related("year__bloc")

    def get_numbered(self) -> list[Numbered]:
        return Setup(self.get_year()).commons

    def save(self) -> grid.Outcome:
        year, actor = self.context_of()
        return services.save_commons(
            year,
            CommonTargetForm,
            self.request.POST,
            actor=actor,
            after=self.note_kind,
        )

    def new_target(self, **kept: Any) -> CommonTarget:
        return CommonTarget(year=self.get_year(), **kept)

    def add_target(self, target: CommonTarget) -> None:
        services.add_common(target, actor=self.request.user)

    def add_targets(self, section: str, count: int) -> set[int]:
        year, actor = self.context_of()
        return services.add_commons(year, section, count, actor=actor)

    def move_target(self, target: CommonTarget, step: int) -> None:
        services.move_common(target, step, actor=self.request.user)

    def order_targets(self, ids: list[int]) -> None:
        year, actor = self.context_of()
        services.order_commons(year, ids, actor=actor)

    def delete_target(self, target: CommonTarget) -> None:
        services.delete_common(target, actor=self.request.user)

    def ask_to_delete(self, target: CommonTarget) -> HttpResponse:
        year = self.get_year()
        return redirect("common-target-delete", year.bloc.code, year.year, target.pk)


class CommonTargetDelete(YearMixin, Removal):
    """Delete a common target with its parts, from the drafts too."""

    permission = "emulation.create_year"
    title = "Xóa chỉ tiêu chung"
    submit_label = "Xóa chỉ tiêu chung"
    done = "Đã xóa chỉ tiêu chung."

    def get_owner(self) -> EmulationYear:
        return self.get_year()

    def get_row(self) -> CommonTarget:
        rows = self.get_year().common_targets.select_related("year__bloc")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_back_url(self) -> str:
        return setup_url(self.get_year(), SetupPart.COMMON)

    def get_lead(self) -> str:
        common = self.get_row()
        count, carried = common.parts.count(), common.carried.count()
        sentences = [f"{common.wording}."]
        if count:
            sentences.append(f"Cả {count} dòng “trong đó” cũng bị xóa.")
        if carried:
            sentences.append(
                f"Chỉ tiêu đang có trong {carried} giao ước đang soạn. Nơi đơn vị đã đổi "
                "số hoặc ghi chú, dòng được giữ lại thành chỉ tiêu riêng của đơn vị."
            )
        return " ".join([*sentences, "Nhật ký giữ lại bản sao."])

    def save(self, form: Any) -> None:
        services.delete_common(self.get_row(), actor=self.request.user)


class CommonContents(OfSetup, SetupPage):
    """The contents that every pledge carries."""

    part = SetupPart.COMMON
    form_class = CommonContentsForm

    def get_rows(self) -> Any:
        return [self.get_year()]

    def save(self) -> grid.Outcome:
        year, actor = self.context_of()
        return services.save_common_contents(
            year, CommonContentsForm, self.request.POST, actor=actor
        )


class SetupMovements(OfSetup, Doing, SetupPage):
    """The movements of a year in preparation."""

    part = SetupPart.MOVEMENTS
    form_class = MovementRowForm
    deeds = {"add": "add", "up": "move_up", "down": "move_down", "delete": "delete"}

    def get_rows(self) -> Any:
        return self.get_year().movements.all()

    def save(self) -> grid.Outcome:
        year, actor = self.context_of()
        return services.save_movements(
            year, MovementRowForm, self.request.POST, actor=actor
        )

    def append_rows(self, do: str, count: int) -> str:
        if do != "add":
            raise Http404
        year, actor = self.context_of()
        made = services.add_movements(year, count, actor=actor)
        lines = self.lines(MovementRowForm, list(self.get_rows()), is_open=True)
        return "".join(
            render_to_string("emulation/setup_movement.html", {"line": one})
            for one in lines
            if one.row.pk in made
        )

    def order_rows(self, do: str, ids: list[int]) -> None:
        if do != "order":
            raise Http404
        year, actor = self.context_of()
        services.order_movements(year, ids, actor=actor)

    def numbers(self) -> dict[str, str]:
        rows: list[Line] = self.lines(
            MovementRowForm, list(self.get_rows()), is_open=False
        )
        return {str(one.row.pk): one.number for one in rows}

    def get_movement(self, pk: str) -> Movement:
        rows = self.get_year().movements.select_related("year__bloc")
        return get_object_or_404(rows, pk=int(pk) if pk.isdecimal() else 0)

    def add(self, _rest: str) -> HttpResponse:
        year, actor = self.context_of()
        services.add_movements(year, 1, actor=actor)
        return redirect(self.get_home_url())

    def move_up(self, pk: str) -> HttpResponse:
        return self.move(pk, -1)

    def move_down(self, pk: str) -> HttpResponse:
        return self.move(pk, 1)

    def move(self, pk: str, step: int) -> HttpResponse:
        actor = self.request.user
        services.move_movement(self.get_movement(pk), step, actor=actor)
        return redirect(self.get_home_url())

    def delete(self, pk: str) -> HttpResponse:
        """A blank row goes at once; one that says something is asked about."""
        movement = self.get_movement(pk)
        year = self.get_year()
        if movement.name:
            return redirect("movement-delete", year.bloc.code, year.year, movement.pk)
        movement_services.remove_movement(movement, actor=self.request.user)
        return redirect(self.get_home_url())


class SetupQuotas(OfSetup, Doing, SetupPage):
    """The titles that may be registered in a year in preparation, with their limits."""

    part = SetupPart.TITLES
    form_class = QuotaForm
    deeds = {"delete": "delete"}

    def get_rows(self) -> Any:
        return self.get_year().quotas.select_related("title")

    def save(self) -> grid.Outcome:
        year, actor = self.context_of()
        return quota_services.save_quotas(
            year, QuotaForm, self.request.POST, actor=actor
        )

    def delete(self, pk: str) -> HttpResponse:
        rows = self.get_year().quotas.select_related("year__bloc", "title")
        quota = get_object_or_404(rows, pk=int(pk) if pk.isdecimal() else 0)
        quota_services.drop_quota(quota, actor=self.request.user)
        return redirect(self.get_home_url())
