"""Evidence: kept once, linked to many rows, taken away with its trace."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import files, journal
from core.models import JournalEntry, StoredFile
from core.workflow import BlockedError, run
from emulation.enums import ScorecardState
from emulation.models import Amendment, Evidence, EvidenceUse
from emulation.services import evidence as services
from emulation.services.proof_rights import leave_for
from emulation.services.results import follow_amendments
from tests.builders import world
from tests.core.filesamples import PDF
from tests.emulation.proving import (
    another,
    in_state,
    line_of,
    prove,
    reopen,
    rows_of,
)
from tests.steps import fill_report, sign_pledge

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world()


@pytest.fixture
def rows(built):
    return rows_of(built)


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


def on_disk(evidence):
    return Path(settings.FILES_ROOT) / evidence.file.path


def add(row, actor, content=PDF, name="báo cáo.pdf"):
    return services.add(row, io.BytesIO(content), name, actor=actor)


# ----- adding


def test_a_file_proves_a_row(rows, clerk):
    added = add(rows[0], clerk)

    assert not added.is_known
    assert files.read(added.evidence.file) == PDF
    assert added.evidence.file.content_type == "application/pdf"
    assert added.evidence.added_by == clerk
    assert [use.evidence for use in rows[0].proofs.all()] == [added.evidence]
    assert str(added.evidence) == "báo cáo.pdf"


def test_the_same_content_is_kept_once_and_proves_both_rows(rows, clerk):
    first = add(rows[0], clerk).evidence
    again = add(rows[1], clerk, name="tên khác.pdf")

    assert again.is_known
    assert again.evidence == first
    assert first.uses.count() == 2
    assert StoredFile.objects.filter(sha256=first.file.sha256).count() == 1


def test_the_same_file_proves_a_row_once(rows, clerk):
    add(rows[0], clerk)
    add(rows[0], clerk)
    assert rows[0].proofs.count() == 1


def test_another_unit_keeps_its_own_copy(built, rows, clerk):
    mine = add(rows[0], clerk).evidence
    theirs = add(rows_of(built, "other")[0], built.user("clerk", "other"))

    assert not theirs.is_known
    assert theirs.evidence.file.path != mine.file.path


def test_one_file_may_prove_a_result_and_a_criterion(built, rows, clerk):
    evidence = add(rows[0], clerk).evidence
    line = line_of(built.card())
    services.attach(line, evidence, actor=clerk)

    assert line.proofs.get().evidence == evidence


def test_what_is_refused_stores_nothing(rows, clerk):
    with pytest.raises(BlockedError) as caught:
        add(rows[0], clerk, b"<html>", "báo cáo.pdf")

    assert caught.value.sentences[0].startswith("Bên trong là trang web (HTML).")
    assert not Evidence.objects.exists()


def test_a_transaction_that_fails_leaves_no_row_behind(rows, clerk):
    def add_then_fail():
        with transaction.atomic():
            add(rows[0], clerk)
            raise RuntimeError

    known = set(StoredFile.objects.values_list("pk", flat=True))
    with pytest.raises(RuntimeError):
        add_then_fail()
    assert set(StoredFile.objects.values_list("pk", flat=True)) == known
    assert not EvidenceUse.objects.exists()


def test_a_file_of_another_unit_is_not_attached(built, rows, clerk):
    theirs = add(rows_of(built, "other")[0], built.user("clerk", "other")).evidence
    with pytest.raises(BlockedError, match=services.OTHER_UNIT):
        services.attach(rows[0], theirs, actor=clerk)


# ----- who and when


@pytest.mark.parametrize(
    ("role", "unit"), [("clerk", "other"), ("secretary", "head"), ("leader", "deputy")]
)
def test_only_the_unit_adds_to_its_rows(built, rows, role, unit):
    with pytest.raises(PermissionDenied):
        add(rows[0], built.user(role, unit))
    assert not Evidence.objects.exists()


def test_a_report_that_was_sent_keeps_its_evidence(built, rows, clerk):
    evidence = add(rows[0], clerk).evidence
    run(fill_report(built), "submit", actor=clerk)
    row = rows_of(built)[0]

    said = "Kết quả chờ thủ trưởng duyệt, không thay đổi minh chứng được."
    assert leave_for(row, clerk).why == said
    for refused in (
        lambda: add(row, clerk, another("mới")),
        lambda: services.attach(row, evidence, actor=clerk),
        lambda: services.detach(row.proofs.get(), actor=clerk),
    ):
        with pytest.raises(BlockedError, match=said):
            refused()
    with pytest.raises(BlockedError, match=f"Tệp đang chứng minh “{row}”. {said}"):
        services.remove(evidence, "Nhầm tệp", actor=clerk)
    assert on_disk(evidence).exists()


def test_a_draft_writes_no_journal(rows, clerk):
    known = JournalEntry.objects.count()
    add(rows[0], clerk)
    services.detach(rows[0].proofs.get(), actor=clerk)
    assert JournalEntry.objects.count() == known


def test_a_final_card_is_closed_until_its_criterion_is_reopened(built, clerk):
    sign_pledge(built)
    card = in_state(built.card(), ScorecardState.SELF_SCORED)
    line, other = line_of(card), line_of(card, "I.2")
    assert not leave_for(line, clerk).may_add
    opened = reopen(built, card)

    evidence = add(line, clerk).evidence
    entry = journal.entries_of(card).filter(verb="evidence").first()
    assert entry.sentence == f"Thêm minh chứng “báo cáo.pdf” ở “{line}”"
    assert entry.reason == opened.reason
    assert not leave_for(other, clerk).may_add
    services.remove(evidence, "Nhầm tệp", actor=clerk)


@pytest.mark.parametrize("over", ["late", "closed"])
def test_an_exception_that_is_over_opens_nothing(built, clerk, over):
    card = in_state(built.card(), ScorecardState.SELF_SCORED)
    opened = reopen(built, card, hours=2 if over == "closed" else -1)
    if over == "closed":
        opened.closed_at = opened.opened_at
        opened.save()
    assert not leave_for(line_of(card), clerk).may_add


def test_an_explanation_adds_but_takes_nothing_away(built, clerk):
    line = line_of(built.card())
    prove(built, line)
    card = in_state(line.scorecard, ScorecardState.CHECKED)
    line = line_of(card)
    add(line, clerk, another("giải trình"))

    assert line.proofs.count() == 2
    assert journal.entries_of(card).filter(verb="evidence").count() == 1
    with pytest.raises(BlockedError, match="không gỡ được"):
        services.detach(line.proofs.first(), actor=clerk)


def test_nothing_changes_in_a_year_that_is_not_open(built, rows, clerk):
    type(built.year).objects.update(state="ranked", ranked_at=built.year.opened_at)
    with pytest.raises(BlockedError, match="Năm thi đua"):
        add(rows_of(built)[0], clerk)


def test_a_row_whose_target_was_dropped_stays_while_a_file_proves_it(
    built, rows, clerk
):
    add(rows[0], clerk)
    pledge = built.pledge()
    amendment = Amendment.objects.create(pledge=pledge, number=1)
    pledge.targets.update(dropped_by=amendment)
    report = built.report()
    follow_amendments(report)

    assert list(report.results.all()) == [rows[0]]
