"""States and kinds that code branches on."""

from django.db.models import TextChoices


class YearState(TextChoices):
    """Where a bloc's year stands."""

    PREPARING = "preparing", "Đang chuẩn bị"
    OPEN = "open", "Đang thực hiện"
    RANKED = "ranked", "Đã công bố xếp hạng"
    CLOSED = "closed", "Đã khép"


class PhaseKind(TextChoices):
    """The steps of a year, in order."""

    LAUNCH = "launch", "Phát động"
    REGISTER = "register", "Đăng ký"
    SIGN = "sign", "Ký giao ước"
    MID_YEAR = "mid_year", "Sơ kết 6 tháng"
    RESULTS = "results", "Kết quả năm"
    SCORING = "scoring", "Chấm điểm"
    CONFERENCE = "conference", "Hội nghị bình xét"
    AWARDS = "awards", "Khen thưởng"


class PhaseState(TextChoices):
    """A phase is opened and closed by the secretariat, never by a job."""

    WAITING = "waiting", "Chưa mở"
    OPEN = "open", "Đang mở"
    CLOSED = "closed", "Đã đóng"


class SetupPart(TextChoices):
    """The parts of a year's set-up, in the order in which they are prepared."""

    PLAN = "plan", "Chủ đề, kế hoạch"
    MOVEMENTS = "movements", "Phong trào thi đua"
    PHASES = "phases", "Các bước, thời hạn"
    COMMON = "common", "Chỉ tiêu, nội dung chung"
    TITLES = "titles", "Danh hiệu, hình thức được đăng ký"
    SHEET = "sheet", "Bảng tiêu chí chấm điểm"
    ROUTE = "route", "Đường đi của giao ước"


class PledgeState(TextChoices):
    """The route of a pledge."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Đã gửi, chờ duyệt"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt, chờ tiếp nhận"
    ACCEPTED = "accepted", "Đã tiếp nhận, chờ ký"
    SIGNED = "signed", "Đã ký"


class AmendmentState(TextChoices):
    """The route of a change to a signed pledge."""

    DRAFT = "draft", "Đang soạn"
    SUBMITTED = "submitted", "Chờ thủ trưởng ký"
    RETURNED = "returned", "Trả lại"
    SIGNED = "signed", "Đã ký, chờ quyết định"
    ADOPTED = "adopted", "Đã chấp thuận"
    REFUSED = "refused", "Không chấp thuận"


class AmendmentAction(TextChoices):
    """What an amendment does with a target."""

    CHANGE = "change", "Điều chỉnh"
    ADD = "add", "Bổ sung"
    DROP = "drop", "Bỏ"


class ReportState(TextChoices):
    """The route of a unit's results in one period."""

    DRAFT = "draft", "Đang nhập"
    SUBMITTED = "submitted", "Chờ thủ trưởng duyệt"
    RETURNED = "returned", "Trả lại"
    APPROVED = "approved", "Đã duyệt"


class ScorecardState(TextChoices):
    """The route of a unit's scorecard."""

    DRAFT = "draft", "Đang tự chấm"
    SELF_SCORED = "self_scored", "Đã tự chấm, chờ chấm"
    RETURNED = "returned", "Trả lại"
    CHECKED = "checked", "Đã chấm chéo, chờ giải trình"
    EXPLAINED = "explained", "Đã giải trình, chờ chốt điểm"
    FINAL = "final", "Đã chốt điểm"


class SheetState(TextChoices):
    """A criteria sheet is a draft until the year opens with it."""

    DRAFT = "draft", "Bản nháp"
    FROZEN = "frozen", "Đã ban hành"


class Period(TextChoices):
    """The two periods for which results are entered."""

    HALF_YEAR = "half_year", "6 tháng"
    YEAR = "year", "Cả năm"


class TargetKind(TextChoices):
    """What kind of figure a target is."""

    NUMBER = "number", "Số lượng"
    PERCENTAGE = "percentage", "Tỷ lệ %"
    YES_NO = "yes_no", "Có hoặc không"


class Comparator(TextChoices):
    """How the result is held against the target."""

    AT_LEAST = "ge", "≥"
    EXACTLY = "eq", "="
    AT_MOST = "le", "≤"


class Section(TextChoices):
    """Parts of a pledge and of its results."""

    POLITICAL = "political", "Nhiệm vụ chính trị"
    BUILDING = "building", "Xây dựng Đảng, hệ thống chính trị"
    MOVEMENT = "movement", "Phong trào thi đua"


class NarrativeSection(TextChoices):
    """Sections of a written report."""

    HIGHLIGHTS = "highlights", "Kết quả nổi bật"
    LIMITS = "limits", "Hạn chế, tồn tại"
    CAUSES = "causes", "Nguyên nhân"
    PROPOSALS = "proposals", "Đề xuất, kiến nghị"
    NEXT_TASKS = "next_tasks", "Nhiệm vụ năm tới"


class CriterionKind(TextChoices):
    """What a line of the criteria sheet does with points."""

    POINTS = "points", "Chấm điểm"
    BONUS = "bonus", "Điểm thưởng"
    DEDUCTION = "deduction", "Điểm trừ"
    DISQUALIFIER = "disqualifier", "Điều kiện loại trừ"


class CriterionMethod(TextChoices):
    """How a leaf's points come about: typed, answered, counted or computed."""

    TYPED = "typed", "Nhập điểm"
    PASS_FAIL = "pass_fail", "Đạt hoặc không đạt"
    OCCURRENCE = "occurrence", "Theo số lần"
    RATIO = "ratio", "Theo tỷ lệ đạt chỉ tiêu chung"
    SHARE_MET = "share_met", "Theo số chỉ tiêu đạt"
    RELATIVE = "relative", "So với đơn vị dẫn đầu khối"


class CheckState(TextChoices):
    """A cross-check is open until its checkers send it."""

    OPEN = "open", "Đang chấm chéo"
    SENT = "sent", "Đã gửi"


class ScoreStage(TextChoices):
    """The stages of a leaf's points; the last one present counts."""

    SELF = "self", "Tự chấm"
    CHECKED = "checked", "Chấm chéo"
    FINAL = "final", "Điểm cuối"


class Capacity(TextChoices):
    """As whom a pledge is signed."""

    HEAD = "head", "Thủ trưởng"
    FOR_HEAD = "for_head", "Ký thay thủ trưởng (KT.)"


class SigningWay(TextChoices):
    """How a pledge was signed."""

    ONLINE = "online", "Xác nhận trên hệ thống"
    PAPER = "paper", "Ký trên giấy"


class InitiativeScope(TextChoices):
    """How far an initiative is recognised to reach."""

    GRASSROOTS = "grassroots", "Cấp cơ sở"
    PROVINCE = "province", "Cấp tỉnh"
    NATION = "nation", "Toàn quốc"


class Aim(TextChoices):
    """The three lists of what a pledge aims at; the first two are by subject."""

    COLLECTIVE = "collective", "Danh hiệu tập thể"
    INDIVIDUAL = "individual", "Danh hiệu cá nhân"
    INITIATIVE = "initiative", "Sáng kiến"


class Subject(TextChoices):
    """Whom a title honours."""

    INDIVIDUAL = "individual", "Cá nhân"
    COLLECTIVE = "collective", "Tập thể"
