"""The journal's writer: what an entry keeps, and what it refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from core import access, journal
from core.models import AppendOnlyError, JournalEntry
from tests import builders
from units.models import Person, Unit


@pytest.fixture
def person(db):
    return builders.add_person("Hoàng Thị Ấm")


def last():
    return JournalEntry.objects.order_by("-pk").first()


def test_the_system_is_named_and_has_no_role(person):
    entry = last()
    assert (entry.actor, entry.actor_name) == (None, "Hệ thống")
    assert (entry.capacity, entry.appointment) == ("", None)
    assert entry.sentence == "Thêm người"
    assert entry.object_label == "Hoàng Thị Ấm"
    assert entry.chain.key == "chung"


def test_a_new_row_tells_its_fields(person):
    changes = {label: (before, after) for label, before, after in last().changes}
    assert changes["họ và tên"] == (None, "Hoàng Thị Ấm")
    assert "họ và tên" in changes
    assert "search_key" not in " ".join(changes)


def test_a_change_tells_only_what_differs(person):
    person.birth_date = date(1980, 5, 1)
    person.position = "Trưởng phòng"
    assert journal.save(person, actor=None, reason="Bổ sung hồ sơ")
    entry = last()
    assert (entry.verb, entry.sentence) == ("change", "Sửa người")
    assert entry.reason == "Bổ sung hồ sơ"
    assert entry.changes == [
        ["ngày sinh", None, "1980-05-01"],
        ["chức vụ", "", "Trưởng phòng"],
    ]


def test_saving_without_a_change_writes_nothing(person):
    count = JournalEntry.objects.count()
    assert not journal.save(person, actor=None)
    assert JournalEntry.objects.count() == count


def test_a_row_that_is_wrong_is_refused_and_not_told(person):
    count = JournalEntry.objects.count()
    person.full_name = ""
    with pytest.raises(ValidationError):
        journal.save(person, actor=None)
    assert JournalEntry.objects.count() == count
    assert Person.objects.get(pk=person.pk).full_name == "Hoàng Thị Ấm"


def test_choices_and_links_are_told_in_words(db):
    parent = builders.add_unit("so-noi-vu", "Sở Nội vụ")
    section = Unit(code="phong-mot", kind="section", parent=parent, name="Phòng Một")
    journal.save(section, actor=None)
    told = {label: after for label, _before, after in last().changes}
    assert told["loại"] == "Phòng, ban trực thuộc"
    assert told["trực thuộc"] == "Sở Nội vụ"


def test_a_deleted_draft_leaves_its_copy(person):
    pk = person.pk
    journal.delete_draft(person, actor=None, reason="Nhập trùng")
    entry = last()
    assert (entry.verb, entry.sentence) == ("delete", "Xóa người")
    assert entry.object_id == str(pk)
    assert ["họ và tên", "Hoàng Thị Ấm", None] in entry.changes
    assert not Person.objects.filter(pk=pk).exists()


def test_an_entry_is_never_changed_or_removed(person):
    entry = last()
    entry.sentence = "Khác"
    for attempt in (
        entry.save,
        entry.delete,
        JournalEntry.objects.all().delete,
        lambda: JournalEntry.objects.update(sentence="Khác"),
        lambda: JournalEntry.objects.filter(pk=entry.pk).update(reason="Khác"),
    ):
        with pytest.raises(AppendOnlyError, match="Nhật ký chỉ được ghi thêm"):
            attempt()
    assert last().sentence == "Thêm người"


@pytest.mark.parametrize("method", ["bulk_update", "bulk_create"])
def test_bulk_verbs_do_not_get_around_it(person, method):
    entry = last()
    fields = {"fields": ["sentence"]} if method == "bulk_update" else {}
    with pytest.raises(AppendOnlyError):
        getattr(JournalEntry.objects, method)([entry], **fields)


def test_the_role_of_the_last_check_is_kept_with_the_entry(person, world):
    clerk = world.user("clerk", "plain")
    assert access.check(clerk, "emulation.submit_pledge", world.pledge()).allowed
    entry = journal.record(person, "test", "Thử", actor=clerk)
    assert entry.capacity == "Chuyên viên thi đua, Ban Nội chính Tỉnh ủy"
    assert entry.appointment == clerk.appointments[0].pk


def test_the_longest_office_fits_its_column(world):
    builders.add_unit("dai", "Đ" * 200)
    world.units["dai"] = Unit.objects.get(code="dai")
    world.appoint("board_officer", "dai")
    user = world.user("board_officer", "dai")
    assert access.check(user, "units.keep_blocs").allowed
    entry = journal.record(user.person, "test", "S" * 500, actor=user)
    entry = JournalEntry.objects.get(pk=entry.pk)
    assert (len(entry.capacity), len(entry.sentence)) == (200, 400)
    assert journal.verify() == []


def test_entries_of_one_request_share_its_id(person):
    token = journal.request_id.set("một-yêu-cầu")
    try:
        first = journal.record(person, "a", "Một", actor=None)
        second = journal.record(person, "b", "Hai", actor=None)
    finally:
        journal.request_id.reset(token)
    after = journal.record(person, "c", "Ba", actor=None)
    ids = [one.request_id for one in (first, second, after)]
    assert ids == ["một-yêu-cầu", "một-yêu-cầu", ""]


def test_differences():
    before = {"a": 1, "b": [1, 2], "c": None}
    after = {"b": [1, 3], "c": None, "d": ""}
    assert journal.differences(before, after) == [
        ["a", 1, None],
        ["b", [1, 2], [1, 3]],
        ["d", None, ""],
    ]


def test_values_are_kept_as_json_gives_them_back():
    value = {"điểm": Decimal("96.15"), "ngày": date(2024, 12, 5)}
    assert journal.plain(value) == {"điểm": "96.15", "ngày": "2024-12-05"}


def test_last_snapshot_skips_entries_without_one(person):
    assert journal.last_snapshot(person) == {}
    journal.record(person, "a", "Một", actor=None, snapshot={"x": 1})
    journal.record(person, "b", "Hai", actor=None)
    assert journal.last_snapshot(person) == {"x": 1}
