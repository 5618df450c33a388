"""Rows that the grid's script asks for without leaving the page: new ones, another order."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.workflow import BlockedError, run
from emulation import selectors
from emulation.models import Target
from emulation.services import pledges as services
from tests.emulation.sending import SCRIPT

pytestmark = pytest.mark.django_db

CHANGED = "Các dòng vừa thay đổi. Tải lại trang rồi xếp lại."


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def stranger(built):
    return built.user("clerk", "other")


@pytest.fixture
def siblings(draft):
    """Return the draft's rows, all of one section."""
    return list(draft.targets.order_by("position"))


def ask(browser, pledge, **data):
    return browser.post(pledge.get_absolute_url(), data, **SCRIPT)


def order_of(pledge):
    return [row.pk for row, _depth in selectors.targets_of(pledge)]


# ----- new rows


def test_missing_rows_come_as_html_with_new_numbers(browser, draft, first, siblings):
    answer = ask(browser, draft, do="add-political", count="3").json()
    made = draft.targets.exclude(pk__in=[one.pk for one in siblings])
    assert made.count() == 3
    assert {one.section for one in made} == {"political"}
    for one in made:
        assert f'data-row="{one.pk}"' in answer["rows"]
        assert f'name="row-{one.pk}-content"' in answer["rows"]
    assert f'data-row="{first.pk}"' not in answer["rows"]
    assert sorted(answer["numbers"].values()) == ["1", "2", "3", "4", "5"]


def test_one_row_or_thirty_cost_the_same_queries(
    browser, draft, django_assert_num_queries
):
    ask(browser, draft, do="add-building", count="1")
    for count in ("1", "30"):
        with django_assert_num_queries(14):
            ask(browser, draft, do="add-building", count=count)


@pytest.mark.parametrize("count", ["0", "501", "-1", "x", "", "²"])
def test_a_strange_count_is_refused(browser, draft, count):
    answer = ask(browser, draft, do="add-building", count=count)
    assert answer.status_code == 422
    assert answer.json()["refused"] == ["Mỗi lần thêm được từ 1 đến 500 dòng."]
    assert draft.targets.count() == 2


def test_a_pledge_takes_only_so_many_rows(browser, draft):
    answer = ask(browser, draft, do="add-building", count="499")
    assert answer.json()["refused"] == ["Bảng có nhiều nhất 500 dòng."]
    assert draft.targets.count() == 2


@pytest.mark.parametrize("do", ["add-nowhere", "part-1", "add", ""])
def test_rows_of_no_section_are_not_found(browser, draft, do):
    assert ask(browser, draft, do=do, count="1").status_code == 404


def test_a_button_of_no_section_is_not_found(browser, draft):
    answer = browser.post(draft.get_absolute_url(), {"do": "add-nowhere"})
    assert answer.status_code == 404


def test_a_submitted_pledge_takes_no_rows(browser, draft, clerk):
    run(draft, "submit", actor=clerk)
    answer = ask(browser, draft, do="add-building", count="1")
    assert answer.status_code == 422
    assert "không sửa được" in answer.json()["refused"][0]


def test_who_only_reads_adds_and_orders_nothing(built, draft, siblings):
    reader = Client()
    reader.force_login(built.user("secretary", "head"))
    pks = [str(one.pk) for one in reversed(siblings)]
    assert ask(reader, draft, do="add-building", count="1").status_code in {403, 404}
    assert ask(reader, draft, do="order", row=pks).status_code in {403, 404}
    assert order_of(draft) == [one.pk for one in siblings]
    assert draft.targets.count() == 2


# ----- order


def test_siblings_are_put_into_the_order_asked_for(browser, draft, siblings):
    first, second = siblings
    answer = ask(browser, draft, do="order", row=[second.pk, first.pk]).json()
    assert order_of(draft) == [second.pk, first.pk]
    assert answer["numbers"] == {str(second.pk): "1", str(first.pk): "2"}


def test_parts_have_an_order_of_their_own(draft, first, clerk):
    one, two = (
        services.add_target(Target(pledge=draft, parent=first), actor=clerk)
        for _ in range(2)
    )
    services.order_targets(draft, [two.pk, one.pk], actor=clerk)
    rows = [row for row, _depth in selectors.targets_of(draft)]
    assert rows[:3] == [first, two, one]


def test_only_one_whole_set_of_siblings_has_an_order(draft, siblings, clerk):
    first, second = siblings
    part = services.add_target(Target(pledge=draft, parent=first), actor=clerk)
    other = services.add_target(Target(pledge=draft, section="building"), actor=clerk)
    before = order_of(draft)
    for ids in (
        [],
        [second.pk],
        [second.pk, first.pk, first.pk],
        [second.pk, first.pk, part.pk],
        [second.pk, first.pk, other.pk],
        [second.pk, first.pk, 10**17],
        [10**17, second.pk, first.pk],
    ):
        with pytest.raises(BlockedError, match=CHANGED):
            services.order_targets(draft, ids, actor=clerk)
    assert order_of(draft) == before


def test_rows_of_another_pledge_have_no_order_here(built, draft, siblings, stranger):
    other = built.pledge("other")
    with pytest.raises(BlockedError, match=CHANGED):
        services.order_targets(other, [one.pk for one in siblings], actor=stranger)


def test_a_strange_key_is_answered_in_words(browser, draft, siblings):
    answer = ask(browser, draft, do="order", row=["x", siblings[0].pk])
    assert answer.status_code == 422
    assert answer.json()["refused"] == [CHANGED]


def test_an_unknown_wish_is_not_found(browser, draft):
    assert ask(browser, draft, do="shuffle", row=["1"]).status_code == 404


def test_a_stranger_orders_nothing(stranger, draft, siblings):
    pks = [one.pk for one in reversed(siblings)]
    with pytest.raises(PermissionDenied):
        services.order_targets(draft, pks, actor=stranger)
    assert order_of(draft) == [one.pk for one in siblings]
