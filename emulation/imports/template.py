"""A pledge's workbook: the template for this unit and year, filled with what is there."""

from core import workbooks
from core.workbooks import SheetPlan
from emulation.imports.contents import content_lines
from emulation.imports.offered import Offered
from emulation.imports.people import initiative_shown, title_shown
from emulation.imports.sheets import (
    CONTENT_COLUMNS,
    CONTENTS,
    INITIATIVES,
    TARGET_COLUMNS,
    TARGETS,
    TITLES,
    initiative_columns,
    title_columns,
)
from emulation.imports.targets import target_lines
from emulation.models import Pledge

_GUIDE = """
Hướng dẫn điền giao ước

Mỗi trang là một phần của giao ước. Không đổi tên trang và dòng tiêu đề; được đổi thứ tự
cột, thêm dòng, bỏ cột không dùng.

Mã dòng: để nguyên ở dòng đã có; để trống ở dòng mới. Dòng xóa khỏi tệp vẫn còn trên hệ
thống: muốn bỏ thì xóa trên trang giao ước.

Cấp: 1 là chỉ tiêu; 2 là “trong đó” của chỉ tiêu cấp 1 ngay trên. Phần: để trống thì theo
dòng trên.

Loại: Số lượng, Tỷ lệ % hoặc Có hoặc không. So sánh: ≥ ít nhất, = đúng bằng, ≤ không quá.

Giao ước: ghi số (1.035 hoặc 96,15), hoặc Có/Không. Để trống là không giao chỉ tiêu. Tỷ lệ
ghi 95 hoặc định dạng 95%.

Chỉ tiêu chung của khối: chỉ sửa số giao ước và ghi chú.

Không dùng công thức chưa có kết quả, ô gộp, macro, liên kết sang tệp khác.

Lưu thành .xlsx rồi tải lên ở trang giao ước; xem trước rồi mới ghi.
"""
GUIDE = tuple(" ".join(one.split()) for one in _GUIDE.strip().split("\n\n"))


def workbook_of(pledge: Pledge) -> bytes:
    """Return the workbook: what is on the page, to be changed and sent back."""
    head = f"{pledge.participation.name}, giao ước thi đua năm {pledge.year.year}"
    offered = Offered(pledge)
    people = offered.people_names
    titles = [
        {"code": one.pk, **title_shown(one, offered)} for one in offered.registrations
    ]
    initiatives = [
        {"code": one.pk, **initiative_shown(one, offered)}
        for one in offered.initiatives
    ]
    title_columns_ = title_columns(offered.title_names, people)
    plans = (
        SheetPlan(TARGETS, head, TARGET_COLUMNS, target_lines(pledge)),
        SheetPlan(CONTENTS, head, CONTENT_COLUMNS, content_lines(pledge)),
        SheetPlan(TITLES, head, title_columns_, titles),
        SheetPlan(INITIATIVES, head, initiative_columns(people), initiatives),
    )
    return workbooks.write(plans, GUIDE)
