"""What a year's set-up still lacks: what keeps it from opening, and what is advised."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from emulation.enums import SetupPart
from emulation.models import (
    CommonTarget,
    CriteriaSheet,
    EmulationYear,
    Movement,
    Phase,
    Quota,
    ScoringRules,
    Title,
)
from emulation.selectors.checks import scoring_rules_of
from emulation.selectors.quotas import quotas_of
from emulation.selectors.rows import in_tree_order, scale_of
from emulation.selectors.sheets import missing_in_sheet
from emulation.selectors.targets import Numbered, by_section, numbered
from emulation.selectors.years import offices_of_year, phases_of

Sentences = dict[str, list[str]]


@dataclass
class Setup:
    """A year's set-up, each part read once."""

    year: EmulationYear

    @cached_property
    def phases(self) -> list[Phase]:
        return phases_of(self.year)

    @cached_property
    def movements(self) -> list[Movement]:
        return list(self.year.movements.all())

    @cached_property
    def commons(self) -> list[Numbered]:
        rows = list(self.year.common_targets.all())
        return numbered(by_section(in_tree_order(rows)))

    @cached_property
    def contents(self) -> list[str]:
        lines = (line.strip() for line in self.year.common_contents.splitlines())
        return [line for line in lines if line]

    @cached_property
    def quotas(self) -> list[Quota]:
        return quotas_of(self.year)

    @cached_property
    def sheet(self) -> CriteriaSheet | None:
        return self.year.sheets.prefetch_related("criteria").first()

    @cached_property
    def rules(self) -> ScoringRules:
        return scoring_rules_of(self.year)

    @cached_property
    def ties(self) -> list[str]:
        return list(self.year.tie_breakers.values_list("code", flat=True))

    @cached_property
    def scale(self) -> Any:
        return scale_of(self.sheet) if self.sheet else 0

    def missing(self) -> Sentences:
        """Return what keeps the year from opening, by part."""
        return {
            SetupPart.MOVEMENTS: _nameless(self.movements),
            SetupPart.PHASES: _undated(self.phases),
            SetupPart.COMMON: _wordless(self.commons),
            SetupPart.TITLES: self._no_titles(),
            SetupPart.SHEET: self._no_sheet(),
        }

    def outside(self) -> list[str]:
        """Return what the board has to see to: members and head of the bloc."""
        found = []
        if not self.year.bloc.memberships.on().exists():
            found.append("Khối chưa có đơn vị thành viên.")
        if not offices_of_year(self.year)["head"]:
            found.append("Chưa có Trưởng khối của năm.")
        return found

    def advice(self) -> Sentences:
        """Return what the year may open without, though it should not, by part."""
        return {
            SetupPart.PLAN: self._plan_gaps(),
            SetupPart.MOVEMENTS: []
            if self.movements
            else ["Chưa ghi phong trào nào: đơn vị không có gì để hưởng ứng."],
            SetupPart.COMMON: []
            if self.commons or self.contents
            else ["Chưa có chỉ tiêu chung: mỗi đơn vị tự đặt toàn bộ chỉ tiêu."],
            SetupPart.TITLES: [
                f"{one.title} thôi áp dụng: bỏ khỏi danh sách."
                for one in self.quotas
                if not one.title.holds_on()
            ],
            SetupPart.SHEET: []
            if self.ties or self.sheet is None
            else ["Chưa đặt tiêu chí phụ: đơn vị bằng điểm thì đồng hạng."],
        }

    def _plan_gaps(self) -> list[str]:
        year = self.year
        gaps = (
            (year.theme, "Chưa ghi chủ đề của năm."),
            (year.plan_number, "Chưa ghi số, ký hiệu kế hoạch."),
            (year.plan_date, "Chưa ghi ngày kế hoạch."),
            (year.plan_file_id, "Chưa gửi kèm tệp kế hoạch."),
        )
        return [sentence for value, sentence in gaps if not value]

    def _no_titles(self) -> list[str]:
        if self.quotas or not Title.objects.on().exists():
            return []
        return ["Chưa chọn danh hiệu, hình thức nào được đăng ký."]

    def _no_sheet(self) -> list[str]:
        if self.sheet is None or not self.scale:
            return ["Chưa có bảng tiêu chí chấm điểm."]
        known = {one.code for one in self.sheet.criteria.all()}
        strange = [code for code in self.ties if code not in known]
        return [
            *missing_in_sheet(self.sheet),
            *(f"Tiêu chí phụ {code} không có trong bảng tiêu chí." for code in strange),
        ]


def missing_setup(year: EmulationYear) -> list[str]:
    """Return everything that keeps the year from opening."""
    setup = Setup(year)
    parts = [one for found in setup.missing().values() for one in found]
    return [*parts, *setup.outside()]


def _undated(phases: list[Phase]) -> list[str]:
    if not phases:
        return ["Chưa có các bước của năm."]
    undated = [one.get_kind_display() for one in phases if one.due_on is None]
    if len(undated) == 1:
        return [f"Bước “{undated[0]}” chưa có hạn."]
    return [f"Chưa có hạn: {', '.join(undated)}."] if undated else []


def _nameless(movements: list[Movement]) -> list[str]:
    return [
        f"Phong trào thứ {place}: chưa ghi tên."
        for place, one in enumerate(movements, 1)
        if not one.name.strip()
    ]


def _wordless(commons: list[Numbered]) -> list[str]:
    rows: list[tuple[str, CommonTarget]] = [(one.number, one.row) for one in commons]
    return [
        f"Chỉ tiêu chung {number}: chưa ghi nội dung."
        for number, row in rows
        if not row.content.strip()
    ]
