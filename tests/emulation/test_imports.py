"""A pledge's workbook against the pledge: new, changed, unchanged, wrong."""

import pytest

from emulation.imports.sheets import CONTENTS, TARGETS
from emulation.models import CommonTarget, Target
from emulation.services.pledges import add_target
from tests.emulation.importing import (
    FIRST,
    HEAD,
    changed,
    faults,
    own,
    plan,
    write,
)

STRANGE = "không có trong giao ước này. Để trống nếu là dòng mới."


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def part(draft, first, clerk) -> Target:
    row = Target(pledge=draft, parent=first, content="Đơn tố cáo", value=3)
    return add_target(row, actor=clerk)


def test_export_and_import_change_nothing(draft, part, clerk):
    draft.contents = "Học và làm theo Bác\n- gạch đầu dòng\nHọc và làm theo Bác"
    draft.save()
    found = plan(draft, changed(draft, lambda book: None), clerk)

    assert (found.faults, found.notices, found.unanswered) == ([], [], ())
    assert found.is_empty
    assert [sheet.unchanged for sheet in found.sheets] == [3, 3, 0, 0]
    assert [sheet.kept for sheet in found.sheets] == [0, 0, 0, 0]
    assert found.obstacles == ["Tệp không có gì khác với giao ước."]


def test_changed_figure_and_new_rows_are_written(draft, first, clerk):
    def edit(book):
        sheet = book[TARGETS]
        sheet[f"H{FIRST}"] = 15
        sheet.append([None, None, 2, "Đơn tố cáo", None, "đơn", None, 4])
        sheet.append([None, "Phong trào thi đua", 1, "Mô hình mới", None, None, "≤", 2])

    found = write(draft, changed(draft, edit), clerk)

    (row,) = found.sheets[0].changed
    assert [(one.label, one.before, one.after) for one in row.differences] == [
        ("Giao ước", "12", "15")
    ]
    first.refresh_from_db()
    assert (first.value, first.version) == (15, 2)
    rate, accusation, model = draft.targets.exclude(pk=first.pk)
    assert accusation.parent == rate
    assert (accusation.kind, accusation.section) == ("percentage", rate.section)
    assert (model.section, model.comparator, model.value) == ("movement", "le", 2)
    assert model.search_key == "mo hinh moi"
    assert [one.position for one in draft.targets.all()] == [1, 2, 3, 4]


def test_renamed_sheet_is_named_and_the_guide_is_not(draft, clerk):
    def rename(book):
        book[TARGETS].title = "Chỉ tiêu (2)"

    found = plan(draft, changed(draft, rename), clerk)

    assert [(one.place, one.sentence) for one in found.notices] == [
        ("Chỉ tiêu (2)", "Trang này không được đọc vì không có trong tệp mẫu.")
    ]


def test_rows_that_the_file_lacks_are_kept_and_counted(draft, first, clerk):
    def edit(book):
        book[TARGETS].delete_rows(FIRST, 1)
        book[TARGETS][f"H{FIRST}"] = 97

    found = write(draft, changed(draft, edit), clerk)

    assert found.sheets[0].kept == 1
    assert draft.targets.filter(pk=first.pk).exists()
    assert draft.targets.count() == 2


def test_file_without_codes_makes_nothing_twice(draft, clerk):
    content = own(
        [None, None, 1, "GIẢI QUYẾT vụ việc", None, "vụ", None, 20],
        [None, None, 2, "Trong đó đơn tố cáo", None, "đơn", None, 5],
    )
    write(draft, content, clerk)
    again = plan(draft, content, clerk)

    assert draft.targets.count() == 3
    assert again.is_empty
    assert again.sheets[0].unchanged == 2


def test_columns_that_the_file_lacks_stay_as_they_are(draft, first, clerk):
    first.note, first.base = "Theo kế hoạch", "số đơn"
    first.save()
    content = own(
        [first.pk, "Giải quyết vụ việc", 30], head=["Mã", "Chỉ tiêu", "Giao ước"]
    )
    write(draft, content, clerk)

    first.refresh_from_db()
    assert (first.value, first.note, first.base) == (30, "Theo kế hoạch", "số đơn")


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ([None, None, 2, "x"], "C2: “Trong đó” phải đứng ngay dưới chỉ tiêu của nó."),
        ([None, None, 9, "x"], "C2: Cấp ghi từ 1 đến 4."),
        ([None, None, 1, None, None, "vụ"], "D2: Chưa ghi nội dung chỉ tiêu."),
        ([999999, None, 1, "x"], f"A2: Mã dòng 999999 {STRANGE}"),
        ([None, None, 1, "x", "Tỷ lệ %", None, None, 101],
         "H2: Tỷ lệ không vượt quá 100%."),
        ([None, None, 1, "x", "Có hoặc không", None, None, 3],
         "H2: Chọn “Có” hoặc “Không”."),
        ([None, None, 1, "x", "Số lượng", None, None, "Có"],
         "H2: “Có”, “Không” chỉ dùng cho chỉ tiêu loại “Có hoặc không”."),
        ([None, None, 1, "x", None, None, None, -1], "H2: −1 nhỏ hơn mức thấp nhất là 0."),
        ([None, None, 1, "x", None, None, None, 1.23456],
         "H2: 1,23456 có quá nhiều chữ số lẻ, tối đa 4."),
        ([None, None, 1, "x", None, None, None, 10**12],
         "H2: 1.000.000.000.000 quá lớn, kiểm tra lại số đã gõ."),
        ([None, None, 1, "x", None, "y" * 41], "F2: Dài 41 ký tự, chỉ ghi được 40 ký tự."),
    ],
)  # fmt: skip
def test_wrong_rows_are_named_in_the_words_of_typing(draft, clerk, row, fault):
    found = plan(draft, own(row), clerk)

    assert faults(found) == [f"Chỉ tiêu!{fault}"]
    assert found.obstacles == ["Sửa 1 chỗ sai trong tệp rồi tải lên lại."]


