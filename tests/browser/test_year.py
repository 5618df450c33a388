"""The year of a real bloc, walked as its people do, from pledge to printed report."""

import io
from decimal import Decimal

import pypdf
import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from awards.management.demo import people, scoring
from awards.management.demo import work as demo
from awards.models import Meeting
from emulation.enums import Period
from emulation.models import EmulationYear, Pledge, Report, Scorecard, Target
from tests.browser.people import Somebody
from units.models import BlocOffice

OWN = "ban-noi-chinh"
YEAR = "/nam/khoi-co-quan-dang/2024/"
HEAD, DEPUTY = "van-phong-tinh-uy", "co-quan-uy-ban-kiem-tra"
TARGETS = (
    (
        "Vụ việc phức tạp, nổi cộm về an ninh trật tự",
        "vụ việc",
        "5",
        "12",
        "240% (vượt 140%)",
    ),
    ("Vụ án, vụ việc tham nhũng", "vụ", "10", "15", "150% (vượt 50%)"),
    ("do Ban Nội chính Tỉnh ủy phát hiện", "vụ", "5", "9", "180% (vượt 80%)"),
)
PRINTED = (
    "12 đạt 240% (vượt 140%)",
    "15 đạt 150% (vượt 50%)",
    "9 đạt 180% (vượt 80%)",
    "923 đảng viên",
    "37.735",
    "847 mô hình, gương điển hình công tác tuyên giáo, gồm 791 tập thể và 56 cá nhân",
    "52 điểm cầu",
    "2.048 đại biểu",
    "Trưởng khối thi đua năm 2025: Văn phòng Tỉnh ủy",
    "Phó Trưởng khối thi đua năm 2025: Cơ quan Ủy ban Kiểm tra Tỉnh ủy",
)


@pytest.fixture
def year(transactional_db):
    """Return 2024 just after its launch; the steps to come lie ahead of today."""
    call_command("seed_demo", until="launch", verbosity=0)
    return EmulationYear.objects.select_related("bloc").get(year=2024)


@pytest.fixture
def somebody(open_window):
    """Return a function that seats a person at a window of their own."""
    return lambda login: Somebody(open_window(), login)


@pytest.mark.django_db(transaction=True)
def test_a_year_from_pledge_to_report(year, somebody):
    clerk, leader, secretary = (
        somebody(login) for login in ("bnc.cv", "bnc.tt", "bvsk.tk")
    )
    pledge = write_and_sign_the_pledge(year, clerk, leader, secretary)
    enter_the_results(year, pledge, clerk, leader, secretary)
    score_and_rank(year, clerk, secretary)
    hold_the_conference(year, secretary)
    rights_have_moved(year, secretary, somebody("vptu.tk"))
    text = print_the_report(year, secretary)
    for words in PRINTED:
        assert words in text


def open_step(secretary, name):
    """Open a step of the year on its page."""
    secretary.open(f"{YEAR}buoc/")
    row = secretary.page.get_by_role("row").filter(has_text=name)
    row.get_by_role("link", name="Mở bước này").click()
    secretary.press("Mở bước này")
    secretary.sees("Đã mở bước.")


def write_and_sign_the_pledge(year, clerk, leader, secretary):
    """Draft, submit, return with a reason, correct, approve, accept, sign."""
    open_step(secretary, "Đăng ký")
    pledge = Pledge.objects.get(participation__unit__code=OWN)
    clerk.open(pledge.get_absolute_url())
    rows = clerk.page.locator("#chi-tieu tr[data-row]")
    common = rows.count()
    for place, (content, measure, value, _actual, _text) in enumerate(TARGETS, 1):
        if place < len(TARGETS):
            clerk.press("Thêm chỉ tiêu vào phần Nhiệm vụ chính trị")
        else:
            clerk.page.locator(f"[name=do][value=part-{latest()}]").click()
        expect(rows).to_have_count(common + place)
        row = f"row-{latest()}"
        for name, typed in (
            ("content", content),
            ("unit_of_measure", measure),
            ("value", value),
        ):
            clerk.type_into(clerk.page.locator(f"[name={row}-{name}]"), typed)
    clerk.act("Gửi giao ước")
    leader.open(pledge.get_absolute_url())
    leader.act("Trả lại", reason="Ghi rõ biện pháp thực hiện.")
    clerk.open(pledge.get_absolute_url())
    clerk.sees("Ghi rõ biện pháp thực hiện.")
    clerk.type_into(clerk.page.locator("[name$=-contents]"), "Giao ban hằng tháng.")
    clerk.act("Gửi giao ước")
    leader.open(pledge.get_absolute_url())
    leader.act("Duyệt")
    secretary.open(pledge.get_absolute_url())
    secretary.act("Tiếp nhận giao ước")
    demo.write_pledges(year, skip={OWN})
    open_step(secretary, "Ký giao ước")
    leader.open(pledge.get_absolute_url())
    leader.sign()
    leader.sees("xác nhận trên hệ thống")
    demo.sign_pledges(year, skip={OWN})
    return pledge


