"""Signing an amendment, and what its adoption makes of pledge and reports."""

from datetime import date
from typing import Any

from core import clock
from core.workflow import BlockedError, verb
from emulation import selectors
from emulation.enums import AmendmentAction, ReportState
from emulation.models import Amendment, AmendmentLine, Pledge, PledgeVersion, Target
from emulation.reports.pledge_text import SIGNED_HASH, digest_of, text_of
from emulation.services import signing
from emulation.services.results import follow_amendments
from emulation.services.scans import store_scan
from emulation.workflow import AMENDMENT
from units.services import confirm_identity

Changes = list[list[Any]]
TEXT_DIFFERS = (
    "Giao ước sau điều chỉnh không còn đúng nguyên văn thủ trưởng đã ký. "
    "Trả lại để thủ trưởng đọc và ký lại."
)
NO_NUMBER = "Ghi số, ký hiệu văn bản chấp thuận điều chỉnh."
NO_DATE = "Ghi ngày của văn bản chấp thuận điều chỉnh."
IN_FUTURE = "Ngày văn bản không được sau hôm nay."


def amended_text(amendment: Amendment) -> str:
    """Return the whole pledge as an undecided amendment would make it."""
    return text_of(amendment.pledge, selectors.amended_targets(amendment))


@verb(AMENDMENT, "sign")
def sign(
    amendment: Amendment,
    *,
    actor: Any,
    password: str = "",
    consent: str = "",
    digest: str = "",
    **_data: object,
) -> Changes:
    """Freeze the whole amended text with its hash and the signer's office that day.

    ``digest``, where given, is of the text that the signer was shown. The page has
    asked for the password before, outside of this transaction.
    """
    signed_text = amended_text(amendment)
    sha256 = digest_of(signed_text)
    if not signing.is_consent(consent):
        raise BlockedError([signing.NO_CONSENT])
    if digest and digest != sha256:
        raise BlockedError([signing.TEXT_CHANGED])
    if not confirm_identity(actor, password):
        raise BlockedError([signing.WRONG_PASSWORD])
    amendment.text, amendment.sha256 = signed_text, sha256
    amendment.capacity = signing.capacity_to_sign(actor, amendment.pledge)
    amendment.office = actor.person.position or actor.acting_as.text
    return [[SIGNED_HASH, None, sha256]]


@verb(AMENDMENT, "return")
def forget_signature(amendment: Amendment, **_data: object) -> Changes:
    """Take the signature off what is to be written anew; the journal keeps its hash."""
    changes: Changes = []
    if amendment.sha256:
        changes = [[SIGNED_HASH, amendment.sha256, None]]
    amendment.text = amendment.sha256 = amendment.capacity = amendment.office = ""
    return changes


@verb(AMENDMENT, "adopt")
def adopt(
    amendment: Amendment,
    *,
    actor: Any,
    decision_number: str = "",
    decision_date: date | None = None,
    decision_file: Any = None,
    **_data: object,
) -> Changes:
    """Make the amended text the pledge's next version, and its targets the ones that
    hold. Raise when the outcome were another text than the one signed.

    Reports not yet approved follow; what was approved keeps what it was held against.
    """
    if sentences := _faults_of_decision(amendment, decision_number, decision_date):
        raise BlockedError(sentences)
    pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=amendment.pledge_id)
    changes = _apply(amendment, pledge)
    if digest_of(text_of(pledge)) != amendment.sha256:
        raise BlockedError([TEXT_DIFFERS])
    _add_version(amendment, pledge)
    reports = pledge.participation.reports.select_for_update(of=("self",))
    for report in reports.exclude(state=ReportState.APPROVED):
        follow_amendments(report)
    amendment.decision_number = decision_number.strip()
    amendment.decision_date = decision_date
    if decision_file is not None:
        amendment.decision_file = store_scan(decision_file, actor=actor)
    decision = [["số văn bản", None, amendment.decision_number]]
    return [*decision, ["ngày văn bản", None, decision_date], *changes]


def _faults_of_decision(
    amendment: Amendment, number: str, day: date | None
) -> list[str]:
    faults = [] if number.strip() else [NO_NUMBER]
    signed_on = amendment.signed_at.astimezone(clock.zone()).date()
    if day is None:
        faults.append(NO_DATE)
    elif day > clock.today():
        faults.append(IN_FUTURE)
    elif day < signed_on:
        faults.append(
            f"Ngày văn bản không được trước ngày thủ trưởng ký ({signed_on:%d/%m/%Y})."
        )
    return faults


def _apply(amendment: Amendment, pledge: Pledge) -> Changes:
    """Write the amendment's lines into the pledge; return what changed from what."""
    changes: Changes = []
    written: dict[int, Target] = {}
    for one in selectors.amended_rows(amendment):
        if one.action == AmendmentAction.CHANGE:
            changes.append([one.before.content, one.before.wording, one.row.wording])
            one.row.version += 1
            one.row.save()
        elif one.action == AmendmentAction.DROP:
            changes.append([one.row.content, one.row.wording, None])
            one.row.dropped_by = amendment
            one.row.save()
        elif one.action == AmendmentAction.ADD:
            row = _new_target(one.line, pledge, written)
            changes.append([row.content, None, row.wording])
    return changes


def _new_target(
    line: AmendmentLine, pledge: Pledge, written: dict[int, Target]
) -> Target:
    """Write an added target; wholes come before their parts in reading order."""
    parent = written[line.whole_id] if line.whole_id else line.parent
    target = Target(pledge=pledge, parent=parent, position=line.position)
    target.take(line)
    target.save()
    written[line.pk] = target
    return target


def _add_version(amendment: Amendment, pledge: Pledge) -> None:
    signer = amendment.signed_by
    PledgeVersion.objects.create(
        pledge=pledge,
        number=pledge.versions.order_by("-number").first().number + 1,
        text=amendment.text,
        sha256=amendment.sha256,
        amendment=amendment,
        signed_by=signer,
        signer_name=signer.person.full_name,
        capacity=amendment.capacity,
        office=amendment.office,
        signed_at=amendment.signed_at,
    )
