"""A criteria sheet as a workbook: its columns, and what is given out."""

from typing import Any

from core import workbooks
from core.workbooks import Column
from emulation.enums import CriterionKind, CriterionMethod
from emulation.models import CommonTarget, CriteriaSheet, Criterion, EmulationYear
from emulation.selectors.sheets import tree_rows

CRITERIA = "Tiêu chí"
YES, NO = "yes", "no"


def columns_of(year: EmulationYear) -> tuple[Column, ...]:
    """Return the columns, offering the year's common targets."""
    return (
        Column("code", "Số mục", required=True, max_length=20, width=10),
        Column("level", "Cấp", "whole", width=7, hint="1: phần; 2: nhóm; 3: tiêu chí."),
        Column("name", "Tiêu chí", required=True, max_length=400, width=60),
        Column("kind", "Loại điểm", "choice", choices=_labels(CriterionKind), width=18),
        Column(
            "method",
            "Căn cứ chấm",
            "choice",
            choices=_labels(CriterionMethod),
            width=26,
        ),
        Column("max_points", "Điểm tối đa", "number", aliases=("Tối đa",), width=12),
        Column("rate", "Điểm mỗi lần", "number", width=12),
        Column("cap_percent", "Tính tối đa %", "whole", width=12),
        Column(
            "common_target",
            "Chỉ tiêu chung",
            "choice",
            choices={text: text for text in targets_by_text(year)},
            width=40,
        ),
        Column(
            "needs_evidence",
            "Cần minh chứng",
            "choice",
            choices={"Có": YES, "Không": NO},
            width=12,
        ),
        Column("guidance", "Hướng dẫn", max_length=500, width=50),
    )


def _labels(choices: type) -> dict[str, str]:
    return {str(one.label): one.value for one in choices}


def targets_by_text(year: EmulationYear) -> dict[str, CommonTarget]:
    """Return the year's common targets by their wording."""
    return {one.wording: one for one in year.common_targets.all()}


_GUIDE = """
Hướng dẫn điền bảng tiêu chí

Không đổi tên trang và dòng tiêu đề; được đổi thứ tự cột, thêm dòng, bỏ cột không dùng.

Số mục: nhận ra dòng đã có. Đổi số mục là thêm dòng mới. Dòng xóa khỏi tệp vẫn còn trên hệ
thống: muốn bỏ thì xóa trên trang bảng tiêu chí.

Cấp: 1 là phần; 2 là nhóm hoặc tiêu chí của phần ngay trên; 3 là tiêu chí của nhóm ngay
trên. Để trống là 1.

Điểm của phần, nhóm là tổng các tiêu chí bên trong; số ghi ở dòng phần, nhóm chỉ để đối
chiếu.

Điểm mỗi lần chỉ dùng khi căn cứ chấm là “Theo số lần”; chỉ tiêu chung khi chấm theo tỷ lệ
hoặc so với đơn vị dẫn đầu; tính tối đa % khi chấm theo tỷ lệ.

Lưu thành .xlsx rồi tải lên ở trang bảng tiêu chí; xem trước rồi mới ghi.
"""
GUIDE = tuple(" ".join(one.split()) for one in _GUIDE.strip().split("\n\n"))


def workbook_of(sheet: CriteriaSheet) -> bytes:
    """Return the workbook: what is on the page, to be changed and sent back."""
    plan = workbooks.SheetPlan(
        CRITERIA, str(sheet), columns_of(sheet.year), criterion_lines(sheet)
    )
    return workbooks.write((plan,), GUIDE)


def criterion_lines(sheet: CriteriaSheet) -> list[dict[str, Any]]:
    """Return the nodes as lines of the sheet, in reading order."""
    nodes = sheet.criteria.select_related("common_target")
    lines = []
    for row in tree_rows(nodes):
        node = row.criterion
        line = {"code": node.code, "level": row.depth + 1, "name": node.name}
        if row.is_group:
            line["max_points"] = row.scale or None
        else:
            line |= _leaf_line(node)
        lines.append(line)
    return lines


def _leaf_line(node: Criterion) -> dict[str, Any]:
    has_cap = "cap_percent" in node.parameters
    target = node.common_target
    is_condition = node.kind == CriterionKind.DISQUALIFIER
    return {
        "kind": node.get_kind_display(),
        "method": None if is_condition else node.get_method_display(),
        "max_points": node.max_points,
        "rate": node.rate,
        "cap_percent": node.cap_percent if has_cap else None,
        "common_target": target.wording if target else None,
        "needs_evidence": "Có" if node.needs_evidence else None,
        "guidance": node.guidance,
    }
