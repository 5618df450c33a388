"""The sheets of a pledge's workbook and their columns."""

from collections.abc import Iterable

from core.workbooks import Column
from emulation.enums import Comparator, InitiativeScope, Section, TargetKind
from emulation.models import Initiative, Target, TitleRegistration

TARGETS, CONTENTS = "Chỉ tiêu", "Nội dung"
TITLES, INITIATIVES = "Danh hiệu", "Sáng kiến"
NAMES = (TARGETS, CONTENTS, TITLES, INITIATIVES)

YES, NO, NONE = "yes", "no", "none"
_FIGURE_WORDS = {
    "co": YES,
    "true": YES,
    "khong": NO,
    "false": NO,
    "khong giao": NONE,
    "khong giao chi tieu": NONE,
    "-": NONE,
    "–": NONE,
}
_COMPARATORS = {
    ">=": Comparator.AT_LEAST,
    "it nhat": Comparator.AT_LEAST,
    "tu": Comparator.AT_LEAST,
    "bang": Comparator.EXACTLY,
    "<=": Comparator.AT_MOST,
    "khong qua": Comparator.AT_MOST,
    "toi da": Comparator.AT_MOST,
}
_KINDS = {
    "so": TargetKind.NUMBER,
    "ty le": TargetKind.PERCENTAGE,
    "%": TargetKind.PERCENTAGE,
    "co/khong": TargetKind.YES_NO,
}
_CODE = Column(
    "code",
    "Mã dòng",
    "whole",
    aliases=("Mã",),
    width=9,
    hint="Để nguyên ở dòng đã có; để trống ở dòng mới.",
)


def _labels(choices: type) -> dict[str, str]:
    return {str(one.label): one.value for one in choices}


def _length(model: type, name: str) -> int:
    return model._meta.get_field(name).max_length


TARGET_COLUMNS = (
    _CODE,
    Column(
        "section",
        "Phần",
        "choice",
        choices=_labels(Section),
        width=30,
        hint="Để trống thì theo dòng trên.",
    ),
    Column(
        "level",
        "Cấp",
        "whole",
        width=7,
        hint="1: chỉ tiêu; 2: “trong đó” của chỉ tiêu ngay trên.",
    ),
    Column(
        "content",
        "Chỉ tiêu",
        required=True,
        aliases=("Nội dung chỉ tiêu",),
        max_length=_length(Target, "content"),
        width=52,
    ),
    Column(
        "kind",
        "Loại",
        "choice",
        choices=_labels(TargetKind),
        spellings=_KINDS,
        width=14,
    ),
    Column(
        "unit_of_measure",
        "Đơn vị tính",
        aliases=("ĐVT",),
        max_length=_length(Target, "unit_of_measure"),
        width=13,
    ),
    Column(
        "comparator",
        "So sánh",
        "choice",
        choices=_labels(Comparator),
        spellings=_COMPARATORS,
        width=10,
    ),
    Column(
        "value",
        "Giao ước",
        "number",
        aliases=("Mức giao ước", "Số giao ước"),
        words=_FIGURE_WORDS,
        width=14,
        hint="Số, hoặc Có/Không. Để trống là không giao chỉ tiêu.",
    ),
    Column("base", "Tính trên", max_length=_length(Target, "base"), width=28),
    Column(
        "note",
        "Ghi chú",
        aliases=("Ghi chú về nguồn",),
        max_length=_length(Target, "note"),
        width=28,
    ),
)
CONTENT_COLUMNS = (
    Column("code", "Mã dòng", width=11, hint=_CODE.hint),
    Column(
        "text",
        "Nội dung và biện pháp",
        required=True,
        aliases=("Nội dung", "Nội dung, biện pháp"),
        width=100,
        hint="Mỗi dòng một nội dung.",
    ),
)


def title_columns(titles: Iterable[str], people: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of the registrations; names are offered, and checked later."""
    return (
        _CODE,
        Column(
            "title",
            "Danh hiệu, hình thức",
            "choice",
            required=True,
            aliases=("Danh hiệu",),
            choices={name: name for name in titles},
            width=44,
        ),
        Column(
            "person",
            "Cá nhân",
            aliases=("Họ và tên",),
            width=28,
            offered=tuple(people),
            hint="Để trống khi danh hiệu là của tập thể.",
        ),
        Column(
            "track_record",
            "Thành tích đã có",
            max_length=_length(TitleRegistration, "track_record"),
            width=48,
        ),
        Column(
            "note", "Ghi chú", max_length=_length(TitleRegistration, "note"), width=28
        ),
    )


def initiative_columns(people: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns of the initiatives."""
    return (
        _CODE,
        Column(
            "name",
            "Tên sáng kiến, đề tài",
            required=True,
            aliases=("Tên sáng kiến",),
            max_length=_length(Initiative, "name"),
            width=52,
        ),
        Column(
            "person",
            "Tác giả",
            width=28,
            offered=tuple(people),
            hint="Để trống khi là của tập thể.",
        ),
        Column(
            "scope",
            "Phạm vi ảnh hưởng",
            "choice",
            aliases=("Phạm vi",),
            choices=_labels(InitiativeScope),
            width=18,
        ),
        Column("note", "Ghi chú", max_length=_length(Initiative, "note"), width=28),
    )
