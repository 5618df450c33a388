"""An amendment of a signed pledge: its targets chosen and typed, then read."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from core import journal, workflow
from core.templatetags.house import vi_date
from emulation import selectors
from emulation.enums import AmendmentAction, AmendmentState, Section
from emulation.forms.amendments import AmendmentLineForm, AmendmentReasonForm
from emulation.models import AmendmentLine, Target
from emulation.selectors import versions
from emulation.services import amendments as services
from emulation.views.amending import crumbs_to
from emulation.views.rows import GridPage, Line, forms_of, in_parts, stale_of

# From the signature on the texts speak, not the rows: those change by adoption.
BY_TEXT = {AmendmentState.SIGNED, AmendmentState.ADOPTED, AmendmentState.REFUSED}


@dataclass(frozen=True)
class AmendedLine(Line):
    """A row of the amendment's table, with what the amendment does to it."""

    change: selectors.Amended | None = None


class AmendmentPage(GridPage):
    """One amendment: typed while a draft, read afterwards."""

    permission = "emulation.view_amendment"
    edit_permission = "emulation.amend_pledge"
    template_name = "emulation/amendment.html"
    form_class = AmendmentLineForm
    reason_outcome = None

    def get_queryset(self):
        return selectors.amendments_visible_to(self.request.user)

    def get_title(self):
        amendment = self.get_object()
        unit = amendment.participation.name
        return f"Điều chỉnh chỉ tiêu lần {amendment.number} của {unit}"

    def get_crumbs(self):
        amendment = self.get_object()
        return [*crumbs_to(amendment), (f"Điều chỉnh lần {amendment.number}", "")]

    def get_phase_kind(self):
        return ""  # no step of the year has a day for amendments

    def get_rows(self):
        rows = self.object.lines.exclude(action=AmendmentAction.DROP)
        return rows.select_related("target", "amendment")

    def save(self):
        self.rekinded = set()
        return services.save_lines(
            self.object,
            AmendmentLineForm,
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
        form = AmendmentLineForm(instance=row, prefix=f"row-{row.pk}")
        return {"value": str(form["value"])}

    def proceed(self):
        """After a whole-page save, do what the pressed button says."""
        do, _, of_what = self.request.POST.get("do", "").partition("-")
        doing = {
            "change": self.change,
            "drop": self.drop,
            "keep": self.keep,
            "add": self.add,
            "part": self.add_part,
            "under": self.add_under,
        }
        if do not in doing:
            return super().proceed()
        try:
            return doing[do](of_what)
        except workflow.BlockedError as error:
            return self.refuse(error.sentences)

    def get_target(self, pk: str) -> Target:
        known = self.object.pledge.targets.filter(dropped_by=None)
        rows = known.select_related("parent")
        return get_object_or_404(rows, pk=int(pk) if pk.isdecimal() else 0)

    def get_line(self, pk: str) -> AmendmentLine:
        known = self.object.lines.select_related("amendment", "target")
        return get_object_or_404(known, pk=int(pk) if pk.isdecimal() else 0)

    def change(self, pk: str) -> HttpResponse:
        target = self.get_target(pk)
        line = services.change_target(self.object, target, actor=self.request.user)
        return self.back_to_new(line)

    def drop(self, pk: str) -> HttpResponse:
        target = self.get_target(pk)
        services.drop_target(self.object, target, actor=self.request.user)
        count = len(services.parts_below(target))
        parts = f" cùng {count} chỉ tiêu “trong đó”" if count else ""
        messages.info(self.request, f"Bỏ “{target.content}”{parts}.")
        return redirect(f"{self.object.get_absolute_url()}#ct-{target.pk}")

    def keep(self, pk: str) -> HttpResponse:
        """A target stays as it is; an added row that says something is asked about."""
        line = self.get_line(pk)
        if line.action == AmendmentAction.ADD and (line.content or line.parts.exists()):
            return redirect("amendment-line-delete", line.pk)
        services.remove_line(line, actor=self.request.user)
        place = f"#ct-{line.target_id}" if line.target_id else ""
        return redirect(f"{self.object.get_absolute_url()}{place}")

    def add(self, section: str) -> HttpResponse:
        if section not in Section.values:
            raise Http404
        return self.append(section=section)

    def add_part(self, pk: str) -> HttpResponse:
        return self.append(parent=self.get_target(pk))

    def add_under(self, pk: str) -> HttpResponse:
        return self.append(whole=self.get_line(pk))

    def append(self, **place) -> HttpResponse:
        line = AmendmentLine(amendment=self.object, **place)
        return self.back_to_new(services.add_line(line, actor=self.request.user))

    def back_to_new(self, line: AmendmentLine) -> HttpResponse:
        # No fragment: it would keep the browser from focusing the row's field.
        return redirect(f"{self.object.get_absolute_url()}?moi={line.pk}")

    def get_context_data(self, **kwargs):
        amendment = self.object
        context = super().get_context_data(**kwargs)
        context["reason"] = self.get_reason_line(context["is_editable"])
        if amendment.state in BY_TEXT:
            context.update(self.get_texts())
        else:
            lines = self.get_lines(context["is_editable"])
            with_empty = context["is_editable"]
            context["parts"] = in_parts(lines, with_empty=with_empty)
        return context

    def get_texts(self) -> dict[str, Any]:
        """Return the signed text beside the one before it, and what was decided."""
        amendment = self.object
        base = versions.version_before(amendment)
        made = versions.version_made(amendment)
        refused = amendment.state == AmendmentState.REFUSED
        entries = journal.entries_of(amendment)
        after = f"bản {made.number}" if made else f"lần {amendment.number}"
        return {
            "base": base,
            "made": made,
            "compared": versions.compare(base.text, amendment.text),
            "left_title": f"Bản {base.number}, ký ngày {vi_date(base.signed_at)}",
            "right_title": f"Sau điều chỉnh ({after})",
            "refusal": entries.filter(verb="refuse").first() if refused else None,
        }

    def get_lines(self, is_editable: bool) -> list[AmendedLine]:
        rows = selectors.amended_rows(self.object)
        typed = [one.line for one in rows if one.line and one.is_kept]
        forms = forms_of(typed, AmendmentLineForm, self.outcome) if is_editable else {}
        self.focus_new(forms)
        stale = stale_of(self.outcome)
        return [self.get_amended_line(one, forms, stale) for one in rows]

    def get_amended_line(self, one, forms, stale) -> AmendedLine:
        pk = one.line.pk if one.line else None
        row = one.line if pk in forms else one.row
        return AmendedLine(
            row,
            one.number,
            one.depth,
            form=forms.get(pk),
            stale=stale.get(pk, []),
            change=one,
        )

    def focus_new(self, forms) -> None:
        for pk, form in forms.items():
            if str(pk) == self.request.GET.get("moi", ""):
                first = "content" if "content" in form.fields else "value"
                form.fields[first].widget.attrs["autofocus"] = True

    def get_reason_line(self, is_editable: bool) -> Line:
        amendment, outcome = self.object, self.reason_outcome
        forms = forms_of([amendment], AmendmentReasonForm, outcome)
        form = forms[amendment.pk] if is_editable else None
        return Line(
            amendment, "", 0, form=form, stale=stale_of(outcome).get(amendment.pk, [])
        )

    def get_sentence_links(self):
        found = selectors.amendment_gaps(self.object)
        return {sentence: f"#dong-{pk}" for pk, sentence in found if pk}


class AmendmentReason(AmendmentPage):
    """Saves the reason; the rest of the page is the amendment's."""

    form_class = AmendmentReasonForm

    def get(self, request, *args, **kwargs):
        return redirect(self.get_object().get_absolute_url())

    def get_rows(self):
        return [self.object]

    def cells(self, row):
        return {}

    def save(self):
        return services.save_reason(
            self.object, AmendmentReasonForm, self.request.POST, actor=self.request.user
        )

    def proceed(self):
        return super(AmendmentPage, self).proceed()

    def get_context_data(self, **kwargs):
        self.reason_outcome, self.outcome = self.outcome, None
        return super().get_context_data(**kwargs)
