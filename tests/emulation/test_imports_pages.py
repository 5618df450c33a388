"""Sending a workbook in, looking at what it would do, and writing it."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse

from core import clock
from core.models import JournalEntry, StoredFile, WorkbookUpload
from core.workbooks import uploads
from core.workflow import run
from emulation.imports.sheets import TARGETS
from tests.core.workbook_files import sheet_xml, with_parts, zipped
from tests.emulation.importing import FIRST, changed, own, saved, send

NEW = [None, None, 1, "Mô hình mới", None, "mô hình", None, 2]


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def upload_page(draft):
    return reverse("pledge-upload", args=[draft.pk])


@pytest.fixture
def preview_page(draft):
    return reverse("pledge-import", args=[draft.pk])


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def digest_in(answer) -> str:
    return answer.context["digest"]


def test_workbook_is_given_out_under_a_plain_name(browser, draft):
    answer = browser.get(reverse("pledge-workbook", args=[draft.pk]))

    assert answer["Content-Disposition"] == (
        'attachment; filename="giao-uoc-ban-noi-chinh-tinh-uy.xlsx"'
    )
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:4] == ["Chỉ tiêu", "Nội dung", "Danh hiệu", "Sáng kiến"]


def test_upload_leads_to_the_preview_and_the_preview_to_the_pledge(
    browser, draft, first, preview_page
):
    def edit(book):
        book[TARGETS][f"H{FIRST}"] = 15
        book[TARGETS].append(NEW)

    sent = send(browser, draft, changed(draft, edit), name="Giao ước mới.xlsx")
    assert sent.url == preview_page

    shown = browser.get(preview_page)
    text = text_of(shown)
    assert "Tệp “Giao ước mới.xlsx”" in text
    assert "Chỉ tiêu: 1 dòng sửa" in text
    assert "Chỉ tiêu: 1 dòng mới" in text
    assert [stat["value"] for stat in shown.context["stats"]] == ["1", "1", "1", "0"]
    assert draft.targets.count() == 2  # looking writes nothing

    written = browser.post(preview_page, {"do": "write", "digest": digest_in(shown)})
    assert written.url == draft.get_absolute_url()
    first.refresh_from_db()
    assert first.value == 15
    assert draft.targets.count() == 3
    page = text_of(browser.get(draft.get_absolute_url()))
    assert "Đã ghi vào giao ước: 1 dòng mới, 1 dòng sửa." in page


def test_draft_writes_no_journal_and_the_upload_is_remembered(
    browser, draft, clerk, upload_page, preview_page
):
    entries = JournalEntry.objects.count()
    send(browser, draft, own(NEW))
    digest = digest_in(browser.get(preview_page))
    browser.post(preview_page, {"do": "write", "digest": digest})

    assert JournalEntry.objects.count() == entries
    written = uploads.last_written(draft)
    assert (written.uploaded_by, written.outcome) == (clerk, "1 dòng mới, 0 dòng sửa")
    assert "Lần nhập gần nhất: “giao-uoc.xlsx”" in text_of(browser.get(upload_page))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp rỗng."),
        (b"%PDF-1.7", "Tệp này không phải sổ Excel .xlsx."),
        (zipped({"a.txt": "x"}), "Tệp nén này không phải sổ Excel."),
        (
            with_parts(own(NEW), {"xl/vbaProject.bin": "x"}),
            "Tệp có macro nên không nhận.",
        ),
        (
            with_parts(own(NEW), {"xl/externalLinks/externalLink1.xml": "<a/>"}),
            "Tệp có liên kết lấy số từ tệp hoặc nguồn khác",
        ),
    ],
)
def test_file_that_is_not_taken_is_refused_at_its_field(
    browser, draft, content, sentence
):
    answer = send(browser, draft, content)

    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not WorkbookUpload.objects.exists()


def test_no_file_is_asked_for(browser, upload_page):
    answer = browser.post(upload_page)

    assert answer.status_code == 422
    assert "Chọn tệp .xlsx cần nhập." in text_of(answer)


def test_workbook_of_other_sheets_is_told_the_wanted(browser, draft):
    def more(book):
        book.create_sheet("Số liệu")

    book = openpyxl.load_workbook(io.BytesIO(own(NEW, name="Sheet1")))
    more(book)
    send(browser, draft, saved(book))
    answer = browser.get(reverse("pledge-import", args=[draft.pk]))

    text = text_of(answer)
    assert "Tệp không có trang nào tên “Chỉ tiêu”" in text
    assert "các trang đang có: “Sheet1”, “Số liệu”." in text


def test_too_many_rows_are_told_with_both_numbers(browser, draft, preview_page):
    content = own(NEW)
    row = "<row><c><v>1</v></c></row>"
    long = sheet_xml(content).replace("</sheetData>", row * 199_998 + "</sheetData>")
    send(browser, draft, with_parts(content, {"xl/worksheets/sheet1.xml": long}))

    shown = browser.get(preview_page)
    sentence = "Trang “Chỉ tiêu” có 200.000 dòng, chỉ nhận tới 5.000 dòng một trang."
    assert sentence in text_of(shown)
    refused = browser.post(preview_page, {"do": "write", "digest": ""})
    assert refused.status_code == 422


def test_wrong_cells_are_listed_and_nothing_can_be_written(
    browser, draft, preview_page
):
    send(browser, draft, own(NEW, [None, None, 1, "Sai", None, None, None, "ba"]))
    shown = browser.get(preview_page)

    assert "“ba” không phải là số." in text_of(shown)
    assert "Chỉ tiêu!H3" in text_of(shown)
    refused = browser.post(preview_page, {"do": "write", "digest": digest_in(shown)})
    assert refused.status_code == 409
    assert "Sửa 1 chỗ sai trong tệp rồi tải lên lại." in text_of(refused)
    assert draft.targets.count() == 2


def test_doubtful_numbers_are_answered_once(browser, draft, preview_page):
    send(
        browser, draft, own([*NEW[:7], "3.515"], [*NEW[:3], "Khác", *NEW[4:7], "7,250"])
    )
    text = text_of(browser.get(preview_page))
    assert "Cột “Giao ước” viết số theo cách nào?" in text
    assert "3.515 là ba nghìn năm trăm mười lăm" in text
    assert "3.515 là ba phẩy năm một năm" in text

    unanswered = browser.post(preview_page, {"do": "read"})
    assert unanswered.status_code == 422
    assert "Chọn một cách đọc." in text_of(unanswered)

    browser.post(preview_page, {"do": "read", "value": "en"})
    shown = browser.get(preview_page)
    browser.post(preview_page, {"do": "write", "digest": digest_in(shown)})
    values = draft.targets.order_by("position").values_list("value", flat=True)
    assert [str(one) for one in values][2:] == ["3.5150", "7250.0000"]


def test_preview_before_another_answer_is_no_longer_good(browser, draft, preview_page):
    send(browser, draft, own([*NEW[:7], "3.515"]))
    browser.post(preview_page, {"do": "read", "value": "vi"})
    old = digest_in(browser.get(preview_page))
    browser.post(preview_page, {"do": "read", "value": "en"})

    assert browser.post(preview_page, {"digest": old}).status_code == 409
    assert draft.targets.count() == 2


def test_file_is_dropped_with_its_content(
    browser, draft, preview_page, django_capture_on_commit_callbacks, settings
):
    send(browser, draft, own(NEW))
    path = settings.FILES_ROOT / StoredFile.objects.get().path
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(preview_page, {"do": "drop"})

    assert not path.exists()
    assert not WorkbookUpload.objects.exists()
    assert not StoredFile.objects.exists()


def test_second_upload_takes_the_place_of_the_first(browser, draft, clerk):
    send(browser, draft, own(NEW), name="một.xlsx")
    send(browser, draft, own(NEW), name="hai.xlsx")

    assert uploads.waiting_for(draft, clerk).file.name == "hai.xlsx"
    assert StoredFile.objects.count() == 1


def test_upload_expires_and_is_swept(browser, draft, upload_page, preview_page, built):
    send(browser, draft, own(NEW))
    with clock.at(clock.now() + timedelta(hours=25)):
        late = browser.post(preview_page, {"do": "write", "digest": "x"}, follow=True)
        assert "Tệp đã tải lên không còn chờ ghi." in text_of(late)
        uploads.keep(built.pledge("other"), own(NEW), "a", actor=built.secretary)

    assert WorkbookUpload.objects.count() == 1


def test_file_that_was_lost_is_told(browser, draft, preview_page, settings):
    send(browser, draft, own(NEW))
    (settings.FILES_ROOT / StoredFile.objects.get().path).write_bytes(b"x")

    assert "không còn nguyên vẹn" in text_of(browser.get(preview_page))


def test_pledge_that_was_sent_takes_no_file(
    browser, draft, clerk, upload_page, preview_page
):
    send(browser, draft, own(NEW))
    digest = digest_in(browser.get(preview_page))
    run(draft, "submit", actor=clerk)

    assert "không sửa được." in text_of(browser.get(upload_page))
    assert send(browser, draft, own(NEW)).status_code == 409
    late = browser.post(preview_page, {"do": "write", "digest": digest})
    assert late.status_code == 409
    assert draft.targets.count() == 2


def test_only_two_hundred_rows_of_a_kind_are_shown(browser, draft, preview_page):
    rows = [
        [None, None, 1, f"Chỉ tiêu số {at}", None, None, None, at] for at in range(230)
    ]
    send(browser, draft, own(*rows))
    text = text_of(browser.get(preview_page))

    assert "Chỉ tiêu số 199:" in text
    assert "Chỉ tiêu số 200:" not in text
    assert "Và 30 dòng nữa." in text


@pytest.mark.parametrize("rows", [1, 3])
def test_preview_asks_the_same_number_of_queries(
    browser, draft, preview_page, django_assert_num_queries, rows
):
    lines = [[None, None, 1, f"Chỉ tiêu số {at}"] for at in range(rows)]
    send(browser, draft, own(*lines))
    browser.get(preview_page)

    with django_assert_num_queries(11):
        browser.get(preview_page)


def test_year_workbook_holds_what_the_reader_may_open(browser, draft, built):
    address = reverse("year-targets", args=[built.bloc.code, built.year.year])
    book = openpyxl.load_workbook(io.BytesIO(browser.get(address).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]

    assert "Giải quyết vụ việc" in cells
    assert "3 giao ước chưa công khai không có ở đây." in cells
