"""Báo cáo tổng kết: the year of a bloc as one paper for its leaders."""

from datetime import date
from decimal import Decimal

from awards.reports.polls import (
    attendance_sentence,
    election_sentences,
    poll_tables,
)
from core.documents.blocks import (
    Bar,
    BarChart,
    Block,
    Heading,
    ListBlock,
    Paper,
    Paragraph,
    Run,
    TableBlock,
)
from core.text import format_date, format_number, format_points
from emulation import selectors
from emulation.completion import decimal_text
from emulation.enums import NarrativeSection, Section
from emulation.models import EmulationYear, RankingLine
from emulation.reports.ranking import ranking_table
from emulation.reports.results import (
    UnitResults,
    met_table,
    ratios,
    results_table,
    year_results,
)
from units.documents.letterhead import leader_signature, letterhead
from units.models import Unit, UnitName

HUNDRED = Decimal(100)


def summary_paper(
    year: EmulationYear,
    *,
    drafted_on: date,
    number: int | None = None,
    issued_on: date | None = None,
) -> Paper:
    """Return the report in the form of the unit that heads the bloc on that day."""
    day = issued_on or drafted_on
    unit = issuing_unit(year)
    return Paper(
        **letterhead(unit, day),
        code="BC",
        kind="BÁO CÁO",
        abstract=(
            f"tổng kết công tác thi đua, khen thưởng năm {year.year} "
            f"của {year.bloc.name}"
        ),
        blocks=_blocks(year),
        drafted_on=drafted_on,
        number=number,
        issued_on=issued_on,
        signature=leader_signature(unit, day),
        recipients=_recipients(unit.name_on(day)),
    )


def _recipients(name: UnitName) -> list[str]:
    return [
        "Ban Thi đua – Khen thưởng, Sở Nội vụ (báo cáo),",
        "Các cơ quan, đơn vị trong Khối,",
        f"Lưu {name.name}.",
    ]


def _blocks(year: EmulationYear) -> list[Block]:
    texts = {
        section: narrative.text
        for section, narrative in selectors.narratives_of(year).items()
    }
    return [
        *_paragraphs(texts.get(NarrativeSection.HIGHLIGHTS, "")),
        Heading(1, "Công tác tổ chức thi đua"),
        *_organisation(year),
        Heading(1, "Kết quả thực hiện các phong trào thi đua"),
        *_movements(year),
        Heading(1, "Kết quả thực hiện chỉ tiêu giao ước"),
        *_results(year),
        Heading(1, "Kết quả chấm điểm, xếp hạng"),
        *_ranking(year),
        Heading(1, "Kết quả bình xét, suy tôn và bầu cử"),
        *_polls(year),
        Heading(1, "Hạn chế và nguyên nhân"),
        *_section("Hạn chế", texts.get(NarrativeSection.LIMITS, "")),
        *_section("Nguyên nhân", texts.get(NarrativeSection.CAUSES, "")),
        Heading(1, f"Nhiệm vụ trọng tâm năm {year.year + 1}"),
        *_points(texts.get(NarrativeSection.NEXT_TASKS, "")),
        Heading(1, "Đề xuất, kiến nghị"),
        *_points(texts.get(NarrativeSection.PROPOSALS, "")),
    ]


def _paragraphs(text: str) -> list[Block]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def _points(text: str) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines:
        return [Paragraph("Không có.")]
    return [ListBlock(lines)] if len(lines) > 1 else [Paragraph(lines[0])]


def _section(heading: str, text: str) -> list[Block]:
    return [Heading(2, heading), *_points(text)]


def _organisation(year: EmulationYear) -> list[Block]:
    roster = list(selectors.roster_of(year))
    offices = selectors.offices_of_year(year)
    heads = ", ".join(one.unit.name for one in offices["head"])
    deputies = ", ".join(one.unit.name for one in offices["deputy"])
    signed = [one for one in roster if one.pledge.signed_at is not None]
    plan = ""
    if year.plan_number and year.plan_date:
        plan = (
            f" theo Kế hoạch số {year.plan_number} ngày {format_date(year.plan_date)}"
        )
    lines = [
        f"Khối gồm {len(roster)} cơ quan, đơn vị; Trưởng khối: {heads}"
        + (f"; Phó Trưởng khối: {deputies}." if deputies else "."),
        f"Hoạt động thi đua năm {year.year} được triển khai{plan}"
        + (f", chủ đề “{year.theme}”." if year.theme else "."),
        f"{len(signed)}/{len(roster)} đơn vị đã ký giao ước thi đua.",
    ]
    return [Paragraph(line) for line in lines]


