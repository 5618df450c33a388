"""The three lists on the pledge's page: typed, pasted, ordered, taken out."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from core.workflow import run
from emulation.enums import Aim
from emulation.models import Initiative
from emulation.services import registrations as services
from tests.emulation.aiming import (
    SCRIPT,
    address,
    blank,
    limit,
    personal,
    refusals,
    register,
    save,
    staff,
    title,
    typed,
)
from tests.units.reading import words

pytestmark = pytest.mark.django_db

LISTS = [Aim.COLLECTIVE, Aim.INDIVIDUAL, Aim.INITIATIVE]


def listed(page, aim):
    return next(one.lines for one in page.context["aims"] if one.aim == aim)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# ----- saving by script


def test_a_row_is_saved_and_echoed_with_its_second_line(built, browser):
    worker, person = personal(), staff(built, "Lê Văn C", position="Văn thư")
    limit(built, worker, strict=False, in_bloc=0)
    row = blank(built, Aim.INDIVIDUAL)
    answer = save(browser, row, person=person.pk).json()["saved"][0]
    assert (answer["version"], answer["values"]["person"]) == (2, str(person.pk))
    answer = save(browser, fresh(row), title=worker.pk).json()["saved"][0]
    about = answer["cells"]["about"]
    assert "Văn thư" in about
    assert 'class="is-warn">Khối được đề nghị 0, đã có 1 người đăng ký.' in about
    assert (fresh(row).title, fresh(row).person) == (worker, person)


def test_a_row_may_be_emptied_again(built, browser):
    row = register(built, personal(), staff(built, "Lê Văn C"))
    assert save(browser, row, title="", person="").status_code == 200
    assert (fresh(row).title, fresh(row).person) == (None, None)
    assert fresh(row).subject == Aim.INDIVIDUAL


def test_an_initiative_is_of_the_unit_or_of_a_person(built, browser):
    row = blank(built, Aim.INITIATIVE)
    answer = save(browser, row, name=" Sổ  theo\ndõi chung ").json()["saved"][0]
    assert answer["values"]["name"] == "Sổ theo dõi chung"
    person = staff(built, "Lê Văn C")
    save(browser, fresh(row), person=person.pk, scope="province")
    assert (fresh(row).person, fresh(row).scope) == (person, "province")
    assert str(fresh(row)) == "Sổ theo dõi chung (Lê Văn C, cấp tỉnh)"


@pytest.mark.parametrize(
    ("aim", "changed", "field", "sentence"),
    [
        (
            Aim.COLLECTIVE,
            {"title": "personal"},
            "title",
            "Danh hiệu này không có trong danh mục đăng ký của năm.",
        ),
        (
            Aim.INDIVIDUAL,
            {"title": "0"},
            "title",
            "Danh hiệu này không có trong danh mục đăng ký của năm.",
        ),
        (
            Aim.INDIVIDUAL,
            {"person": "stranger"},
            "person",
            "Người này không có trong danh sách cán bộ của đơn vị.",
        ),
        (
            Aim.INITIATIVE,
            {"person": "x"},
            "person",
            "Người này không có trong danh sách cán bộ của đơn vị.",
        ),
        (
            Aim.COLLECTIVE,
            {"track_record": "x" * 601},
            "track_record",
            "Dài 601 ký tự, chỉ ghi được 600 ký tự: viết gọn lại.",
        ),
        (
            Aim.INITIATIVE,
            {"name": "x" * 401},
            "name",
            "Dài 401 ký tự, chỉ ghi được 400 ký tự: viết gọn lại.",
        ),
    ],
)
def test_what_is_not_offered_is_refused_in_words(
    built, browser, aim, changed, field, sentence
):
    known = {"personal": personal().pk, "stranger": staff(built, "Lý D", "other").pk}
    sent = {name: known.get(value, value) for name, value in changed.items()}
    assert refusals(save(browser, blank(built, aim), **sent)) == {field: [sentence]}


def test_two_browsers_on_one_row(built, browser):
    row = register(built, title())
    save(browser, row, note="một")
    other = Client()
    other.force_login(built.user("leader", "plain"))
    answer = save(other, row, note="hai")
    assert answer.status_code == 409
    stale = answer.json()["stale"][0]["fields"]
    assert stale == {"note": {"yours": "hai", "theirs": "một"}}


def test_rows_of_another_list_are_not_touched(built, browser, draft):
    row = register(built, title())
    url = address(draft, Aim.INDIVIDUAL)
    answer = browser.post(url, typed(row, note="lạc"), **SCRIPT)
    assert answer.json()["saved"] == []
    assert fresh(row).note == ""


def test_a_pledge_submitted_meanwhile_tells_the_row(built, browser, draft):
    row = register(built, title())
    run(draft, "submit", actor=built.user("clerk", "plain"))
    (sentence,) = refusals(save(browser, row, note="muộn"))[""]
    assert sentence.endswith("không sửa được.")


@pytest.mark.parametrize("count", [1, 3])
def test_a_save_costs_the_same_for_any_number_of_rows(
    built, browser, draft, count, django_assert_num_queries
):
    worker = personal()
    data = {}
    for place in range(count):
        person = staff(built, f"Lê Văn {place}")
        data |= typed(blank(built, Aim.INDIVIDUAL), title=worker.pk, person=person.pk)
    url = address(draft, Aim.INDIVIDUAL)
    browser.get(draft.get_absolute_url())
    with django_assert_num_queries(25 + count):  # an update each
        answer = browser.post(url, data, **SCRIPT)
    assert len(answer.json()["saved"]) == count


# ----- rows made and ordered by script


@pytest.mark.parametrize("aim", LISTS)
def test_rows_for_a_pasted_block_are_made(built, browser, draft, aim):
    url = address(draft, aim)
    answer = browser.post(url, {"do": "add", "count": "3"}, **SCRIPT).json()
    assert len(set(re.findall(r'id="[a-z-]+-(\d+)" data-row', answer["rows"]))) == 3
    assert sorted(answer["numbers"].values()) == ["1", "2", "3"]
    page = browser.get(draft.get_absolute_url())
    assert [one.number for one in listed(page, aim)] == ["1", "2", "3"]


@pytest.mark.parametrize("aim", LISTS)
def test_rows_are_put_in_order(built, browser, draft, aim):
    rows = [blank(built, aim).pk for _ in range(3)]
    wanted = [rows[2], rows[0], rows[1]]
    url = address(draft, aim)
    answer = browser.post(url, {"do": "order", "row": wanted}, **SCRIPT).json()
    assert [answer["numbers"][str(pk)] for pk in wanted] == ["1", "2", "3"]
    refused = browser.post(url, {"do": "order", "row": rows[:2]}, **SCRIPT)
    assert refused.json()["refused"] == [
        "Các dòng vừa thay đổi. Tải lại trang rồi xếp lại."
    ]


@pytest.mark.parametrize(
    "sent", [{"do": "mất", "count": "1"}, {"do": "mất", "row": "1"}]
)
def test_what_the_list_cannot_do_is_not_found(browser, draft, sent):
    url = address(draft, Aim.COLLECTIVE)
    assert browser.post(url, sent, **SCRIPT).status_code == 404


# ----- without script


def test_buttons_save_first_and_then_act(built, browser, draft):
    row = register(built, title())
    answer = save(browser, row, script=False, do="add", note="lần đầu")
    new = draft.registrations.get(title=None)
    assert answer.url == f"{draft.get_absolute_url()}?tap-the={new.pk}"
    assert fresh(row).note == "lần đầu"
    assert "autofocus" in browser.get(answer.url).content.decode()


def test_rows_are_moved_and_taken_out_by_buttons(built, browser, draft):
    first = register(built, title())
    second = blank(built)
    url = address(draft, Aim.COLLECTIVE)
    moved = browser.post(url, {"do": f"up-{second.pk}"})
    assert moved.url == f"{draft.get_absolute_url()}#danh-hieu-{second.pk}"
    assert draft.registrations.first() == second
    browser.post(url, {"do": f"down-{second.pk}"})
    assert draft.registrations.first() == first
    browser.post(url, {"do": f"delete-{second.pk}"})
    asked = browser.post(url, {"do": f"delete-{first.pk}"})
    assert asked.url == reverse("registration-delete", args=[first.pk])
    assert "Danh hiệu CO-TINH: Ban Nội chính Tỉnh ủy." in words(browser.get(asked.url))
    assert browser.post(asked.url).url == f"{draft.get_absolute_url()}#danh-hieu"
    assert not draft.registrations.exists()


def test_an_initiative_is_taken_out_when_asked(built, browser, draft):
    clerk = built.user("clerk", "plain")
    row = services.add_initiative(Initiative(pledge=draft, name="Một"), actor=clerk)
    url = address(draft, Aim.INITIATIVE)
    asked = browser.post(url, {"do": f"delete-{row.pk}"})
    assert asked.url == reverse("initiative-delete", args=[row.pk])
    browser.post(asked.url)
    assert not draft.initiatives.exists()


@pytest.mark.parametrize("do", ["up-0", "delete-x", "down-999999"])
def test_a_button_about_no_row_is_not_found(browser, draft, do):
    assert browser.post(address(draft, Aim.COLLECTIVE), {"do": do}).status_code == 404


def test_a_plain_save_returns_to_the_pledge(built, browser):
    row = register(built, title())
    answer = save(browser, row, script=False, note="lần đầu")
    assert answer.url == row.pledge.get_absolute_url()


def test_a_wrong_row_stays_as_typed_on_the_page(built, browser, first):
    row = register(built, title())
    page = save(browser, row, script=False, do="add", note="x" * 301)
    html = page.content.decode()
    assert page.status_code == 422
    assert "Dài 301 ký tự" in html
    assert "x" * 301 in html
    assert f'name="row-{first.pk}-value"' in html
    assert row.pledge.registrations.count() == 1


def test_both_values_stand_on_the_page(built, browser):
    row = register(built, title())
    save(browser, row, note="một")
    page = save(browser, row, script=False, note="hai")
    assert page.status_code == 409
    assert "Của tôi: hai" in words(page)
    assert "Mới: một" in words(page)


def test_a_full_list_says_so(built, browser, draft):
    clerk = built.user("clerk", "plain")
    services.add_aims(draft, Aim.COLLECTIVE, services.MOST_ROWS, actor=clerk)
    url = address(draft, Aim.COLLECTIVE)
    page = browser.post(url, {"do": "add"})
    assert page.status_code == 409
    assert "nhiều nhất 500 dòng" in words(page)
