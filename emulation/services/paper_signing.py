"""Recording a pledge that was signed on paper, with its scan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from core import clock
from core.text import format_date
from core.workflow import BlockedError, verb
from emulation.enums import Capacity, SigningWay
from emulation.models import Pledge
from emulation.reports.pledge_text import PAPER_SIGNER, SCAN_HASH, text_of
from emulation.services.scans import store_scan
from emulation.services.signing import freeze
from emulation.workflow import PLEDGE
from units.models import Appointment

NO_SIGNER = "Chọn người ký trong danh sách, hoặc gõ họ tên và chức danh."
TWO_SIGNERS = "Chọn người ký trong danh sách hoặc gõ họ tên, không làm cả hai."
NO_OFFICE = "Ghi chức danh của người ký."
NO_CAPACITY = "Chọn tư cách ký."
NOT_A_LEADER = "Người được chọn hôm nay không phải thủ trưởng hay cấp phó của đơn vị."
NO_DAY = "Ghi ngày ký trên giấy."
IN_FUTURE = "Ngày ký không được sau hôm nay."
NO_PAPER = "Chọn bản quét giao ước đã ký."


@dataclass(frozen=True)
class PaperSignature:
    """What stands on the paper: a leader of the unit, or a name typed with its office."""

    leader: Appointment | None = None
    signer_name: str = ""
    office: str = ""
    capacity: str = ""
    signed_on: date | None = None

    @property
    def name(self) -> str:
        """The signer's name."""
        return self.leader.person.full_name if self.leader else self.signer_name.strip()

    @property
    def title(self) -> str:
        """The signer's office: as typed, else what the system knows of the leader."""
        if self.office.strip() or self.leader is None:
            return self.office.strip()
        known = self.leader.person.position
        return known or f"{self.leader.role_text}, {self.leader.unit}"


def faults_of(signature: PaperSignature, pledge: Pledge) -> Iterator[tuple[str, str]]:
    """Yield what cannot be recorded: the form's field at fault and a sentence."""
    yield from _faults_of_signer(signature, pledge)
    if signature.capacity not in Capacity.values:
        yield "capacity", NO_CAPACITY
    elif signature.leader:
        yield from _faults_of_capacity(signature.leader, signature.capacity)
    yield from _faults_of_day(signature.signed_on, pledge)


def _faults_of_signer(
    signature: PaperSignature, pledge: Pledge
) -> Iterator[tuple[str, str]]:
    leader, typed = signature.leader, signature.signer_name.strip()
    if leader is None:
        if not typed:
            yield "signer_name", NO_SIGNER
        elif not signature.office.strip():
            yield "office", NO_OFFICE
        return
    if typed:
        yield "signer_name", TWO_SIGNERS
    if leader.unit_id != pledge.participation.responsible_unit_id:
        yield "leader", NOT_A_LEADER


def _faults_of_capacity(
    leader: Appointment, capacity: str
) -> Iterator[tuple[str, str]]:
    wanted = Capacity.FOR_HEAD if leader.is_deputy else Capacity.HEAD
    if capacity != wanted:
        rank = "cấp phó" if leader.is_deputy else "thủ trưởng"
        yield (
            "capacity",
            f"{leader.person.full_name} là {rank} của đơn vị: chọn “{wanted.label}”.",
        )


def _faults_of_day(day: date | None, pledge: Pledge) -> Iterator[tuple[str, str]]:
    sent_on = pledge.submitted_at.astimezone(clock.zone()).date()
    if day is None:
        yield "signed_on", NO_DAY
    elif day > clock.today():
        yield "signed_on", IN_FUTURE
    elif day < sent_on:
        yield (
            "signed_on",
            f"Ngày ký không được trước ngày gửi giao ước ({format_date(sent_on)}).",
        )


@verb(PLEDGE, "record_signature")
def record_signature(
    pledge: Pledge,
    *,
    actor: Any,
    signature: PaperSignature | None = None,
    scan: Any = None,
    **_data: object,
) -> list[list[Any]]:
    """Freeze the text that was signed on paper, with the scan and who recorded it.

    The pledge counts as signed on the day that stands on the paper.
    """
    wanted = signature or PaperSignature()
    faults = [sentence for _field, sentence in faults_of(wanted, pledge)]
    if scan is None:
        faults.append(NO_PAPER)
    if faults or wanted.signed_on is None:
        raise BlockedError(faults)
    day = datetime.combine(wanted.signed_on, time.min, clock.zone())
    pledge.signed_at = day
    kept = store_scan(scan, actor=actor)
    changes = freeze(
        pledge,
        text_of(pledge),
        way=SigningWay.PAPER,
        recorded_by=actor,
        signer_name=wanted.name,
        capacity=wanted.capacity,
        office=wanted.title,
        scan=kept,
    )
    return [
        [PAPER_SIGNER, None, f"{wanted.name}, {wanted.title}"],
        ["ngày ký trên giấy", None, format_date(wanted.signed_on)],
        [SCAN_HASH, None, kept.sha256],
        *changes,
    ]