def latest():
    """Return the key of the target that was added last."""
    return Target.objects.latest("pk").pk


def enter_the_results(year, pledge, clerk, leader, secretary):
    """Type the year's figures, see completion at once, submit, approve."""
    open_step(secretary, "Kết quả năm")
    report = Report.objects.get(participation=pledge.participation, period=Period.YEAR)
    clerk.open(report.get_absolute_url())
    for content, _measure, _value, actual, shown in TARGETS:
        row = clerk.page.get_by_role("row").filter(has_text=content)
        clerk.type_into(row.locator("input[name$=-actual]"), actual)
        expect(row.locator("[data-cell=completion]")).to_contain_text(f"Đạt {shown}")
    for fact in people.facts("setup")["commons"]:
        for one in (fact, *fact.get("parts", [])):
            row = clerk.page.get_by_role("row").filter(has_text=one["content"])
            field = row.locator("[name$=-actual]").first
            clerk.type_into(field, one["actual"].replace(".", ","))
    clerk.act("Gửi thủ trưởng duyệt")
    leader.open(report.get_absolute_url())
    leader.act("Duyệt kết quả")
    leader.sees("Đã duyệt")
    demo.enter_results(year, Period.YEAR, skip={OWN})


def score_and_rank(year, clerk, secretary):
    """Self-score, two checks, final score with a reason where it differs, ranking."""
    open_step(secretary, "Chấm điểm")
    scoring.score_units(year, skip={OWN})
    card = Scorecard.objects.get(participation__unit__code=OWN)
    lines = self_score(card, clerk)
    secretary_scores(card, lines, secretary)
    demo.write_summary_texts(year)
    secretary.open(YEAR)
    secretary.act("Công bố xếp hạng")
    secretary.sees("Xếp hạng thi đua năm 2024")


def self_score(card, clerk):
    """Give full points everywhere and send the card."""
    clerk.open(card.get_absolute_url())
    lines = card.lines.select_related("criterion").order_by("criterion__position", "pk")
    for line in lines:
        field = clerk.page.locator(f"[name=row-{line.pk}-self_points]")
        if line.criterion.kind == "points":
            clerk.type_into(field, str(line.criterion.max_points).replace(".", ","))
        elif line.criterion.kind == "disqualifier":
            field.select_option("0")
            field.blur()
    expect(clerk.page.locator("[data-save-status]").first).to_contain_text("Đã lưu")
    clerk.open(card.get_absolute_url())
    clerk.act("Gửi điểm tự chấm")
    return lines


def secretary_scores(card, lines, secretary):
    """Close the checks, take two points off with the reason, finalise."""
    scoring.check_card(Scorecard.objects.get(pk=card.pk), Decimal(0))
    secretary.open(card.get_absolute_url())
    secretary.act("Chốt kết quả chấm chéo")
    secretary.press("Lấy điểm của bước trước cho ô còn trống")
    first = next(line for line in lines if line.criterion.kind == "points")
    lowered = first.criterion.max_points - Decimal(2)
    cell = secretary.page.locator(f"[name=row-{first.pk}-final_points]")
    reason = secretary.page.locator(f"[name=row-{first.pk}-final_reason]")
    reason.fill("Hồ sơ thiếu một biên bản.")
    secretary.type_into(cell, str(lowered).replace(".", ","))
    secretary.open(card.get_absolute_url())
    secretary.act("Chốt điểm cuối")
    secretary.sees("Đã chốt điểm")


