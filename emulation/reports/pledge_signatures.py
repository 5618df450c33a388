"""Who has signed a bloc's pledge, and the facts of each signature in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core import clock
from core.text import format_date
from emulation import selectors
from emulation.enums import Capacity, PhaseKind, SigningWay
from emulation.models import EmulationYear, Participation, Pledge, PledgeVersion
from units.enums import Role
from units.models import Appointment

HASH_OF = "sha256 giao ước"
GROUP = 8  # letters of a hash that stand together on paper


@dataclass(frozen=True)
class Signing:
    """One unit's place among the signatures: its last version, or why there is none."""

    pledge: Pledge
    version: PledgeVersion | None
    head_position: str

    @property
    def participation(self) -> Participation:
        return self.pledge.participation

    @property
    def is_awaited(self) -> bool:
        """The unit takes part today and has not signed."""
        unit = self.participation
        return self.version is None and unit.takes_part_on(clock.today())

    @property
    def remark(self) -> str:
        """What stands under the office: how it was signed, or that it was not."""
        if self.version:
            return how_signed(self.version)
        unit = self.participation
        if unit.left_on and unit.left_on <= clock.today():
            return f"thôi tham gia từ ngày {format_date(unit.left_on)}"
        return "chưa ký"

    @property
    def position(self) -> str:
        """The office of who signed, without the unit that is named above it; of who
        would sign where nobody has.
        """
        if self.version is None:
            return self.head_position
        return self.version.office.removesuffix(f", {self.participation.unit.name}")

    @property
    def is_for_head(self) -> bool:
        return self.version is not None and self.version.capacity == Capacity.FOR_HEAD


def signings_of(year: EmulationYear) -> list[Signing]:
    """Return every unit of the roster in protocol order, signed or not."""
    pledges = list(
        Pledge.objects.filter(participation__year=year)
        .select_related(
            "participation__year", "participation__unit", "participation__successor"
        )
        .prefetch_related("versions__scan")
        .order_by("participation__protocol_number", "pk")
    )
    units = [one.participation.unit_id for one in pledges]
    held = Appointment.objects.filter(unit__in=units, role=Role.LEADER, is_deputy=False)
    heads = list(held.select_related("person").order_by("pk"))
    return [_signing(one, heads) for one in pledges]


def signing_of(pledge: Pledge) -> Signing:
    """Return one unit's place among the signatures."""
    held = Appointment.objects.filter(
        unit=pledge.participation.unit_id, role=Role.LEADER, is_deputy=False
    )
    return _signing(pledge, list(held.select_related("person").order_by("pk")))


def _signing(pledge: Pledge, heads: list[Appointment]) -> Signing:
    version = next(iter(pledge.versions.all()), None)
    day = local_day(version.signed_at) if version else clock.today()
    own = [one for one in heads if one.unit_id == pledge.participation.unit_id]
    position = next((one.person.position for one in own if one.holds_on(day)), "")
    return Signing(pledge, version, position or "Thủ trưởng đơn vị")


def signed_sentence(signings: list[Signing]) -> str:
    """Say how many have signed, and who has not."""
    signed = [one for one in signings if one.version]
    count = f"{len(signed)}/{len(signings)} đơn vị đã ký"
    waiting = [one.participation.name for one in signings if one.is_awaited]
    return f"{count}; chưa ký: {'; '.join(waiting)}." if waiting else f"{count}."


def obstacles_to_issuing(year: EmulationYear, signings: list[Signing]) -> list[str]:
    """Say why the bloc's pledge is not to be issued yet: it goes out once, so everybody
    who still can sign signs first.
    """
    if not any(one.version for one in signings):
        return ["Chưa có đơn vị nào ký giao ước."]
    waiting = [one.participation.name for one in signings if one.is_awaited]
    phase = selectors.phase_of(year, PhaseKind.SIGN)
    if not waiting or phase is None or not phase.is_open:
        return []
    sentence = (
        f"Còn {len(waiting)} đơn vị chưa ký: {'; '.join(waiting)}. Giao ước của Khối chỉ "
        "phát hành một lần: chờ các đơn vị ký, hoặc đóng bước “Ký giao ước”."
    )
    return [sentence]


def hash_changes(signings: list[Signing]) -> list[list[Any]]:
    """Return what the journal keeps of an issued pledge: each signed text's hash."""
    return [
        [hash_label(one.version), None, one.version.sha256]
        for one in signings
        if one.version
    ]


def hash_label(version: PledgeVersion) -> str:
    """Return what the journal calls the hash of a version that a paper carries."""
    return f"{HASH_OF} {version.pledge_id}, bản số {version.number}"


def is_hash_label(label: str) -> bool:
    """Tell whether the journal calls so the hash of a signed version."""
    return label.startswith(f"{HASH_OF} ")


def local_day(moment: datetime) -> date:
    """Return the day of a moment where the province is."""
    return moment.astimezone(clock.zone()).date()


def moment_text(moment: datetime) -> str:
    """Return a moment as papers write it."""
    local = moment.astimezone(clock.zone())
    return f"{local:%H:%M} ngày {format_date(local)}"


def how_signed(version: PledgeVersion) -> str:
    """Return how and when, as it stands inside a sentence; paper has a day only."""
    if version.way == SigningWay.PAPER:
        return f"đã ký trên giấy ngày {format_date(local_day(version.signed_at))}"
    return f"xác nhận trên hệ thống lúc {moment_text(version.signed_at)}"


def fact_sentences(version: PledgeVersion) -> list[str]:
    """Return the facts of a signature: how, when, by whom as what, and the hashes."""
    who = f"{version.signer_name}, {version.office}"
    if version.capacity == Capacity.FOR_HEAD:
        who += ", ký thay thủ trưởng (KT.)"
    if version.way == SigningWay.PAPER:
        first = (
            f"Ký trên giấy ngày {format_date(local_day(version.signed_at))} bởi {who}"
        )
        first += f"; {version.recorded_by} ghi nhận kèm bản quét."
    else:
        first = (
            f"Xác nhận trên hệ thống lúc {moment_text(version.signed_at)} bởi {who}."
        )
    sentences = [first, f"Mã SHA-256 của nguyên văn: {grouped(version.sha256)}."]
    if version.scan:
        sentences.append(f"Mã SHA-256 của bản quét: {grouped(version.scan.sha256)}.")
    if version.way == SigningWay.ONLINE:
        sentences.append("Xác nhận trên hệ thống không thay chữ ký số.")
    return sentences


def grouped(sha256: str) -> str:
    """Return a hash in groups, so that it breaks between them and can be read out."""
    return " ".join(sha256[at : at + GROUP] for at in range(0, len(sha256), GROUP))
