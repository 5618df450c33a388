"""The three lists on the pledge's page: what is offered, read, and by whom."""

import pytest
from django.urls import reverse

from emulation.enums import Aim
from emulation.models import Initiative, TitleRegistration
from emulation.services import registrations as services
from tests.emulation.aiming import (
    address,
    blank,
    limit,
    personal,
    register,
    staff,
    title,
)
from tests.steps import sign_pledge
from tests.units.reading import words

pytestmark = pytest.mark.django_db

LISTS = [Aim.COLLECTIVE, Aim.INDIVIDUAL, Aim.INITIATIVE]


def listed(page, aim):
    return next(one.lines for one in page.context["aims"] if one.aim == aim)


def test_the_list_has_no_page_of_its_own(browser, draft):
    url = address(draft, Aim.COLLECTIVE)
    assert browser.get(url).url == f"{draft.get_absolute_url()}#danh-hieu"
    assert browser.get(f"/giao-uoc/{draft.pk}/danh-hieu/khac/").status_code == 404


def test_empty_lists_offer_to_begin(browser, draft):
    page = words(browser.get(draft.get_absolute_url()))
    for button in ("Thêm danh hiệu của tập thể", "Thêm cá nhân", "Thêm sáng kiến"):
        assert button in page


def test_missing_parts_lead_to_their_rows(built, browser, draft):
    row = blank(built, Aim.INDIVIDUAL)
    html = browser.get(draft.get_absolute_url()).content.decode()
    assert f'href="#danh-hieu-{row.pk}"' in html
    assert f'id="danh-hieu-{row.pk}"' in html


def test_people_of_one_name_are_told_apart_in_the_list(built, browser, draft):
    first = staff(built, "Nguyễn Văn A", position="Văn thư")
    staff(built, "Nguyễn Văn A", position="Kế toán")
    register(built, personal(), first)
    page = browser.get(draft.get_absolute_url())
    (line,) = listed(page, Aim.INDIVIDUAL)
    assert line.who == "Nguyễn Văn A (Văn thư)"
    html = page.content.decode()
    assert f'value="{first.pk}" selected>Nguyễn Văn A (Văn thư)<' in html
    assert ">Nguyễn Văn A (Kế toán)<" in html


def test_words_of_people_are_escaped(built, browser, draft):
    staff(built, "<b>Lê</b> & C")
    html = browser.get(draft.get_absolute_url()).content.decode()
    assert "<b>Lê</b>" not in html or "&lt;b&gt;Lê&lt;/b&gt; &amp; C" in html


def test_a_signed_pledge_shows_its_titles_to_be_read(built, browser, client, draft):
    register(built, title())
    register(built, personal(), staff(built, "Lê Văn C", position="Văn thư"))
    clerk = built.user("clerk", "plain")
    services.add_initiative(Initiative(pledge=draft, name="Một cách"), actor=clerk)
    limit(built, title(), strict=False, in_bloc=0)
    limit(built, personal(), strict=False)
    sign_pledge(built)
    own = words(browser.get(draft.get_absolute_url()))
    assert "Khối được đề nghị 0, đã có 1 đơn vị đăng ký." in own
    client.force_login(built.user("clerk", "other"))
    page = client.get(draft.get_absolute_url())
    read = words(page)
    for told in (
        "Danh hiệu CO-TINH",
        "Lê Văn C",
        "Văn thư",
        "Một cách",
        "Tập thể đơn vị",
    ):
        assert told in read
    assert "Khối được đề nghị" not in read  # others read what became public
    assert "danh-hieu/tap-the" not in page.content.decode()


def test_a_signed_pledge_without_titles_says_so(built, browser):
    pledge = sign_pledge(built)
    page = words(browser.get(pledge.get_absolute_url()))
    assert "Chưa đăng ký danh hiệu nào." in page
    assert "Chưa ghi sáng kiến nào." in page


def test_only_who_keeps_the_staff_is_led_there(built, browser, client, draft):
    url = reverse("unit-staff", args=[built.units["plain"].pk])
    assert url in browser.get(draft.get_absolute_url()).content.decode()
    client.force_login(built.user("leader", "plain"))
    assert url not in client.get(draft.get_absolute_url()).content.decode()


@pytest.mark.parametrize("aim", LISTS)
def test_others_do_not_write(built, client, draft, aim):
    client.force_login(built.secretary)
    answer = client.post(address(draft, aim), {"do": "add"})
    assert answer.status_code == 403
    client.force_login(built.user("clerk", "other"))
    assert client.post(address(draft, aim), {"do": "add"}).status_code == 404
    assert not TitleRegistration.objects.exists()
