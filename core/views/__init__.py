"""Views of the kernel: the permission mixin, generic pages, one view for all actions."""

from core.views.actions import ActionView, ObjectPage, action_buttons
from core.views.jobs import JobFile, JobPage
from core.views.pages import (
    Guarded,
    HouseMixin,
    ListPage,
    ObjectMixin,
    Page,
    link,
)
from core.views.records import RecordForm

__all__ = [
    "ActionView",
    "Guarded",
    "HouseMixin",
    "JobFile",
    "JobPage",
    "ListPage",
    "ObjectMixin",
    "ObjectPage",
    "Page",
    "RecordForm",
    "action_buttons",
    "link",
]
