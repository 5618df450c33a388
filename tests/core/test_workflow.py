"""The engine, branch by branch, on a trial machine over the rows of pledges."""

import pytest
import rules
from django.core.exceptions import PermissionDenied

from core import access, journal
from core.models import JournalEntry
from core.workflow import (
    BlockedError,
    NotNowError,
    ReasonMissingError,
    Transition,
    available,
    machine_of,
    run,
    verb,
)
from emulation.models import Movement, Pledge
from tests.core.trial import DRAFT, RETURNED, SUBMITTED


@pytest.fixture
def pledge(world, machine):
    found = world.pledge("plain")
    found.contents = "Nội dung đủ dài"
    found.save()
    return found


def entries(obj):
    return journal.entries_of(obj)


def test_a_transition_moves_the_row_and_returns_it_fresh(pledge, clerk):
    moved = run(pledge, "submit", actor=clerk)
    assert moved.state == SUBMITTED
    assert moved.submitted_by == clerk
    assert moved is not pledge
    assert Pledge.objects.get(pk=pledge.pk).state == SUBMITTED


def test_the_row_is_read_anew_whatever_the_caller_holds(pledge, clerk):
    Pledge.objects.filter(pk=pledge.pk).update(contents="")
    with pytest.raises(BlockedError):
        run(pledge, "submit", actor=clerk)


@pytest.mark.parametrize(
    ("name", "expected"), [("return", None), ("submit", RETURNED), ("submit", "ma")]
)
def test_not_now_when_the_state_is_another_one(pledge, clerk, name, expected):
    with pytest.raises(NotNowError) as refused:
        run(pledge, name, actor=clerk, reason="x", expected=expected)
    assert str(refused.value) == (
        "Người khác vừa xử lý: hiện ở trạng thái “Đang soạn”. "
        "Xem lại trang rồi làm tiếp."
    )
    assert not entries(pledge).exists()


def test_expected_state_that_fits_is_no_hindrance(pledge, clerk):
    assert run(pledge, "submit", actor=clerk, expected=DRAFT).state == SUBMITTED


def test_submitting_twice_is_not_now(pledge, clerk):
    run(pledge, "submit", actor=clerk)
    with pytest.raises(NotNowError, match="chờ thủ trưởng duyệt"):
        run(pledge, "submit", actor=clerk)
    assert entries(pledge).count() == 1


def test_denied_with_the_sentence_of_the_rule(pledge, clerk):
    with pytest.raises(PermissionDenied, match=r"^Không ai được.$"):
        run(pledge, "forbid", actor=clerk)


def test_nobody_is_denied(pledge):
    with pytest.raises(PermissionDenied, match=r"^Bạn chưa đăng nhập.$"):
        run(pledge, "submit", actor=None)


@pytest.mark.parametrize("reason", ["", "   \n"])
def test_a_reason_is_wanted_where_the_table_says_so(pledge, clerk, reason):
    sent = run(pledge, "submit", actor=clerk)
    with pytest.raises(ReasonMissingError) as refused:
        run(sent, "return", actor=clerk, reason=reason)
    assert refused.value.sentences == ["Cần ghi rõ lý do."]


def test_all_guards_answer_at_once(pledge, clerk):
    Pledge.objects.filter(pk=pledge.pk).update(contents="")
    with pytest.raises(BlockedError) as refused:
        run(pledge, "submit", actor=clerk)
    sentences = ["Chưa ghi nội dung.", "Ghi dài hơn.", "Ghi rõ hơn."]
    assert refused.value.sentences == sentences
    assert str(refused.value) == " ".join(sentences)
    kept = Pledge.objects.get(pk=pledge.pk)
    assert (kept.state, kept.submitted_at) == (DRAFT, None)
    assert not entries(pledge).exists()


def test_stamps_are_set_and_cleared(pledge, clerk):
    sent = run(pledge, "submit", actor=clerk)
    assert (sent.submitted_by, sent.submitted_at is None) == (clerk, False)
    back = run(sent, "return", actor=clerk, reason="Sửa lại")
    assert (back.submitted_by, back.submitted_at) == (None, None)


def test_a_stamp_that_the_model_lacks_is_left_out(pledge, clerk):
    assert not hasattr(run(pledge, "mark", actor=clerk), "absent_at")


def test_a_broken_constraint_blocks_with_its_sentence(pledge, clerk):
    with pytest.raises(BlockedError) as refused:
        run(pledge, "leap", actor=clerk)
    assert refused.value.sentences == ["Trạng thái và thời điểm không khớp."]
    assert Pledge.objects.get(pk=pledge.pk).state == DRAFT


