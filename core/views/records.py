"""The form of a back-office row: saved through the journal, never over someone's edit."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from core import journal, stale
from core.views.pages import HouseMixin
from core.workflow import BlockedError

SAVED_TWICE = (
    "Vừa có người lưu một mục trùng với mục này. Xem lại danh sách rồi lưu lần nữa."
)


class RecordForm(HouseMixin, FormView):
    """Create or change a back-office row through the journal.

    Subclasses give ``form_class`` (a ModelForm) and, for a change, ``get_instance``.
    When the row was changed since the form was drawn, nothing is saved: the form comes
    back with what was typed and, beside each field, what the other person wrote.
    """

    template_name = "components/form_page.html"
    submit_label = "Lưu"
    done = "Đã lưu."
    lead = ""
    is_danger = False

    def get_instance(self) -> Any:
        return None

    @cached_property
    def instance(self) -> Any:
        found = self.get_instance()
        self._loaded = {} if found is None else _columns(found)
        return found

    def get_permission_object(self) -> Any:
        return self.instance

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.instance is not None:
            kwargs["instance"] = self.instance
        return kwargs

    def get_form(self, form_class: type | None = None) -> Any:
        form = super().get_form(form_class)
        if self.instance is not None:
            stale.watch(form)
        return form

    def save(self, form: Any) -> Any:
        """Save the form's row; override to call a service."""
        journal.save(form.instance, actor=self.request.user)
        return form.instance

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                if self.instance is not None and self.is_outdated(form):
                    return self.form_invalid(form, status=409)
                self.object = self.save(form)
        except ValidationError as error:
            stale.add_errors(form, error)
            return self.form_invalid(form)
        except IntegrityError:
            form.add_error(None, SAVED_TWICE)
            return self.form_invalid(form, status=409)
        except BlockedError as error:
            form.add_error(None, error.sentences)
            return self.form_invalid(form)
        return self.finish()

    def is_outdated(self, form: Any) -> bool:
        """Lock the row and tell whether what the form shows was changed meanwhile.

        What others changed beside the form (a state, a stamp) is taken over, so that
        saving the whole row writes nothing back.
        """
        current = self.get_current_form()
        if stale.changed_meanwhile(form, current):
            return True
        row = form.instance
        for name, value in _columns(current.instance).items():
            if value != self._loaded[name] == getattr(row, name):
                setattr(row, name, value)
        return False

    def finish(self) -> HttpResponse:
        """Answer a save."""
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any, status: int = 422) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = status
        return response

    def get_current_form(self) -> Any:
        """Return a fresh form of the row as it is now; the row is locked."""
        kwargs = self.get_form_kwargs() | {"data": None, "files": None}
        rows = type(self.instance)._default_manager.select_for_update(of=("self",))
        kwargs["instance"] = rows.get(pk=self.instance.pk)
        return self.get_form_class()(**kwargs)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def get_back_url(self) -> str:
        return self.instance.get_absolute_url() if self.instance is not None else ""

    def get_lead(self) -> str:
        return self.lead

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        defaults = {
            "submit_label": self.submit_label,
            "lead": self.get_lead(),
            "back_url": self.get_back_url(),
            "is_danger": self.is_danger,
        }
        return super().get_context_data(**(defaults | kwargs))


def _columns(row: Any) -> dict[str, Any]:
    """Return what the database holds of a row, by attribute."""
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
