"""A paper as long and as various as a bloc's yearly summary, for the renderers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.documents.blocks import (
    Bar,
    BarChart,
    Basis,
    Heading,
    ListBlock,
    Note,
    Paper,
    Paragraph,
    Run,
    Signature,
    TableBlock,
)
from core.tables import Column, Row, Table

AFFAIRS = "Ban Nội chính Tỉnh ủy"
STAFF = "Ban Tổ chức Tỉnh ủy"
PUBLICITY = "Ban Tuyên giáo Tỉnh ủy"
NO_TARGET = "không giao chỉ tiêu"
RESULTS = (
    (AFFAIRS, "Vụ việc phức tạp", "vụ việc", 5, 12, "đạt 240% (vượt 140%)", 0),
    (AFFAIRS, "Vụ án, vụ việc tham nhũng", "vụ", 10, 15, "đạt 150% (vượt 50%)", 0),
    (AFFAIRS, "Trong đó: do Ban phát hiện", "vụ", 5, 9, "đạt 180% (vượt 80%)", 1),
    (STAFF, "Đảng viên mới kết nạp", "đảng viên", None, 923, NO_TARGET, 0),
    (STAFF, "Tổng số đảng viên", "đảng viên", None, 37735, NO_TARGET, 0),
    (PUBLICITY, "Mô hình, gương điển hình", "mô hình", None, 847, NO_TARGET, 0),
    (PUBLICITY, "Trong đó: mô hình tập thể", "mô hình", None, 791, "", 1),
    (PUBLICITY, "Trong đó: mô hình cá nhân", "mô hình", None, 56, "", 1),
    (PUBLICITY, "Dự hội nghị biển đảo", "đại biểu", None, 2048, "52 điểm cầu", 0),
)
OPENING = (
    "Năm 2024, các cơ quan, đơn vị trong Khối đã chủ động triển khai công tác "
    "thi đua, khen thưởng, phát động các phong trào thi đua yêu nước gắn với việc "
    "đăng ký và ký giao ước thi đua. Văn phòng Tỉnh ủy tổng hợp kết quả như sau:"
)
MOVEMENT = (
    Run("Phong trào “Thi đua thực hiện văn hóa công sở” ", bold=True),
    Run(
        "được các cơ quan, đơn vị trong Khối hưởng ứng tích cực, tạo sự chuyển biến "
        "về nhận thức, trách nhiệm của cán bộ, công chức, viên chức chấp hành "
        "kỷ cương, kỷ luật hành chính, thực hiện chuẩn mực trong giao tiếp, ứng xử."
    ),
)
EFFORT = (
    "Các cơ quan đã nỗ lực, phấn đấu hoàn thành tốt các nhiệm vụ chính trị được giao, "
    "đồng thời triển khai nghiêm túc các nhiệm vụ về công tác thi đua, khen thưởng. "
    "Các phong trào thi đua được triển khai sâu rộng, tạo sức lan tỏa mạnh mẽ."
)
REFERENCES = (
    "Một số kết quả nổi bật của các đơn vị được nêu tại Bảng 1; mức hoàn thành "
    "các chỉ tiêu của Ban Nội chính Tỉnh ủy được nêu tại Hình 1."
)
LIMITS = (
    "Một số đơn vị gửi báo cáo còn chậm so với thời hạn quy định của Khối;",
    (
        "Việc đăng ký sáng kiến chưa đồng đều; nguyên nhân chủ yếu là do cán bộ làm "
        "công tác thi đua, khen thưởng kiêm nhiệm nhiều việc."
    ),
)
ELECTION = (
    "Hội nghị đã bỏ phiếu bầu Văn phòng Tỉnh ủy làm Trưởng khối thi đua, Cơ quan "
    "Ủy ban Kiểm tra Tỉnh ủy là Phó Trưởng khối thi đua năm 2025."
)
ENDING = (
    "Trên đây là báo cáo tổng kết công tác thi đua, khen thưởng năm 2024 của "
    "Khối thi đua các cơ quan Đảng tỉnh Bắc Kạn."
)
ABSTRACT = (
    "tổng kết công tác thi đua, khen thưởng năm 2024\n"
    "của Khối thi đua các cơ quan Đảng tỉnh Bắc Kạn"
)


def results_table():
    """Results with a unit's name over several rows and "trong đó" lines."""
    columns = (
        Column("unit", "Đơn vị"),
        Column("target", "Chỉ tiêu"),
        Column("measure", "ĐVT", align="center"),
        Column("pledged", "Giao ước", "number"),
        Column("actual", "Kết quả", "number"),
        Column("completion", "Mức hoàn thành"),
    )
    keys = [column.key for column in columns]
    rows, above = [], ""
    for *cells, level in RESULTS:
        repeated = frozenset({"unit"}) if cells[0] == above else frozenset()
        above = cells[0]
        by_key = dict(zip(keys, cells, strict=True))
        rows.append(Row(by_key, level=level, continues=repeated))
    notes = ("Dấu “–”: không giao chỉ tiêu, không tính tỷ lệ.",)
    return Table("Kết quả nổi bật", columns, rows, notes=notes)


