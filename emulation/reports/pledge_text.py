"""The text of a pledge as it is signed: whole, line by line, always the same."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

from core import clock, text
from emulation import selectors
from emulation.enums import InitiativeScope, Section, Subject
from emulation.models import Initiative, Participation, Pledge, TitleRegistration
from emulation.selectors.targets import by_section
from units.models import Appointment

FORMAT = 1
"""The text's form. Whoever changes the lines below raises it: a stored text keeps
saying by which form it was written. Texts before form 1 have no such line.
"""

SIGNED_HASH = "sha256 nguyên văn"  # what the journal's entry of a signature calls it
SCAN_HASH = "sha256 bản quét"
PAPER_SIGNER = "người ký trên giấy"
TARGETS = "I. CHỈ TIÊU"
TITLES = "III. DANH HIỆU, HÌNH THỨC KHEN THƯỞNG ĐĂNG KÝ"
FORMAT_LINE = f"Nguyên văn giao ước thi đua, mẫu {FORMAT}"
BLANK = "chưa ghi"
Ordered = Iterable[tuple[Any, int]]
Who = Callable[[Any], str]


def text_of(pledge: Pledge, targets: Ordered | None = None) -> str:
    """Return the text that is signed: what the hash covers.

    ``targets`` (rows shaped as targets with their depth, in tree order) take the place
    of the pledge's own: the whole pledge as an amendment would make it. Rows that carry
    a common target of the year have it as ``common_id``.
    """
    rows = selectors.targets_of(pledge) if targets is None else list(targets)
    lines = [
        *_head(pledge),
        *_targets(by_section(rows)),
        *_contents(pledge),
        *_registrations(pledge),
        *_initiatives(pledge),
    ]
    return "".join(f"{_clean(line)}\n" for line in lines)


def promises_of(signed_text: str) -> str:
    """Return the part of a text that says what is promised: targets and contents."""
    return signed_text.partition(TARGETS)[2].partition(TITLES)[0]


def digest_of(signed_text: str) -> str:
    """Return the hash under which a text is signed."""
    return hashlib.sha256(signed_text.encode()).hexdigest()


def _clean(line: str) -> str:
    """Composed letters, single spaces, nothing that cannot be seen: a value is never
    more than its line.
    """
    spaced = text.nfc(line)
    return "".join(ch for ch in spaced if unicodedata.category(ch) not in {"Cc", "Cf"})


def _head(pledge: Pledge) -> Iterator[str]:
    year, unit = pledge.year, pledge.participation
    yield FORMAT_LINE
    yield f"GIAO ƯỚC THI ĐUA NĂM {year.year}"
    yield f"Khối: {year.bloc.name}"
    yield f"Đơn vị: {unit.name}"
    yield from participation_lines(unit)
    yield f"Chủ đề: {year.theme or 'không có'}"


def participation_lines(unit: Participation) -> Iterator[str]:
    """Say from when to when the unit takes part, where that is not the whole year, and
    who took over from whom.
    """
    opened = unit.year.opened_at
    first_day = opened.astimezone(clock.zone()).date() if opened else None
    is_late = unit.joined_on and first_day and unit.joined_on > first_day
    parts = [f"từ ngày {text.format_date(unit.joined_on)}"] if is_late else []
    if unit.left_on:
        parts.append(f"đến ngày {text.format_date(unit.left_on - timedelta(days=1))}")
    if parts:
        yield f"Tham gia {' '.join(parts)}"
    if unit.successor and unit.left_on:
        since = text.format_date(unit.left_on)
        yield f"Đơn vị kế thừa: {unit.successor.name}, từ ngày {since}"
    for one in unit.predecessors.order_by("left_on", "protocol_number", "pk"):
        since = f", từ ngày {text.format_date(one.left_on)}" if one.left_on else ""
        yield f"Kế thừa giao ước của: {one.name}{since}"


def _targets(ordered: list[tuple[Any, int]]) -> Iterator[str]:
    yield TARGETS
    section = None
    for one in selectors.numbered(ordered):
        if not one.depth and one.row.section != section:
            section = one.row.section
            yield f"[{Section(section).label}]"
        part = "trong đó: " if one.depth else ""
        yield f"{one.number}. {part}{'; '.join(_facts(one.row))}"
    if section is None:
        yield "Không có."


def _facts(row: Any) -> Iterator[str]:
    yield row.wording
    if getattr(row, "common_id", None):
        yield "chỉ tiêu chung của khối"
    if row.note:
        yield f"ghi chú: {row.note}"


def _contents(pledge: Pledge) -> Iterator[str]:
    yield "II. NỘI DUNG VÀ BIỆN PHÁP"
    shared = _lines_of(pledge.year.common_contents)
    own = _lines_of(pledge.contents)
    yield from (f"- {one} (nội dung chung của khối)" for one in shared)
    yield from (f"- {one}" for one in own)
    if not shared and not own:
        yield "Không có."


def _lines_of(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()]


def _registrations(pledge: Pledge) -> Iterator[str]:
    yield TITLES
    rows = pledge.registrations.select_related("title", "person").order_by(
        "subject", "position", "pk"
    )
    who = _who_in(pledge, [one.person_id for one in rows])
    for one in rows:
        yield f"- {'; '.join(_registered(one, who))}"
    if not rows:
        yield "Không đăng ký."


def _registered(one: TitleRegistration, who: Who) -> Iterator[str]:
    is_open = one.subject == Subject.INDIVIDUAL and one.person is None
    yield f"{one.title or BLANK}: {BLANK if is_open else who(one)}"
    if one.track_record:
        yield f"thành tích đã có: {one.track_record}"
    if one.note:
        yield f"ghi chú: {one.note}"


def _initiatives(pledge: Pledge) -> Iterator[str]:
    yield "IV. SÁNG KIẾN"
    rows = pledge.initiatives.select_related("person").order_by("position", "pk")
    who = _who_in(pledge, [one.person_id for one in rows])
    for one in rows:
        yield f"- {'; '.join(_initiative(one, who))}"
    if not rows:
        yield "Không có."


def _initiative(one: Initiative, who: Who) -> Iterator[str]:
    yield f"{one.name or BLANK}: {who(one)}"
    yield f"phạm vi: {InitiativeScope(one.scope).label.lower()}"
    if one.note:
        yield f"ghi chú: {one.note}"


def _who_in(pledge: Pledge, people: list[int | None]) -> Who:
    """Return how a row's subject is named: a person with position and place, told apart
    from namesakes.
    """
    unit = pledge.participation.name
    places = _places_of(pledge, people)
    names = selectors.names_in(pledge) if any(people) else {}

    def who(row: Any) -> str:
        if row.person is None:
            return f"tập thể {unit}"
        name, place = names[row.person_id], places.get(row.person_id, unit)
        parts = [name, row.person.position, place]
        return ", ".join(part for part in parts if part)

    return who


def _places_of(pledge: Pledge, people: list[int | None]) -> dict[int, str]:
    """Return the part of the unit in which a person works, where it is a part."""
    held = Appointment.objects.on().filter(
        person__in=[one for one in people if one is not None],
        unit__parent=pledge.participation.responsible_unit_id,
    )
    found = held.select_related("unit").order_by("-pk")
    return {one.person_id: one.unit.name for one in found}
