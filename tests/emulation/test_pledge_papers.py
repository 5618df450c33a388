"""Pledges through the worker: drafts, the bloc's issued once, and their pages."""

import pytest
from django.urls import reverse

from core import files, jobs
from core.journal import entries_of
from core.models import Job
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import PledgeVersion
from emulation.tasks import print_bloc_pledge, print_pledge, publish_bloc_pledge
from tests.builders import MEMBERS, World
from tests.steps import SIGNATURE, accept_pledge, fill_pledge, sign_pledge
from units.enums import PaperKind
from units.models import IssuedPaper, NumberBook

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def place(built):
    return [built.bloc.code, built.year.year]


def close_signing(built):
    phase = built.year.phases.get(kind=PhaseKind.SIGN)
    run(phase, "close", actor=built.secretary)


def issue(built, actor=None):
    asker = actor or built.secretary
    job = jobs.ask("Phát hành", publish_bloc_pledge, actor=asker, year_id=built.year.pk)
    publish_bloc_pledge.call(job.pk, year_id=built.year.pk)
    return Job.objects.get(pk=job.pk)


# ----- the worker


@pytest.mark.parametrize(("kind", "start"), [("pdf", b"%PDF"), ("docx", b"PK\x03\x04")])
def test_drafts_end_with_their_file(built, kind, start):
    pledge = built.pledge()
    for task, row in (
        (print_pledge, {"pledge_id": pledge.pk}),
        (print_bloc_pledge, {"year_id": built.year.pk}),
    ):
        job = jobs.ask("Dự thảo", task, actor=built.secretary, kind=kind, **row)
        task.call(job.pk, kind=kind, **row)
        done = Job.objects.get(pk=job.pk)
        assert done.state == "done", done.message
        assert done.file.name == f"Dự thảo.{kind}"
        assert files.read(done.file).startswith(start)


def test_issuing_takes_one_number_and_keeps_what_it_carries(built):
    sign_pledge(built, "plain")
    sign_pledge(built, "other")
    close_signing(built)

    job = issue(built)

    paper = IssuedPaper.objects.get()
    assert job.file_id == paper.file_id
    assert (paper.kind, paper.number) == (PaperKind.PLEDGE, 1)
    assert paper.code == "01-GƯ/XY"
    assert paper.subject == built.year
    assert NumberBook.objects.get().last_number == 1
    changes = entries_of(paper).get().changes
    hashes = PledgeVersion.objects.values_list("sha256", flat=True)
    assert {new for _label, _old, new in changes} == {paper.file.sha256, *hashes}
    assert files.is_intact(paper.file)


def test_a_bloc_pledge_is_issued_once(built):
    sign_pledge(built)
    close_signing(built)
    issue(built)
    refused = issue(built)
    paper = IssuedPaper.objects.get()
    assert refused.state == "failed"
    assert refused.message == f"Giao ước đã phát hành, số {paper.code}."


def test_nothing_is_issued_before_anybody_signed(built):
    refused = issue(built)
    assert (refused.state, refused.message) == (
        "failed",
        "Chưa có đơn vị nào ký giao ước.",
    )


def test_issuing_waits_for_who_can_still_sign(built):
    sign_pledge(built, "plain")
    refused = issue(built)
    assert refused.state == "failed"
    assert "Còn 3 đơn vị chưa ký: Ban Bảo vệ" in refused.message
    assert not NumberBook.objects.filter(last_number__gt=0).exists()

    for unit in set(MEMBERS) - {"plain"}:
        sign_pledge(built, unit)
    assert issue(built).state == "done"


def test_who_does_not_keep_the_year_issues_nothing(built):
    sign_pledge(built)
    close_signing(built)
    refused = issue(built, built.user("clerk", "plain"))
    assert refused.state == "failed"
    assert "Chỉ Thường trực khối" in refused.message
    assert not IssuedPaper.objects.exists()


# ----- the pages


