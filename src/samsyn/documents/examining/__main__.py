"""`open`, `scan` or `clean` one document on standard input, whose media type is the second argument."""

from collections.abc import Sequence
from typing import Any

from samsyn.common.apart import Answer, Unreadable, answer, step
from samsyn.documents.examining.findings import Found, search

PDF, TEXT = "application/pdf", "text/plain"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
IMAGES = ("image/png", "image/jpeg")
LARGEST = 20_000_000
SECONDS = 12.0
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# First bytes of what people send, and of what hides behind another name. Old Word and encrypted Word are OLE.
_KINDS = (
    (b"%PDF-", PDF), (ZIP, WORD), (OLE, WORD), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
)  # fmt: skip
_NOT_TEXT = (
    b"PK",
    b"\x7fELF",
    b"MZ",
    b"GIF8",
    b"Rar!",
    b"7z",
    b"{\\rtf",
    b"\x1f\x8b",
    b"<?xml",
    b"<!DOCTYPE",
    b"<html",
)


def kind(raw: bytes) -> str:
    """The media type by the first bytes; plain text when they are nobody's."""
    found = next((media_type for head, media_type in _KINDS if raw.startswith(head)), "")
    if found:
        return found
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable("unknown")
    if raw[:200].lstrip().startswith(_NOT_TEXT):
        raise Unreadable("unknown")
    return TEXT


def read(raw: bytes, arguments: Sequence[str]) -> dict[str, Any] | Answer:
    """Carry out the task. An empty media type takes the document for what it is.

    Raises
    ------
    Unreadable : among others `mislabelled`, when the document is not of the media type.
    """
    task, media_type = arguments
    if not raw.strip():
        raise Unreadable("empty")
    if len(raw) > LARGEST:
        raise Unreadable("too_large")
    found = kind(raw)
    if media_type and media_type != found:
        raise Unreadable("mislabelled")
    step(SECONDS)
    if task == "open":
        return {"media_type": found, "pages": _open(raw, found)}
    if task == "scan":
        return {"found": _unique(_scan(raw, found))}
    from samsyn.documents.examining import cleaning  # noqa: PLC0415  each task loads what it needs and no more

    return Answer({}, cleaning.clean(raw, found))


def _open(raw: bytes, media_type: str) -> int:
    """Pages of a PDF; one for the others."""
    if media_type == PDF:
        from samsyn.documents.examining import pdf  # noqa: PLC0415  as above

        return pdf.open_it(raw)
    if media_type == WORD:
        from samsyn.documents.examining import word  # noqa: PLC0415  as above

        word.open_it(raw)
    elif media_type in IMAGES:
        from samsyn.documents.examining import images  # noqa: PLC0415  as above

        images.scan(raw)
    return 1


def _scan(raw: bytes, media_type: str) -> list[Found]:
    if media_type == PDF:
        from samsyn.documents.examining import pdf  # noqa: PLC0415  as above

        return pdf.scan(raw)
    if media_type == WORD:
        from samsyn.documents.examining import word  # noqa: PLC0415  as above

        return word.scan(raw)
    if media_type in IMAGES:
        from samsyn.documents.examining import images  # noqa: PLC0415  as above

        return images.scan(raw)
    return search(_decoded(raw).splitlines(), "LINE")


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _unique(found: list[Found]) -> list[Found]:
    """Each once; the same text lies in several parts of a PDF, so an unnamed part tells only of what no other does."""
    known = {each["kind"] for each in found if each["place"] != "OTHER_PART"}
    told = [each for each in found if each["place"] != "OTHER_PART" or each["kind"] not in known]
    return list({tuple(each.values()): each for each in told}.values())


if __name__ == "__main__":
    answer(read)
