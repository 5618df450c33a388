"""A scorecard's page: whole without script, what each one sees, what it costs."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.workflow import run
from emulation.models import Scorecard
from emulation.selectors.scores import FINAL
from emulation.services.scores import copy_stage_before, enter_points
from tests.builders import World, world
from tests.emulation.scorecards import (
    LAST,
    OWN,
    add_leaves,
    line_of,
    post,
    signed_in,
    submitted,
    typed,
)
from tests.steps import all_points

pytestmark = pytest.mark.django_db

SAVE_QUERIES = 17
PAGE_QUERIES = 18


@pytest.fixture
def built() -> World:
    return world()


@pytest.fixture
def card(built) -> Scorecard:
    return built.card()


@pytest.fixture
def waiting(built) -> Scorecard:
    """A card that waits for the secretariat."""
    return submitted(built)


@pytest.fixture
def clerk(built) -> Client:
    return signed_in(built.user("clerk", "plain"))


@pytest.fixture
def secretary(built) -> Client:
    return signed_in(built.secretary)


# ----- the whole page


def test_without_script_all_rows_are_saved_at_once(card, clerk):
    sent = {
        **typed(card, "I.1", self_points="58"),
        **typed(card, "I.2", self_points="39"),
        **typed(card, "IV", self_points="0"),
    }
    response = clerk.post(f"{card.get_absolute_url()}{OWN}", sent, follow=True)
    assert response.redirect_chain == [(card.get_absolute_url(), 302)]
    assert "Đã lưu." in response.content.decode()
    assert Scorecard.objects.get(pk=card.pk).self_total == 97


def test_without_script_bad_rows_come_back_as_typed(card, clerk):
    sent = {
        **typed(card, "I.1", self_points="tám"),
        **typed(card, "I.2", self_points="39"),
    }
    response = clerk.post(f"{card.get_absolute_url()}{OWN}", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="tám"' in page
    assert "“tám” không phải là số." in page
    assert line_of(card, "I.2").self_points == 39


def test_without_script_a_stale_row_shows_both_values(card, clerk):
    early = typed(card, "I.1", self_points="55")
    post(clerk, card, OWN, typed(card, "I.1", self_points="40"))
    response = clerk.post(f"{card.get_absolute_url()}{OWN}", early)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Đã gửi: 55" in page
    assert "Hiện nay: 40" in page
    again = typed(card, "I.1", self_points="55")
    assert all(f'name="{name}"' in page for name in again)
    clerk.post(f"{card.get_absolute_url()}{OWN}", again)
    assert line_of(card, "I.1").self_points == 55


def test_without_script_a_late_page_keeps_what_was_typed(waiting, clerk):
    sent = typed(waiting, "I.1", self_points="12,5")
    response = clerk.post(f"{waiting.get_absolute_url()}{OWN}", sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "không sửa được" in page
    assert 'value="12,5"' in page


def test_the_copy_button_saves_first(waiting, secretary):
    sent = {**typed(waiting, "I.1", final_points="50"), "do": "copy"}
    url = f"{waiting.get_absolute_url()}{LAST}"
    page = secretary.post(url, sent, follow=True).content.decode()
    assert "Đã lấy điểm của bước trước cho 2 tiêu chí." in page
    assert line_of(waiting, "I.1").final_points == 50
    assert line_of(waiting, "I.2").final_points == 39


# ----- what each one sees


def test_who_opens_a_draft_card(built, card):
    opened = {
        user.login
        for user in built.staff().values()
        if signed_in(user).get(card.get_absolute_url()).status_code == 200
    }
    assert opened == {
        "clerk.plain",
        "leader.plain",
        "deputy_leader.plain",
        "secretary.head",
        "leader.head",
        "secretary.deputy",
        "leader.deputy",
        "board_officer.board",
        "provincial_leader.province",
        "council_member.province",
    }


def test_a_draft_has_fields_for_its_unit_alone(built, card, clerk, secretary):
    field = f'name="row-{line_of(card, "I.1").pk}-self_points"'
    assert field in clerk.get(card.get_absolute_url()).content.decode()
    assert field not in secretary.get(card.get_absolute_url()).content.decode()


def test_final_points_are_hidden_until_they_are_final(built, waiting, clerk):
    typed_now = all_points((41, 39))
    reasons = {"I.1": "Thiếu 17 điểm hồ sơ."}
    secretary = built.secretary
    enter_points(waiting, FINAL, typed_now, actor=secretary, reasons=reasons)
    before = clerk.get(waiting.get_absolute_url()).content.decode()
    run(waiting, "finalise", actor=secretary)
    after = clerk.get(waiting.get_absolute_url()).content.decode()
    for shown in ("Thiếu 17 điểm hồ sơ.", "−17", "Chênh lệch"):
        assert shown not in before
        assert shown in after


def test_a_card_can_show_only_what_differs(built, waiting, secretary):
    enter_points(waiting, FINAL, {"I.1": Decimal(50)}, actor=built.secretary)
    url = waiting.get_absolute_url()
    every, few = (
        secretary.get(f"{url}{query}").content.decode() for query in ("", "?lech=1")
    )
    assert "Điểm cuối, tiêu chí I.2" in every
    assert "Điểm cuối, tiêu chí I.2" not in few
    assert "Điểm cuối, tiêu chí I.1" in few


def test_a_card_without_differences_says_so(built, waiting, secretary):
    copy_stage_before(waiting, actor=built.secretary)
    page = secretary.get(f"{waiting.get_absolute_url()}?lech=1").content.decode()
    assert "Không có tiêu chí lệch điểm" in page


def test_a_returned_card_shows_why(built, waiting, clerk):
    run(waiting, "return", actor=built.secretary, reason="Thiếu thuyết minh mục I.")
    page = clerk.get(waiting.get_absolute_url()).content.decode()
    assert "Thiếu thuyết minh mục I." in page


def test_a_returned_card_tells_its_unit_nothing_of_the_final_points(
    built, waiting, clerk
):
    enter_points(waiting, FINAL, all_points((41, 39)), actor=built.secretary)
    run(waiting, "return", actor=built.secretary, reason="Xem lại mục I.")
    sent = typed(waiting, "I.1", self_points="57")
    answer = post(clerk, Scorecard.objects.get(pk=waiting.pk), OWN, sent).json()
    assert answer["totals"]["self"] == "96"
    assert not [key for key in answer["totals"] if not key.startswith("self")]
    assert answer["saved"][0]["cells"] == {}
    run(waiting, "submit", actor=built.user("clerk", "plain"))
    page = clerk.get(waiting.get_absolute_url()).content.decode()
    assert "41" not in page.partition('id="content"')[2]


def test_the_page_submits_returns_and_finalises(built, waiting, secretary):
    url = waiting.get_action_url("return")
    assert secretary.post(url, {"reason": ""}).status_code == 422
    secretary.post(url, {"reason": "Bổ sung hồ sơ.", "expected": "self_scored"})
    assert Scorecard.objects.get(pk=waiting.pk).state == "returned"
    clerk = signed_in(built.user("clerk", "plain"))
    clerk.post(waiting.get_action_url("submit"), {"expected": "returned"})
    assert Scorecard.objects.get(pk=waiting.pk).state == "self_scored"
    blocked = secretary.post(waiting.get_action_url("finalise"))
    assert blocked.status_code == 409
    assert "chưa có điểm cuối" in blocked.content.decode()
    copy_stage_before(waiting, actor=built.secretary)
    secretary.post(waiting.get_action_url("finalise"))
    assert Scorecard.objects.get(pk=waiting.pk).state == "final"


def test_another_units_action_address_is_not_found(built, card):
    client = signed_in(built.user("clerk", "other"))
    assert client.get(card.get_action_url("submit")).status_code == 404


# ----- what it costs


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.mark.parametrize("leaves", [1, 145])
def test_a_cell_costs_the_same_on_any_sheet(card, clerk, leaves):
    add_leaves(card, leaves)
    sent = typed(card, "I.1", self_points="55")
    assert queries_of(lambda: post(clerk, card, OWN, sent)) == SAVE_QUERIES


@pytest.mark.parametrize("leaves", [1, 145])
def test_the_page_costs_the_same_on_any_sheet(waiting, secretary, leaves):
    add_leaves(waiting, leaves)
    url = waiting.get_absolute_url()
    assert queries_of(lambda: secretary.get(url)) == PAGE_QUERIES
