"""Have a file read by a process of its own, and say in words what was wrong with it."""

from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.collaborations.importing.words import field_of, is_ours
from samsyn.common.apart import Unreadable, ask
from samsyn.common.verdict import Refused

SENTENCES: dict[str, Promise] = {
    "too_large": _("The file is larger than 10 MB. Split it, or take away pictures and other sheets."),
    "empty": _("The file is empty. Choose another, or check that the table is on the first visible sheet."),
    "encrypted": _("The file is locked with a password. Save a copy without a password and choose that."),
    "old_excel": _("The file is in the old Excel format (xls). Save it as xlsx or CSV and choose that."),
    "not_a_table": _("The file is not a table, whatever its name says. Choose an Excel, CSV or JSON file."),
    "not_a_workbook": _("The file is a zip or Word file, not Excel. Choose an Excel, CSV or JSON file."),
    "broken_workbook": _("The Excel file is damaged. Open it in Excel, save it again and choose the new one."),
    "bomb": _("The file unpacks to far more than it should and was not read. Save the table as CSV and try again."),
    "broken_json": _("The JSON file is not whole: brackets or quotation marks are missing somewhere."),
    "json_without_rows": _("The JSON file must hold a list of rows, or an object with the list under “rows”."),
    "broken_csv": _("The CSV file is not whole: a quotation mark is missing somewhere."),
    "too_many_rows": _("The file has %(count)s rows; Samsyn takes at most %(most)s at a time. Split the file."),
    "too_many_columns": _("The file has more than %(most)s columns. Take away those that are not needed."),
    "too_long_cell": _("A cell has more than %(most)s characters. Shorten it, or put the text in a document."),
    "formula_without_value": _(
        "The formula in cell %(cell)s has no saved value. Open the file in Excel, save it and choose it again."
    ),
    "gone": _("The file is no longer kept. Choose it again."),
    "too_slow": _("The file took too long to read and was given up. Save the table as CSV and try again."),
    "windows_1252": _("The file is in the old encoding Windows-1252; letters have been read accordingly."),
    "hidden_sheets": _("Hidden sheets were not read: %(names)s."),
    "other_sheets": _("Only the first visible sheet is read; “%(name)s” was not."),
    "merged": _("The sheet has %(count)s merged cells; each counts for all rows it covers."),
    "unread_columns": _("Columns that the register has no place for were not read: %(names)s."),
    "formulas": _("The sheet has %(count)s formulas; the values saved by Excel were used."),
}


def said(code: str, told: dict[str, Any]) -> str:
    return str(SENTENCES[code]) % told


def read_file(path: Path) -> dict[str, Any]:
    """Rows, notes and places of the rows in the file.

    Raises
    ------
    Refused : with a sentence on what is wrong with the file and what to do.
    """
    if not path.exists():
        raise Refused(said("gone", {}), "file")
    try:
        found = ask("samsyn.collaborations.importing.reading", path).told
    except Unreadable as error:
        # A reader that dies does so for want of memory.
        raise Refused(said("bomb" if error.code == "broken" else error.code, error.told), "file") from None
    found["notes"] = [said(note.pop("code"), note) for note in found["notes"]]
    headings = dict.fromkeys(str(heading) for row in found["rows"] for heading in row)
    if unread := [heading for heading in headings if field_of(heading) is None and not is_ours(heading)]:
        found["notes"].append(said("unread_columns", {"names": ", ".join(unread[:20])}))
    return found
