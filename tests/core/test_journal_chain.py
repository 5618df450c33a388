"""The chain: every change behind the journal's back is found, here and outside."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from core import journal, journal_check
from core.models import JournalChain, JournalEntry
from tests import builders

SCRIPT = Path(journal_check.__file__)


@pytest.fixture
def chain(db):
    """Five entries about one person in a chain of their own."""
    person = builders.add_person("Lò Thị Ơn")
    person.journal_chain = "khoi/2024"
    for number in range(5):
        journal.record(
            person,
            "test",
            f"Việc {number}",
            actor=None,
            changes=[["số", number, f"{number},5"]],
            snapshot={"đủ": True, "số": number} if number % 2 else None,
        )
    return JournalChain.objects.get(key="khoi/2024")


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_numbers_run_without_gaps_and_hashes_join(chain):
    entries = list(chain.entries.order_by("number"))
    assert [one.number for one in entries] == [1, 2, 3, 4, 5]
    assert [one.previous_hash for one in entries] == [
        "",
        *(one.entry_hash for one in entries[:-1]),
    ]
    assert (chain.length, chain.head_hash) == (5, entries[-1].entry_hash)
    assert len({one.entry_hash for one in entries}) == 5


def test_an_untouched_journal_has_no_faults(chain):
    assert journal.verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("sentence", "Việc khác"),
        ("actor_name", "Người khác"),
        ("capacity", "Vai khác"),
        ("reason", "Lý do khác"),
        ("changes", '[["số", 2, "9"]]'),
        ("snapshot", '{"đủ": false}'),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("request_id", "khác"),
        ("to_state", "khac"),
        ("object_label", "Người khác"),
        ("appointment", 77),
        ("unit", 77),
    ],
)
def test_a_changed_entry_is_found(chain, column, value):
    sql(
        f"UPDATE core_journalentry SET {column} = %s WHERE chain_id = %s AND number = 3",  # noqa: S608 -- the names stand above
        value,
        chain.pk,
    )
    assert journal.verify() == ["chuỗi khoi/2024, mục 3: nội dung đã bị sửa."]


def test_a_change_with_a_new_hash_breaks_the_next_link(chain):
    forged = chain.entries.get(number=3)
    forged.sentence = "Việc khác"
    hashed = journal_check.entry_hash(journal.exported(forged))
    sql(
        "UPDATE core_journalentry SET sentence = %s, entry_hash = %s WHERE id = %s",
        forged.sentence,
        hashed,
        forged.pk,
    )
    assert journal.verify() == ["chuỗi khoi/2024, mục 4: không nối với mục trước."]


def remove(chain, *numbers):
    for number in numbers:
        sql(
            "DELETE FROM core_journalentry WHERE chain_id = %s AND number = %s",
            chain.pk,
            number,
        )


def test_a_removed_entry_is_found(chain):
    remove(chain, 3)
    assert journal.verify() == ["chuỗi khoi/2024, mục 4: thiếu mục 3."]


def test_a_removed_first_entry_is_found(chain):
    remove(chain, 1)
    assert journal.verify() == ["chuỗi khoi/2024, mục 2: thiếu mục 1."]


def test_a_removed_last_entry_is_found(chain):
    remove(chain, 5)
    assert journal.verify() == ["chuỗi khoi/2024: thiếu mục cuối."]


def test_a_whole_chain_removed_is_found(chain):
    remove(chain, 1, 2, 3, 4, 5)
    assert journal.verify() == ["chuỗi khoi/2024: thiếu mục cuối."]


def test_entries_that_changed_places_are_found(chain):
    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql(
            "UPDATE core_journalentry SET number = %s"
            " WHERE chain_id = %s AND number = %s",
            new,
            chain.pk,
            old,
        )
    found = journal.verify()
    assert "chuỗi khoi/2024, mục 2: nội dung đã bị sửa." in found
    assert "chuỗi khoi/2024, mục 3: nội dung đã bị sửa." in found


def test_a_number_is_given_once(chain):
    copy = chain.entries.get(number=5)
    copy.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save()


def test_chains_stand_apart(chain):
    other = builders.add_person("Vi Văn Ước")
    assert {one.key for one in JournalChain.objects.all()} == {"khoi/2024", "chung"}
    entry = journal.entries_of(other).get()
    assert (entry.chain.key, entry.number) == ("chung", 2)
    assert [one["chain"] for one in journal.export(["chung"])] == ["chung", "chung"]


# ------------------------------------------------------- the script that stands alone


def check(path):
    """Run the script as a stranger would: without the project on its path."""
    return subprocess.run(  # noqa: S603 -- our own script
        [sys.executable, "-I", str(SCRIPT), str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=path.parent,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8"},
    )


@pytest.fixture
def exported(chain, tmp_path):
    path = tmp_path / "nhat-ky.jsonl"
    call_command("verify_journal", export=path, verbosity=0)
    return path


def rewrite(path, change):
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    changed = change(lines)
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in changed)
    path.write_text(text, encoding="utf-8")


def test_a_good_export_passes(exported):
    checked = check(exported)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout.startswith("6 mục, nguyên vẹn.\n")


def test_a_tampered_export_fails(exported):
    def tamper(lines):
        lines[3]["sentence"] = "Việc khác"
        return lines

    rewrite(exported, tamper)
    checked = check(exported)
    assert checked.returncode == 1
    assert checked.stdout == "chuỗi khoi/2024, mục 3: nội dung đã bị sửa.\n"


def test_an_export_with_a_hole_or_turned_around_fails(exported):
    rewrite(exported, lambda lines: [*lines[:2], *lines[3:]])
    assert "thiếu mục 2" in check(exported).stdout
    rewrite(exported, lambda lines: lines[::-1])
    assert check(exported).returncode == 1


def test_the_command_says_what_is_wrong(chain):
    remove(chain, 3)
    with pytest.raises(CommandError, match="mục 4: thiếu mục 3"):
        call_command("verify_journal", verbosity=0)
    assert JournalEntry.objects.filter(chain=chain).count() == 4
