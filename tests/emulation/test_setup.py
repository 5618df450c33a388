"""The set-up of a year: what it lacks, its grids, the route, the plan document."""

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core import journal
from core.workflow import BlockedError, run
from emulation.enums import PhaseKind
from emulation.models import EmulationYear, Movement, Phase, Title
from emulation.selectors.readiness import missing_setup
from emulation.services import setup
from emulation.services.plans import NO_PLAN, OLE, STREAM_OF_WORD
from emulation.services.sheets import create_blank_sheet
from emulation.services.years import create_year, set_phase_dates, update_year
from tests.builders import World, world
from tests.emulation.setting_up import add_common, add_title, address

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 ke hoach"


@pytest.fixture
def built():
    return world(opened=False)


@pytest.fixture
def browser(client, built):
    client.force_login(built.secretary)
    return client


# ----- what is missing


def test_a_whole_set_up_lacks_nothing(built):
    assert missing_setup(built.year) == []


def test_what_is_missing_is_said_part_by_part(built):
    add_title()
    year = built.year
    year.phases.filter(kind__in=["sign", "awards"]).update(due_on=None)
    year.sheets.all().delete()
    Movement.objects.create(year=year, name="", position=1)
    add_common(built, content="")
    year.bloc.offices.all().delete()
    built.bloc.memberships.all().delete()
    assert missing_setup(EmulationYear.objects.get()) == [
        "Phong trào thứ 1: chưa ghi tên.",
        "Chưa có hạn: Ký giao ước, Khen thưởng.",
        "Chỉ tiêu chung 1: chưa ghi nội dung.",
        "Chưa chọn danh hiệu, hình thức nào được đăng ký.",
        "Chưa có bảng tiêu chí chấm điểm.",
        "Khối chưa có đơn vị thành viên.",
        "Chưa có Trưởng khối của năm.",
    ]


def test_a_sheet_that_is_not_whole_keeps_the_year_from_opening(built):
    sheet = built.year.sheets.get()
    sheet.criteria.filter(code="I.1").update(max_points=None)
    sheet.criteria.filter(code="I.2").update(name="")
    sentences = ["Mục I.2: chưa ghi tên.", "Tiêu chí I.1: chưa có điểm tối đa."]
    assert missing_setup(built.year) == sentences
    with pytest.raises(BlockedError) as error:
        run(built.year, "open", actor=built.secretary)
    assert error.value.sentences == sentences


def test_the_page_says_what_is_missing_and_why_it_matters(browser, built):
    add_title()
    built.year.phases.filter(kind="sign").update(due_on=None)
    page = browser.get(address("year-setup", built)).content.decode()
    assert "Bước “Ký giao ước” chưa có hạn." in page
    assert "Hạn quyết định đơn vị gửi được đến ngày nào" in page
    assert "Chưa gửi kèm tệp kế hoạch." in page
    assert '<a href="#cac-buoc">Bước “Ký giao ước” chưa có hạn.</a>' in page
    assert 'aria-disabled="true"' in page


def test_a_ready_year_is_opened_from_the_page(browser, built):
    page = browser.get(address("year-setup", built)).content.decode()
    assert reverse("year-action", args=[built.year.pk, "open"]) in page
    assert "Chưa mở được năm" not in page


def test_who_only_reads_sees_no_field_and_no_advice(client, built):
    client.force_login(built.user("clerk", "plain"))
    page = client.get(address("year-setup", built)).content.decode()
    assert "data-grid" not in page
    assert "Chưa gửi kèm tệp kế hoạch." not in page
    assert "Đổi đường đi" not in page


def test_the_board_prepares_but_does_not_open(client, built):
    client.force_login(built.board)
    page = client.get(address("year-setup", built)).content.decode()
    assert "data-grid" in page
    assert "Thư ký của cơ quan Trưởng khối mở năm khi thiết lập đã đủ." in page


def test_stepper_of_a_year_in_preparation_leads_to_its_set_up(browser, built):
    page = browser.get(address("year", built)).content.decode()
    assert address("year-setup", built) in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_any_number_of_rows(
    browser, built, number, django_assert_num_queries
):
    for place in range(number):
        add_common(built, f"Chỉ tiêu {place}")
        Movement.objects.create(year=built.year, name=f"Phong trào {place}")
        add_title(f"t{place}")
    setup_titles(built)
    browser.get(address("year-setup", built))
    with django_assert_num_queries(24):
        browser.get(address("year-setup", built))


def setup_titles(built: World) -> None:
    for title in Title.objects.all():
        built.year.quotas.create(title=title)


# ----- the services ask themselves


