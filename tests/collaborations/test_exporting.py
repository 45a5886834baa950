"""The register and the map as files."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from samsyn.collaborations import actions
from samsyn.collaborations.exporting import REGISTER
from samsyn.collaborations.importing.words import field_of, is_ours
from samsyn.common.swedish import sort_key
from samsyn.isolation import clock
from samsyn.organisations.models import Organisation
from tests.collaborations.importing import OWN_EXAMPLES, import_file
from tests.world import World

pytestmark = pytest.mark.django_db
NAME = '=HYPERLINK("http://x.example";"Växel")'


def table(client: Client, name: str, **asked: str) -> list[list[Any]]:
    answer = client.get(reverse(f"collaborations:{name}"), asked)
    assert answer.status_code == 200
    if name.endswith("csv"):
        return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [[cell.value or "" for cell in row] for row in load_workbook(io.BytesIO(answer.content)).active.iter_rows()]


@pytest.fixture
def filled(world: World) -> None:
    with world.acting("a_coordinator") as by:
        import_file(OWN_EXAMPLES, by)
        made = actions.register(by=by, at=clock.now(), name=NAME, area="IT", form="CONTRACT", stage="IN_FORCE")
        actions.add_parties(made, Organisation.objects.filter(code__in=["1461", "1460"]), by=by, at=clock.now())


def test_every_heading_of_the_export_is_read_back_or_worked_out():
    assert [heading for heading in REGISTER if field_of(heading) is None and not is_ours(heading)] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_register_as_a_file_has_a_row_for_each_that_is_shown(clients: dict[str, Client], filled: None, kind: str):
    rows = table(clients["a_coordinator"], f"list-{kind}", visa="alla", q="växel")

    assert rows[0] == list(REGISTER)
    told = {row[1].lstrip("'"): dict(zip(REGISTER, row, strict=True)) for row in rows[1:]}
    assert set(told) == {NAME, "Umeåregionen", "Umeåregionens gemensamma växel"}
    umea = told["Umeåregionens gemensamma växel"]
    assert umea["Rättslig form"] == "samverkan"
    assert umea["Parter"] == "Bjurholm (värd); Nordmaling; Robertsfors; Umeå; Vindeln; Vännäs"
    assert umea["Giltighet"].startswith("Gäller, men uppgifter saknas")


def test_a_name_that_looks_like_a_formula_is_text_in_both_files(clients: dict[str, Client], filled: None):
    found = table(clients["a_coordinator"], "list-csv", visa="alla", q="HYPERLINK")
    assert [row[1] for row in found[1:]] == [f"'{NAME}"]

    answer = clients["a_coordinator"].get(reverse("collaborations:list-xlsx"), {"visa": "alla", "q": "HYPERLINK"})
    cell = load_workbook(io.BytesIO(answer.content)).active["B2"]
    assert (cell.value, cell.data_type) == (NAME, "s")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_map_as_a_file_has_a_column_for_each_municipality(clients: dict[str, Client], filled: None, kind: str):
    rows = table(clients["a_coordinator"], f"map-{kind}", kommuner="14")

    header, body = rows[0], {row[1]: row for row in rows[1:]}
    assert header[:3] == ["Område", "Samverkan", "Form"]
    assert header[3:-3] == sorted(header[3:-3], key=sort_key)
    assert len(header) == 3 + 49 + 3
    fyrbodal = dict(zip(header, body["Fyrbodals kommunalförbund"], strict=True))
    assert (fyrbodal["Mellerud"], fyrbodal["Färgelanda"], fyrbodal["Ale"]) == ("part", "källor går isär", "")
    assert fyrbodal["Giltighet"] == "Gäller, men uppgifter går isär"


def test_what_others_keep_as_drafts_stands_in_no_file(clients: dict[str, Client], filled: None):
    assert len(table(clients["a_coordinator"], "list-csv", visa="alla")) > 60
    theirs = [row[1] for row in table(clients["b_coordinator"], "list-csv", visa="alla")[1:]]
    assert [name for name in theirs if "Växel" in name or "USD" in name] == []
