"""Rows shaped as targets, wherever they are typed: added, parted, moved, deleted."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string

from emulation.enums import Section
from emulation.selectors.targets import Numbered
from emulation.views.grids import Doing
from emulation.views.rows import Line, forms_of, stale_of


class TargetRows(Doing):
    """The grid of a pledge's targets, or of a year's.

    Pages give ``get_numbered``, ``get_targets`` (where a button's row is looked up),
    ``new_target``, and the verbs ``add_target``, ``add_targets``, ``move_target``,
    ``order_targets``, ``delete_target``, ``ask_to_delete``.
    """

    deeds = {
        "add": "add",
        "part": "add_part",
        "up": "move_up",
        "down": "move_down",
        "delete": "delete",
    }
    row_template = "emulation/pledge_row.html"
    target_form: type[forms.ModelForm] | None = None  # where the page's own is another

    def get_numbered(self) -> list[Numbered]:
        raise NotImplementedError

    def note_kind(self, row: Any, changed: list[str]) -> None:
        """A row of another kind gets another field for its figure."""
        if "kind" in changed:
            self.rekinded = {*getattr(self, "rekinded", ()), row.pk}

    def cells(self, row: Any) -> dict[str, str]:
        if row.pk not in getattr(self, "rekinded", ()):
            return {}
        form = self.form_class(instance=row, prefix=f"row-{row.pk}")
        return {"value": str(form["value"])}

    def append_rows(self, do: str, count: int) -> str:
        adds, _, section = do.partition("-")
        if adds != "add" or section not in Section.values:
            raise Http404
        made = self.add_targets(section, count)
        lines = self.get_lines(is_editable=True, only=made)
        return "".join(
            render_to_string(self.row_template, {"line": one}) for one in lines
        )

    def order_rows(self, do: str, ids: list[int]) -> None:
        if do != "order":
            raise Http404
        self.order_targets(ids)

    def numbers(self) -> dict[str, str]:
        return {str(one.row.pk): one.number for one in self.get_numbered()}

    def get_target(self, pk: str) -> Any:
        known = self.get_targets().select_related("parent")
        return get_object_or_404(known, pk=int(pk) if pk.isdecimal() else 0)

    def add(self, section: str) -> HttpResponse:
        if section not in Section.values:
            raise Http404
        return self.append(self.new_target(section=section))

    def add_part(self, pk: str) -> HttpResponse:
        whole = self.get_target(pk)
        kept = {"kind": whole.kind, "unit_of_measure": whole.unit_of_measure}
        return self.append(self.new_target(parent=whole, **kept))

    def append(self, target: Any) -> HttpResponse:
        self.add_target(target)
        # No fragment: it would keep the browser from focusing the new row's field.
        home = self.get_home_url().partition("#")[0]
        return redirect(f"{home}?moi={target.pk}")

    def move_up(self, pk: str) -> HttpResponse:
        return self.move(pk, -1)

    def move_down(self, pk: str) -> HttpResponse:
        return self.move(pk, 1)

    def move(self, pk: str, step: int) -> HttpResponse:
        target = self.get_target(pk)
        self.move_target(target, step)
        return redirect(f"{self.get_home_url().partition('#')[0]}#dong-{target.pk}")

    def delete(self, pk: str) -> HttpResponse:
        """A blank row goes at once; one that says something is asked about."""
        target = self.get_target(pk)
        if target.content or target.parts.exists():
            return self.ask_to_delete(target)
        self.delete_target(target)
        return redirect(self.get_home_url())

    def get_lines(self, is_editable: bool, only: set[int] | None = None) -> list[Line]:
        """Return the rows as the page shows them, with fields where they are typed."""
        rows = self.get_numbered()
        if only is not None:
            rows = [one for one in rows if one.row.pk in only]
        targets = [one.row for one in rows]
        form_class = self.target_form or self.form_class
        typed = forms_of(targets, form_class, self.outcome) if is_editable else {}
        return lines_of(rows, typed, stale_of(self.outcome), self.request)


def lines_of(rows: list[Numbered], typed: Any, stale: Any, request: Any) -> list[Line]:
    """Pair numbered rows with their fields; the row just added gets the focus."""
    new = request.GET.get("moi", "")
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
