"""How uploads arrive: in pieces, on disk, let go of once they are over the cap."""

import io
import tracemalloc

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import RequestFactory

from core.uploads import REQUEST_CAP, too_large_files

MEGABYTE = 1 << 20
BOUNDARY = "ranh-gioi"


class Body(io.RawIOBase):
    """A form with files of zeros, made while it is read: never whole in memory."""

    def __init__(self, files):
        self.parts = []
        for name, size in files:
            head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; '
            head += f'filename="{name}"\r\nContent-Type: application/pdf\r\n\r\n'
            self.parts += [head.encode(), size, b"\r\n"]
        self.parts.append(f"--{BOUNDARY}--\r\n".encode())
        self.length = sum(p if isinstance(p, int) else len(p) for p in self.parts)

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self.parts:
            return 0
        part = self.parts[0]
        if isinstance(part, int):
            count = min(part, len(buffer))
            buffer[:count] = bytes(count)
            self.parts[0] = part - count
            if not self.parts[0]:
                self.parts.pop(0)
            return count
        count = min(len(part), len(buffer))
        buffer[:count] = part[:count]
        self.parts[0] = part[count:]
        if not self.parts[0]:
            self.parts.pop(0)
        return count


@pytest.fixture
def arriving():
    """Return a function that makes the request of such a form."""
    made = []

    def one(*files, length=None):
        made.append(request_with(Body(files), length))
        return made[-1]

    yield one
    for request in made:
        request.close()


def request_with(body, length):
    request = RequestFactory().generic(
        "POST", "/", b"x", content_type=f"multipart/form-data; boundary={BOUNDARY}"
    )
    request.META["CONTENT_LENGTH"] = str(length or body.length)
    request._stream = io.BufferedReader(body)
    return request


def test_a_file_over_the_cap_is_let_go_and_the_others_stay(arriving):
    request = arriving(
        ("nhỏ.pdf", 10), ("to.pdf", 21 * MEGABYTE), ("vừa.pdf", MEGABYTE)
    )

    kept = [(one.name, one.size) for one in request.FILES.getlist("files")]
    assert kept == [("nhỏ.pdf", 10), ("vừa.pdf", MEGABYTE)]
    assert too_large_files(request) == ["to.pdf"]


def test_memory_stays_flat_while_21_megabytes_arrive(arriving):
    request = arriving(("to.pdf", 21 * MEGABYTE))
    tracemalloc.start()
    assert list(request.FILES) == []
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < 3 * MEGABYTE


def test_a_file_at_the_cap_arrives_whole_on_disk(arriving):
    (sent,) = arriving(("vừa.pdf", 20 * MEGABYTE)).FILES.getlist("files")
    assert isinstance(sent, TemporaryUploadedFile)
    assert sent.size == 20 * MEGABYTE


def test_the_sender_names_nothing_on_the_disk(arriving):
    long = "a." + "x" * 300
    (sent,) = arriving((long, 3 * MEGABYTE)).FILES.getlist("files")
    assert sent.temporary_file_path().endswith(".upload")


def test_a_path_in_the_name_is_dropped_on_arrival(arriving):
    (sent,) = arriving(("../../x.pdf", 3 * MEGABYTE)).FILES.getlist("files")
    assert sent.name == "x.pdf"


def test_a_request_beyond_all_measure_is_refused_unread(arriving):
    request = arriving(("a.pdf", 10), length=REQUEST_CAP + 1)
    with pytest.raises(RequestDataTooBig):
        len(request.FILES)