def test_part_below_a_wrong_whole_waits_for_it(draft, clerk):
    found = plan(draft, own([7, None, 1, "x"], [None, None, 2, "y"]), clerk)

    assert len(found.faults) == 2
    assert faults(found)[1].startswith("Chỉ tiêu!C3: Chỉ tiêu đứng trên còn sai")


def test_code_that_stands_twice_is_wrong(draft, first, clerk):
    rows = [[first.pk, None, 1, "x"], [first.pk, None, 1, "y"]]

    assert faults(plan(draft, own(*rows), clerk)) == [
        f"Chỉ tiêu!A3: Mã dòng {first.pk} có hai lần, ở dòng 2 và 3."
    ]


def test_row_of_another_pledge_is_strange(built, draft, clerk):
    other = Target.objects.create(pledge=built.pledge("other"), content="của họ")

    (fault,) = faults(plan(draft, own([other.pk, None, 1, "của ta"]), clerk))
    assert "không có trong giao ước này" in fault


def test_rows_move_neither_in_depth_nor_to_another_part(draft, first, part, clerk):
    def edit(book):
        sheet = book[TARGETS]
        sheet[f"B{FIRST}"] = "Phong trào thi đua"
        sheet[f"C{FIRST + 1}"] = 1

    section, level = faults(plan(draft, changed(draft, edit), clerk))

    assert section == (
        "Chỉ tiêu!B4: Dòng đã có đang ở phần “Nhiệm vụ chính trị”, không đổi phần qua "
        "tệp được."
    )
    assert level == (
        "Chỉ tiêu!C5: Dòng đã có đang ở cấp 2, không đổi cấp qua tệp được. Thêm dòng mới "
        "rồi xóa dòng cũ trên trang giao ước."
    )


def test_sorted_file_keeps_parts_under_their_wholes(draft, first, part, clerk):
    rate = draft.targets.get(kind="percentage")
    content = own(
        [part.pk, None, 2, "Đơn tố cáo", None, None, None, 4],
        [None, None, 2, "Đơn khiếu nại", None, None, None, 2],
        [rate.pk, None, 1, "Xử lý đúng hạn", None, None, None, 95],
        [first.pk, None, 1, "Giải quyết vụ việc", None, "vụ", None, 12],
    )
    write(draft, content, clerk)

    assert draft.targets.get(content="Đơn khiếu nại").parent == first
    assert draft.targets.get(content="Đơn tố cáo").value == 4


def test_common_target_takes_a_figure_and_a_note_only(built, draft, first, clerk):
    common = CommonTarget.objects.create(year=built.year, content=first.content)
    first.common = common
    first.save()

    def figure(book):
        book[TARGETS][f"H{FIRST}"] = 14
        book[TARGETS][f"J{FIRST}"] = "Theo kế hoạch"

    def wording(book):
        book[TARGETS][f"D{FIRST}"] = "Nội dung khác"

    write(draft, changed(draft, figure), clerk)
    first.refresh_from_db()
    assert (first.value, first.note) == (14, "Theo kế hoạch")
    assert faults(plan(draft, changed(draft, wording), clerk)) == [
        "Chỉ tiêu!D4: Chỉ tiêu chung của khối: đơn vị chỉ đổi số giao ước và ghi chú."
    ]


def test_contents_are_changed_in_place_and_added_at_the_end(draft, clerk):
    draft.contents = "Một\nHai\nBa"
    draft.save()

    def edit(book):
        sheet = book[CONTENTS]
        sheet[f"B{FIRST + 1}"] = "Hai, sửa lại"
        sheet.delete_rows(FIRST + 2, 1)
        sheet.append([None, "– Bốn"])

    found = write(draft, changed(draft, edit), clerk)

    draft.refresh_from_db()
    assert draft.contents == "Một\nHai, sửa lại\nBa\nBốn"
    assert draft.version == 2
    assert (found.sheets[1].unchanged, found.sheets[1].kept) == (1, 1)


def test_line_that_was_changed_meanwhile_is_not_taken_for_another(draft, clerk):
    draft.contents = "Một\nHai"
    draft.save()
    content = changed(draft, lambda book: None)
    draft.contents = "Một khác\nHai"
    draft.save()

    (fault,) = faults(plan(draft, content, clerk))
    assert fault.startswith("Nội dung!A4: Mã dòng ")
    assert fault.endswith("không có trong giao ước này. Để trống nếu là dòng mới.")


def test_head_of_tests_is_the_head_of_the_template(draft, clerk):
    def check(book):
        assert [cell.value for cell in book[TARGETS][FIRST - 1]] == HEAD

    changed(draft, check)


def test_blank_level_of_a_known_part_stays_as_it_is(draft, part, clerk):
    found = plan(
        draft, own([part.pk, None, None, "Đơn tố cáo", None, None, None, 9]), clerk
    )

    assert (found.faults, found.count("changed")) == ([], 1)