def long_table(count=60):
    """A table that runs over several pages, with a head row and a total."""
    columns = (
        Column("no", "TT", "int", align="center"),
        Column("name", "Nội dung"),
        Column("most", "Điểm tối đa", "points"),
        Column("own", "Tự chấm", "points"),
        Column("final", "Điểm chính thức", "points"),
        Column("on", "Ngày chấm", "date"),
    )
    usual = {
        "most": Decimal("2.5"),
        "own": Decimal("2.25"),
        "final": Decimal(2),
        "on": date(2024, 12, 5),
    }
    name = "Tiêu chí số {}: chấp hành kỷ cương, kỷ luật hành chính"
    rows = [Row({"name": "I- Thực hiện nhiệm vụ chính trị"}, is_head=True)]
    rows += [
        Row({"no": index, "name": name.format(index), **usual})
        for index in range(1, count + 1)
    ]
    sums = {key: count * usual[key] for key in ("most", "own", "final")}
    return Table("Bảng điểm", columns, rows, totals=Row({"name": "Tổng cộng", **sums}))


def wide_table(columns=14):
    """More columns than an upright page can carry."""
    groups = range(1, columns - 2)
    heads = [Column("unit", "Đơn vị")]
    heads += [Column(f"t{i}", f"Nhóm tiêu chí {i}", "points") for i in groups]
    heads += [Column("sum", "Tổng điểm", "points"), Column("rank", "Xếp hạng", "int")]
    rows = [
        Row(
            {
                "unit": f"Cơ quan thứ {rank} của Tỉnh ủy",
                **{f"t{i}": Decimal("12.25") + i for i in groups},
                "sum": Decimal("1200.75"),
                "rank": rank,
            }
        )
        for rank in range(1, 11)
    ]
    return Table("Tổng hợp điểm", heads, rows)


def completion_chart():
    """Completion of three targets, with the line of what was pledged."""
    return BarChart(
        "Mức hoàn thành chỉ tiêu của Ban Nội chính Tỉnh ủy",
        (
            Bar("Vụ việc an ninh trật tự", 240, "240%", "(12/5)"),
            Bar("Vụ án, vụ việc tham nhũng", 150, "150%", "(15/10)"),
            Bar("Trong đó: do Ban phát hiện", 180, "180%", "(9/5)", is_light=True),
        ),
        reference=100,
        reference_label="100%: mức giao ước",
    )


def points_chart():
    """Two bars for each unit: what it gave itself and what it was given."""
    units = ("Văn phòng Tỉnh ủy", "Cơ quan Ủy ban Kiểm tra Tỉnh ủy", "Báo Bắc Kạn")
    bars = []
    for index, unit in enumerate(units):
        bars.append(Bar(unit, 97 - index, f"{97 - index}"))
        bars.append(Bar("", 95 - index, f"{95 - index}", is_light=True))
    caption = "Điểm tự chấm và điểm chính thức"
    return BarChart(caption, bars, legend=("Tự chấm", "Chính thức"))


def blocks():
    """The body of the summary, with every kind of block that prints words."""
    return (
        Basis("Căn cứ Quy chế hoạt động của Khối thi đua các cơ quan Đảng;"),
        Paragraph(OPENING),
        Heading(1, "Tổ chức phong trào thi đua"),
        Paragraph(MOVEMENT),
        Paragraph(EFFORT),
        Heading(1, "Kết quả thực hiện chỉ tiêu giao ước"),
        Heading(2, "Kết quả nổi bật của các đơn vị"),
        Paragraph(REFERENCES),
        TableBlock(results_table(), "Kết quả nổi bật năm 2024"),
        Note("Giao ước 5, 10 và 5 suy ra từ tỷ lệ đã công bố."),
        completion_chart(),
        Heading(2, "Chấm điểm và xếp hạng"),
        Heading(3, "Điểm theo tiêu chí"),
        TableBlock(long_table(), "Bảng điểm của Văn phòng Tỉnh ủy"),
        Heading(3, "Tổng hợp"),
        TableBlock(wide_table(), "Tổng hợp điểm của các đơn vị"),
        points_chart(),
        Heading(1, "Hạn chế và nguyên nhân"),
        ListBlock(LIMITS),
        Heading(1, "Kết quả bầu Trưởng khối, Phó Trưởng khối năm 2025"),
        Paragraph(ELECTION),
        Paragraph(ENDING),
    )


def party_paper():
    """The summary in the Party form, issued before the form of 2026."""
    return Paper(
        form="party",
        superior="TỈNH ỦY BẮC KẠN",
        issuer="VĂN PHÒNG",
        code="BC",
        symbol="VPTU",
        number=12,
        place="Bắc Kạn",
        drafted_on=date(2025, 1, 6),
        issued_on=date(2025, 1, 7),
        kind="BÁO CÁO",
        abstract=ABSTRACT,
        blocks=blocks(),
        signature=Signature(
            "Phó Chánh Văn phòng",
            "Nguyễn Văn A",
            authority=(("KT", "CHÁNH VĂN PHÒNG"),),
        ),
        recipients=(
            "Thường trực Tỉnh ủy",
            "Hội đồng Thi đua – Khen thưởng tỉnh",
            "Các đơn vị thành viên của Khối",
            "Lưu Văn phòng Tỉnh ủy",
        ),
    )


def state_paper():
    """The same words issued by a State body."""
    authority = (("KT", "GIÁM ĐỐC"),)
    return replace(
        party_paper(),
        form="state",
        superior="ỦY BAN NHÂN DÂN TỈNH BẮC KẠN",
        issuer="SỞ NỘI VỤ",
        symbol="SNV",
        signature=Signature("Phó Giám đốc", "Nguyễn Văn A", authority=authority),
    )


def draft_paper():
    """The summary before anybody has given it a number."""
    return replace(party_paper(), number=None, issued_on=None)