def test_services_ask_for_the_permission_themselves(built):
    clerk, year = built.user("clerk", "plain"), built.year
    dates = dict.fromkeys(PhaseKind.values, (None, None))
    for act in (
        lambda: create_year(built.bloc, year.year + 1, actor=clerk),
        lambda: update_year(year, actor=clerk),
        lambda: set_phase_dates(year, dates, actor=clerk),
        lambda: create_blank_sheet(year, actor=clerk),
        lambda: setup.add_movements(year, 1, actor=clerk),
        lambda: setup.set_route(year, leader_approves=False, actor=clerk),
        lambda: create_year(built.bloc, year.year + 1, actor=None),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert EmulationYear.objects.count() == 1
    assert not Phase.objects.filter(due_on=None).exists()


# ----- movements


def test_movements_are_typed_appended_ordered_and_deleted(browser, built):
    url = address("setup-movements", built)
    answer = browser.post(url, {"do": "add", "count": "2"}, headers={"X-Grid": "1"})
    first, second = built.year.movements.order_by("position")
    assert answer.json()["rows"].count("<tr") == 2
    sent = {
        f"row-{first.pk}-version": "1",
        f"row-{first.pk}-name": " Chuyển  đổi số ",
        f"row-{first.pk}-launched_on": "2/9/2024",
        f"row-{first.pk}-from_year": "2024",
    }
    saved = browser.post(url, sent, headers={"X-Grid": "1"}).json()["saved"][0]
    assert saved["values"]["name"] == "Chuyển đổi số"
    first.refresh_from_db()
    assert first.launched_on == date(2024, 9, 2)
    assert not journal.entries_of(first).exists()
    order = {"do": "order", "row": [str(second.pk), str(first.pk)]}
    numbers = browser.post(url, order, headers={"X-Grid": "1"}).json()["numbers"]
    assert numbers == {str(second.pk): "1", str(first.pk): "2"}
    assert browser.post(url, {"do": f"delete-{second.pk}"}).url.endswith("#phong-trao")
    asked = browser.post(url, {"do": f"delete-{first.pk}"})
    assert asked.url == address("movement-delete", built, first.pk)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"launched_on": "31/2/2024"}, "Ngày chưa đúng"),
        ({"from_year": "hai nghìn"}, "Chỉ ghi chữ số, không có dấu hay chữ."),
        (
            {"launched_on": "2/9/2024", "reviewed_on": "1/9/2024"},
            "Ngày tổng kết phải từ ngày phát động trở đi.",
        ),
        (
            {"from_year": "2025", "to_year": "2024"},
            "Năm kết thúc phải từ năm bắt đầu trở đi.",
        ),
    ],
)
def test_bad_movements_are_refused_in_words(browser, built, changed, sentence):
    row = Movement.objects.create(year=built.year, name="Phong trào")
    sent = {f"row-{row.pk}-{name}": value for name, value in changed.items()}
    sent |= {f"row-{row.pk}-version": "1", f"row-{row.pk}-name": "Phong trào"}
    page = browser.post(address("setup-movements", built), sent)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_movements_of_an_open_year_are_changed_with_an_entry(browser, built):
    built.year = run(built.year, "open", actor=built.secretary)
    refused = browser.post(address("setup-movements", built), {"do": "add"})
    assert refused.status_code == 409
    assert "Năm đã mở" in refused.content.decode()
    page = browser.get(address("year-setup", built)).content.decode()
    assert address("movement-create", built) in page


# ----- the route


def test_the_route_is_changed_with_a_reason_once_the_year_is_open(browser, built):
    url = address("setup-route", built)
    assert browser.post(url, {"leader_approves": "0"}).status_code == 302
    assert not EmulationYear.objects.get().leader_approves
    run(EmulationYear.objects.get(), "open", actor=built.secretary)
    silent = browser.post(url, {"leader_approves": "1"})
    assert silent.status_code == 422
    assert "Năm đã mở: ghi rõ lý do thay đổi." in silent.content.decode()
    browser.post(url, {"leader_approves": "1", "reason": "Kết luận họp khối"})
    year = EmulationYear.objects.get()
    assert year.leader_approves
    assert journal.entries_of(year)[0].reason == "Kết luận họp khối"


# ----- the plan document


def word(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        for name in names:
            packed.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff anh", "image/jpeg"),
        (word("word/document.xml"), "vnd.openxmlformats-officedocument.word"),
        (OLE + STREAM_OF_WORD, "application/msword"),
    ],
)
def test_a_plan_is_kept_and_served_to_who_sees_the_year(
    browser, built, content, kind, client
):
    upload = SimpleUploadedFile("kế hoạch.bin", content)
    browser.post(address("year-edit", built), {"theme": "Chủ đề", "plan": upload})
    stored = EmulationYear.objects.get().plan_file
    assert kind in stored.content_type
    client.force_login(built.user("clerk", "plain"))
    answer = client.get(address("plan-file", built))
    assert b"".join(answer.streaming_content) == content
    client.force_login(built.user("clerk", "outside"))
    assert client.get(address("plan-file", built)).status_code == 404


@pytest.mark.parametrize(
    "content",
    [
        b"MZ chuong trinh",
        word("xl/workbook.xml"),
        word("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04 hong",
        OLE + b"Workbook",
    ],
)
def test_what_is_no_document_is_refused_in_words(browser, built, content):
    upload = SimpleUploadedFile("ke-hoach.pdf", content)
    page = browser.post(address("year-edit", built), {"theme": "Mới", "plan": upload})
    assert page.status_code == 422
    assert NO_PLAN in page.content.decode()
    assert EmulationYear.objects.get().plan_file is None


def test_a_plan_has_a_size_and_a_content(browser, built, monkeypatch):
    empty = SimpleUploadedFile("ke-hoach.pdf", b"")
    page = browser.post(address("year-edit", built), {"theme": "", "plan": empty})
    assert "Tệp trống." in page.content.decode()
    monkeypatch.setattr("emulation.services.plans.LARGEST_SCAN", 0)
    large = SimpleUploadedFile("ke-hoach.pdf", PDF)
    page = browser.post(address("year-edit", built), {"theme": "", "plan": large})
    assert "Tệp quá lớn: kế hoạch chỉ được đến 20 MB." in page.content.decode()
    assert browser.get(address("plan-file", built)).status_code == 404