def hold_the_conference(year, secretary):
    """Plan, summon, tick, name tellers, open; elect head and deputy of 2025."""
    open_step(secretary, "Hội nghị bình xét")
    secretary.open(f"{YEAR}hoi-nghi/")
    secretary.follow("Lập hội nghị")
    page = secretary.page
    page.locator("[name=kind]").select_option("year_end")
    page.locator("[name^=held_at]").first.fill("2025-01-07T08:00")
    page.locator("[name=place]").fill("Hội trường Văn phòng Tỉnh ủy")
    page.locator("main form button[type=submit]").last.click()
    meeting = Meeting.objects.get(year=year)
    secretary.open(f"/hoi-nghi/{meeting.pk}/dai-bieu/")
    secretary.press("Triệu tập thủ trưởng các đơn vị")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    secretary.press("Lưu điểm danh")
    for login in ("btg.pho", "bdv.pho"):
        secretary.open(f"/hoi-nghi/{meeting.pk}/ban-kiem-phieu/")
        person = people.account(login).person
        choice = page.locator("[name=people] option").filter(has_text=str(person))
        page.locator("[name=people]").select_option(choice.first.get_attribute("value"))
        page.locator("main form button[type=submit]").last.click()
    secretary.open(meeting.get_absolute_url())
    secretary.act("Khai mạc")
    elect(secretary, meeting, "head", {HEAD: 9, "ban-to-chuc": 1})
    elect(secretary, meeting, "deputy", {DEPUTY: 8, "ban-dan-van": 2})
    secretary.open(meeting.get_absolute_url())
    secretary.act("Bế mạc")


def elect(secretary, meeting, kind, votes):
    """Hold one election: candidates, two counts typed apart, result published."""
    page = secretary.page
    secretary.open(f"/hoi-nghi/{meeting.pk}/cuoc-bo-phieu/them/?loai={kind}")
    for code in votes:
        unit = meeting.year.participations.get(unit__code=code)
        page.locator(f"[name=units][value='{unit.pk}']").check()
    page.locator("main form button[type=submit]").last.click()
    poll = meeting.polls.get(kind=kind)
    secretary.open(poll.get_absolute_url())
    secretary.act("Mở bỏ phiếu")
    for teller in meeting.tellers.all():
        secretary.open(f"/cuoc-bo-phieu/{poll.pk}/so-dem/{teller.pk}/")
        for name, number in (
            ("issued", 10),
            ("returned", 10),
            ("valid", 10),
            ("invalid", 0),
        ):
            page.locator(f"[name={name}]").fill(str(number))
        for candidate in poll.candidates.select_related("participation__unit"):
            number = votes[candidate.participation.unit.code]
            line = page.locator(".count-line").filter(has_text=candidate.label)
            line.locator("input").fill(str(number))
        page.locator("main form button[type=submit]").last.click()
    secretary.open(poll.get_absolute_url())
    secretary.act("Chốt kiểm phiếu")
    secretary.open(poll.get_absolute_url())
    secretary.act("Công bố kết quả")
    secretary.sees("Đã công bố")


def rights_have_moved(year, old, new):
    """The unit elected keeps 2025; the old head reads it and no more."""
    offices = BlocOffice.objects.filter(bloc=year.bloc, year=2025)
    assert {(one.unit.code, one.office) for one in offices} == {
        (HEAD, "head"),
        (DEPUTY, "deputy"),
    }
    following = "/nam/khoi-co-quan-dang/2025/"
    new.open(following)
    expect(new.page.locator("main").get_by_text("Mở năm thi đua")).to_be_visible()
    old.open(following)
    old.sees("Năm thi đua 2025")
    expect(old.page.locator("main").get_by_text("Mở năm thi đua")).to_have_count(0)


def print_the_report(year, secretary):
    """Ask for the report, let the worker make it, and read it back as text."""
    secretary.open(f"{YEAR}bao-cao-tong-ket/")
    secretary.press("Tạo bản dự thảo PDF")
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    link = secretary.page.get_by_role("link", name="Tải về")
    expect(link).to_be_visible()
    answer = secretary.page.request.get(link.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    reader = pypdf.PdfReader(io.BytesIO(answer.body()))
    assert 4 <= len(reader.pages) <= 8
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())
