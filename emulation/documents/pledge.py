"""Bản đăng ký và giao ước thi đua: the pledge of one unit."""

from collections.abc import Iterator
from datetime import date

from core.documents.blocks import (
    Block,
    Heading,
    ListBlock,
    Note,
    Paper,
    Paragraph,
    Signature,
    TableBlock,
)
from core.tables import Column, Row, Table
from core.text import format_date
from emulation import selectors
from emulation.enums import PledgeState, Subject
from emulation.models import EmulationYear, Pledge, PledgeVersion, TitleRegistration
from emulation.reports.pledge_signatures import (
    Signing,
    fact_sentences,
    grouped,
    local_day,
    signing_of,
)
from emulation.reports.pledge_text import digest_of, participation_lines, text_of
from emulation.reports.pledges import targets_table
from units.documents.letterhead import letterhead
from units.enums import PaperKind
from units.models import Person

_FOR_UNIT = (
    Column("number", "TT", "int", width=12, align="center"),
    Column("title", "Danh hiệu, hình thức", width=63),
    Column("record", "Thành tích đã có, ghi chú", width=90, blank=""),
)
_FOR_PEOPLE = (
    Column("number", "TT", "int", width=12, align="center"),
    Column("person", "Họ tên, chức vụ", width=50),
    Column("title", "Danh hiệu, hình thức", width=45),
    Column("record", "Thành tích đã có, ghi chú", width=58, blank=""),
)
_INITIATIVES = (
    Column("number", "TT", "int", width=12, align="center"),
    Column("name", "Tên sáng kiến, đề tài", width=72),
    Column("author", "Tác giả", width=48),
    Column("scope", "Phạm vi", width=33, align="center"),
)


def pledge_paper(pledge: Pledge, *, drafted_on: date) -> Paper:
    """Return the pledge in its unit's form: a draft; once the secretariat took it the
    copy to be signed, with the hash of its text; then with the facts of the signature.
    The number is the unit's own to give.
    """
    signing = signing_of(pledge)
    version, unit = signing.version, pledge.participation.unit
    day = local_day(version.signed_at) if version else None
    return Paper(
        **letterhead(unit, day or drafted_on),
        code=PaperKind.PLEDGE,
        kind="BẢN ĐĂNG KÝ VÀ GIAO ƯỚC THI ĐUA",
        abstract=f"năm {pledge.year.year} của {pledge.participation.name}",
        blocks=list(_blocks(pledge, version)),
        drafted_on=drafted_on,
        issued_on=day,
        signature=signature_of(signing) if version else unsigned(signing),
        recipients=["Thường trực Khối thi đua", f"Lưu {unit.name}."],
        is_final=pledge.state in {PledgeState.ACCEPTED, PledgeState.SIGNED},
    )


def signature_of(signing: Signing, *, body: str = "") -> Signature:
    """Return a unit's signature; a deputy's stands under the head's office (KT.)."""
    version = signing.version
    authority = [("KT", signing.head_position.upper())] if signing.is_for_head else []
    return Signature(
        position=signing.position.upper(),
        name=version.signer_name if version else "",
        authority=authority,
        remark=signing.remark,
        body=body,
    )


def unsigned(signing: Signing) -> Signature:
    """Return the place where the head of a unit is to sign by hand."""
    return Signature(position=signing.position.upper())


def _blocks(pledge: Pledge, version: PledgeVersion | None) -> Iterator[Block]:
    yield Paragraph(_opening(pledge))
    yield from (
        Paragraph(f"{line}.") for line in participation_lines(pledge.participation)
    )
    yield Heading(1, "Chỉ tiêu")
    targets = selectors.targets_of(pledge)
    if targets:
        yield TableBlock(targets_table(targets))
    else:
        yield Paragraph("Không có.")
    yield Heading(1, "Nội dung và biện pháp")
    yield from _contents(pledge)
    yield Heading(1, "Đăng ký danh hiệu, hình thức khen thưởng")
    yield from _registrations(pledge)
    yield from _initiatives(pledge)
    if version:
        yield from _confirmation(version)
    elif pledge.state == PledgeState.ACCEPTED:
        sha256 = grouped(digest_of(text_of(pledge)))
        yield Note(f"Mã SHA-256 của nguyên văn trình ký: {sha256}.")


