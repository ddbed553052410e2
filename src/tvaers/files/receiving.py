"""Taking in what a form sends: files in memory alone, and the whole of it before anything waits for it.

Django writes a larger file to a temporary one, in the clear; and a form is read when its first field is asked for,
which is inside the page's transaction: a slow line would hold a connection and run out of its context's time.
"""

import io
from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse

from tvaers.files.washing.kinds import MOST_BYTES

_MULTIPART = "multipart/form-data"


class InMemory(FileUploadHandler):
    """Keeps a form's files in memory, and of those that are too large together only how large they are."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        """Begin with nothing."""
        super().__init__(request)
        self._pieces: list[bytes] = []
        self._size = self._total = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin the next file."""
        super().new_file(*args, **kwargs)
        self._pieces, self._size = [], 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002 - Django's names
        """Keep a piece, unless all together is too much: then what was kept goes as well."""
        self._size += len(raw_data)
        self._total += len(raw_data)
        if self._total > MOST_BYTES:
            self._pieces = []
        else:
            self._pieces.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Return the file. One that was too large is empty, and says its true size."""
        content = io.BytesIO(b"".join(self._pieces))
        self._pieces = []
        return InMemoryUploadedFile(
            content,
            self.field_name,
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )


class Received:
    """Reads a form with files before the page's transaction opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer when everything is there."""
        if request.content_type == _MULTIPART:
            request.POST  # noqa: B018 - asking for it reads it
        return self.get_response(request)