def test_unknown_names_are_errors_of_the_programmer(pledge, clerk, machine):
    with pytest.raises(KeyError):
        run(pledge, "fly", actor=clerk)
    with pytest.raises(LookupError, match="'fly'"):
        verb(machine, "fly")
    assert machine_of(pledge) is machine


def test_a_verb_sets_fields_gets_data_and_tells_changes(pledge, clerk, machine):
    @verb(machine, "submit")
    def submit(obj, *, actor, reason, colour):
        obj.contents = f"{colour} {reason} {actor}"
        return [["Màu", None, colour]]

    moved = run(pledge, "submit", actor=clerk, reason="vì thế", colour="đỏ")
    assert moved.contents == f"đỏ vì thế {clerk}"
    assert Pledge.objects.get(pk=pledge.pk).contents == moved.contents
    assert entries(pledge).get().changes[0] == ["Màu", None, "đỏ"]


def test_a_failing_verb_takes_everything_back(pledge, clerk, machine):
    @verb(machine, "submit")
    def submit(obj, **_data):
        Movement.objects.create(year=obj.year, name="Phong trào bỏ dở")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(pledge, "submit", actor=clerk)
    assert not Movement.objects.filter(name="Phong trào bỏ dở").exists()
    assert Pledge.objects.get(pk=pledge.pk).state == DRAFT
    assert not entries(pledge).exists()


def test_the_entry_tells_who_in_which_role_and_why(pledge, clerk, world):
    sent = run(pledge, "submit", actor=clerk)
    run(sent, "return", actor=clerk, reason=" Thiếu căn cứ \n")
    entry = entries(pledge).first()
    told = {
        name: getattr(entry, name)
        for name in ("verb", "sentence", "from_state", "to_state", "reason")
    }
    assert told == {
        "verb": "return",
        "sentence": "Đã trả",
        "from_state": "submitted",
        "to_state": "returned",
        "reason": "Thiếu căn cứ",
    }
    assert (entry.actor, entry.actor_name) == (clerk, str(clerk))
    assert (entry.capacity, entry.appointment) == ("Người thử", 7)
    assert entry.object_label == str(pledge)
    assert entry.unit == world.units["plain"].pk
    assert entry.chain.key == world.year.journal_chain
    assert entry.snapshot is None


def test_a_snapshot_tells_only_what_changed_since_the_last(pledge, clerk):
    sent = run(pledge, "submit", actor=clerk)
    label = "Nội dung và biện pháp"
    first = entries(pledge).first()
    assert first.snapshot == {label: "Nội dung đủ dài"}
    assert first.changes == [[label, None, "Nội dung đủ dài"]]
    back = run(sent, "return", actor=clerk, reason="Sửa")
    Pledge.objects.filter(pk=pledge.pk).update(contents="Nội dung đã sửa")
    run(back, "submit", actor=clerk)
    assert entries(pledge).first().changes == [
        [label, "Nội dung đủ dài", "Nội dung đã sửa"]
    ]


def test_a_nested_run_keeps_the_role_of_the_outer(pledge, clerk, machine, world):
    access.allow(
        "trial.inner",
        lambda user, _obj: access.act_as(user, "Vai khác", 9),
        label="Thử",
    )
    inner = Transition(
        "mark", frozenset({DRAFT}), DRAFT, "trial.inner", label="Ghi", done="Đã ghi"
    )
    machine.transitions["mark"] = inner
    other = world.pledge("other")

    @verb(machine, "submit")
    def submit(obj, *, actor, **_data):
        run(other, "mark", actor=actor)

    run(pledge, "submit", actor=clerk)
    rules.remove_perm("trial.inner")
    roles = [entries(one).get().capacity for one in (other, pledge)]
    assert roles == ["Vai khác", "Người thử"]
    assert clerk.acting_as == access.Capacity("Người thử", 7)


def test_available_are_the_permitted_ways_out_of_the_state(pledge, clerk):
    pledge.contents = ""
    found = {one.name: one for one in available(pledge, clerk)}
    assert list(found) == ["submit", "leap", "mark"]
    assert found["submit"].sentences == (
        "Chưa ghi nội dung.",
        "Ghi dài hơn.",
        "Ghi rõ hơn.",
    )
    assert [one.allowed for one in found.values()] == [False, True, True]


def test_available_takes_answers_that_a_list_has_asked_for(pledge, clerk):
    known = {"trial.do": False, "trial.never": True}
    assert [one.name for one in available(pledge, clerk, known=known)] == ["forbid"]


def test_one_entry_a_transition(pledge, clerk):
    before = JournalEntry.objects.count()
    run(pledge, "submit", actor=clerk)
    assert JournalEntry.objects.count() == before + 1
