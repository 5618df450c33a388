"""A criteria sheet from and to Excel: round trip, changes, what is refused and where."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.workbooks import uploads
from core.workflow import BlockedError, run
from emulation.enums import CriterionMethod
from emulation.imports import criteria, criteria_lines
from emulation.models import CommonTarget, CriteriaSheet, Criterion
from emulation.selectors.sheets import tree_rows
from emulation.services.sheets import (
    LONG_SAMPLE,
    PARTY_SAMPLE,
    create_sheet_from_sample,
    delete_criterion,
    delete_sheet,
)
from tests.builders import World, world
from tests.emulation.scorecards import signed_in

pytestmark = pytest.mark.django_db

HEAD = [
    "Số mục",
    "Cấp",
    "Tiêu chí",
    "Loại điểm",
    "Căn cứ chấm",
    "Điểm tối đa",
    "Điểm mỗi lần",
    "Tính tối đa %",
    "Chỉ tiêu chung",
    "Cần minh chứng",
    "Hướng dẫn",
]


@pytest.fixture
def built() -> World:
    return world(opened=False)


@pytest.fixture
def sheet(built) -> CriteriaSheet:
    return built.year.sheets.get()


def sent(built: World, sheet: CriteriaSheet, content: bytes):
    return uploads.keep(sheet, content, "tieu-chi.xlsx", actor=built.secretary)


def own(*rows: list[object]) -> bytes:
    """Return a workbook that somebody made without the template."""
    book = openpyxl.Workbook()
    book.active.title = "Tiêu chí"
    for row in (HEAD, *rows):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan_of(built: World, sheet: CriteriaSheet, content: bytes) -> criteria.Plan:
    return criteria.plan_of(sheet, sent(built, sheet, content))


def told(sheet: CriteriaSheet) -> list[tuple[object, ...]]:
    """Return everything that a sheet says, in reading order."""
    return [
        (
            row.depth,
            one.code,
            one.name,
            one.kind,
            one.method,
            one.max_points,
            one.rate,
            one.cap_percent,
            one.common_target_id,
            one.needs_evidence,
            one.guidance,
        )
        for row in tree_rows(sheet.criteria.all())
        for one in [row.criterion]
    ]


@pytest.mark.parametrize("sample", [PARTY_SAMPLE, LONG_SAMPLE])
def test_a_sheet_comes_back_as_it_went(built, sheet, sample):
    delete_sheet(sheet, actor=built.secretary)
    first = create_sheet_from_sample(built.year, sample, actor=built.secretary)
    target = CommonTarget.objects.create(year=built.year, content="Đúng hạn", value=95)
    first.criteria.filter(code="I.1.1").update(
        method=CriterionMethod.RATIO, common_target=target, cap_percent=120
    )
    before = told(first)
    content = criteria_lines.workbook_of(first)
    plan = plan_of(built, first, content)
    assert (plan.faults, plan.count("new"), plan.count("changed")) == ([], 0, 0)
    assert plan.notices == []
    assert plan.obstacles == ["Tệp không có gì khác với bảng tiêu chí."]
    first.criteria.filter(parent=None).delete()
    upload = sent(built, first, content)
    digest = criteria.plan_of(first, upload).digest
    criteria.confirm(first, upload, digest, actor=built.secretary)
    assert told(first) == before


def test_what_the_file_changes_is_shown_and_written(built, sheet):
    content = own(
        ["I", 1, "Nhiệm vụ", None, None, 130],
        ["I.1", 2, "Tiêu chí I.1", "Chấm điểm", "Đạt hoặc không đạt", 60],
        ["I.2", 2, "Tiêu chí I.2", "Chấm điểm", "Nhập điểm", 40],
        ["I.3", 2, "Mới", "Chấm điểm", "Theo số lần", 20, 2.5, None, None, "Có", "Đếm"],
    )
    upload = sent(built, sheet, content)
    plan = criteria.plan_of(sheet, upload)
    (brought,) = plan.sheets
    (changed,) = brought.changed
    assert [(one.label, one.before, one.after) for one in changed.differences] == [
        ("Căn cứ chấm", "Nhập điểm", "Đạt hoặc không đạt")
    ]
    assert [one.label for one in brought.new] == ["I.3. Mới"]
    assert (brought.unchanged, brought.kept) == (2, 3)
    assert [(one.place, one.sentence) for one in plan.notices] == [
        ("Tiêu chí!F2", "Ghi 130, các tiêu chí bên trong cộng lại 120.")
    ]
    criteria.confirm(sheet, upload, plan.digest, actor=built.secretary)
    new = Criterion.objects.get(code="I.3")
    assert (new.parent.code, new.rate, new.max_points) == ("I", Decimal("2.5"), 20)
    assert (new.needs_evidence, new.guidance) == (True, "Đếm")
    assert Criterion.objects.get(code="I.1").method == CriterionMethod.PASS_FAIL


WRONG = (
    (["I.1", 5, "Sâu"], "Tiêu chí!B2", "Cấp ghi từ 1 đến 3."),
    (["IX", 2, "Treo"], "Tiêu chí!B2", "Chưa có dòng cấp 1 ở trên."),
    (["IX", 1, None], "Tiêu chí!C2", "Chưa ghi tên tiêu chí."),
    ([None, 1, "Không số"], "Tiêu chí!A2", "Chưa ghi số mục."),
    (
        ["IX", 1, "Điều kiện", "Điều kiện loại trừ", "Theo số lần"],
        "Tiêu chí!E2",
        "“Theo số lần” không dùng cho loại “Điều kiện loại trừ”.",
    ),
    (
        ["IX", 1, "Nhập", "Chấm điểm", "Nhập điểm", 5, 2],
        "Tiêu chí!G2",
        "Loại điểm, căn cứ chấm này không dùng ô này.",
    ),
    (
        ["IX", 1, "Nhập", "Chấm điểm", "Nhập điểm", -5],
        "Tiêu chí!F2",
        "−5 nhỏ hơn mức thấp nhất là 0.",
    ),
    (
        ["IX", 1, "Tỷ lệ", "Chấm điểm", "Theo tỷ lệ đạt chỉ tiêu chung", 5, None, 900],
        "Tiêu chí!H2",
        "Ghi một số từ 1 đến 300.",
    ),
)


@pytest.mark.parametrize(("row", "place", "sentence"), WRONG)
def test_what_is_wrong_is_said_at_its_cell(built, sheet, row, place, sentence):
    plan = plan_of(built, sheet, own(row))
    assert [(one.place, one.sentence) for one in plan.faults] == [(place, sentence)]
    assert plan.obstacles == ["Sửa 1 chỗ sai trong tệp rồi tải lên lại."]


def test_a_code_that_is_there_twice_is_wrong(built, sheet):
    plan = plan_of(built, sheet, own(["IX", 1, "Một"], ["IX", 1, "Hai"]))
    (fault,) = plan.faults
    assert fault.sentence == "Số mục IX có hai lần, ở dòng 2 nữa."


def test_nothing_is_written_when_the_sheet_changed_meanwhile(built, sheet):
    upload = sent(built, sheet, own(["IX", 1, "Mới"]))
    digest = criteria.plan_of(sheet, upload).digest
    delete_criterion(sheet.criteria.get(code="II"), actor=built.secretary)
    with pytest.raises(BlockedError, match="vừa được thay đổi"):
        criteria.confirm(sheet, upload, digest, actor=built.secretary)
    assert not sheet.criteria.filter(code="IX").exists()


def test_the_pages_take_a_file_and_write_it(built, sheet):
    client = signed_in(built.secretary)
    given = client.get(reverse("sheet-workbook", args=[sheet.pk]))
    assert given.content.startswith(b"PK")
    upload = reverse("sheet-upload", args=[sheet.pk])
    assert "Nhập bảng tiêu chí từ Excel" in client.get(upload).content.decode()
    file = SimpleUploadedFile("a.xlsx", own(["IX", 1, "Mục mới", None, None, 5]))
    page = client.post(upload, {"file": file}, follow=True)
    text = page.content.decode()
    assert "IX. Mục mới" in text
    assert "Ghi vào bảng tiêu chí" in text
    address = reverse("sheet-import", args=[sheet.pk])
    sent_on = {"do": "write", "digest": page.context["digest"]}
    done = client.post(address, sent_on, follow=True).content.decode()
    assert "Đã ghi vào bảng tiêu chí: 1 dòng mới, 0 dòng sửa." in done
    assert sheet.criteria.get(code="IX").max_points == 5


def test_an_issued_sheet_takes_no_file(built, sheet):
    run(sheet, "freeze", actor=built.secretary)
    client = signed_in(built.secretary)
    file = SimpleUploadedFile("a.xlsx", own(["IX", 1, "Mới"]))
    answer = client.post(reverse("sheet-upload", args=[sheet.pk]), {"file": file})
    assert answer.status_code == 409
    assert "đã ban hành, không sửa được" in answer.content.decode()
    unit = signed_in(built.user("clerk", "plain"))
    assert unit.get(reverse("sheet-upload", args=[sheet.pk])).status_code == 403
    assert unit.get(reverse("sheet-workbook", args=[sheet.pk])).status_code == 200
