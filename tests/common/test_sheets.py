"""Tables as files, for Swedish Excel, and nothing in them that runs."""

import csv
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from samsyn.common.sheets import as_csv, as_xlsx

HEADER = ("Namn", "Antal", "Anmärkning")
ROWS = [("Växel; telefoni", 4, "två\nrader"), ('Så "kallad"', None, "Åmål")]
DANGEROUS = ["=1+1", "+46 530", "-x", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x";"y")', "=cmd|'/c calc'!A0"]


def lines(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))


def cells(raw: bytes) -> list[list[Any]]:
    sheet = load_workbook(io.BytesIO(raw)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_csv_has_semicolons_the_mark_of_utf_8_and_windows_line_ends():
    answer = as_csv("samverkan", HEADER, ROWS)

    assert answer.content.startswith(b"\xef\xbb\xbfNamn;Antal;Anm")
    assert answer.content.count(b"\r\n") == 3
    assert lines(answer.content) == [list(HEADER), ["Växel; telefoni", "4", "två\nrader"], ['Så "kallad"', "", "Åmål"]]
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="samverkan.csv"'


def test_excel_keeps_numbers_as_numbers_and_text_as_text():
    answer = as_xlsx("samverkan", HEADER, ROWS, title="Samverkan")

    assert cells(answer.content) == [list(HEADER), ["Växel; telefoni", 4, "två\nrader"], ['Så "kallad"', None, "Åmål"]]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="samverkan.xlsx"'


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_runs_as_a_formula_in_a_csv_file(text: str):
    cell = lines(as_csv("x", ["Namn"], [[text]]).content)[1][0]
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_an_excel_file(text: str):
    sheet = load_workbook(io.BytesIO(as_xlsx("x", ["Namn"], [[text]], title="X").content)).active
    assert sheet["A2"].data_type == "s"


def test_numbers_below_nought_stay_numbers():
    assert lines(as_csv("x", ["Kr"], [[-5]]).content)[1] == ["-5"]
    assert cells(as_xlsx("x", ["Kr"], [[-5]], title="X").content)[1] == [-5]
