"""Uploading evidence: several files with progress, by drop, over a lost connection."""

import pytest
from playwright.sync_api import expect

from emulation.models import Evidence
from tests.browser.grids import seat
from tests.core.filesamples import PDF
from tests.emulation.proving import another, line_of, prove, rows_of

pytestmark = pytest.mark.django_db(transaction=True)

LARGE = PDF + bytes(6 << 20) + b"%%EOF"
DROP = """([selector, name, text]) => {
    const data = new DataTransfer();
    data.items.add(new File([text], name, { type: "application/pdf" }));
    const target = document.querySelector(selector);
    for (const kind of ["dragover", "drop"]) {
        target.dispatchEvent(
            new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true })
        );
    }
}"""


@pytest.fixture
def row(built):
    return rows_of(built)[0]


@pytest.fixture
def report(row):
    return row.report


@pytest.fixture
def clerk(report, open_window):
    """Return the clerk at the page of the results."""
    return seat(open_window(), report)


def sent(name, content=PDF):
    return {"name": name, "mimeType": "application/pdf", "buffer": content}


def cell(clerk, row):
    return clerk.page.locator(f"#dong-{row.pk} [data-evidence-count]")


def panel(clerk, row):
    """Open the row's evidence in a dialog."""
    cell(clerk, row).click()
    dialog = clerk.page.locator("dialog[open]")
    expect(dialog).to_contain_text("Không tải lên tài liệu chứa bí mật nhà nước.")
    return dialog


def names():
    return [str(one) for one in Evidence.objects.order_by("pk")]


def test_several_files_arrive_each_with_its_own_progress(clerk, row):
    dialog = panel(clerk, row)
    slow(clerk)
    field = dialog.locator("input[type=file]")
    field.set_input_files([sent("lớn.pdf", LARGE), sent("nhỏ.pdf", another("nhỏ"))])

    bars = dialog.locator("progress")
    expect(bars).to_have_count(2)
    clerk.page.wait_for_function(
        "() => { const bar = document.querySelector('dialog progress');"
        " return bar && bar.value > 0 && bar.value < 100; }"
    )
    expect(dialog.locator(".upload").nth(1)).to_contain_text("Đang chờ")
    fast(clerk)
    expect(bars).to_have_count(0)
    expect(dialog.locator("[data-evidence-list] .file")).to_have_count(2)
    expect(cell(clerk, row)).to_have_text("2 tệp")
    assert names() == ["lớn.pdf", "nhỏ.pdf"]


def slow(clerk):
    """Let the line carry 1 MB a second."""
    throttle(clerk, 1 << 20)


def fast(clerk):
    throttle(clerk, -1)


def throttle(clerk, bytes_a_second):
    if not hasattr(clerk, "line"):
        clerk.line = clerk.page.context.new_cdp_session(clerk.page)
        clerk.line.send("Network.enable")
    clerk.line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": bytes_a_second,
        },
    )


def test_a_file_on_its_way_is_stopped(clerk, row):
    dialog = panel(clerk, row)
    slow(clerk)
    field = dialog.locator("input[type=file]")
    field.set_input_files([sent("lớn.pdf", LARGE), sent("nhỏ.pdf", another("nhỏ"))])
    dialog.get_by_role("button", name="Hủy").click()
    fast(clerk)

    expect(cell(clerk, row)).to_have_text("1 tệp")
    assert names() == ["nhỏ.pdf"]


def test_a_refused_file_says_why_and_the_next_one_goes_on(clerk, row):
    dialog = panel(clerk, row)
    dialog.locator("input[type=file]").set_input_files(
        [sent("trang.pdf", b"<html>"), sent("đúng.pdf")]
    )
    expect(dialog).to_contain_text("Bên trong là trang web (HTML).")
    expect(cell(clerk, row)).to_have_text("1 tệp")
    dialog.get_by_role("button", name="Bỏ").click()
    expect(dialog.locator(".upload")).to_have_count(0)
    assert names() == ["đúng.pdf"]


def test_a_file_waits_for_a_lost_connection_and_then_arrives(clerk, row):
    dialog = panel(clerk, row)
    clerk.page.context.set_offline(True)
    dialog.locator("input[type=file]").set_input_files([sent("báo cáo.pdf")])
    expect(dialog).to_contain_text("Mất kết nối. Tệp vẫn còn ở đây.")
    assert names() == []

    clerk.page.context.set_offline(False)
    expect(cell(clerk, row)).to_have_text("1 tệp")
    assert names() == ["báo cáo.pdf"]


def test_a_file_dropped_on_the_row_arrives(clerk, row):
    text = another("thả").decode()
    clerk.page.evaluate(DROP, [f"#dong-{row.pk} .name", "thả.pdf", text])

    expect(cell(clerk, row)).to_have_text("1 tệp")
    assert names() == ["thả.pdf"]


def test_a_file_is_attached_to_another_row_and_detached(built, clerk, row):
    prove(built, row)
    other = rows_of(built)[1]
    dialog = panel(clerk, other)
    dialog.get_by_text("Gắn tệp đã có của đơn vị (1)").click()
    dialog.get_by_label("báo cáo.pdf").check()
    dialog.get_by_role("button", name="Gắn vào dòng này").click()
    expect(cell(clerk, other)).to_have_text("1 tệp")

    dialog.get_by_role("button", name="Gỡ").click()
    expect(cell(clerk, other)).to_have_text("Thêm tệp")
    dialog.get_by_role("button", name="Đóng").click()
    expect(clerk.page.locator("dialog")).to_have_count(0)
    assert other.proofs.count() == 0


def test_without_script_the_same_page_takes_files(open_window, built, row):
    window = open_window(java_script_enabled=False)
    clerk = seat(window, row.report)
    cell(clerk, row).click()
    window.locator("input[type=file]").set_input_files(
        [sent("một.pdf"), sent("hai.pdf", another("hai"))]
    )
    clerk.press("Tải lên")
    clerk.sees("Đã thêm 2 tệp minh chứng.")
    assert names() == ["một.pdf", "hai.pdf"]


def test_a_pdf_is_previewed_in_its_page(clerk, row, built):
    evidence = prove(built, row)
    with clerk.page.expect_response(lambda one: one.url.endswith("/tep/")) as got:
        clerk.open(evidence.get_absolute_url())
    assert got.value.status == 200
    expect(clerk.page.locator("iframe.preview")).to_be_visible()


def test_the_scorecard_opens_the_same_panel(built, clerk):
    line = line_of(built.card())
    clerk.open(line.scorecard.get_absolute_url())
    counted = clerk.page.locator(f"[data-row='{line.pk}'] [data-evidence-count]")
    counted.click()
    dialog = clerk.page.locator("dialog[open]")
    dialog.locator("input[type=file]").set_input_files([sent("báo cáo.pdf")])
    expect(counted).to_have_text("1 tệp")
