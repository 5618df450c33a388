"""Amending a signed pledge: who begins, and what its lines may say."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from core import clock
from core.models import JournalEntry
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import AmendmentState, YearState
from emulation.models import (
    Amendment,
    AmendmentLine,
    CommonTarget,
    EmulationYear,
    Pledge,
    Target,
)
from emulation.selectors.amendments import is_changed
from emulation.services import amendments as services
from emulation.workflow import AMENDMENT
from tests.emulation import amending
from tests.steps import fill_pledge, sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def pledge(built) -> Pledge:
    """A signed pledge of twelve cases and 95%."""
    return sign_pledge(built)


@pytest.fixture
def cases(pledge) -> Target:
    return pledge.targets.get(content="Giải quyết vụ việc")


@pytest.fixture
def rate(pledge) -> Target:
    return pledge.targets.get(content="Xử lý đúng hạn")


@pytest.fixture
def amendment(built, pledge) -> Amendment:
    return amending.start(built, pledge)


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def wordings(pledge: Pledge) -> list[str]:
    return [target.wording for target, _depth in selectors.targets_of(pledge)]


# ----- beginning


def test_the_first_amendment_has_number_one_and_its_reason(amendment):
    assert (amendment.number, amendment.reason) == (1, amending.REASON)
    assert amendment.state == AmendmentState.DRAFT


def test_a_second_one_waits_for_the_first(built, pledge, amendment):
    with pytest.raises(BlockedError, match="Điều chỉnh lần 1 chưa xong"):
        amending.start(built, pledge)


def test_after_a_refusal_the_next_number_begins(built, pledge, cases, amendment):
    amending.change(built, amendment, cases, value=10)
    amending.signed(built, amendment)
    run(amendment, "refuse", actor=built.secretary, reason="Chưa đủ căn cứ")
    assert amending.start(built, pledge).number == 2


def test_an_unsigned_pledge_is_simply_edited(built):
    pledge = fill_pledge(built)
    with pytest.raises(BlockedError, match="Giao ước chưa ký"):
        amending.start(built, pledge)


def test_a_stranger_begins_nothing(built, pledge):
    with pytest.raises(PermissionDenied):
        services.start_amendment(pledge, actor=built.user("clerk", "other"))


# ----- lines


def test_a_changed_target_begins_with_what_stands(built, cases, amendment):
    line = amending.change(built, amendment, cases)
    assert (line.wording, line.action) == (cases.wording, "change")
    assert selectors.missing_amendment_lines(amendment) == [
        "Dòng 1: chưa khác gì so với giao ước."
    ]


def test_a_target_taken_up_twice_has_one_line(built, cases, amendment):
    amending.change(built, amendment, cases, value=10)
    again = amending.change(built, amendment, cases)
    assert amendment.lines.get() == again
    assert again.value == 12


def test_of_a_yes_or_no_the_comparator_changes_nothing(built):
    pledge = fill_pledge(built)
    target = Target.objects.create(
        pledge=pledge, content="Đạt chuẩn", kind="yes_no", comparator="eq", value=1
    )
    line = AmendmentLine(comparator="ge", value=1)
    assert not is_changed(line, target)
    line.value = 0
    assert is_changed(line, target)


def test_dropping_a_whole_drops_its_parts_and_what_was_said_of_them(built):
    pledge = fill_pledge(built)
    whole = pledge.targets.get(content="Giải quyết vụ việc")
    part = Target.objects.create(pledge=pledge, parent=whole, content="tự phát hiện")
    below = Target.objects.create(pledge=pledge, parent=part, content="trong tháng")
    amendment = amending.start(built, amending.sign(built, pledge))
    amending.change(built, amendment, part, value=3)
    amending.add(built, amendment, "phối hợp", parent=whole)
    amending.drop(built, amendment, whole)
    assert [one.target for one in amendment.lines.all()] == [whole]
    gone = [one for one in selectors.amended_rows(amendment) if not one.is_kept]
    assert [(one.row, one.number) for one in gone] == [
        (whole, ""),
        (part, ""),
        (below, ""),
    ]
    for act in (amending.change, amending.drop):
        with pytest.raises(BlockedError, match="bao trùm đang được bỏ"):
            act(built, amendment, below)
    with pytest.raises(BlockedError, match="bao trùm đang được bỏ"):
        amending.add(built, amendment, "thêm", parent=part)
    amending.adopt(built, amending.signed(built, amendment))
    assert wordings(pledge) == ["Xử lý đúng hạn: ≥ 95%"]


def test_a_common_target_changes_its_figure_but_stays(built, pledge, cases, amendment):
    common = CommonTarget.objects.create(year=built.year, content=cases.content)
    whole = Target.objects.create(pledge=pledge, content="Bao trùm")
    Target.objects.filter(pk=cases.pk).update(common=common, parent=whole)
    cases.refresh_from_db()
    for target in (cases, whole):
        with pytest.raises(BlockedError, match="Chỉ tiêu chung của khối không bỏ"):
            amending.drop(built, amendment, target)
    amending.change(built, amendment, cases, value=10)
    assert amendment.lines.count() == 1


def test_a_new_whole_comes_with_its_parts(built, pledge, amendment):
    whole = amending.add(
        built, amendment, "Mô hình", unit_of_measure="mô hình", value=4
    )
    part = amending.add(built, amendment, "cấp tỉnh", whole=whole, value=1)
    assert (part.unit_of_measure, part.section) == ("mô hình", whole.section)
    amendment = amending.adopt(built, amending.signed(built, amendment))
    made = pledge.targets.get(content="cấp tỉnh")
    assert made.parent == pledge.targets.get(content="Mô hình")
    assert "3.1. trong đó: cấp tỉnh: ≥ 1 mô hình" in amendment.text


def test_a_part_of_a_standing_target(built, pledge, rate, amendment):
    line = amending.add(built, amendment, "đơn tố cáo", parent=rate, value=90)
    assert line.kind == "percentage"
    amending.adopt(built, amending.signed(built, amendment))
    assert pledge.targets.get(content="đơn tố cáo").parent == rate


def test_parts_belong_to_the_same_pledge(built, amendment):
    foreign = fill_pledge(built, "other").targets.first()
    for act in (amending.change, amending.drop):
        with pytest.raises(BlockedError, match="không còn trong giao ước này"):
            act(built, amendment, foreign)
    with pytest.raises(BlockedError, match="phải thuộc cùng giao ước"):
        amending.add(built, amendment, "lạc", parent=foreign)
    others = amending.start(built, sign_pledge(built, "head"), "head")
    line = AmendmentLine.objects.create(amendment=others, action="add", content="a")
    with pytest.raises(BlockedError, match="cùng lần điều chỉnh"):
        amending.add(built, amendment, "lạc", whole=line)


def test_an_amendment_says_what_it_lacks(built, cases, rate, amendment):
    guard = AMENDMENT.transition("submit").guards
    amendment.reason = " "
    assert [one for each in guard for one in each(amendment)] == [
        "Chưa ghi lý do điều chỉnh.",
        "Chưa chọn chỉ tiêu nào để điều chỉnh.",
    ]
    amending.drop(built, amendment, cases)
    amending.drop(built, amendment, rate)
    assert selectors.missing_amendment_lines(amendment) == [
        "Giao ước phải còn ít nhất một chỉ tiêu."
    ]
    amending.add(built, amendment, "")
    assert selectors.missing_amendment_lines(amendment) == [
        "Dòng 1: chưa ghi nội dung chỉ tiêu."
    ]


def test_a_pledge_has_room_for_so_many(built, amendment, monkeypatch):
    monkeypatch.setattr(services, "MOST_TARGETS", 2)
    with pytest.raises(BlockedError, match="nhiều nhất 2 chỉ tiêu"):
        amending.add(built, amendment, "Quá nhiều")


def test_a_line_is_taken_back(built, pledge, cases, clerk, amendment):
    line = amending.drop(built, amendment, cases)
    services.remove_line(line, actor=clerk)
    assert all(one.is_kept for one in selectors.amended_rows(amendment))


def test_a_draft_is_deleted_with_a_copy_in_the_journal(
    built, pledge, cases, clerk, amendment
):
    amending.change(built, amendment, cases, value=10)
    services.delete_amendment(amendment, actor=clerk)
    assert not pledge.amendments.exists()
    entry = JournalEntry.objects.filter(verb="delete").latest("pk")
    assert entry.snapshot["Lý do"] == amending.REASON
    assert any("thành ≥ 10" in str(one) for one in entry.snapshot.values())
    assert amending.start(built, pledge).number == 1


def test_what_is_sent_is_locked(built, cases, clerk, amendment):
    line = amending.change(built, amendment, cases, value=10)
    run(amendment, "submit", actor=clerk)
    acts = (
        lambda: amending.change(built, amendment, cases),
        lambda: services.remove_line(line, actor=clerk),
        lambda: services.delete_amendment(amendment, actor=clerk),
    )
    for act in acts:
        with pytest.raises(BlockedError, match="chờ thủ trưởng ký”, không sửa được"):
            act()


def test_nothing_is_amended_in_a_year_that_is_over(built, pledge, cases, amendment):
    year = EmulationYear.objects.filter(pk=built.year.pk)
    year.update(state=YearState.RANKED, ranked_at=clock.now())
    with pytest.raises(BlockedError, match="Năm thi đua đã công bố xếp hạng"):
        amending.change(built, amendment, cases, value=10)
    amendment.delete()
    with pytest.raises(BlockedError, match="Năm thi đua đã công bố xếp hạng"):
        amending.start(built, pledge)


def test_the_database_refuses_a_part_of_two(amendment, rate):
    whole = AmendmentLine.objects.create(amendment=amendment, action="add", content="a")
    line = AmendmentLine(amendment=amendment, action="add", content="b")
    line.parent, line.whole = rate, whole
    with pytest.raises(ValidationError, match="chỉ thuộc một chỉ tiêu"):
        line.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save()


def test_a_common_target_below_its_level_wants_its_reason(built, amendment, cases):
    common = CommonTarget(year=built.year)
    common.take(cases)
    common.save()
    Target.objects.filter(pk=cases.pk).update(common=common)
    line = amending.change(built, amendment, cases, value=cases.value - 1)
    (sentence,) = selectors.missing_amendment_lines(amendment)
    assert sentence.startswith("Dòng 1: thấp hơn mức chung")
    line.note = "Giảm biên chế."
    line.save()
    assert selectors.missing_amendment_lines(amendment) == []
