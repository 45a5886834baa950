"""Tables as people keep them: text in old encodings, decimal commas, dates as text."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from samsyn.common.swedish import month_number

_SPACES = "\u00a0\u202f "
_DAY = re.compile(r"^(\d{4})-?(\d{2})-?(\d{2})(?:[ T].*)?$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.](\d{1,2})[ /.](\d{4})$")
_IN_WORDS = re.compile(r"^(\d{1,2})\s+([a-zå]{3,9})\.?\s+(\d{4})$", re.IGNORECASE)
_BINARY = {
    b"PK\x03\x04": "xlsx",
    b"\xd0\xcf\x11\xe0": "xls",
    b"%PDF": "pdf",
}


class TextFileError(Exception):
    """The file is not the text it should be; the message says what to do."""


def decoded(raw: bytes) -> str:
    """Text of a file: UTF-8 with or without its mark, else Windows-1252."""
    for head, kind in _BINARY.items():
        if raw.startswith(head):
            raise TextFileError(
                _("This is a %(kind)s file, not text. Save it as CSV, or choose the right file.") % {"kind": kind}
            )
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise TextFileError(_("The file is not readable text. Save it as CSV (UTF-8) and try again."))
    return text


def read_day(value: object) -> date | None:
    """A date, also as text: 2026-03-12, 20260312, 12/3 2026, 12.3.2026 or 12 mars 2026. None when it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        if found := _DAY.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_FIRST.match(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if (found := _IN_WORDS.match(text)) and (month := month_number(found[2])):
            return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return None
    return None


def read_number(value: object) -> Decimal | None:
    """A number, also with decimal comma, spaces between thousands and a true minus."""
    if isinstance(value, bool) or value in (None, ""):
        return None
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    text = str(value).strip().replace("\u2212", "-").translate({ord(space): None for space in _SPACES})
    text = re.sub(r"(kr|tkr|%)$", "", text, flags=re.IGNORECASE)
    if text.count(",") == 1:
        text = text.replace(".", "").replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
