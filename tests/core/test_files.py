"""Files: stored under random names, typed by their content, given back unchanged."""

import hashlib
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from core import files
from core.models import StoredFile

PDF = b"%PDF-1.7 ..."


@pytest.fixture
def stored(db):
    return files.store(PDF, "Báo cáo tổng kết 2024.pdf", actor=None)


def on_disk(stored):
    return Path(settings.FILES_ROOT) / stored.path


def test_what_is_stored_is_read_again(stored):
    assert files.read(StoredFile.objects.get(pk=stored.pk)) == PDF
    assert stored.size == len(PDF)
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert stored.content_type == "application/pdf"
    assert files.is_intact(stored)


def test_names_on_disk_tell_nothing_and_never_meet(stored):
    again = files.store(PDF, stored.name, actor=None)
    assert again.path != stored.path
    assert "tong" not in stored.path
    assert on_disk(stored).is_relative_to(settings.FILES_ROOT)


def test_a_changed_file_is_noticed(stored):
    on_disk(stored).write_bytes(PDF + b" ")
    with pytest.raises(OSError, match="sha256 differs"):
        files.read(stored)
    assert not files.is_intact(stored)


def test_a_missing_file_is_noticed(stored):
    on_disk(stored).unlink()
    with pytest.raises(FileNotFoundError):
        files.read(stored)
    assert not files.is_intact(stored)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("/tmp/Biên bản.docx", "Biên bản.docx"),  # noqa: S108 -- a name that is typed
        (r"C:\Users\an\Tờ trình.pdf", "Tờ trình.pdf"),
        ("thường.pdf", "thường.pdf"),
        ("dài" * 100 + ".pdf", ("dài" * 100)[-196:] + ".pdf"),
    ],
)
def test_only_the_name_is_kept_of_a_path(db, name, kept):
    assert files.store(PDF, name, actor=None).name == kept


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"PK\x03\x04...", "application/zip"),
        (b"<script>alert(1)</script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_type_is_seen_in_the_content(content, kind):
    assert files.sniff(content) == kind


def test_a_named_type_is_believed(db):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    stored = files.store(b"PK\x03\x04", "a.xlsx", actor=None, content_type=kind)
    assert stored.content_type == kind


@pytest.mark.parametrize(("inline", "kind"), [(True, "inline"), (False, "attachment")])
def test_a_file_is_served_with_its_vietnamese_name(stored, inline, kind):
    name = "B%C3%A1o%20c%C3%A1o%20t%E1%BB%95ng%20k%E1%BA%BFt%202024.pdf"
    with closing(files.respond(stored, inline=inline)) as response:
        assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == f"{kind}; filename*=UTF-8''{name}"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


def test_a_name_cannot_break_the_header(db):
    stored = files.store(PDF, 'a"\r\nX-Evil: 1.pdf', actor=None)
    with closing(files.respond(stored)) as response:
        header = response["Content-Disposition"]
    assert header == "inline; filename*=UTF-8''a%22%0D%0AX-Evil%3A%201.pdf"


def test_what_no_browser_shows_safely_is_downloaded(db):
    stored = files.store(b"<script>", "a.html", actor=None)
    with closing(files.respond(stored)) as response:
        assert response["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("content", "policy"),
    [
        (PDF, "default-src 'none'; object-src 'none'; frame-ancestors 'self'"),
        (
            b"\xff\xd8\xff\xe0",
            "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'self'",
        ),
    ],
)
def test_what_a_page_of_the_house_shows_may_do_nothing(db, content, policy):
    stored = files.store(content, "a", actor=None)
    with closing(files.respond(stored, framed=True)) as response:
        assert response["Content-Security-Policy"] == policy
        assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_erased_content_is_gone_at_the_commit_and_its_row_stays(
    stored, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        files.erase(stored)
        assert on_disk(stored).exists()
    assert not on_disk(stored).exists()
    assert StoredFile.objects.get(pk=stored.pk).sha256 == stored.sha256
