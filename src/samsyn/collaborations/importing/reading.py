"""Read a table out of a file that somebody sent, in a process of its own with limits on time, memory and size.

Run by `samsyn.common.apart`; tells of `rows` (each a header and a text, number or ISO date), `notes` and `places`.
Knows nothing of Django, so that it starts at once.
"""

import csv
import html
import io
import json
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from samsyn.common.apart import Unreadable, answer

MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
LARGEST_FILE = 10_000_000
UNPACKED = 100_000_000
MEMBERS = 1_000
RATIO = 120
_CELL_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"[^>]*>\s*<f[ >/](?:(?!</c>).)*?(?:</f>|/>)(?:\s*<v>(.*?)</v>|\s*<v\s*/>)?', re.DOTALL
)


def read(raw: bytes, _arguments: Sequence[str] = ()) -> dict[str, Any]:
    """Rows and notes of an Excel, CSV or JSON file, told apart by its first bytes and not by its name."""
    if len(raw) > LARGEST_FILE:
        raise Unreadable("too_large")
    if not raw.strip():
        raise Unreadable("empty")
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(raw)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        # Office wraps an encrypted workbook in the container that the old xls format also used.
        raise Unreadable("encrypted" if "EncryptedPackage".encode("utf-16-le") in raw[:2_000_000] else "old_excel")
    if raw.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"\x7fELF", b"MZ", b"Rar!", b"7z")):
        raise Unreadable("not_a_table")
    text, encoding = _decoded(raw)
    if text.lstrip().startswith("<"):
        raise Unreadable("not_a_table")  # a web page or XML, which some systems call xls
    notes = [{"code": "windows_1252"}] if encoding == "cp1252" else []
    if text.lstrip().startswith(("{", "[")):
        return _json(text, notes)
    return _csv(text, notes)


def _decoded(raw: bytes) -> tuple[str, str]:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace"), "utf-16"
    try:
        text, encoding = raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = raw.decode("cp1252", errors="replace"), "cp1252"
    if "\x00" in text:
        raise Unreadable("not_a_table")
    return text, encoding


# --- JSON -----------------------------------------------------------------------------------------------------
def _json(text: str, notes: list[Any]) -> dict[str, Any]:
    try:
        found = _storable(json.loads(text))
    except (ValueError, RecursionError):
        raise Unreadable("broken_json") from None
    rows = found.get("rows", found.get("rader")) if isinstance(found, dict) else found
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Unreadable("json_without_rows")
    _few_enough(len(rows))
    return {"rows": rows, "notes": notes, "places": [str(n) for n in range(1, len(rows) + 1)]}


def _storable(value: Any) -> Any:
    """JSON can tell of characters that no database keeps: NUL and halves of surrogate pairs."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\x00", "")
    if isinstance(value, list):
        return [_storable(each) for each in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(each) for name, each in value.items()}
    return value


# --- CSV ------------------------------------------------------------------------------------------------------
def _csv(text: str, notes: list[Any]) -> dict[str, Any]:
    first = text.splitlines()[:20]  # a title above the table may hold commas, and so may the cells
    delimiter = max(";\t,", key=lambda mark: sum(1 for line in first if _outside_quotes(line, mark)))
    csv.field_size_limit(LONGEST_CELL * 4)
    table = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if number > MOST_ROWS + 1:
                _few_enough(sum(1 for line in io.StringIO(text) if line.strip()) - 1)
            table.append([_as_typed(cell) for cell in cells])
    except csv.Error:
        raise Unreadable("broken_csv") from None
    return _rows(table, notes)


def _as_typed(cell: str) -> str:
    """Without the apostrophe that our own export sets before what a spreadsheet would run."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@", "\t", "\r") else cell


def _outside_quotes(line: str, mark: str) -> int:
    return re.sub(r'"[^"]*"', "", line).count(mark)


