"""Typing what a pledge aims at: each of its three lists has an address of its own."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string

from emulation import selectors
from emulation.enums import Aim
from emulation.services import registrations as services
from emulation.views.aims import ROW_TEMPLATES, SLUGS
from emulation.views.pledges import PledgePage


class PledgeAims(PledgePage):
    """One of the three lists; the rest of the page is the pledge's."""

    deeds = {
        "add": "add",
        "up": "move_up",
        "down": "move_down",
        "delete": "delete",
    }

    def get(self, request, *args, **kwargs):
        return redirect(f"{self.get_object().get_absolute_url()}#danh-hieu")

    @property
    def aim(self) -> Aim:
        return self.kwargs["aim"]

    @property
    def form_class(self):
        return self.table.form_for(self.aim)

    def get_rows(self):
        return selectors.rows_of(self.object, self.aim)

    def save(self):
        return services.save_aims(
            self.object,
            self.aim,
            lambda standing: self.table.form_for(self.aim, standing),
            self.request.POST,
            actor=self.request.user,
        )

    def cells(self, row):
        if self.aim == Aim.INITIATIVE:
            return {}
        return {"about": self.table.about(row)}

    def append_rows(self, do, count):
        if do != "add":
            raise Http404
        made = services.add_aims(self.object, self.aim, count, actor=self.request.user)
        lines = self.table.listed(self.aim, is_editable=True).lines
        return "".join(
            render_to_string(ROW_TEMPLATES[self.aim], {"line": one, "aim": self.aim})
            for one in lines
            if one.row.pk in made
        )

    def order_rows(self, do, ids):
        if do != "order":
            raise Http404
        services.order_aims(self.object, self.aim, ids, actor=self.request.user)

    def numbers(self):
        keys = self.get_rows().values_list("pk", flat=True)
        return {str(pk): str(number) for number, pk in enumerate(keys, 1)}

    def get_row(self, pk: str):
        return get_object_or_404(self.get_rows(), pk=int(pk) if pk.isdecimal() else 0)

    def add(self, _pk: str) -> HttpResponse:
        (new,) = services.add_aims(self.object, self.aim, 1, actor=self.request.user)
        # No fragment: it would keep the browser from focusing the new row's field.
        return redirect(f"{self.object.get_absolute_url()}?{SLUGS[self.aim]}={new}")

    def move(self, pk: str, step: int) -> HttpResponse:
        row = self.get_row(pk)
        services.move_aim(row, self.aim, step, actor=self.request.user)
        anchor = selectors.anchor_of(row)
        return redirect(f"{self.object.get_absolute_url()}#{anchor}")

    def delete(self, pk: str) -> HttpResponse:
        """A blank row goes at once; one that says something is asked about."""
        row = self.get_row(pk)
        if not services.is_blank(row):
            name = "initiative" if self.aim == Aim.INITIATIVE else "registration"
            return redirect(f"{name}-delete", row.pk)
        services.delete_aim(row, actor=self.request.user)
        return redirect(f"{self.object.get_absolute_url()}#danh-hieu")

    def get_context_data(self, **kwargs):
        self.aim_outcomes = {self.aim: self.outcome}
        self.outcome = None
        return super().get_context_data(**kwargs)
