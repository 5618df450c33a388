"""The pages of one file of evidence and of all of a unit's files."""

import pytest
from django.urls import reverse

from emulation.services import evidence as services
from tests.builders import world
from tests.core import filesamples as made
from tests.emulation.proving import another, at, line_of, prove, rows_of, served

pytestmark = pytest.mark.django_db


@pytest.fixture
def built():
    return world()


@pytest.fixture
def row(built):
    return rows_of(built)[0]


@pytest.fixture
def line(built):
    return line_of(built.card())


@pytest.fixture
def sign_in(built, client):
    """Return a function that signs the test's browser in."""

    def one(role="clerk", unit="plain"):
        client.force_login(built.user(role, unit))
        return client

    return one


# ----- one file


def test_a_pdf_is_shown_in_its_page_and_downloaded_on_request(built, sign_in, row):
    evidence, client = prove(built, row, name="Báo cáo năm.pdf"), sign_in()
    page = client.get(evidence.get_absolute_url()).text
    assert "<iframe" in page
    assert evidence.file.sha256 in page

    shown, body = served(client, evidence)
    assert body == made.PDF
    assert shown["Content-Type"] == "application/pdf"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    name = "filename*=UTF-8''B%C3%A1o%20c%C3%A1o%20n%C4%83m.pdf"
    assert shown["Content-Disposition"] == f"inline; {name}"
    taken, _body = served(client, evidence, "?tai=1")
    assert taken["Content-Disposition"] == f"attachment; {name}"


def test_a_picture_is_shown_in_a_sandbox(built, sign_in, row):
    evidence, client = prove(built, row, made.png(), "ảnh.png"), sign_in()
    assert "<img" in client.get(evidence.get_absolute_url()).text
    shown, _body = served(client, evidence)
    assert "sandbox" in shown["Content-Security-Policy"]


def test_a_document_is_always_downloaded(built, sign_in, row):
    evidence, client = prove(built, row, made.office(), "tờ trình.docx"), sign_in()
    assert "<iframe" not in client.get(evidence.get_absolute_url()).text
    taken, _body = served(client, evidence)
    assert taken["Content-Disposition"].startswith("attachment;")


def test_a_removed_file_leaves_its_trace_on_every_page(built, sign_in, row):
    evidence, client = prove(built, row), sign_in()
    remove = reverse("evidence-remove", args=[evidence.pk])
    assert client.post(remove, {"reason": ""}).status_code == 422
    assert client.post(remove, {"reason": "Nhầm tệp"}).status_code == 302

    library = reverse("evidence-library", args=[evidence.participation_id])
    for address in (at(row), evidence.get_absolute_url(), library):
        page = client.get(address).text
        assert "Nhầm tệp" in page
        assert "báo cáo.pdf" in page
    missing = client.get(reverse("evidence-file", args=[evidence.pk]))
    assert missing.status_code == 404


def test_a_file_that_must_stay_says_why(built, sign_in, row):
    evidence = prove(built, row)
    now = built.year.opened_at
    type(row.report).objects.update(state="submitted", submitted_at=now)
    remove = reverse("evidence-remove", args=[evidence.pk])
    answer = sign_in().post(remove, {"reason": "Nhầm tệp"})

    assert answer.status_code == 422
    assert f"Tệp đang chứng minh “{row}”" in answer.text
    evidence.refresh_from_db()
    assert evidence.removed_at is None


def test_only_the_unit_is_offered_to_remove(built, sign_in, row):
    evidence = prove(built, row)
    remove = reverse("evidence-remove", args=[evidence.pk])
    assert remove in sign_in().get(evidence.get_absolute_url()).text
    secretary = sign_in("secretary", "head")
    assert remove not in secretary.get(evidence.get_absolute_url()).text
    assert secretary.get(remove).status_code == 404


def test_content_that_is_missing_from_the_disk_is_not_found(
    built, sign_in, row, settings
):
    evidence = prove(built, row)
    (settings.FILES_ROOT / evidence.file.path).unlink()
    answer = sign_in().get(reverse("evidence-file", args=[evidence.pk]))
    assert answer.status_code == 404


# ----- all files


def test_the_library_names_what_proves_nothing(built, sign_in, row, line):
    library = reverse("evidence-library", args=[row.report.participation_id])
    client = sign_in()
    assert "Chưa có minh chứng" in client.get(library).text

    both = prove(built, row)
    services.attach(line, both, actor=built.user("clerk", "plain"))
    loose = prove(built, row, another("rời"), "rời.pdf")
    client.post(reverse("evidence-detach", args=[loose.uses.get().pk]))
    page = client.get(library).text
    assert "1 tệp chưa gắn dòng nào" in page
    assert at(row) in page
    assert at(line) in page
    assert "rời.pdf" not in sign_in("secretary", "head").get(library).text
