"""Files lie outside the database, per authority, by SHA-256: written before the row that names them, never changed."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse

from samsyn.common.verdict import Refused
from samsyn.documents.examination import SENTENCES
from samsyn.documents.extracts import opened

LARGEST = 20_000_000


@dataclass(frozen=True)
class Stored:
    """What is known of a file once it lies in the store."""

    sha256: str
    size: int
    name: str
    media_type: str


def root() -> Path:
    return Path(settings.HOME) / "files"


def _place(authority: UUID, sha256: str) -> Path:
    return root() / str(authority) / sha256[:2] / sha256


def store(upload: "UploadedFile[bytes]", *, authority: UUID) -> Stored:
    """Keep a PDF or Word file of at most 20 MB that could be opened.

    Raises
    ------
    Refused : too large, empty, encrypted, damaged, a bomb, or not what its name says.
    """
    if (upload.size or 0) > LARGEST:
        raise Refused(SENTENCES["too_large"], "file")
    digest, size = hashlib.sha256(), 0
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root(), delete=False) as kept:
        try:
            for chunk in upload.chunks():
                size += len(chunk)
                digest.update(chunk)
                kept.write(chunk)
            kept.flush()
            os.fsync(kept.fileno())
            media_type = opened(Path(kept.name), upload.name or "").media_type
            place = _place(authority, digest.hexdigest())
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            Path(kept.name).replace(place)
        except BaseException:
            Path(kept.name).unlink(missing_ok=True)
            raise
    name = Path(upload.name or "").name.replace("\x00", "")[-120:]
    return Stored(digest.hexdigest(), size, name, media_type)


def path(authority: UUID, sha256: str) -> Path:
    """Where a stored file lies."""
    return _place(authority, sha256)


def download(authority: UUID, sha256: str, media_type: str) -> HttpResponse:
    """A stored file, always as a download and never run in the page."""
    response = HttpResponse(path(authority, sha256).read_bytes(), content_type=media_type)
    extension = "pdf" if media_type.endswith("pdf") else "docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{sha256[:12]}.{extension}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "private, no-store"
    return response
