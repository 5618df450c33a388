"""Writing a previewed workbook, unless something changed since the preview."""

from typing import Any

from django.db import transaction

from core.models import WorkbookUpload
from core.workbooks import uploads
from core.workflow import BlockedError
from emulation.imports.planning import Plan, plan_of
from emulation.models import Pledge
from emulation.selectors.quotas import quotas_of
from emulation.services.imports import write_changes
from emulation.services.pledges import refuse_unless_editable
from emulation.services.registrations import lock_quotas

CHANGED = (
    "Giao ước vừa được thay đổi từ lúc bạn xem bản xem trước nên chưa ghi gì. "
    "Xem lại bản mới dưới đây rồi ghi."
)


class TakenMeanwhileError(BlockedError):
    """The pledge is not as it was in the preview."""


@transaction.atomic
def confirm(pledge: Pledge, upload: WorkbookUpload, digest: str, *, actor: Any) -> Plan:
    """Write the workbook as it was previewed under ``digest``; return what was done.

    The pledge is locked first, then the limits of titles, as typing does, and the same
    bytes are read again. Raises, and writes
    nothing, when the rows or the answers are others than in the preview.
    """
    refuse_unless_editable(pledge, actor)
    lock_quotas(pledge, {one.title_id for one in quotas_of(pledge.year)})
    current = Pledge.objects.select_related("participation__year").get(pk=pledge.pk)
    plan = plan_of(current, upload)
    if plan.digest != digest:
        raise TakenMeanwhileError([CHANGED])
    if plan.obstacles:
        raise BlockedError(plan.obstacles)
    write_changes(current, plan.changes(), actor=actor)
    uploads.finish(upload, plan.outcome)
    return plan
