"""The pages of amendments: sent, signed, decided, read and compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.models import Amendment, Pledge, Target
from tests.builders import PASSWORD
from tests.emulation import amending
from tests.steps import sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(built) -> Pledge:
    return sign_pledge(built)


@pytest.fixture
def cases(pledge) -> Target:
    return pledge.targets.get(content="Giải quyết vụ việc")


@pytest.fixture
def amendment(built, pledge) -> Amendment:
    return amending.start(built, pledge)


def browser_of(built, role: str, unit: str) -> Client:
    client = Client()
    client.force_login(built.user(role, unit))
    return client


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


# ----- the route


def test_what_is_sent_is_read_and_no_longer_typed(built, amendment, cases, browser):
    amending.change(built, amendment, cases, value=10)
    sent = browser.post(amendment.get_action_url("submit"), {"expected": "draft"})
    assert sent.url == amendment.get_absolute_url()
    page = text_of(browser.get(sent.url))
    assert "Đang giao ước" in page
    assert "Lưu bảng" not in page


def test_the_leader_reads_the_differences_and_signs(built, amendment, cases):
    amending.change(built, amendment, cases, value=10)
    run(amendment, "submit", actor=built.user("clerk", "plain"))
    leader, url = browser_of(built, "leader", "plain"), amendment.get_action_url("sign")
    page = leader.get(url)
    assert "Trước: 1. Giải quyết vụ việc: ≥ 12 vụ" in text_of(page)
    assert "Ký với tư cách: <b>Thủ trưởng</b>; chức danh: <b>" in text_of(page)
    digest = page.context["form"].initial["digest"]
    form = {"expected": "submitted", "digest": digest, "password": PASSWORD}
    assert leader.post(url, form | {"consent": "không"}).status_code == 422
    signed = leader.post(url, form | {"consent": "Tôi đồng ý ký giao ước này"})
    assert signed.status_code == 302
    page = text_of(leader.get(amendment.get_absolute_url()))
    assert "Sau điều chỉnh (lần 1)" in page


@pytest.fixture
def decide(built, amendment, cases):
    """Return a function that sends a decision on the signed amendment."""
    amending.change(built, amendment, cases, value=10)
    amending.signed(built, amendment)
    secretary = browser_of(built, "secretary", "head")
    form = {"decision_number": amending.NUMBER, "expected": "signed"}
    form["decision_date"] = clock.today().isoformat()
    url = amendment.get_action_url("adopt")
    assert "Nguyên văn thủ trưởng đã ký" in text_of(secretary.get(url))
    return lambda **data: secretary.post(url, form | data)


@pytest.mark.parametrize(
    ("data", "status", "why"),
    [
        ({"decision_number": ""}, 422, "Số, ký hiệu văn bản"),
        ({"decision_date": "31/2/2025"}, 422, "Ngày chưa đúng"),
        ({"decision_date": "2999-01-01"}, 409, "Ngày văn bản không được sau hôm nay."),
        ({"decision_date": "2001-01-01"}, 409, "không được trước ngày thủ trưởng ký"),
    ],
)
def test_a_decision_that_cannot_be_is_sent_back(decide, data, status, why):
    refused = decide(**data)
    assert refused.status_code == status
    assert why in text_of(refused)


def test_the_decision_comes_with_a_scan_that_members_may_read(
    built, amendment, decide, browser
):
    word = SimpleUploadedFile("quyet-dinh.docx", b"PK\x03\x04")
    refused = decide(decision_file=word)
    assert refused.status_code == 422
    assert "chỉ nhận PDF, PNG hoặc JPEG" in text_of(refused)
    scan = SimpleUploadedFile("Quyết định.pdf", b"%PDF-1.7 15")
    assert decide(decision_file=scan).status_code == 302
    page = text_of(browser.get(amendment.get_absolute_url()))
    assert f"{amending.NUMBER}, ngày" in page
    assert "Sau điều chỉnh (bản 2)" in page
    scan_url = reverse("amendment-file", args=[amendment.pk])
    assert scan_url in page
    member = browser_of(built, "clerk", "other")
    assert b"".join(member.get(scan_url)) == b"%PDF-1.7 15"


def test_who_refuses_reads_the_text_and_gives_a_reason(built, amendment, cases):
    amending.change(built, amendment, cases, value=10)
    amending.signed(built, amendment)
    secretary = browser_of(built, "secretary", "head")
    url = amendment.get_action_url("refuse")
    assert "Điều chỉnh" in text_of(secretary.get(url))
    secretary.post(url, {"reason": "Chưa đủ căn cứ", "expected": "signed"})
    page = text_of(secretary.get(amendment.get_absolute_url()))
    assert "Lý do không chấp thuận" in page
    assert "Sau điều chỉnh (lần 1)" in page


def test_a_blocked_step_says_why(built, amendment, cases, browser):
    assert "Chưa chọn chỉ tiêu nào" in text_of(
        browser.get(amendment.get_action_url("submit"))
    )
    amending.change(built, amendment, cases, value=10)
    amending.signed(built, amendment)
    Target.objects.filter(pk=cases.pk).update(unit_of_measure="vụ án")
    secretary = browser_of(built, "secretary", "head")
    form = {"decision_number": "1", "decision_date": clock.today().isoformat()}
    refused = secretary.post(amendment.get_action_url("adopt"), form)
    assert refused.status_code == 409
    assert "không còn đúng nguyên văn" in text_of(refused)


# ----- who reads it


def test_members_read_adopted_amendments_only(built, amendment, cases):
    amending.change(built, amendment, cases, value=10)
    member = browser_of(built, "clerk", "other")
    stranger = browser_of(built, "clerk", "outside")
    url = amendment.get_absolute_url()
    assert member.get(url).status_code == 404
    amending.adopt(built, amending.signed(built, amendment))
    page = member.get(url)
    assert page.status_code == 200
    assert "Nhật ký" not in text_of(page).split("<main")[1]
    assert stranger.get(url).status_code == 404
    file_url = reverse("amendment-file", args=[amendment.pk])
    assert member.get(file_url).status_code == 404
    assert stranger.get(file_url).status_code == 404


def test_the_lists_say_that_a_pledge_was_amended(built, amendment, cases):
    amending.change(built, amendment, cases, value=10)
    amending.adopt(built, amending.signed(built, amendment))
    member = browser_of(built, "clerk", "other")
    place = [built.bloc.code, built.year.year]
    assert "Đã điều chỉnh, bản 2" in text_of(member.get(reverse("pledges", args=place)))
    overseer = browser_of(built, "secretary", "head")
    assert ", bản 2" in text_of(overseer.get(reverse("year", args=place)))
    page = text_of(member.get(amendment.pledge.get_absolute_url()))
    assert "Các bản và điều chỉnh" in page


# ----- versions


def test_any_two_versions_stand_side_by_side(built, pledge, amendment, cases, browser):
    url = reverse("pledge-versions", args=[pledge.pk])
    assert "Giao ước mới có một bản" in text_of(browser.get(url))
    amending.change(built, amendment, cases, value=10)
    amending.adopt(built, amending.signed(built, amendment))
    page = browser.get(url)
    assert page.context["counts"] == {"change": 1, "add": 0, "drop": 0}
    assert "1. Giải quyết vụ việc: ≥ <del>12 </del>vụ" in text_of(page)
    assert "<ins>10 </ins>vụ" in text_of(page)
    assert '<b class="num">1</b> dòng điều chỉnh' in text_of(page)
    turned = browser.get(url, {"cu": "2", "moi": "1"})
    assert [turned.context[one].number for one in ("older", "newer")] == [2, 1]
    odd = browser.get(url, {"cu": "x", "moi": "99"})
    assert [odd.context[one].number for one in ("older", "newer")] == [1, 2]


def test_an_unsigned_pledge_has_no_versions(built, browser):
    url = reverse("pledge-versions", args=[built.pledge("plain").pk])
    assert "Giao ước chưa ký" in text_of(browser.get(url))


# ----- cost


def cost(browser, url: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_any_number_of_rows(built, pledge, browser, rows):
    amendment = amending.start(built, pledge)
    for number in range(rows):
        amending.add(built, amendment, f"Chỉ tiêu {number}", value=1)
    browser.get("/")
    written = cost(browser, amendment.get_absolute_url())
    amending.adopt(built, amending.signed(built, amendment))
    decided = cost(browser, amendment.get_absolute_url())
    for number in range(rows - 1):
        again = amending.start(built, pledge)
        amending.add(built, again, f"Chỉ tiêu khác {number}", value=1)
        amending.adopt(built, amending.signed(built, again))
    versions = cost(browser, reverse("pledge-versions", args=[pledge.pk]))
    assert (written, decided, versions) == (15, 16, 9)
