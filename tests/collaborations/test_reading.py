"""Tables out of files: told apart by what they are, read in a process of their own, refused with a sentence."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from samsyn.collaborations.importing.files import SENTENCES, read_file
from samsyn.common.verdict import Refused
from tests.collaborations import making
from tests.collaborations.making import HEADER, ROW, csv, saved, table, workbook

EXPECTED = [dict(zip(HEADER, ROW, strict=True))]


def read(folder: Path, raw: bytes, name: str = "fil") -> dict[str, Any]:
    (folder / name).write_bytes(raw)
    return read_file(folder / name)


@pytest.mark.parametrize(
    "raw",
    [
        table(HEADER, ROW),
        table(HEADER, ROW, encoding="utf-8-sig"),
        table(HEADER, ROW, encoding="utf-16"),
        table(HEADER, ROW, mark="\t"),
        table(HEADER, ROW, mark=","),
        table(["Samverkan, avtal, nämnder"], [], HEADER, ROW),
        b"sep=;\r\n" + table(HEADER, ROW),
        table(HEADER, [], ["", "", ""], ROW),
        saved(workbook(HEADER, ROW)),
        saved(workbook(["Vårt register"], [], HEADER, ROW)),
        json.dumps(EXPECTED).encode(),
        json.dumps({"rows": EXPECTED}).encode(),
        json.dumps({"om": "vårt register", "rader": EXPECTED}).encode(),
    ],
    ids=[
        "utf-8",
        "mark",
        "utf-16",
        "tab",
        "comma",
        "title",
        "sep",
        "gaps",
        "xlsx",
        "xlsx title",
        "list",
        "rows",
        "rader",
    ],
)
def test_the_same_table_is_read_from_every_kind_of_file(tmp_path: Path, raw: bytes):
    found = read(tmp_path, raw)

    assert (found["rows"], found["notes"]) == (EXPECTED, [])


def test_windows_1252_is_read_with_its_letters_and_said_so(tmp_path: Path):
    found = read(tmp_path, csv("Namn;Parter;Anmärkning", "Färgelanda–Åmål;Åmål;“Så”", encoding="cp1252"))

    assert found["rows"] == [{"Namn": "Färgelanda–Åmål", "Parter": "Åmål", "Anmärkning": "“Så”"}]
    assert found["notes"] == ["Filen har den gamla teckenkodningen Windows-1252. Bokstäverna har lästs efter den."]


def test_merged_cells_count_for_every_row_they_cover(tmp_path: Path):
    book = workbook(("Namn", "Område"), ("Växel", "Telefoni"), ("Arkiv", None), ("Bygg", None))
    book.active.merge_cells("B2:B4")

    found = read(tmp_path, saved(book))

    assert [row["Område"] for row in found["rows"]] == ["Telefoni"] * 3
    assert found["notes"] == ["Bladet har 1 sammanfogade celler. Var och en räknas för alla rader den täcker."]


def test_formulas_are_read_by_their_saved_value(tmp_path: Path):
    raw = making.with_saved_values(saved(workbook(("Namn", "Antal parter enligt källan"), ("Växel", "=3+4"))))

    found = read(tmp_path, raw)

    assert found["rows"] == [{"Namn": "Växel", "Antal parter enligt källan": 7}]
    assert found["notes"] == ["Bladet har 1 formler. De värden som Excel har sparat användes."]


def hidden_first(formula: str) -> Workbook:
    book = workbook(("Namn", "Syfte"), ("Hemlig", "x"))
    book.active.sheet_state = "hidden"
    book.active.title = "Utkast & annat"
    shown = book.create_sheet("Register")
    shown.append(("Namn", "Syfte"))
    shown.append(("Växel", formula))
    book.create_sheet("Tomt")
    book.create_sheet("Mer").append(("Namn", "Syfte"))
    book.active = 1
    return book


def test_hidden_sheets_are_not_read_and_the_others_are_named(tmp_path: Path):
    found = read(tmp_path, saved(hidden_first("svarar")))

    assert found["rows"] == [{"Namn": "Växel", "Syfte": "svarar"}]
    assert found["notes"] == [
        "Dolda blad lästes inte: Utkast & annat.",
        "Bara det första synliga bladet läses. ”Mer” lästes inte.",
    ]


def test_a_formula_without_a_value_is_found_on_the_sheet_that_is_read(tmp_path: Path):
    with pytest.raises(Refused, match="Formeln i cell B2 har inget sparat värde"):
        read(tmp_path, saved(hidden_first("=A1")))


def test_dates_and_numbers_of_excel_become_text_that_is_understood(tmp_path: Path):
    cells = (datetime(2023, 12, 8), date(2024, 2, 29), 2020, 4.0, 42.25, "2023-12-08", True)  # noqa: DTZ001  Excel's

    found = read(tmp_path, saved(workbook(tuple("ABCDEFG"), cells)))

    assert list(found["rows"][0].values()) == ["2023-12-08", "2024-02-29", 2020, 4, 42.25, "2023-12-08", True]


def test_columns_without_a_place_in_the_register_are_named(tmp_path: Path):
    found = read(tmp_path, csv("Namn;Kontaktperson;Giltighet;E-post", "Växel;Kim;Gäller;kim@exempel.se"))

    assert found["notes"] == ["Kolumner som registret inte har plats för lästes inte: Kontaktperson, E-post."]


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "Filen är tom."),
        (b" \r\n \n", "Filen är tom."),
        (csv("Namn;Parter"), "Filen är tom."),
        (saved(Workbook()), "Filen är tom."),
        (saved(workbook(HEADER)), "Filen är tom."),
        (b"x" * 10_000_001, "Filen är större än 10 MB."),
        (making.locked_workbook(), "Filen är låst med lösenord."),
        (making.locked_zip(), "Filen är låst med lösenord."),
        (making.old_workbook(), "Filen är i det gamla Excelformatet (xls)."),
        (b"%PDF-1.7 ett avtal", "Filen är inte en tabell, vad namnet än säger."),
        (b"\x89PNG\r\n\x1a\n", "Filen är inte en tabell, vad namnet än säger."),
        (b"MZ\x90\x00 ett program", "Filen är inte en tabell, vad namnet än säger."),
        (b"Namn;Parter\x00\r\n", "Filen är inte en tabell, vad namnet än säger."),
        (b"<!DOCTYPE html><table><tr><td>Namn</table>", "Filen är inte en tabell, vad namnet än säger."),
        (making.word_document(), "Filen är en zip- eller Wordfil, inte Excel."),
        (saved(workbook(HEADER, ROW))[:2000], "Excelfilen är skadad."),
        (making.with_part(saved(workbook(HEADER, ROW)), "xl/workbook.xml", b"<wor"), "Excelfilen är skadad."),
        (making.bomb(), "Filen packas upp till mycket mer än den borde"),
        (b'{"rader": [', "JSON-filen är inte hel"),
        (b"[" * 100_000, "JSON-filen är inte hel"),
        (b'{"rad": 1}', "JSON-filen måste innehålla en lista med rader"),
        (b"[1, 2]", "JSON-filen måste innehålla en lista med rader"),
        (csv("Namn;" + ";".join("ABC" * 50), "x;y"), "Filen har fler än 100 kolumner."),
        (csv("Namn;Syfte", "Växel;" + "x" * 20_001), "En cell har fler än 20000 tecken."),
        (csv("Namn;Syfte", "Växel;" + '"' + "x" * 90_000), "CSV-filen är inte hel"),
        (
            csv("Namn;Parter", *["Växel;Åmål"] * 100_000),
            "Filen har 100000 rader. Samsyn tar emot högst 20000 åt gången.",
        ),
        (saved(workbook(HEADER, ROW)).replace(b"PK\x03\x04", b"PK\x05\x06", 1), "Filen är inte en tabell"),
    ],
    ids=lambda told: told[:30] if isinstance(told, str) else "",
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, raw: bytes, sentence: str):
    with pytest.raises(Refused) as refused:
        read(tmp_path, raw)

    assert sentence in str(refused.value.reason)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("register.xlsx", table(HEADER, ROW)),
        ("register.csv", saved(workbook(HEADER, ROW))),
        ("register.json", saved(workbook(HEADER, ROW))),
        ("register.xls", json.dumps(EXPECTED).encode()),
    ],
)
def test_a_mislabelled_file_is_read_for_what_it_is(tmp_path: Path, name: str, raw: bytes):
    assert read(tmp_path, raw, name)["rows"] == EXPECTED


def test_a_hundred_thousand_rows_of_excel_are_counted_and_refused(tmp_path: Path):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("Namn",))
    for number in range(100_000):
        sheet.append((number,))

    with pytest.raises(Refused, match="Filen har 100000 rader"):
        read(tmp_path, saved(book))


def test_twenty_thousand_rows_are_taken(tmp_path: Path):
    rows = [f"Samverkan {number};Åmål" for number in range(20_000)]
    assert len(read(tmp_path, csv("Namn;Parter", *rows))["rows"]) == 20_000
    with pytest.raises(Refused, match="Filen har 20001 rader"):
        read(tmp_path, csv("Namn;Parter", *rows, "En till;Åmål"))


def test_a_file_that_is_gone_is_asked_for_again(tmp_path: Path):
    with pytest.raises(Refused, match="Filen finns inte längre kvar"):
        read_file(tmp_path / "borta")


def test_json_is_kept_without_what_no_database_can_keep(tmp_path: Path):
    found = read(tmp_path, rb'[{"namn": "Wa\u0000rg \ud800", "parter": ["A\u0000"]}]')
    assert found["rows"] == [{"namn": "Warg ?", "parter": ["A"]}]


def test_every_sentence_about_a_file_has_its_swedish():
    assert [code for code, sentence in SENTENCES.items() if " the " in str(sentence)] == []
