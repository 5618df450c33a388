"""A scorecard's page: typing by script and without, bad input, what each one sees."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.workflow import run
from emulation.models import Criterion, Scorecard, ScoreLine
from emulation.selectors.scores import FINAL
from emulation.services.scores import copy_self_to_final, enter_points
from tests.builders import World, world
from tests.steps import all_points, approve_report, self_score, sign_pledge

pytestmark = pytest.mark.django_db

SCRIPT = {"X-Grid": "1"}
SAVE_QUERIES = 18
PAGE_QUERIES = 20
OWN, LAST = "?buoc=tu-cham", "?buoc=diem-cuoi"


@pytest.fixture
def built() -> World:
    return world()


@pytest.fixture
def card(built) -> Scorecard:
    return built.card()


@pytest.fixture
def waiting(built) -> Scorecard:
    """A card that waits for the secretariat."""
    sign_pledge(built)
    approve_report(built)
    return run(self_score(built), "submit", actor=built.user("clerk", "plain"))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def clerk(built) -> Client:
    return signed_in(built.user("clerk", "plain"))


@pytest.fixture
def secretary(built) -> Client:
    return signed_in(built.secretary)


def line_of(card: Scorecard, code: str) -> ScoreLine:
    return card.lines.get(criterion__code=code)


def typed(card: Scorecard, code: str, **values: str) -> dict[str, str]:
    """Return the fields of one row as the page sends them."""
    line = line_of(card, code)
    start = f"row-{line.pk}-"
    sent = {"version": str(line.version), **values}
    return {f"{start}{name}": value for name, value in sent.items()}


def post(client: Client, card: Scorecard, stage: str, sent: dict[str, str]):
    """Send rows as the script does."""
    return client.post(f"{card.get_absolute_url()}{stage}", sent, headers=SCRIPT)


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


def add_leaves(card: Scorecard, count: int) -> None:
    """Lengthen a card by so many leaves of ten points."""
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=card.sheet, position=50 + place, code=f"X.{place}", max_points=10
        )
        for place in range(1, count + 1)
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=one) for one in criteria
    )


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
    assert "Đã lấy điểm tự chấm cho 2 tiêu chí." in page
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
    copy_self_to_final(waiting, actor=built.secretary)
    page = secretary.get(f"{waiting.get_absolute_url()}?lech=1").content.decode()
    assert "Không có tiêu chí lệch điểm" in page


def test_a_returned_card_shows_why(built, waiting, clerk):
    run(waiting, "return", actor=built.secretary, reason="Thiếu thuyết minh mục I.")
    page = clerk.get(waiting.get_absolute_url()).content.decode()
    assert "Thiếu thuyết minh mục I." in page


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
    copy_self_to_final(waiting, actor=built.secretary)
    secretary.post(waiting.get_action_url("finalise"))
    assert Scorecard.objects.get(pk=waiting.pk).state == "final"


def test_another_units_action_address_is_not_found(built, card):
    client = signed_in(built.user("clerk", "other"))
    assert client.get(card.get_action_url("submit")).status_code == 404
