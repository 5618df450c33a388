"""Typing into a scorecard by script: sums, bad input, two browsers, rights."""

from decimal import Decimal

import pytest
from django.test import Client

from emulation.models import Criterion, Scorecard
from tests.builders import World, world
from tests.emulation.scorecards import (
    LAST,
    OWN,
    line_of,
    post,
    signed_in,
    submitted,
    typed,
)

pytestmark = pytest.mark.django_db

SAVE_QUERIES = 18
PAGE_QUERIES = 20


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


def messages_of(response) -> list[str]:
    (error,) = response.json()["errors"]
    return [one for found in error["fields"].values() for one in found]


# ----- one cell at a time


def test_a_saved_cell_brings_its_sums_along(card, clerk):
    sent = typed(card, "I.1", self_points="57,5", self_note="Vượt kế hoạch")
    answer = post(clerk, card, OWN, sent).json()
    part = Criterion.objects.get(code="I")
    (saved,) = answer["saved"]
    assert saved["values"] == {"self_points": "57,5", "self_note": "Vượt kế hoạch"}
    assert saved["version"] == 2
    assert answer["totals"]["self"] == answer["totals"][f"self-{part.pk}"] == "57,5"
    assert answer["totals"]["self-missing"] == "2"
    assert Scorecard.objects.get(pk=card.pk).self_total == Decimal("57.5")


def test_a_final_cell_says_what_it_changes(built, waiting, secretary):
    sent = typed(waiting, "I.1", final_points="50")
    answer = post(secretary, waiting, LAST, sent).json()
    (saved,) = answer["saved"]
    assert "−8" in saved["cells"]["difference"]
    assert "cần ghi lý do" in saved["cells"]["difference"]
    assert answer["totals"]["lower"] == "−8"
    assert answer["totals"]["higher"] == ""
    assert answer["totals"]["differing"] == "1"
    line = line_of(waiting, "I.1")
    assert line.final_by == built.secretary
    sent = typed(waiting, "I.1", final_points="60", final_reason="Đủ hồ sơ")
    answer = post(secretary, waiting, LAST, sent).json()
    (saved,) = answer["saved"]
    assert "+2" in saved["cells"]["difference"]
    assert "cần" not in saved["cells"]["difference"]
    assert (answer["totals"]["lower"], answer["totals"]["higher"]) == ("", "+2")


def test_an_emptied_final_cell_forgets_its_stamp(waiting, secretary):
    post(secretary, waiting, LAST, typed(waiting, "I.1", final_points="50"))
    post(secretary, waiting, LAST, typed(waiting, "I.1", final_points=""))
    line = line_of(waiting, "I.1")
    assert (line.final_points, line.final_by, line.final_at) == (None, None, None)


BAD_POINTS = (
    ("I.1", "sáu mươi", "“sáu mươi” không phải là số."),
    ("I.1", "-3", "−3 nhỏ hơn mức thấp nhất là 0."),
    ("I.1", "61", "61 lớn hơn mức cao nhất là 60."),
    ("I.1", "3.515", "3.515 lớn hơn mức cao nhất là 60."),
    ("I.1", "5,125", "5,125 có quá nhiều chữ số lẻ, tối đa 2."),
    ("II", "10,5", "10,5 lớn hơn mức cao nhất là 10."),
    ("III", "100.001", "100.001 lớn hơn mức cao nhất là 100.000."),
    ("III", "999999999999", "999.999.999.999 quá lớn, kiểm tra lại số đã gõ."),
)


def test_bad_points_are_refused_with_a_sentence(card, clerk):
    for code, value, sentence in BAD_POINTS:
        response = post(clerk, card, OWN, typed(card, code, self_points=value))
        assert response.status_code == 422, value
        assert messages_of(response) == [sentence]
        assert line_of(card, code).self_points is None


def test_a_dot_before_two_digits_is_asked_about(card, clerk):
    response = post(clerk, card, OWN, typed(card, "I.1", self_points="3.5"))
    assert "Có phải là 3,5?" in messages_of(response)[0]


def test_a_deduction_is_typed_with_or_without_its_minus(card, clerk):
    for value in ("2,5", "-2,5", "−2,5"):
        answer = post(clerk, card, OWN, typed(card, "III", self_points=value)).json()
        assert answer["saved"][0]["values"]["self_points"] == "-2,5"
        assert answer["totals"]["self"] == "−2,5"
        assert line_of(card, "III").self_points == Decimal("2.5")
    assert line_of(card, "III").version == 2


def test_a_condition_is_yes_or_no(card, clerk):
    for value, kept in (("1", 1), ("0", 0), ("", None)):
        response = post(clerk, card, OWN, typed(card, "IV", self_points=value))
        assert response.json()["saved"][0]["values"]["self_points"] == value
        assert line_of(card, "IV").self_points == kept
    response = post(clerk, card, OWN, typed(card, "IV", self_points="2"))
    assert response.status_code == 422


def test_an_unchanged_condition_is_not_saved_again(card, clerk):
    post(clerk, card, OWN, typed(card, "IV", self_points="1"))
    post(clerk, card, OWN, typed(card, "IV", self_points="1"))
    assert line_of(card, "IV").version == 2


def test_two_browsers_get_both_values(card, clerk):
    early = typed(card, "I.1", self_points="55")
    post(clerk, card, OWN, typed(card, "I.1", self_points="40"))
    response = post(clerk, card, OWN, early)
    (stale,) = response.json()["stale"]
    assert response.status_code == 409
    assert stale["fields"]["self_points"] == {"yours": "55", "theirs": "40"}
    assert line_of(card, "I.1").self_points == 40


def test_rows_of_another_card_are_not_touched(built, card, clerk):
    other = built.card("other")
    post(clerk, card, OWN, typed(other, "I.1", self_points="55"))
    assert line_of(other, "I.1").self_points is None


def test_typing_into_a_submitted_card_is_refused_in_the_row(waiting, clerk):
    response = post(clerk, waiting, OWN, typed(waiting, "I.1", self_points="1"))
    assert response.status_code == 422
    assert "không sửa được" in messages_of(response)[0]
    assert line_of(waiting, "I.1").self_points == 58


def test_a_unit_cannot_type_final_points(waiting, clerk):
    response = post(clerk, waiting, LAST, typed(waiting, "I.1", final_points="1"))
    assert response.status_code == 403
    assert line_of(waiting, "I.1").final_points is None
