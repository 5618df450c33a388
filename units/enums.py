"""Kinds that code branches on."""

from django.db.models import TextChoices


class UnitKind(TextChoices):
    """What a unit is."""

    PARTY_ORGAN = "party_organ", "Cơ quan Đảng"
    STATE_ORGAN = "state_organ", "Cơ quan nhà nước"
    SERVICE = "service", "Đơn vị sự nghiệp"
    MASS_ORGANISATION = "mass", "Mặt trận, đoàn thể"
    ENTERPRISE = "enterprise", "Doanh nghiệp"
    SECTION = "section", "Phòng, ban trực thuộc"
    BODY = "body", "Cơ quan cấp trên, hội đồng"


class PaperForm(TextChoices):
    """Which official form a unit's papers follow on a day."""

    PARTY = "party", "Thể thức văn bản của Đảng"
    STATE = "state", "Thể thức văn bản hành chính (Nghị định 30/2020/NĐ-CP)"


class Role(TextChoices):
    """What an appointment makes a person."""

    CLERK = "clerk", "Chuyên viên thi đua"
    LEADER = "leader", "Thủ trưởng"
    SECRETARY = "secretary", "Thư ký khối"
    BOARD_OFFICER = "board_officer", "Chuyên viên Ban Thi đua – Khen thưởng"
    PROVINCIAL_LEADER = "provincial_leader", "Lãnh đạo tỉnh"
    COUNCIL_MEMBER = "council_member", "Thành viên Hội đồng Thi đua – Khen thưởng"
    ADMINISTRATOR = "administrator", "Quản trị hệ thống"
    STAFF = "staff", "Cán bộ, công chức, viên chức, người lao động"


class BlocKind(TextChoices):
    """A bloc is formed by function, a cluster by territory."""

    BLOC = "bloc", "Khối thi đua"
    CLUSTER = "cluster", "Cụm thi đua"


class Office(TextChoices):
    """The two offices of a bloc in a year."""

    HEAD = "head", "Trưởng khối"
    DEPUTY = "deputy", "Phó Trưởng khối"


class SuccessionKind(TextChoices):
    """How one unit came after another."""

    MERGED = "merged", "Sáp nhập, hợp nhất"
    SPLIT = "split", "Chia tách"
    RENAMED = "renamed", "Đổi tên, chuyển nguyên trạng"


class PaperKind(TextChoices):
    """Kinds of paper that carry a number of their own."""

    PLAN = "KH", "Kế hoạch"
    REPORT = "BC", "Báo cáo"
    SUBMISSION = "TTr", "Tờ trình"
    MINUTES = "BB", "Biên bản"
    NOTICE = "TB", "Thông báo"
    DECISION = "QĐ", "Quyết định"
    LETTER = "CV", "Công văn"
    # No list of short forms that we know has one for a pledge (Nghị định 30/2020, Phụ lục
    # III; the Party's codes): ours, unverified. Where another is in use, change the value
    # here with a migration of the two columns that hold it.
    PLEDGE = "GƯ", "Giao ước"
