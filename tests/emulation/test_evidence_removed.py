"""Removing a file: its content goes, its trace stays; a link goes without a trace."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied

from core import journal
from core.workflow import BlockedError
from emulation.services import evidence as services
from tests.builders import world
from tests.core.filesamples import PDF
from tests.emulation.proving import line_of, prove, rows_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world()


@pytest.fixture
def row(built):
    return rows_of(built)[0]


@pytest.fixture
def clerk(built):
    return built.user("clerk", "plain")


@pytest.fixture
def evidence(built, row):
    return prove(built, row)


def on_disk(evidence):
    return Path(settings.FILES_ROOT) / evidence.file.path


def test_a_detached_file_stays_with_the_unit(row, evidence, clerk):
    services.detach(row.proofs.get(), actor=clerk)

    assert not row.proofs.exists()
    assert on_disk(evidence).exists()
    services.attach(row, evidence, actor=clerk)
    assert row.proofs.get().evidence == evidence


def test_the_content_goes_at_the_commit_and_the_trace_stays(
    row, evidence, clerk, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(evidence, " Nhầm tệp ", actor=clerk)
        assert on_disk(evidence).exists()

    assert not on_disk(evidence).exists()
    evidence.refresh_from_db()
    assert evidence.removed_at is not None
    assert evidence.removed_by == clerk
    assert evidence.removal_reason == "Nhầm tệp"
    assert row.proofs.get().evidence == evidence
    entry = journal.entries_of(evidence).get()
    assert entry.reason == "Nhầm tệp"
    assert entry.changes == [
        [
            "Tệp",
            f"báo cáo.pdf, {len(PDF)} byte, sha256 {evidence.file.sha256}",
            None,
        ]
    ]


def test_the_same_content_may_come_again(built, row, evidence, clerk):
    services.remove(evidence, "Nhầm dòng", actor=clerk)
    again = prove(built, row)

    assert again != evidence
    assert on_disk(again).read_bytes() == PDF


def test_a_file_that_proves_nothing_may_go(row, evidence, clerk):
    services.detach(row.proofs.get(), actor=clerk)
    services.remove(evidence, "Không dùng", actor=clerk)
    assert evidence.removed_at is not None


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_reason_is_asked_for(evidence, clerk, reason):
    with pytest.raises(BlockedError, match=services.NO_REASON):
        services.remove(evidence, reason, actor=clerk)


def test_what_is_gone_is_neither_removed_nor_attached_nor_detached(
    built, row, evidence, clerk
):
    services.remove(evidence, "Nhầm tệp", actor=clerk)
    for refused in (
        lambda: services.remove(evidence, "Lần nữa", actor=clerk),
        lambda: services.attach(line_of(built.card()), evidence, actor=clerk),
        lambda: services.detach(row.proofs.get(), actor=clerk),
    ):
        with pytest.raises(BlockedError, match=services.IS_REMOVED):
            refused()


def test_a_file_stays_while_one_of_its_rows_is_closed(built, row, evidence, clerk):
    line = line_of(built.card())
    services.attach(line, evidence, actor=clerk)
    type(row.report).objects.filter(pk=row.report_id).update(
        state="submitted", submitted_at=evidence.added_at
    )
    with pytest.raises(BlockedError) as caught:
        services.remove(evidence, "Nhầm tệp", actor=clerk)

    (sentence,) = caught.value.sentences
    assert sentence.startswith(f"Tệp đang chứng minh “{row}”. Kết quả ")
    assert on_disk(evidence).exists()


def test_nobody_else_removes_it(built, evidence):
    for actor in (built.user("clerk", "other"), built.secretary, built.board):
        with pytest.raises(PermissionDenied):
            services.remove(evidence, "Vì sao không", actor=actor)
