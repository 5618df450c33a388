"""The signing day: the secretariat accepts, leaders sign, the hall's screen follows."""

import re

import pytest
from playwright.sync_api import expect

from core.workflow import run
from emulation.models import Pledge
from tests.browser.people import Somebody
from tests.builders import MEMBERS, PASSWORD
from tests.steps import fill_pledge

SIGNERS = ("plain", "other")


@pytest.fixture
def sent(built):
    """Return the pledges of two units, approved by their leaders."""
    for unit in SIGNERS:
        pledge = fill_pledge(built, unit)
        run(pledge, "submit", actor=built.user("clerk", unit))
        run(pledge, "approve", actor=built.user("leader", unit))
    return [built.pledge(unit) for unit in SIGNERS]


def seated(open_window, user, **options):
    return Somebody(open_window(**options), user.login, PASSWORD)


def accept_both(secretary, year_url):
    """Tick what waits in the list and accept it with one button."""
    secretary.open(f"{year_url}giao-uoc/")
    secretary.follow("Chọn cả 2 giao ước đang chờ")
    boxes = secretary.page.locator("main input[type=checkbox]:checked")
    expect(boxes).to_have_count(2)
    secretary.press("Tiếp nhận giao ước đã chọn")
    secretary.sees("Đã tiếp nhận giao ước của 2 đơn vị")


def place_of(screen, unit):
    return screen.locator(".sign-list li").filter(has_text=MEMBERS[unit])


@pytest.mark.django_db(transaction=True)
def test_the_screen_shows_each_signature_without_reload(built, sent, open_window):
    year_url = built.year.get_absolute_url()
    secretary = seated(open_window, built.secretary)
    leaders = [seated(open_window, built.user("leader", unit)) for unit in SIGNERS]
    secretary.open(f"{year_url}ky-ket/man-chieu/")
    screen = secretary.page
    screen.evaluate("window.loadedOnce = true")
    expect(screen.locator(".sign-n")).to_contain_text("0/4")
    expect(place_of(screen, "plain")).to_contain_text("Chờ Thường trực khối tiếp nhận")

    desk = seated(open_window, built.secretary)
    accept_both(desk, year_url)
    expect(place_of(screen, "plain")).to_have_class(re.compile("is-ready"))

    for number, (unit, leader) in enumerate(zip(SIGNERS, leaders, strict=True), 1):
        leader.open(f"{year_url}ky-ket/")
        leader.follow("Đọc và ký")
        leader.page.get_by_label("Mật khẩu").fill(PASSWORD)
        leader.page.locator("input[name=consent]").fill("tôi đồng ý ký giao ước này")
        leader.press("Ký giao ước")
        leader.sees("Đã ký, xác nhận trên hệ thống")
        expect(place_of(screen, unit)).to_have_class(re.compile("is-signed"))
        expect(place_of(screen, unit)).to_contain_text(f"leader {unit}")
        expect(screen.locator(".sign-n")).to_contain_text(f"{number}/4")
        expect(screen.locator("main")).to_contain_text(f"Vừa ký: {MEMBERS[unit]}")
    assert screen.evaluate("window.loadedOnce") is True
    known = [one.pk for one in sent]
    states = Pledge.objects.filter(pk__in=known).values_list("state", flat=True)
    assert set(states) == {"signed"}


@pytest.mark.django_db(transaction=True)
def test_the_screen_leads_to_the_sign_in_page_when_the_session_ends(built, open_window):
    watcher = seated(open_window, built.secretary)
    watcher.open(f"{built.year.get_absolute_url()}ky-ket/man-chieu/?co=3")
    expect(watcher.page.locator(".sign-zoom-3")).to_be_visible()
    watcher.page.context.clear_cookies()
    expect(watcher.page).to_have_url(re.compile("/dang-nhap/"))


@pytest.mark.django_db(transaction=True)
def test_the_page_needs_no_script(built, sent, open_window):
    page = open_window(java_script_enabled=False)
    watcher = Somebody(page, built.user("clerk", "head").login, PASSWORD)
    watcher.open(f"{built.year.get_absolute_url()}ky-ket/")
    watcher.sees("Chờ Thường trực khối tiếp nhận")
    watcher.follow("Tải lại để xem ai vừa ký")
    watcher.sees("Chưa đơn vị nào ký")
    watcher.follow("Màn chiếu")
    expect(page.locator("noscript meta, meta[http-equiv=refresh]")).to_have_count(1)
