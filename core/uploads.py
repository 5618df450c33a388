"""How uploaded files arrive: in pieces, on disk, never more than is taken."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import (
    FileUploadHandler,
    SkipFile,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from core.filekinds import SIZE_CAP

REQUEST_CAP = 12 * SIZE_CAP
_TOO_LARGE = "_files_too_large"


def too_large_files(request: HttpRequest) -> list[str]:
    """Return the names of files that were let go because they grew over the cap."""
    return list(getattr(request, _TOO_LARGE, []))


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes a file to disk as it arrives and lets go of it once it is over the cap.

    The rest of the request is still read: other files of the same form stay.
    """

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, *args: Any, **kwargs: Any
    ) -> None:
        if content_length > REQUEST_CAP:
            raise RequestDataTooBig("The request's files are too large together.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open a temporary file whose own name owes nothing to the sender's."""
        FileUploadHandler.new_file(self, *args, **kwargs)
        self.file = TemporaryUploadedFile(
            "upload", self.content_type, 0, self.charset, self.content_type_extra
        )
        self.file.name = self.file_name
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.arrived += len(raw_data)
        if self.arrived > SIZE_CAP:
            names = [*too_large_files(self.request), self.file_name]
            setattr(self.request, _TOO_LARGE, names)
            raise SkipFile
        super().receive_data_chunk(raw_data, start)
