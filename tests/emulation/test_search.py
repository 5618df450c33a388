"""Finding targets and movements, marks ignored and scopes kept."""

import pytest

from emulation.models import Movement, Target
from emulation.selectors.search import hits
from emulation.services.pledges import add_target
from emulation.services.years import add_movement
from tests.builders import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    found = world()
    clerk = found.user("clerk", "plain")
    add_target(
        Target(pledge=found.pledge("plain"), content="Giải quyết đơn thư đúng hạn"),
        actor=clerk,
    )
    add_movement(
        Movement(year=found.year, name="Chung tay vì người nghèo"),
        actor=found.user("secretary", "head"),
    )
    return found


def titles(words, user):
    return [hit.title for hit in hits(words, user)]


def test_a_target_is_found_without_marks_and_in_any_order(built):
    clerk = built.user("clerk", "plain")

    assert titles("don thu giai quyet", clerk) == ["Giải quyết đơn thư đúng hạn"]
    assert titles("đơn thư hằng ngày", clerk) == []


def test_a_draft_target_is_not_found_by_another_member(built):
    assert titles("don thu", built.user("clerk", "other")) == []
    assert titles("don thu", built.user("secretary", "head")) != []


def test_a_movement_is_found_by_every_member_and_nobody_outside(built):
    assert titles("nguoi ngheo", built.user("clerk", "other")) == [
        "Chung tay vì người nghèo"
    ]
    assert titles("nguoi ngheo", built.user("clerk", "outside")) == []


def test_blank_words_find_nothing(built):
    assert titles("   ", built.user("secretary", "head")) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_cost_does_not_grow_with_the_hits(built, rows, django_assert_num_queries):
    clerk = built.user("clerk", "plain")
    for number in range(rows):
        add_target(
            Target(pledge=built.pledge("plain"), content=f"Đơn thư loại {number}"),
            actor=clerk,
        )
    reader = built.user("clerk", "plain")

    with django_assert_num_queries(4):
        assert len(titles("don thu", reader)) == rows + 1
