"""Images: where a photograph was taken, and the same image without what was written beside its pixels."""

import io
import re
import warnings
from collections.abc import Iterator

from PIL import ExifTags, Image

from samsyn.common.apart import Unreadable
from samsyn.documents.examining.findings import Found, found, search

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
# Chunks of a PNG that change how it looks; the others tell of it.
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs",
    b"hIST", b"sPLT", b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
_JPEG_DROPPED = {0xE1, 0xED, 0xFE, *range(0xE3, 0xED), 0xEF}  # EXIF and XMP, IPTC, comments, makers' own
_APP2, _START_OF_SCAN, _END = 0xE2, 0xDA, 0xD9  # APP2 holds colour profiles, and further pictures
_MARKER = re.compile(rb"\xff+([^\x00\xff])")
_AFTER_PIXELS = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_ORIENTATION = ExifTags.Base.Orientation
_AUTHORS = (ExifTags.Base.Artist, ExifTags.Base.Copyright, ExifTags.Base.XPAuthor)


def _opened(raw: bytes) -> Image.Image | None:
    """The image by its head; the pixels are never unpacked."""
    with warnings.catch_warnings(action="ignore"):
        try:
            return Image.open(io.BytesIO(raw))
        except Exception:  # whatever a library for many formats raises at what is none of them
            return None


def location_in(raw: bytes) -> str:
    """'GPS' when the place stands in EXIF or XMP, else nothing."""
    image = _opened(raw)
    if image is not None:
        with warnings.catch_warnings(action="ignore"):
            try:
                if any(key > 0 for key in image.getexif().get_ifd(ExifTags.IFD.GPSInfo)):
                    return "GPS"
            except Exception:
                return "GPS?"  # a head that cannot be read is not one that holds nothing
    return "GPS" if b"exif:GPSL" in raw or b"GPSLatitude" in raw else ""


def scan(raw: bytes) -> list[Found]:
    """Where a photograph was taken, by whom, and what is written in its head. What it shows is not read.

    Raises
    ------
    Unreadable : it is no image that can be opened.
    """
    image = _opened(raw)
    if image is None:
        raise Unreadable("not_image")
    made = [found("LOCATION", "IMAGE", excerpt=where)] if (where := location_in(raw)) else []
    told = image.getexif()
    if author := next((name for key in _AUTHORS if (name := _text(told.get(key)).strip())), ""):
        made.append(found("METADATA", "IMAGE", excerpt=author))
    for value in (*image.info.values(), *told.values(), *told.get_ifd(ExifTags.IFD.Exif).values()):
        made += search([_text(value)], "IMAGE", numbered=False)
    return made


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-16-le" if value[1:2] == b"\0" else "utf-8", errors="replace")
    return value if isinstance(value, str) else ""


def clean(raw: bytes) -> bytes:
    """The same pixels without EXIF, XMP, IPTC and comments; a turned photograph stays turned.

    Raises
    ------
    Unreadable : it is neither PNG nor JPEG, or not whole.
    """
    if raw.startswith(PNG):
        return PNG + b"".join(chunk for kind, chunk in _chunks(raw) if kind in _PNG_KEPT)
    if raw.startswith(JPEG):
        return _clean_jpeg(raw)
    raise Unreadable("not_image")


def _chunks(raw: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG)
    while at + 12 <= len(raw):
        length = int.from_bytes(raw[at : at + 4])
        kind, end = raw[at + 4 : at + 8], at + 12 + length
        if end > len(raw):
            raise Unreadable("broken")
        yield kind, raw[at:end]
        if kind == b"IEND":
            return
        at = end
    raise Unreadable("broken")


def _clean_jpeg(raw: bytes) -> bytes:
    kept, at = [raw[:2], _turned(raw)], 2
    while mark := _MARKER.match(raw, at):
        marker, at = mark[1][0], mark.end() - 2
        if marker == _END:
            return b"".join([*kept, raw[at : at + 2]])  # what is appended after the end is left out
        end = at + 2 + int.from_bytes(raw[at + 2 : at + 4])
        if marker == _START_OF_SCAN:  # pixels until the next marker
            following = _AFTER_PIXELS.search(raw, end)
            end = following.start() if following else len(raw)
        if marker not in _JPEG_DROPPED and not (marker == _APP2 and raw[at + 4 : at + 15] != b"ICC_PROFILE"):
            kept.append(raw[at:end])
        at = end
    raise Unreadable("broken")


def _turned(raw: bytes) -> bytes:
    """A head that says only which way up the photograph is; none when it is upright."""
    image = _opened(raw)
    orientation = image.getexif().get(_ORIENTATION, 1) if image is not None else 1
    if orientation == 1:
        return b""
    told = Image.Exif()
    told[_ORIENTATION] = orientation
    body = told.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body