# --- Excel ----------------------------------------------------------------------------------------------------
def _workbook(raw: bytes) -> dict[str, Any]:
    names = _safe_zip(raw)
    if "xl/workbook.xml" not in names and "content.xml" not in names:
        raise Unreadable("not_a_workbook")
    from python_calamine import CalamineWorkbook  # noqa: PLC0415  only when it is a workbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        seen = [
            sheet
            for sheet in book.sheets_metadata
            if str(sheet.visible).endswith("Visible") and not str(sheet.visible).endswith("VeryHidden")
        ]
        hidden = [sheet.name for sheet in book.sheets_metadata if sheet not in seen]
        notes: list[Any] = [{"code": "hidden_sheets", "names": ", ".join(hidden)}] if hidden else []
        sheet, table = None, []
        for told in seen:
            candidate = book.get_sheet_by_name(told.name)
            last = candidate.end[0] if candidate.end else -1  # counted from nought
            _few_enough(last)
            if last > 0 and sheet is None:
                sheet, table = candidate, candidate.to_python(skip_empty_area=False)
            elif last >= 0:
                notes.append({"code": "other_sheets", "name": told.name})
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("broken_workbook") from None
    if sheet is None:
        raise Unreadable("empty")
    merged = sheet.merged_cell_ranges or []
    if merged:
        _fill(table, merged)
        notes.append({"code": "merged", "count": len(merged)})
    notes += _formulas(raw, sheet.name)
    return _rows([[_plain(cell) for cell in line] for line in table], notes)


def _safe_zip(raw: bytes) -> set[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            bomb = unpacked > UNPACKED or len(members) > MEMBERS
            if bomb or any(
                member.file_size > 1_000_000 and member.file_size > RATIO * max(member.compress_size, 1)
                for member in members
            ):
                raise Unreadable("bomb")
            if any(member.flag_bits & 1 for member in members):
                raise Unreadable("encrypted")
            return {member.filename for member in members}
    except zipfile.BadZipFile:
        raise Unreadable("broken_workbook") from None


def _fill(table: list[list[Any]], merged: list[Any]) -> None:
    """A merged cell means the same for every row it covers."""
    for (top, left), (bottom, right) in merged:
        if top >= len(table) or left >= len(table[top]):
            continue
        value = table[top][left]
        for line in table[top : bottom + 1]:
            for column in range(left, min(right + 1, len(line))):
                line[column] = value


def _formulas(raw: bytes, sheet: str) -> list[Any]:
    """Formulas are read by the value Excel saved beside them; one without a value cannot be known."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        place = _place(archive, sheet)
        found = _CELL_FORMULA.findall(archive.read(place)) if place in archive.namelist() else []
    if not found:
        return []
    empty = [cell.decode() for cell, value in found if not value]
    if empty:
        raise Unreadable("formula_without_value", cell=empty[0])
    return [{"code": "formulas", "count": len(found)}]


def _place(archive: zipfile.ZipFile, sheet: str) -> str:
    """Where in the file the sheet of this name lies; nowhere when it is no Excel file."""
    try:
        book = archive.read("xl/workbook.xml").decode(errors="replace")
        links = archive.read("xl/_rels/workbook.xml.rels").decode(errors="replace")
    except KeyError:
        return ""
    wanted = {_attribute(tag, "name"): _attribute(tag, "r:id") for tag in re.findall(r"<sheet [^>]*>", book)}.get(sheet)
    for tag in re.findall(r"<Relationship [^>]*>", links):
        if _attribute(tag, "Id") == wanted:
            target = _attribute(tag, "Target")
            return target[1:] if target.startswith("/") else f"xl/{target}"
    return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell if isinstance(cell, int | float | bool | str) else str(cell)


# --- what they have in common -----------------------------------------------------------------------------------
def _few_enough(count: int) -> None:
    if count > MOST_ROWS:
        raise Unreadable("too_many_rows", count=count, most=MOST_ROWS)


def _rows(table: list[list[Any]], notes: list[Any]) -> dict[str, Any]:
    filled = [(number, line) for number, line in enumerate(table, start=1) if any(str(cell).strip() for cell in line)]
    if not filled:
        raise Unreadable("empty")
    # Titles above the table have one filled cell; the heading is the first row with two or more.
    start = next((n for n, (_number, line) in enumerate(filled) if sum(1 for cell in line if str(cell).strip()) > 1), 0)
    headers = [str(cell).strip() for cell in filled[start][1]]
    if len(headers) > MOST_COLUMNS:
        raise Unreadable("too_many_columns", most=MOST_COLUMNS)
    body = filled[start + 1 :]
    if not body:
        raise Unreadable("empty")
    _few_enough(len(body))
    if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for _number, line in body for cell in line):
        raise Unreadable("too_long_cell", most=LONGEST_CELL)
    rows = [
        {header: cell for header, cell in zip(headers, line, strict=False) if header and cell != ""}
        for _number, line in body
    ]
    return {"rows": rows, "notes": notes, "places": [str(number) for number, _line in body]}


if __name__ == "__main__":
    answer(read)
