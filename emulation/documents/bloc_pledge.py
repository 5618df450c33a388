"""Giao ước thi đua of a bloc: what all pledge together, and all their signatures."""

from collections.abc import Iterator
from datetime import date

from django.utils.text import capfirst

from core.documents.blocks import (
    Basis,
    Block,
    Heading,
    ListBlock,
    Paper,
    Paragraph,
    Signatures,
    TableBlock,
)
from core.documents.errors import PaperError
from core.tables import Column, Row, Table
from emulation.documents.pledge import lines_of, plan_of, signature_of, theme_of
from emulation.models import EmulationYear
from emulation.reports.pledge_signatures import (
    Signing,
    grouped,
    how_signed,
    signed_sentence,
    signings_of,
)
from emulation.reports.pledges import (
    bloc_targets_table,
    common_targets,
    pledges_of,
    registered_in,
    targets_table,
    titles_table,
)
from units.documents.letterhead import letterhead
from units.enums import PaperKind
from units.models import Unit
from units.selectors import head_unit

_HASHES = (
    Column("number", "TT", "int", width=11, align="center"),
    Column("unit", "Đơn vị", width=40),
    Column("way", "Cách ký", width=34),
    Column("sha256", "Mã SHA-256 của nguyên văn", width=80),
)


def bloc_pledge_paper(
    year: EmulationYear,
    *,
    drafted_on: date,
    number: int | None = None,
    issued_on: date | None = None,
) -> Paper:
    """Return the bloc's pledge in the form of the unit that heads it.

    A draft shows every unit's targets, to be read before signing; the issued paper only
    those that were signed.
    """
    day = issued_on or drafted_on
    unit = issuing_unit(year)
    return Paper(
        **letterhead(unit, day),
        code=PaperKind.PLEDGE,
        kind="GIAO ƯỚC THI ĐUA",
        abstract=f"năm {year.year} của {year.bloc.name}",
        blocks=list(_blocks(year, is_issued=number is not None)),
        drafted_on=drafted_on,
        number=number,
        issued_on=issued_on,
        recipients=[
            "Ban Thi đua – Khen thưởng, Sở Nội vụ (báo cáo),",
            "Các cơ quan, đơn vị trong Khối,",
            f"Lưu {unit.name}.",
        ],
        has_end_mark=False,
    )


def issuing_unit(year: EmulationYear) -> Unit:
    """Return the unit in whose name the bloc's papers go out.

    Raises ``PaperError`` when nobody heads the bloc in that year.
    """
    unit = head_unit(year.bloc, year.year)
    if unit is None:
        raise PaperError(f"Năm {year.year} chưa có Trưởng khối để phát hành văn bản.")
    return unit


def _blocks(year: EmulationYear, *, is_issued: bool) -> Iterator[Block]:
    signings = signings_of(year)
    yield from _opening(year)
    yield from _common(year)
    yield from _movements(year)
    yield from _promises(year, is_issued=is_issued)
    yield from _hashes(signings)
    yield Heading(1, "Chữ ký của các đơn vị")
    yield Paragraph(signed_sentence(signings))
    yield Signatures([signature_of(one, body=_name(one)) for one in signings])


def _name(signing: Signing) -> str:
    return signing.participation.name


def _opening(year: EmulationYear) -> Iterator[Block]:
    if plan := plan_of(year):
        yield Basis(f"Căn cứ {plan};")
    start = f"Thực hiện {theme}, c" if (theme := theme_of(year)) else "C"
    yield Paragraph(
        f"{start}ác cơ quan, đơn vị trong {year.bloc.name} thống nhất giao ước thi đua "
        f"năm {year.year} với những nội dung sau:"
    )


def _common(year: EmulationYear) -> Iterator[Block]:
    if contents := lines_of(year.common_contents):
        yield Heading(1, "Nội dung thi đua chung")
        yield ListBlock(contents)
    if targets := common_targets(year):
        yield Heading(1, "Chỉ tiêu chung của Khối")
        yield TableBlock(targets_table(targets, names_common=False))


def _movements(year: EmulationYear) -> Iterator[Block]:
    movements = [f"{one.name.rstrip('.;')}." for one in year.movements.all()]
    if movements:
        yield Heading(1, "Các phong trào thi đua")
        yield ListBlock(movements)


def _promises(year: EmulationYear, *, is_issued: bool) -> Iterator[Block]:
    pledges = pledges_of(year)
    counted = [one for one in pledges if one.signed_at or not is_issued]
    yield Heading(1, "Chỉ tiêu giao ước của các đơn vị")
    table = bloc_targets_table(pledges, common_targets(year), signed_only=is_issued)
    if all(row.is_head for row in table.rows):  # names alone need no columns
        yield ListBlock([str(row.cells["content"]) for row in table.rows], mark="")
    else:
        yield TableBlock(table)
    yield Paragraph(
        "Nội dung, biện pháp và danh sách đăng ký của từng đơn vị ghi trong giao ước "
        "của đơn vị đó, là một phần của giao ước này."
    )
    if lines := registered_in(year, counted):
        yield Heading(1, "Đăng ký danh hiệu, hình thức khen thưởng")
        yield TableBlock(titles_table(lines))


def _hashes(signings: list[Signing]) -> Iterator[Block]:
    signed = [one for one in signings if one.version]
    if not signed:
        return
    yield Heading(1, "Mã kiểm tra nguyên văn")
    yield Paragraph(
        "Mã SHA-256 dưới đây được tính từ nguyên văn giao ước mà từng đơn vị đã ký, lưu "
        "trên hệ thống; nguyên văn thay đổi một chữ thì mã thay đổi. Xác nhận trên hệ "
        "thống không thay chữ ký số."
    )
    yield TableBlock(Table("", _HASHES, [_hash_row(one) for one in signed]))


def _hash_row(signing: Signing) -> Row:
    version = signing.version
    return Row(
        {
            "number": signing.participation.protocol_number,
            "unit": f"{_name(signing)}, bản số {version.number}",
            "way": capfirst(how_signed(version)),
            "sha256": grouped(version.sha256),
        }
    )
