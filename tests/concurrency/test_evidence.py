"""The same file sent twice at once; a file sent while its row is being handed in."""

import io

import pytest

from core.workflow import BlockedError, run
from emulation.models import Evidence, EvidenceUse, Report, Result
from emulation.services import evidence as services
from tests.core.filesamples import PDF
from tests.emulation.proving import another, rows_of
from tests.steps import fill_report

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def add(row, clerk, content=PDF):
    fresh = Result.objects.get(pk=row.pk)
    return services.add(fresh, io.BytesIO(content), "báo cáo.pdf", actor=clerk)


def test_the_same_file_sent_at_once_is_kept_once(world, together):
    rows, clerk = rows_of(world), world.user("clerk", "plain")
    answers = together(2, lambda at: add(rows[at], clerk))

    assert sorted(one.is_known for one in answers) == [False, True]
    assert Evidence.objects.count() == 1
    assert EvidenceUse.objects.count() == 2


def test_no_file_reaches_a_report_that_was_handed_in(world, together):
    row, clerk = rows_of(world)[0], world.user("clerk", "plain")
    report = fill_report(world)

    def act(at):
        if at:
            return run(Report.objects.get(pk=report.pk), "submit", actor=clerk)
        return add(row, clerk, another("muộn"))

    added, _submitted = together(2, act)

    report.refresh_from_db()
    assert report.state == "submitted"
    was_refused = isinstance(added, BlockedError)
    assert row.proofs.exists() != was_refused
