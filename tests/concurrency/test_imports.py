"""Two people import into one pledge at once: one is written, the other is told."""

import pytest

from core.workbooks import uploads
from emulation import imports
from emulation.models import Pledge, Target
from emulation.services.pledges import add_target
from tests import steps
from tests.emulation.importing import own

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def preview(pledge, user, content):
    """Send a workbook in and return the upload with the digest of its preview."""
    upload = uploads.keep(pledge, content, "tep.xlsx", actor=user)
    return upload, imports.plan_of(pledge, upload).digest


def confirmed(pledge, upload, digest, user):
    imports.confirm(Pledge.objects.get(pk=pledge.pk), upload, digest, actor=user)
    return "ghi"


def test_two_importers_at_once_write_one_file(world, together):
    pledge = steps.fill_pledge(world)
    people = [world.user("clerk", "plain"), world.user("leader", "plain")]
    files = [own([None, None, 1, f"Chỉ tiêu của người {at}"]) for at in range(2)]
    seen = [
        preview(pledge, user, file) for user, file in zip(people, files, strict=True)
    ]

    answers = together(2, lambda at: confirmed(pledge, *seen[at], people[at]))

    refused = [one for one in answers if isinstance(one, imports.TakenMeanwhileError)]
    assert (answers.count("ghi"), len(refused)) == (1, 1)
    assert pledge.targets.count() == 3
    assert uploads.uploads_of(pledge).filter(written_at=None).count() == 1


def test_typing_after_the_preview_refuses_the_file(world, together):
    pledge = steps.fill_pledge(world)
    clerk = world.user("clerk", "plain")
    upload, digest = preview(pledge, clerk, own([None, None, 1, "Từ tệp"]))
    typed = Target(pledge=pledge, content="Gõ trên trang")

    def act(at):
        if at:
            return confirmed(pledge, upload, digest, clerk)
        return add_target(typed, actor=world.user("leader", "plain"))

    answers = together(2, act)

    written = pledge.targets.filter(content="Từ tệp").exists()
    assert written != isinstance(answers[1], imports.TakenMeanwhileError)
    assert pledge.targets.filter(content="Gõ trên trang").exists()


def test_one_person_uploading_twice_at_once_leaves_one_file(world, together):
    pledge = steps.fill_pledge(world)
    clerk = world.user("clerk", "plain")

    answers = together(
        2, lambda at: uploads.keep(pledge, own([at]), f"{at}.xlsx", actor=clerk)
    )

    assert not [one for one in answers if isinstance(one, Exception)]
    assert uploads.uploads_of(pledge).count() == 1
