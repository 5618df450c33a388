"""A previewed workbook is written whole and as it was seen, or not at all."""

import pytest

from core.workbooks import uploads
from core.workflow import BlockedError
from emulation.imports import TakenMeanwhileError, confirm, plan_of
from emulation.models import Pledge, Target, Title, TitleRegistration
from emulation.services.imports import PledgeChanges, write_changes
from emulation.services.pledges import move_target
from tests.emulation.importing import own, plan


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def test_second_of_two_importers_is_refused_and_shown_the_new_state(
    built, draft, clerk
):
    leader = built.user("leader", "plain")
    plan(draft, own([None, None, 1, "Của chuyên viên"]), clerk)
    old = plan(draft, own([None, None, 1, "Của thủ trưởng"]), leader)
    sent = {one: uploads.waiting_for(draft, one) for one in (clerk, leader)}
    fresh = plan_of(draft, sent[clerk])
    confirm(draft, sent[clerk], fresh.digest, actor=clerk)

    with pytest.raises(TakenMeanwhileError, match="vừa được thay đổi"):
        confirm(draft, sent[leader], old.digest, actor=leader)

    assert draft.targets.count() == 3
    again = plan_of(draft, sent[leader])
    confirm(draft, sent[leader], again.digest, actor=leader)
    assert draft.targets.count() == 4


@pytest.mark.parametrize("moved", ["order", "contents", "deleted"])
def test_every_change_since_the_preview_is_noticed(draft, first, clerk, moved):
    before = plan(draft, own([None, None, 1, "Mới"]), clerk)
    if moved == "order":
        move_target(first, 1, actor=clerk)
    elif moved == "contents":
        Pledge.objects.update(contents="Gõ trên trang")
    else:
        first.delete()

    with pytest.raises(TakenMeanwhileError):
        confirm(draft, uploads.waiting_for(draft, clerk), before.digest, actor=clerk)
    assert not draft.targets.filter(content="Mới").exists()


def test_rule_that_breaks_while_writing_takes_everything_back(draft, clerk):
    flag = Title.objects.create(
        code="CO-THU", name="Cờ thi đua", subject="collective", valid_from="2020-01-01"
    )
    twice = [TitleRegistration(pledge=draft, title=flag) for _ in range(2)]
    new = [Target(pledge=draft, content="Mới")]
    with pytest.raises(BlockedError, match="Tập thể đã đăng ký danh hiệu này"):
        write_changes(
            draft, PledgeChanges(new_targets=new, new_titles=twice), actor=clerk
        )

    assert draft.targets.count() == 2
    assert draft.registrations.count() == 0
