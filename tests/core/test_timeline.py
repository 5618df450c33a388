"""The journal as people read it, and its check from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core import clock, journal
from core import journal_check as check
from core.models import JournalChain, JournalEntry
from core.timeline import line, readable, timeline
from tests.builders import add_unit


@pytest.mark.parametrize(
    ("value", "label", "expected"),
    [
        (None, "", None),
        ("", "", None),
        (True, "", "có"),
        (False, "", "không"),
        (1035, "số cuối", "1.035"),
        (2024, "năm thi đua", "2024"),
        ("2024-03-05", "từ ngày", "05/3/2024"),
        ("2024-03-05T02:00:00Z", "", "09:00, 05/3/2024"),
        ("2024-03-05T09:00:00+07:00", "", "09:00, 05/3/2024"),
        (["a", 1], "", '["a", 1]'),
        ("Chữ thường", "", "Chữ thường"),
    ],
)
def test_values_are_read_as_people_write_them(value, label, expected):
    assert readable(value, label) == expected


def test_a_timeline_is_newest_first_and_short(db):
    unit = add_unit("plain", "Ban Nội chính Tỉnh ủy")
    for number in range(3):
        with clock.at(clock.moment(2024, 1, number + 1)):
            journal.record(
                unit, "note", f"Ghi chú {number}", actor=None, reason="Vì vậy"
            )
    lines = timeline(unit, 2)
    assert [one["what"] for one in lines] == ["thêm đơn vị", "ghi chú 2"]
    assert (lines[1]["who"], lines[1]["reason"], lines[1]["is_key"]) == (
        "Hệ thống",
        "Vì vậy",
        False,
    )


def test_a_timeline_names_what_stands_beside(db):
    unit = add_unit("plain", "Ban Nội chính Tỉnh ủy")
    name = unit.names.get()
    whats = {one["what"] for one in timeline(unit, also=[name])}
    assert whats == {
        "thêm đơn vị: Ban Nội chính Tỉnh ủy",
        "thêm tên gọi của đơn vị: Ban Nội chính Tỉnh ủy",
    }


def test_a_blank_that_stays_blank_is_no_change(db):
    unit = add_unit("plain", "Ban Nội chính Tỉnh ủy")
    [line] = timeline(unit)
    assert ["mã đơn vị", None, "plain"] in line["changes"]
    assert [
        before for _label, before, after in line["changes"] if before == after
    ] == []


def test_states_of_a_vanished_machine_are_shown_raw(db):
    unit = add_unit("plain", "Ban Nội chính Tỉnh ủy")
    journal.record(unit, "move", "Chuyển", actor=None, states=("a", "b"))
    assert timeline(unit)[0]["note"] == "a → b"
    journal.record(unit, "start", "Bắt đầu", actor=None, states=("", "b"))
    entry = JournalEntry.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_journalentry SET object_type='old.Thing' WHERE id=%s",
            [entry.pk],
        )
    assert line(JournalEntry.objects.get(pk=entry.pk))["note"] == "b"


@pytest.fixture
def written(db):
    """Return the keys of two chains with entries."""
    unit = add_unit("plain", "Ban Nội chính Tỉnh ủy")
    journal.record(unit, "note", "Ghi chú", actor=None)
    return unit


def test_a_whole_journal_is_verified_and_exported(written, tmp_path, capsys):
    out = tmp_path / "nhat-ky.jsonl"
    call_command("verify_journal", export=out)
    assert capsys.readouterr().out == f"Đã ghi 3 mục ra {out}.\n3 mục, nguyên vẹn.\n"
    lines = [json.loads(one) for one in out.read_text().splitlines()]
    assert [one["number"] for one in lines] == [1, 2, 3]
    assert check.faults(lines) == []
    alone = subprocess.run(  # noqa: S603 -- the script that needs no application
        [sys.executable, Path(check.__file__), out],
        capture_output=True,
        text=True,
        check=True,
    )
    assert alone.stdout == "3 mục, nguyên vẹn.\n"


def tamper(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "UPDATE core_journalentry SET reason='khác' WHERE number=2",
            "chuỗi chung, mục 2: nội dung đã bị sửa.",
        ),
        (
            "DELETE FROM core_journalentry WHERE number=2",
            "chuỗi chung, mục 3: thiếu mục 2.",
        ),
        (
            "DELETE FROM core_journalentry WHERE number=3",
            "chuỗi chung: thiếu mục cuối.",
        ),
        ("DELETE FROM core_journalentry", "chuỗi chung: thiếu mục cuối."),
    ],
)
def test_a_touched_journal_is_found(written, sql, sentence):
    tamper(sql)
    with pytest.raises(CommandError) as raised:
        call_command("verify_journal")
    assert str(raised.value) == f"Nhật ký không nguyên vẹn:\n{sentence}"
    assert JournalChain.objects.get().length == 3


def test_a_touched_export_is_found_alone(written, tmp_path, capsys):
    out = tmp_path / "nhat-ky.jsonl"
    call_command("verify_journal", export=out)
    out.write_text(out.read_text().replace("Ghi chú", "Ghi chu"))
    capsys.readouterr()
    assert check.main(str(out)) == 1
    assert capsys.readouterr().out == "chuỗi chung, mục 3: nội dung đã bị sửa.\n"
