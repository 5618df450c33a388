"""The grid of a pledge: rows saved by script one by one, and the page as a whole."""

import pytest
from django.test import Client
from django.urls import reverse

from core.models import KeptForm
from core.workflow import run
from emulation.models import Target
from tests.builders import PASSWORD
from tests.emulation.sending import D, save, typed

pytestmark = pytest.mark.django_db

# ----- saving by script


def test_a_row_is_saved_and_echoed(browser, first):
    answer = save(browser, first, value="3.515")
    row = answer.json()["saved"][0]
    assert (row["version"], row["values"]["value"]) == (2, "3.515")
    assert Target.objects.get(pk=first.pk).value == 3515


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value": "mười hai"}, "“mười hai” không phải là số."),
        ({"value": "-3"}, "−3 nhỏ hơn mức thấp nhất là 0."),
        (
            {"value": "999999999999999"},
            "999.999.999.999.999 quá lớn, kiểm tra lại số đã gõ.",
        ),
        ({"value": "1,23456"}, "1,23456 có quá nhiều chữ số lẻ, tối đa 4."),
        (
            {"kind": "percentage", "value": "101,5"},
            "Tỷ lệ không vượt quá 100%.",
        ),
        ({"kind": "yes_no", "value": "5"}, "Chọn “Có” hoặc “Không”."),
    ],
)
def test_bad_figures_are_refused_in_words(browser, first, changed, sentence):
    answer = save(browser, first, **changed)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["fields"]["value"] == [sentence]
    assert Target.objects.get(pk=first.pk).value == 12


def test_two_browsers_on_one_row(built, browser, first):
    save(browser, first, value="13")
    other = Client()
    other.force_login(built.user("leader", "plain"))
    answer = save(other, first, value="14")
    assert answer.status_code == 409
    stale = answer.json()["stale"][0]
    assert stale["fields"] == {"value": {"yours": "14", "theirs": "13"}}
    assert Target.objects.get(pk=first.pk).value == 13


def test_a_row_of_another_kind_gets_another_field(browser, first):
    answer = save(browser, first, kind="yes_no").json()["saved"][0]
    assert answer["values"] | {"value": "", "comparator": "eq"} == answer["values"]
    assert answer["cells"]["value"].startswith("<select")
    row = Target.objects.get(pk=first.pk)
    assert (row.value, row.comparator) == (None, "eq")
    answer = save(browser, row, kind="percentage", value="95").json()["saved"][0]
    assert answer["values"] | {"unit_of_measure": "vụ"} == answer["values"]
    assert answer["cells"]["value"].startswith("<input")


@pytest.mark.parametrize(
    ("word", "value"), [("1", D(1)), ("Có", D(1)), ("0", D(0)), ("", None)]
)
def test_yes_and_no_are_chosen(browser, first, word, value):
    Target.objects.filter(pk=first.pk).update(kind="yes_no", value=None)
    row = Target.objects.get(pk=first.pk)
    assert save(browser, row, value=word).status_code == 200
    assert Target.objects.get(pk=first.pk).value == value


def test_a_rate_without_unit_is_in_percent(browser, first):
    answer = save(browser, first, kind="percentage", unit_of_measure="", value="95")
    assert answer.json()["saved"][0]["values"]["unit_of_measure"] == "%"


def test_a_blank_row_becomes_yes_with_its_word_at_once(browser, draft, first):
    Target.objects.filter(pk=first.pk).update(value=None)
    row = Target.objects.get(pk=first.pk)
    save(browser, row, kind="yes_no", value="Có")
    assert Target.objects.get(pk=first.pk).value == 1


def test_a_word_left_in_a_row_that_becomes_yes_or_no_is_told_once(browser, first):
    answer = save(browser, first, kind="yes_no", value="mười")
    sentence = answer.json()["errors"][0]["fields"]["value"]
    assert sentence == ["Chọn “Có” hoặc “Không”."]


def test_white_space_in_the_content_is_one_space(browser, first):
    save(browser, first, content=" Một \n hai ")
    assert Target.objects.get(pk=first.pk).content == "Một hai"


def test_a_pledge_submitted_meanwhile_tells_the_row(built, browser, draft, first):
    run(draft, "submit", actor=built.user("clerk", "plain"))
    answer = save(browser, first, value="13")
    assert answer.status_code == 422
    sentence = answer.json()["errors"][0]["fields"][""][0]
    assert sentence == "Giao ước đã gửi, chờ thủ trưởng duyệt, không sửa được."


