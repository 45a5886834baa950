"""Files as people really send them."""

import io
import zipfile
from collections.abc import Sequence
from csv import writer
from typing import Any

from openpyxl import Workbook

HEADER = ("Namn", "Parter", "Rättslig form", "Status")
ROW = ("Gemensam arkivarie", "Mellerud; Bengtsfors", "avtalssamverkan", "aktiv")


def table(*rows: Sequence[str], mark: str = ";", encoding: str = "utf-8") -> bytes:
    """A CSV file as a spreadsheet saves it: quotation marks where a cell holds the mark."""
    out = io.StringIO()
    writer(out, delimiter=mark, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def csv(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([*lines, ""]).encode(encoding)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook(*rows: Any) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def with_part(raw: bytes, name: str, body: bytes) -> bytes:
    """The same zip file with one part exchanged or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            if member != name:
                after.writestr(member, before.read(member))
        after.writestr(name, body)
    return out.getvalue()


def part(raw: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(name)


def with_saved_values(raw: bytes, sheet: str = "xl/worksheets/sheet1.xml", value: str = "7") -> bytes:
    """As Excel saves a formula: with the value it had beside it. openpyxl leaves the value out."""
    body = (
        part(raw, sheet).replace(b"<v></v>", f"<v>{value}</v>".encode()).replace(b"<v />", f"<v>{value}</v>".encode())
    )
    return with_part(raw, sheet, body)


def bomb() -> bytes:
    """A workbook of some 110 kB that unpacks to 110 MB."""
    return with_part(saved(workbook(HEADER, ROW)), "xl/worksheets/sheet1.xml", b" " * 110_000_000)


def locked_zip() -> bytes:
    """A zip file whose parts say that they are encrypted."""
    raw = bytearray(saved(workbook(HEADER, ROW)))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


def locked_workbook() -> bytes:
    """What Excel writes with a password: the old container with the whole workbook encrypted inside."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(1000)


def old_workbook() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le") + bytes(1000)


def word_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()