def _opening(pledge: Pledge) -> str:
    grounds = " và ".join(
        one for one in (plan_of(pledge.year), theme_of(pledge.year)) if one
    )
    start = f"Thực hiện {grounds}, " if grounds else ""
    return (
        f"{start}{pledge.participation.name} đăng ký và giao ước thi đua "
        f"năm {pledge.year.year} với {pledge.year.bloc.name} như sau:"
    )


def plan_of(year: EmulationYear) -> str:
    """Name the year's plan, as far as it is known."""
    if not year.plan_number:
        return ""
    day = f" ngày {format_date(year.plan_date)}" if year.plan_date else ""
    return f"Kế hoạch số {year.plan_number}{day}"


def theme_of(year: EmulationYear) -> str:
    """Name the year's theme, if there is one."""
    return f"chủ đề thi đua “{year.theme}”" if year.theme else ""


def lines_of(typed: str) -> list[str]:
    """Return what was typed line by line, each with its full stop."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return [f"{line.rstrip('.;, ')}." for line in lines]


def _contents(pledge: Pledge) -> Iterator[Block]:
    shared, own = lines_of(pledge.year.common_contents), lines_of(pledge.contents)
    if shared:
        yield Paragraph("Nội dung chung của Khối:")
        yield ListBlock(shared)
    if shared and own:
        yield Paragraph("Nội dung, biện pháp của đơn vị:")
    if own:
        yield ListBlock(own)
    if not shared and not own:
        yield Paragraph("Không có.")


def _registrations(pledge: Pledge) -> Iterator[Block]:
    rows = pledge.registrations.select_related("title", "person")
    unit = [one for one in rows if one.subject == Subject.COLLECTIVE]
    people = [one for one in rows if one.subject == Subject.INDIVIDUAL]
    if unit:
        yield TableBlock(_titles(unit, _FOR_UNIT, {}), caption="Tập thể")
    if people:
        names = selectors.names_in(pledge)
        yield TableBlock(_titles(people, _FOR_PEOPLE, names), caption="Cá nhân")
    if not unit and not people:
        yield Paragraph("Không đăng ký.")


def _titles(
    rows: list[TitleRegistration], columns: tuple[Column, ...], names: dict[int, str]
) -> Table:
    listed = [_title_row(at, one, names) for at, one in enumerate(rows, 1)]
    return Table("", columns, listed)


def _named(person: Person | None, names: dict[int, str]) -> str:
    """Return name and position; empty where nobody is named."""
    who = [names[person.pk], person.position] if person else []
    return ", ".join(part for part in who if part)


def _title_row(number: int, one: TitleRegistration, names: dict[int, str]) -> Row:
    return Row(
        {
            "number": number,
            "person": _named(one.person, names),
            "title": one.title.name if one.title else None,
            "record": "; ".join(part for part in (one.track_record, one.note) if part),
        }
    )


def _initiatives(pledge: Pledge) -> Iterator[Block]:
    rows = list(pledge.initiatives.select_related("person"))
    if not rows:
        return
    unit = pledge.participation.name
    names = selectors.names_in(pledge) if any(one.person for one in rows) else {}
    table = Table(
        "",
        _INITIATIVES,
        [
            Row(
                {
                    "number": at,
                    "name": one.name or None,
                    "author": _named(one.person, names) or unit,
                    "scope": one.get_scope_display(),
                }
            )
            for at, one in enumerate(rows, 1)
        ],
    )
    yield TableBlock(table, caption="Sáng kiến, đề tài")


def _confirmation(version: PledgeVersion) -> Iterator[Block]:
    amendment = version.amendment
    if amendment:
        decided = amendment.decision_number
        by = f" theo văn bản số {decided}" if decided else ""
        day = amendment.decision_date
        by += f" ngày {format_date(day)}" if decided and day else ""
        yield Paragraph(
            f"Bản số {version.number}, sau điều chỉnh lần {amendment.number}{by}."
        )
    yield Note(" ".join(fact_sentences(version)))
