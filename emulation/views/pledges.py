"""Pledges: the year's list, one pledge with its grid, its route to the signature."""

from functools import cached_property
from typing import ClassVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse

from core import grid, workflow
from core.views import Page, link
from emulation import selectors
from emulation.enums import PhaseKind, PledgeState, Section
from emulation.forms.pledges import ContentsForm, TargetForm
from emulation.models import Target
from emulation.services import pledges as services
from emulation.views.amending import amending_context
from emulation.views.aims import SLUGS, AimList, AimTable
from emulation.views.of_year import YearMixin, crumbs_of
from emulation.views.rows import GridPage, Line, forms_of, in_parts, stale_of

from units.models import Unit

class PledgeList(YearMixin, Page):
    """The year's pledges in protocol order, the user's own first."""

    permission = "emulation.view_year"
    template_name = "emulation/pledges.html"

    def get_title(self):
        return f"Giao ước năm {self.get_year().year}"

    def get_context_data(self, **kwargs):
        year = self.get_year()
        listed = selectors.pledges_for_list(year, self.request.user)
        signed = [one for one in listed if one.row.state == PledgeState.SIGNED]
        return super().get_context_data(
            year=year, listed=listed, signed_count=len(signed), **kwargs
        )


class PledgePage(GridPage):
    """One pledge: typed while a draft, read afterwards."""

    permission = "emulation.view_pledge"
    edit_permission = "emulation.edit_pledge"
    template_name = "emulation/pledge.html"
    form_class = TargetForm
    contents_outcome = None

    def get_queryset(self):
        return selectors.pledges_visible_to(self.request.user)

    def get_crumbs(self):
        year = self.get_object().year
        pledges = link("Giao ước", "pledges", year.bloc.code, year.year)
        return [
    aim_outcomes: ClassVar[dict[str, grid.Outcome | None]] = {}
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
        self.rekinded = set()
        return services.save_targets(
            self.object,
            TargetForm,
            self.request.POST,
            actor=self.request.user,
            after=self.note_kind,
        )

    def note_kind(self, row, changed) -> None:
        if "kind" in changed:
            self.rekinded.add(row.pk)

    def cells(self, row):
        """A row of another kind gets another field for its figure."""
        if row.pk not in self.rekinded:
            return {}
        form = TargetForm(instance=row, prefix=f"row-{row.pk}")
        return {"value": str(form["value"])}

    def append_rows(self, do, count):
        adds, _, section = do.partition("-")
        if adds != "add" or section not in Section.values:
            raise Http404
        user = self.request.user
        made = services.add_targets(self.object, section, count, actor=user)
        lines = self.get_lines(is_editable=True, only=made)
        name = "emulation/pledge_row.html"
        return "".join(render_to_string(name, {"line": one}) for one in lines)

    def order_rows(self, do, ids):
        if do != "order":
            raise Http404
        services.order_targets(self.object, ids, actor=self.request.user)

    def numbers(self):
        rows = selectors.numbered(selectors.targets_of(self.object))
        return {str(one.row.pk): one.number for one in rows}

    def proceed(self):
        """After a whole-page save, do what the pressed button says."""
        do, _, of_what = self.request.POST.get("do", "").partition("-")
        doing = {
            "add": self.add,
            "part": self.add_part,
            "up": self.move_up,
            "down": self.move_down,
            "delete": self.delete,
        }
        if do not in doing:
            return super().proceed()
        try:
            return doing[do](of_what)
        except workflow.BlockedError as error:
            return self.refuse(error.sentences)

    def get_target(self, pk: str) -> Target:
        known = self.object.targets.select_related("parent")
        return get_object_or_404(known, pk=int(pk) if pk.isdecimal() else 0)

    def add(self, section: str) -> HttpResponse:
        if section not in Section.values:
            raise Http404
        return self.append(Target(pledge=self.object, section=section))

    def add_part(self, pk: str) -> HttpResponse:
        whole = self.get_target(pk)
        kept = {"kind": whole.kind, "unit_of_measure": whole.unit_of_measure}
        return self.append(Target(pledge=self.object, parent=whole, **kept))

    def append(self, target: Target) -> HttpResponse:
        services.add_target(target, actor=self.request.user)
        # No fragment: it would keep the browser from focusing the new row's field.
        return redirect(f"{self.object.get_absolute_url()}?moi={target.pk}")

    def move_up(self, pk: str) -> HttpResponse:
        return self.move(pk, -1)

    def move_down(self, pk: str) -> HttpResponse:
        return self.move(pk, 1)

    def move(self, pk: str, step: int) -> HttpResponse:
        target = self.get_target(pk)
        services.move_target(target, step, actor=self.request.user)
        return self.back_to(target)

    def delete(self, pk: str) -> HttpResponse:
        """A blank row goes at once; one that says something is asked about."""
        target = self.get_target(pk)
        if target.content or target.parts.exists():
            return redirect("target-delete", target.pk)
        services.delete_target(target, actor=self.request.user)
        return redirect(self.object.get_absolute_url())

    def back_to(self, target: Target) -> HttpResponse:
        return redirect(f"{self.object.get_absolute_url()}#dong-{target.pk}")

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
            **amending_context(self, pledge),
        )
        return context

    def get_lines(self, is_editable: bool, only: set[int] | None = None) -> list[Line]:
        rows = selectors.numbered(selectors.targets_of(self.object))
        if only is not None:
            rows = [one for one in rows if one.row.pk in only]
        targets = [one.row for one in rows]
        typed = forms_of(targets, TargetForm, self.outcome) if is_editable else {}
        stale = stale_of(self.outcome)
        new = self.request.GET.get("moi", "")
        for pk, form in typed.items():
            if str(pk) == new:
                form.fields["content"].widget.attrs["autofocus"] = True
        return [
            Line(
                one.row,
                one.number,
                one.depth,
                form=typed.get(one.row.pk),
                stale=stale.get(one.row.pk, []),
            )
            for one in rows
        ]

    def get_contents_line(self, is_editable: bool) -> Line:
        pledge, outcome = self.object, self.contents_outcome
        typed = forms_of([pledge], ContentsForm, outcome) if is_editable else {}
        stale = stale_of(outcome).get(pledge.pk, [])
        return Line(pledge, "", 0, form=typed.get(pledge.pk), stale=stale)

    def get_sentence_links(self):
        links = {
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

            sentence: f"#dong-{one.row.pk}"
            for one, sentence in selectors.missing_targets(self.object)
        }


class PledgeContents(PledgePage):
    """Saves the contents; the rest of the page is the pledge's."""

    form_class = ContentsForm

    def get(self, request, *args, **kwargs):
        missing = selectors.missing_registrations(self.object)
        return links | {sentence: f"#{anchor}" for anchor, sentence in missing}
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
        return super(PledgePage, self).proceed()

    def get_context_data(self, **kwargs):
        self.contents_outcome, self.outcome = self.outcome, None
        return super().get_context_data(**kwargs)
