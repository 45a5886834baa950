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
from django.utils.translation import gettext_lazy as _

from samsyn.common.verdict import Refused

LARGEST = 20_000_000
# What a file says it is by its first bytes; its name is not believed.
PDF, ZIP, OLE = b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Stored:
    """What is known of a file once it lies in the store."""

    sha256: str
    size: int
    name: str
    media_type: str


def _kind(head: bytes, name: str) -> str:
    if head.startswith(PDF):
        return "application/pdf"
    if head.startswith(ZIP) and name.lower().endswith(".docx"):
        return DOCX
    if head.startswith(OLE):
        raise Refused(
            _("The file is encrypted or in an old Word format. Save it as PDF or docx without a password."), "file"
        )
    raise Refused(
        _("The file is neither a PDF nor a Word document (docx), whatever its name says. Choose another."), "file"
    )


def root() -> Path:
    return Path(settings.HOME) / "files"


def _place(authority: UUID, sha256: str) -> Path:
    return root() / str(authority) / sha256[:2] / sha256


def store(upload: "UploadedFile[bytes]", *, authority: UUID) -> Stored:
    """Keep a PDF or Word file of at most 20 MB.

    Raises
    ------
    Refused : too large, empty, encrypted, or not what its name says.
    """
    if (upload.size or 0) > LARGEST:
        raise Refused(_("The file is larger than 20 MB. Make it smaller, or split it."), "file")
    digest, size, head = hashlib.sha256(), 0, b""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile(dir=root(), delete=False) as kept:
        try:
            for chunk in upload.chunks():
                head = head or chunk[:8]
                size += len(chunk)
                digest.update(chunk)
                kept.write(chunk)
            kept.flush()
            os.fsync(kept.fileno())
            media_type = _kind(head, upload.name or "")
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