def test_an_expired_session_is_told_to_the_script(browser, first):
    browser.get(first.pledge.get_absolute_url())
    browser.cookies.pop("sessionid")
    answer = save(browser, first, value="13")
    assert (answer.status_code, answer.json()) == (401, {"login": reverse("login")})


# ----- saving the whole page, without script


def test_an_expired_session_keeps_the_whole_form(browser, built, first):
    browser.get(first.pledge.get_absolute_url())
    browser.cookies.pop("sessionid")
    sent = save(browser, first, script=False, value="13")
    assert sent.status_code == 302
    kept = KeptForm.objects.get()
    login = {"username": "clerk.plain", "password": PASSWORD}
    back = browser.post(sent.url, login, follow=True)
    fields = dict(back.context["fields"])
    assert fields[f"row-{first.pk}-value"] == "13"
    browser.post(back.context["path"], fields)
    assert kept.path == first.pledge.get_absolute_url()
    assert Target.objects.get(pk=first.pk).value == 13


def test_a_wrong_row_stays_as_typed_while_the_others_are_saved(browser, draft, first):
    second = draft.targets.order_by("position").last()
    data = typed(first, value="abc") | typed(second, value="96")
    page = browser.post(draft.get_absolute_url(), data)
    html = page.content.decode()
    assert page.status_code == 422
    assert "“abc” không phải là số." in html
    assert 'value="abc"' in html
    assert Target.objects.get(pk=second.pk).value == 96


def test_both_values_stand_on_the_page(built, browser, draft, first):
    Target.objects.filter(pk=first.pk).update(value=13, version=2)
    page = save(browser, first, script=False, value="14")
    html = page.content.decode()
    assert page.status_code == 409
    assert "Của tôi: 14" in html
    assert "Mới: 13" in html
    again = save(browser, Target.objects.get(pk=first.pk), script=False, value="14")
    assert again.url == draft.get_absolute_url()
    assert Target.objects.get(pk=first.pk).value == 14


def test_what_may_no_longer_be_saved_stays_on_the_page(built, browser, draft, first):
    run(draft, "submit", actor=built.user("clerk", "plain"))
    page = save(browser, first, script=False, value="13")
    html = page.content.decode()
    assert page.status_code == 409
    assert "Giao ước đã gửi, chờ thủ trưởng duyệt, không sửa được." in html
    assert 'value="13"' in html


def test_buttons_save_first_and_then_act(browser, draft, first):
    answer = save(browser, first, script=False, do="add-building", value="13")
    new = draft.targets.get(content="")
    assert answer.url == f"{draft.get_absolute_url()}?moi={new.pk}"
    assert new.section == "building"
    assert Target.objects.get(pk=first.pk).value == 13
    assert "autofocus" in browser.get(answer.url).content.decode()


def test_rows_are_moved_parted_and_deleted_by_buttons(browser, draft, first):
    url = draft.get_absolute_url()
    second = draft.targets.order_by("position").last()
    answer = browser.post(url, {"do": f"up-{second.pk}"})
    assert answer.url == f"{url}#dong-{second.pk}"
    assert draft.targets.order_by("position").first() == second
    browser.post(url, {"do": f"down-{second.pk}"})
    assert draft.targets.order_by("position").first() == first
    browser.post(url, {"do": f"part-{first.pk}"})
    part = first.parts.get()
    assert part.unit_of_measure == "vụ"
    assert browser.post(url, {"do": f"delete-{part.pk}"}).url == url
    assert not first.parts.exists()
    asked = browser.post(url, {"do": f"delete-{first.pk}"})
    assert asked.url == reverse("target-delete", args=[first.pk])
    assert "Giải quyết vụ việc: ≥ 12 vụ" in browser.get(asked.url).content.decode()
    assert browser.post(asked.url).url == url
    assert list(draft.targets.all()) == [second]


@pytest.mark.parametrize("do", ["up-0", "delete-x", "part-999999"])
def test_a_button_about_no_row_is_not_found(browser, draft, do):
    assert browser.post(draft.get_absolute_url(), {"do": do}).status_code == 404


def test_a_wrong_row_keeps_the_button_from_acting(browser, draft, first):
    page = save(browser, first, script=False, do="add-building", value="abc")
    assert page.status_code == 422
    assert draft.targets.count() == 2
