"""One view for all transitions of a machine, and the buttons that lead to it."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import DetailView, View

from core import workflow
from core.forms import ReasonForm
from core.views.pages import Guarded, ObjectMixin


class ObjectPage(ObjectMixin, DetailView):
    """One object; offers its actions and its journal."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        obj = self.object
        if type(obj) in workflow.Machine.by_model:
            context["actions"] = action_buttons(obj, self.request.user)
        return context


def action_buttons(
    obj: Any, user: Any, *, known: Mapping[str, bool] | None = None
) -> list[dict[str, Any]]:
    """Return what ``components/actions.html`` draws; the first possible is primary.

    ``known`` answers permissions that a list has asked once for all its rows.
    """
    buttons, has_primary = [], False
    for action in workflow.available(obj, user, known=known):
        transition = action.transition
        is_primary = action.allowed and not transition.danger and not has_primary
        has_primary = has_primary or is_primary
        buttons.append(
            {
                "verb": action.name,
                "label": transition.label,
                "url": obj.get_action_url(action.name),
                "is_primary": is_primary,
                "is_danger": transition.danger,
                "allowed": action.allowed,
                "why": " ".join(action.sentences),
                "sentences": action.sentences,
            }
        )
    return buttons


class ActionView(Guarded, View):
    """Every transition of a machine: GET asks, POST acts.

    ``queryset_for(user)`` is the scope and ``permission`` who sees the object; the
    engine asks for the transition's own permission. ``forms`` maps a transition to a
    form whose cleaned data goes to its verb; the default asks for the reason.
    """

    machine: workflow.Machine
    forms: dict[str, type] = {}
    template_name = "components/confirm.html"

    def get_queryset(self) -> models.QuerySet:
        raise NotImplementedError

    def get_object(self) -> Any:
        if not hasattr(self, "_found"):
            try:
                self._found = self.get_queryset().get(pk=self.kwargs["pk"])
            except self.machine.model.DoesNotExist as error:
                raise Http404 from error
        return self._found

    def get_permission_object(self) -> Any:
        return self.get_object()

    def get_transition(self) -> workflow.Transition:
        found = self.machine.transitions.get(self.kwargs["action"])
        if found is None or found.automatic:
            raise Http404
        return found

    def get_form(self, data: Any = None) -> Any:
        form_class = self.forms.get(self.get_transition().name, ReasonForm)
        form = form_class(data, **self.get_form_kwargs())
        if "reason" in form.fields:
            if self.get_transition().reason:
                form.fields["reason"].required = True
            elif form_class is ReasonForm:
                del form.fields["reason"]
        return form

    def get_form_kwargs(self) -> dict[str, Any]:
        return {}

    def get(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        obj, transition = self.get_object(), self.get_transition()
        self.refuse_unless(transition.permission, obj)
        if obj.state not in transition.sources:
            messages.warning(request, _too_late(obj))
            return redirect(self.get_success_url(obj))
        return self.page(self.get_form(), workflow.blocks(obj, transition))

    def post(self, request: HttpRequest, **_kwargs: object) -> HttpResponse:
        obj, transition = self.get_object(), self.get_transition()
        self.refuse_unless(transition.permission, obj)
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.page(form, [], status=422)
        data = dict(form.cleaned_data)
        try:
            done = workflow.run(
                obj,
                transition.name,
                actor=request.user,
                reason=data.pop("reason", ""),
                expected=request.POST.get("expected") or None,
                **data,
            )
        except workflow.NotNowError as error:
            if form.cleaned_data.get("reason"):  # what was written is not thrown away
                return self.page(form, [str(error)], status=409)
            messages.warning(request, str(error))
            return redirect(self.get_success_url(obj))
        except workflow.BlockedError as error:
            return self.page(form, error.sentences, status=409)
        done_words = transition.done[:1].lower() + transition.done[1:]
        messages.success(request, f"Đã {done_words}.")
        return redirect(self.get_success_url(done))

    def page(self, form: Any, sentences: list[str], status: int = 200) -> HttpResponse:
        """Draw the confirm page, with what stands in the way."""
        obj, transition = self.get_object(), self.get_transition()
        context = {
            "object": obj,
            "transition": transition,
            "title": transition.label,
            "form": form,
            "sentences": sentences,
            "back_url": self.get_success_url(obj),
            **self.get_extra_context(),
        }
        return render(self.request, self.template_name, context, status=status)

    def get_extra_context(self) -> dict[str, Any]:
        return {}

    def get_success_url(self, obj: Any) -> str:
        return obj.get_absolute_url()


def _too_late(obj: Any) -> str:
    label = obj.get_state_display()
    return f"Không làm được lúc này: hiện ở trạng thái “{label}”."