def test_the_bloc_page_says_who_has_signed_and_what_stands_in_the_way(
    client, built, place
):
    sign_pledge(built)
    client.force_login(built.secretary)
    page = client.get(reverse("bloc-pledge", args=place)).content.decode()
    assert "1/4 đơn vị đã ký; chưa ký: Ban Bảo vệ" in page
    assert "Còn 3 đơn vị chưa ký" in page
    assert "Xác nhận trên hệ thống lúc" in page
    assert page.count("Chưa ký</td>") == 3

    close_signing(built)
    page = client.get(reverse("bloc-pledge", args=place)).content.decode()
    assert "Chưa phát hành được" not in page

    issue(built)
    page = client.get(reverse("bloc-pledge", args=place)).content.decode()
    paper = IssuedPaper.objects.get()
    assert paper.get_absolute_url() in page
    assert "Lấy số và phát hành" not in page


def test_who_only_oversees_may_not_issue(client, built, place):
    client.force_login(built.user("board_officer", "board"))
    page = client.get(reverse("bloc-pledge", args=place))
    assert page.status_code == 200
    assert "Lấy số và phát hành" not in page.content.decode()


@pytest.mark.parametrize("units", [("plain",), ("plain", "other", "deputy")])
def test_the_bloc_page_costs_the_same_for_one_signed_and_three(
    client, built, place, units, django_assert_num_queries
):
    for unit in units:
        sign_pledge(built, unit)
    client.force_login(built.secretary)
    address = reverse("bloc-pledge", args=place)
    client.get(address)
    with django_assert_num_queries(19):
        assert client.get(address).status_code == 200


def test_papers_are_asked_for_once_and_made_by_the_worker(client, built, place):
    sign_pledge(built)
    client.force_login(built.secretary)
    address = reverse("bloc-pledge-issue", args=place)
    first, second = client.post(address), client.post(address)
    assert first.url == second.url == Job.objects.get().get_absolute_url()
    draft = client.post(reverse("bloc-pledge-draft", args=place), {"kind": "docx"})
    assert draft.url == Job.objects.latest("pk").get_absolute_url()


def test_a_member_prints_a_signed_pledge_and_the_unit_its_draft(client, built):
    client.force_login(built.user("clerk", "plain"))
    address = reverse("pledge-print", args=[built.pledge().pk])
    client.post(address)
    assert Job.objects.latest("pk").title.startswith("Dự thảo giao ước năm")
    accepted = accept_pledge(built, fill_pledge(built))
    client.post(address)
    assert Job.objects.latest("pk").title.startswith("Giao ước trình ký năm")
    run(accepted, "sign", actor=built.user("leader", "plain"), **SIGNATURE)
    client.force_login(built.user("clerk", "other"))
    client.post(address, {"kind": "docx"})
    job = Job.objects.latest("pk")
    assert job.title == f"Giao ước năm {built.year.year} của Ban Nội chính Tỉnh ủy"


def test_an_unknown_kind_of_file_is_not_there(client, built):
    client.force_login(built.user("clerk", "plain"))
    address = reverse("pledge-print", args=[built.pledge().pk])
    assert client.post(address, {"kind": "exe"}).status_code == 404
    assert not Job.objects.exists()


def test_the_pledge_page_leads_to_print_and_check(client, built):
    pledge = sign_pledge(built)
    client.force_login(built.user("clerk", "plain"))
    page = client.get(pledge.get_absolute_url()).content.decode()
    for name in ("pledge-print", "pledge-check"):
        assert reverse(name, args=[pledge.pk]) in page


def test_the_year_lists_the_issued_pledge_for_its_members(client, built):
    sign_pledge(built)
    close_signing(built)
    issue(built)
    client.force_login(built.user("clerk", "plain"))
    page = client.get(built.year.get_absolute_url()).content.decode()
    assert IssuedPaper.objects.get().get_absolute_url() in page


def test_the_list_leads_overseers_to_the_blocs_pledge(client, built, place):
    link = reverse("bloc-pledge", args=place)
    for user, is_shown in (
        (built.secretary, True),
        (built.user("clerk", "plain"), False),
    ):
        client.force_login(user)
        page = client.get(reverse("pledges", args=place)).content.decode()
        assert (link in page) is is_shown
