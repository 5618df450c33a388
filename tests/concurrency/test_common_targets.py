"""The bloc changes a common target while a unit sends its pledge: never half of it."""

import pytest

from core.workflow import BlockedError
from emulation.forms.setup import CommonTargetForm
from emulation.models import CommonTarget, Target
from emulation.services import setup
from tests.emulation.setting_up import held, open_with_commons, row_of, send

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

CHANGED = {
    "content": "Tổ chức đảng vững mạnh",
    "kind": "percentage",
    "unit_of_measure": "%",
    "comparator": "ge",
    "value": "96",
}


@pytest.fixture
def built(db):
    built = open_with_commons()
    built.user("clerk", "plain")
    return built


def change(built, common):
    outcome = setup.save_commons(
        built.year, CommonTargetForm, row_of(common, **CHANGED), actor=built.secretary
    )
    return outcome.is_clean


@pytest.mark.parametrize("first", [0, 1])
def test_a_sent_pledge_says_what_the_year_says(built, together, first):
    common = CommonTarget.objects.get(parts__isnull=False)

    def act(number):
        return change(built, common) if number == first else send(built).state

    answers = together(2, act)
    refused = [one for one in answers if isinstance(one, Exception)]
    common.refresh_from_db()
    assert "submitted" in answers
    assert held(built)[0].content == common.content
    assert {one.content for one in Target.objects.filter(common=common)} == {
        common.content
    }
    if refused:
        (error,) = refused
        assert isinstance(error, BlockedError)
        assert error.sentences[0].startswith("Đã gửi giao ước: Ban Nội chính Tỉnh ủy.")
    else:
        assert common.content == CHANGED["content"]
