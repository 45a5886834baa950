"""Finding an organisation by what somebody wrote, and saying what to do when it is not found."""

import pytest

from samsyn.organisations.models import Organisation
from samsyn.organisations.queries import Directory
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory(world: World) -> Directory:
    with world.acting("a_coordinator"):
        return Directory.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mellerud", "1461"),
        ("  mellerud ", "1461"),
        ("Melleruds kommun", "1461"),
        ("MELLERUDS KOMMUN", "1461"),
        ("1461", "1461"),
        ("Mellerud (1461)", "1461"),
        ("Dals-Ed", "1438"),
        ("Dals-Eds kommun", "1438"),
        ("Bengtsfors kommun", "1460"),
        ("Göteborgs stad", "1480"),
        ("Göteborgs kommun", "1480"),
        ("Region Gotland", "0980"),
        ("Gotland", "0980"),
        ("Landstinget Dalarna", "20"),
        ("Västra Götalandsregionen", "14"),
        ("Örebro", "1880"),  # the municipality, not the region
        ("0380", "0380"),
        ("Håbo", "0305"),
        ("Habo", "0643"),
        ("Habo (0643)", "0643"),
    ],
)
def test_an_organisation_is_found_by_its_names_and_its_code(directory: Directory, text: str, code: str):
    found = directory.find(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("380", "Koden 380 har tappat sin inledande nolla. Skriv 0380 (Uppsala)."),
        ("114", "Koden 114 har tappat sin inledande nolla. Skriv 0114 (Upplands Väsby)."),
        ("Habö", "”Habö” är inte känt. Menade du Håbo (0305) eller Habo (0643)?"),
        ("Malmo", "”Malmo” är inte känt. Menade du Malmö (1280)?"),
        ("Habo (0305)", "”Habo (0305)” säger emot sig självt: namnet är Habo (0643) men koden tillhör Håbo."),
        ("Orsa (1460)", "”Orsa (1460)” säger emot sig självt: namnet är Orsa (2034) men koden tillhör Bengtsfors."),
        ("Melerud", "”Melerud” är inte känt. Menade du Mellerud (1461)?"),
        ("9999", "”9999” är inte känt. Skriv namnet som i listan över organisationer, eller koden med alla siffror."),
        ("Xyzzy", "”Xyzzy” är inte känt. Skriv namnet som i listan över organisationer, eller koden med alla siffror."),
    ],
)  # fmt: skip
def test_what_is_not_found_is_never_guessed_at_but_explained(directory: Directory, text: str, sentence: str):
    assert directory.find(text) is None
    said = directory.why_not(text)
    assert said == sentence


def test_every_municipality_is_found_by_name_full_name_and_code(world: World, directory: Directory):
    with world.acting("a_coordinator"):
        everyone = list(Organisation.objects.filter(kind="MUNICIPALITY"))

    assert len(everyone) == 290
    for name in ("name", "full_name", "code"):
        assert [one.name for one in everyone if directory.find(getattr(one, name)) != one] == []


def test_no_code_without_its_leading_zero_is_another_municipalitys(directory: Directory):
    short = [code[1:] for code in directory.by_code if code.startswith("0") and len(code) == 4]
    assert len(short) > 50
    assert [code for code in short if directory.find(code) is not None] == []