def _movements(year: EmulationYear) -> list[Block]:
    blocks: list[Block] = []
    for movement in year.movements.all():
        blocks.append(Heading(2, f"Phong trào “{movement.name}”"))
        blocks.extend(_paragraphs(movement.summary))
    return blocks or [Paragraph("Không có phong trào nào được ghi nhận trong năm.")]


def _results(year: EmulationYear) -> list[Block]:
    units = year_results(year)
    blocks: list[Block] = [
        Paragraph(
            "Kết quả thực hiện nhiệm vụ chính trị theo giao ước của các đơn vị như sau:"
        ),
        TableBlock(
            results_table(year, sections=frozenset({Section.POLITICAL})),
            caption=f"Kết quả thực hiện nhiệm vụ chính trị năm {year.year}",
        ),
    ]
    blocks.extend(_highlights(year))
    best = max(units, key=_largest_excess, default=None)
    if best is not None and ratios(best):
        blocks.append(_completion_chart(best))
    blocks.append(
        TableBlock(
            met_table(year),
            caption="Số chỉ tiêu đạt giao ước, kể cả chỉ tiêu chung của Khối",
        )
    )
    return blocks


def _largest_excess(unit: UnitResults) -> Decimal:
    return max((percent for _row, percent in ratios(unit)), default=Decimal(0))


def _highlights(year: EmulationYear) -> list[Block]:
    texts = year.narratives.filter(
        report__period="year", section=NarrativeSection.HIGHLIGHTS
    ).exclude(text="")
    items = [
        (Run(f"{one.report.participation.name}: ", bold=True), Run(one.text))
        for one in texts.select_related("report__participation").order_by(
            "report__participation__protocol_number"
        )
    ]
    if not items:
        return []
    return [Paragraph("Kết quả nổi bật của các đơn vị:"), ListBlock(items)]


def _completion_chart(unit: UnitResults) -> BarChart:
    drawn = [
        (row, percent)
        for row, percent in ratios(unit)
        if row.target.section == Section.POLITICAL
    ]
    return BarChart(
        caption=f"Mức hoàn thành chỉ tiêu của {unit.name}",
        bars=[
            Bar(
                label=row.label[:1].upper() + row.label[1:],
                value=percent,
                printed=f"{decimal_text(percent)}%",
                detail=f"({row.actual_text}/{format_number(row.value)})",
                is_light=row.target.parent_id is not None,
            )
            for row, percent in drawn
        ],
        reference=HUNDRED,
        reference_label="100%: mức giao ước",
        legend=("chỉ tiêu", "trong đó"),
    )


def _ranking(year: EmulationYear) -> list[Block]:
    lines = list(selectors.ranking_of(year))
    if not lines:
        return [Paragraph("Chưa công bố xếp hạng.")]
    return [
        TableBlock(
            ranking_table(year), caption=f"Kết quả chấm điểm, xếp hạng năm {year.year}"
        ),
        BarChart(
            caption="Điểm cuối của các đơn vị, kèm điểm tự chấm",
            bars=[_score_bar(line) for line in lines],
        ),
    ]


def _score_bar(line: RankingLine) -> Bar:
    return Bar(
        label=line.participation.name,
        value=line.final_total,
        printed=format_points(line.final_total),
        detail=f"(tự chấm {format_points(line.self_total)})",
    )


def _polls(year: EmulationYear) -> list[Block]:
    tables = poll_tables(year)
    if not tables:
        return [Paragraph("Hội nghị chưa công bố kết quả bỏ phiếu.")]
    blocks: list[Block] = [Paragraph(attendance_sentence(year))]
    blocks.extend(TableBlock(table, caption=table.title) for table in tables)
    elected = election_sentences(year)
    if elected:
        blocks.append(Paragraph("Kết luận của hội nghị:"))
        blocks.append(ListBlock([f"{one}." for one in elected]))
    return blocks


def issuing_unit(year: EmulationYear) -> Unit:
    """Return the unit in whose name the bloc's papers go out."""
    return selectors.offices_of_year(year)["head"][0].unit
