"""Pledges: the year's list, one pledge with its grid, its route to the signature."""

from functools import cached_property
from typing import ClassVar

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from core import grid
from core.views import Page, link
from emulation import selectors
from emulation.enums import PhaseKind, PledgeState
from emulation.forms.pledges import ContentsForm, TargetForm
from emulation.models import Target
from emulation.reports.pledge_text import participation_lines
from emulation.selectors import route
from emulation.services import pledges as services
from emulation.views.aims import SLUGS, AimList, AimTable
from emulation.views.amending import amending_context
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, Line, forms_of, in_parts, stale_of
from emulation.views.targets import TargetRows
from units.models import Unit


class PledgeList(YearMixin, Page):
    """The year's pledges in protocol order, the user's own first."""

    permission = "emulation.view_year"
    template_name = "emulation/pledges.html"

    def get_title(self):
        return f"Giao ước năm {self.get_year().year}"

    def get_context_data(self, **kwargs):
        year = self.get_year()
        user = self.request.user
        listed = selectors.pledges_for_list(year, user)
        signed = [one for one in listed if one.row.state == PledgeState.SIGNED]
        return super().get_context_data(
            year=year,
            listed=listed,
            signed_count=len(signed),
            chooses_all=self.request.GET.get("chon") == "tat-ca",
            to_accept=route.to_accept([one.row for one in listed], year, user),
            sees_whole_year=self.may("emulation.see_whole_year", year),
            **kwargs,
        )


class PledgePage(TargetRows, GridPage):
    """One pledge: typed while a draft, read afterwards."""

    permission = "emulation.view_pledge"
    edit_permission = "emulation.edit_pledge"
    template_name = "emulation/pledge.html"
    form_class = TargetForm
    target_form = TargetForm
    contents_outcome = None
    aim_outcomes: ClassVar[dict[str, grid.Outcome | None]] = {}

    def get_queryset(self):
        return selectors.pledges_visible_to(self.request.user)

    def get_crumbs(self):
        year = self.get_object().year
        pledges = link("Giao ước", "pledges", year.bloc.code, year.year)
        return [
            *crumbs_of(year),
            pledges,
            (self.get_object().participation.name, ""),
        ]

    def get_phase_kind(self):
        is_accepted = self.object.state == PledgeState.ACCEPTED
        return PhaseKind.SIGN if is_accepted else PhaseKind.REGISTER

    def get_rows(self):
        return self.object.targets.select_related("pledge")

    def save(self):
        return services.save_targets(
            self.object,
            TargetForm,
            self.request.POST,
            actor=self.request.user,
            after=self.note_kind,
        )

    def get_numbered(self):
        return selectors.numbered(selectors.targets_of(self.object))

    def get_targets(self):
        return self.object.targets.all()

    def new_target(self, **kept):
        return Target(pledge=self.object, **kept)

    def add_target(self, target):
        services.add_target(target, actor=self.request.user)

    def add_targets(self, section, count):
        user = self.request.user
        return services.add_targets(self.object, section, count, actor=user)

    def move_target(self, target, step):
        services.move_target(target, step, actor=self.request.user)

    def order_targets(self, ids):
        services.order_targets(self.object, ids, actor=self.request.user)

    def delete_target(self, target):
        services.delete_target(target, actor=self.request.user)

    def ask_to_delete(self, target):
        return redirect("target-delete", target.pk)

    def get_context_data(self, **kwargs):
        pledge = self.object
        context = super().get_context_data(**kwargs)
        is_editable = context["is_editable"]
        context.update(
            parts=in_parts(self.get_lines(is_editable), with_empty=is_editable),
            contents=self.get_contents_line(is_editable),
            aims=self.get_aims(is_editable),
            staff_url=self.get_staff_url() if is_editable else "",
            version=selectors.signed_version_of(pledge),
            terms=list(participation_lines(pledge.participation)),
            **amending_context(self, pledge),
        )
        return context

    @cached_property
    def table(self) -> AimTable:
        user = self.request.user
        return AimTable(self.object, user, is_inside=self.reads_history())

    def get_staff_url(self) -> str:
        """Return where the unit's people are kept, for who keeps them."""
        pk = self.object.participation.responsible_unit_id
        unit = get_object_or_404(Unit, pk=pk)
        is_keeper = self.may("units.keep_staff", unit)
        return reverse("unit-staff", args=[pk]) if is_keeper else ""

    def get_aims(self, is_editable: bool) -> list[AimList]:
        return [
            self.table.listed(
                aim,
                is_editable=is_editable,
                outcome=self.aim_outcomes.get(aim),
                new=self.request.GET.get(slug, ""),
            )
            for aim, slug in SLUGS.items()
        ]

    def get_contents_line(self, is_editable: bool) -> Line:
        pledge, outcome = self.object, self.contents_outcome
        typed = forms_of([pledge], ContentsForm, outcome) if is_editable else {}
        stale = stale_of(outcome).get(pledge.pk, [])
        return Line(pledge, "", 0, form=typed.get(pledge.pk), stale=stale)

    def get_sentence_links(self):
        links = {
            sentence: f"#dong-{one.row.pk}"
            for one, sentence in selectors.missing_targets(self.object)
        }
        missing = selectors.missing_registrations(self.object)
        return links | {sentence: f"#{anchor}" for anchor, sentence in missing}


class PledgeContents(PledgePage):
    """Saves the contents; the rest of the page is the pledge's."""

    form_class = ContentsForm

    def get(self, request, *args, **kwargs):
        return redirect(self.get_object().get_absolute_url())

    def get_rows(self):
        return [self.object]

    def cells(self, row):
        return {}

    def save(self):
        return services.save_contents(
            self.object, ContentsForm, self.request.POST, actor=self.request.user
        )

    def proceed(self):
        return GridPage.proceed(self)

    def get_context_data(self, **kwargs):
        self.contents_outcome, self.outcome = self.outcome, None
        return super().get_context_data(**kwargs)
