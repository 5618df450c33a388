"""Views of the kernel: the permission mixin, generic pages, one view for all actions."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.generic import DetailView, FormView, ListView, TemplateView, View

from core import access, files, journal, workflow
from core.forms import ReasonForm
from core.models import Job


class Guarded:
    """Every view declares ``permission``; ``get_permission_object`` says on what.

    ``PUBLIC`` needs no sign-in, ``SIGNED_IN`` any account. Objects outside the user's
    scope answer 404 through ``get_queryset``; visible ones refuse with the reason.
    """

    permission: str = ""

    def get_permission_object(self) -> Any:
        return None

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        if self.permission not in {access.PUBLIC, access.SIGNED_IN}:
            self.refuse_unless(self.permission, self.get_permission_object())
        return super().dispatch(request, *args, **kwargs)

    def refuse_unless(self, permission: str, obj: object = None) -> None:
        """Raise ``PermissionDenied`` with the rule's sentence."""
        answer = access.check(self.request.user, permission, obj)
        if not answer.allowed:
            raise PermissionDenied(answer.why)

    def may(self, permission: str, obj: object = None) -> bool:
        """Tell whether the signed-in user may."""
        return access.check(self.request.user, permission, obj).allowed


class HouseMixin(Guarded):
    """Title and crumbs for ``base.html``."""

    title = ""
    crumbs: list[tuple[str, str]] = []

    def get_title(self) -> str:
        return self.title

    def get_crumbs(self) -> list[tuple[str, str]]:
        return self.crumbs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.setdefault("title", self.get_title())
        context.setdefault("crumbs", self.get_crumbs())
        return context


class Page(HouseMixin, TemplateView):
    """A page that is neither a list nor one object."""


class ListPage(HouseMixin, ListView):
    """A list; ``get_queryset`` is the scope."""

    paginate_by = 60


class ObjectMixin(HouseMixin):
    """A page about one object of the user's scope; the permission is asked on it."""

    def get_object(self, queryset: models.QuerySet | None = None) -> Any:
        if not hasattr(self, "_found"):
            self._found = super().get_object(queryset)
        return self._found

    def get_permission_object(self) -> Any:
        return self.get_object()

    def get_title(self) -> str:
        return str(self.get_object())


class ObjectPage(ObjectMixin, DetailView):
    """One object; offers its actions and its journal."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        obj = self.object
        if type(obj) in workflow.Machine.by_model:
            context["actions"] = action_buttons(obj, self.request.user)
        return context


class RecordForm(HouseMixin, FormView):
    """Create or change a back-office row through the journal.

    Subclasses give ``form_class`` (a ModelForm) and, for a change, ``get_instance``.
    """

    template_name = "components/form_page.html"
    submit_label = "Lưu"

    def get_instance(self) -> Any:
        return None

    def get_permission_object(self) -> Any:
        return self.get_instance()

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        instance = self.get_instance()
        if instance is not None:
            kwargs["instance"] = instance
        return kwargs

    def save(self, form: Any) -> Any:
        """Save the form's row; override to call a service."""
        journal.save(form.instance, actor=self.request.user)
        return form.instance

    def form_valid(self, form: Any) -> HttpResponse:
        self.object = self.save(form)
        messages.success(self.request, "Đã lưu.")
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(submit_label=self.submit_label, **kwargs)


def action_buttons(obj: Any, user: Any) -> list[dict[str, Any]]:
    """Return what ``components/actions.html`` draws; the first possible is primary."""
    buttons, has_primary = [], False
    for action in workflow.available(obj, user):
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
        try:
            return self.machine.transition(self.kwargs["action"])
        except KeyError as error:
            raise Http404 from error

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
            messages.warning(request, str(error))
            return redirect(self.get_success_url(obj))
        except workflow.BlockedError as error:
            return self.page(form, error.sentences, status=409)
        messages.success(request, f"{transition.done}.")
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


class JobPage(HouseMixin, DetailView):
    """A job's progress; refreshed in place by htmx."""

    permission = access.SIGNED_IN
    template_name = "components/job_page.html"

    def get_queryset(self) -> models.QuerySet[Job]:
        return Job.objects.filter(asked_by=self.request.user)

    def get_template_names(self) -> list[str]:
        if getattr(self.request, "htmx", False):
            return ["components/progress.html"]
        return [self.template_name]

    def get_title(self) -> str:
        return self.object.title


class JobFile(Guarded, View):
    """The file that a job made, for the person who asked."""

    permission = access.SIGNED_IN

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        job = Job.objects.filter(asked_by=request.user, pk=pk).exclude(file=None)
        found = job.select_related("file").first()
        if found is None:
            raise Http404
        return files.respond(found.file)


def link(label: str, name: str, *args: object) -> tuple[str, str]:
    """Return a crumb."""
    return (label, reverse(name, args=args))
