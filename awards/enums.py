"""States and kinds that code branches on."""

from django.db.models import TextChoices

from units.enums import Office


class MeetingKind(TextChoices):
    """What a meeting is held for."""

    SIGNING = "signing", "Hội nghị ký giao ước"
    MID_YEAR = "mid_year", "Hội nghị sơ kết"
    YEAR_END = "year_end", "Hội nghị tổng kết"
    COUNCIL = "council", "Phiên họp Hội đồng"


class MeetingState(TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", "Đang chuẩn bị"
    IN_SESSION = "in_session", "Đang diễn ra"
    CLOSED = "closed", "Đã bế mạc"


class PollKind(TextChoices):
    """What a poll decides."""

    TITLE = "title", "Suy tôn danh hiệu, hình thức khen thưởng"
    HEAD = "head", "Bầu Trưởng khối"
    DEPUTY = "deputy", "Bầu Phó Trưởng khối"
    QUESTION = "question", "Biểu quyết nội dung khác"


# The office of the next year that an election gives.
OFFICES = {PollKind.HEAD: Office.HEAD, PollKind.DEPUTY: Office.DEPUTY}


class PollState(TextChoices):
    """Where a poll stands."""

    DRAFT = "draft", "Bản nháp"
    OPEN = "open", "Đang bỏ phiếu"
    COUNTED = "counted", "Đã kiểm phiếu"
    CONFIRMED = "confirmed", "Đã công bố"
    CANCELLED = "cancelled", "Đã hủy"


class Base(TextChoices):
    """Of what the threshold is a share."""

    SUMMONED = "summoned", "số đại biểu được triệu tập"
    PRESENT = "present", "số đại biểu có mặt"
    ISSUED = "issued", "số phiếu phát ra"
    VALID = "valid", "số phiếu hợp lệ"
