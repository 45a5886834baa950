"""Files into the register from the command line: seen first, all or nothing, never twice, and by whom it may be."""

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from tests import servers
from tests.cli.conftest import Command

pytestmark = pytest.mark.slow
GOOD = "namn;parter;status\nGemensam arkivarie;Mellerud, Åmål;aktiv\nVäxeln;Habö;aktiv\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text(GOOD)
    return path


def kept(samsyn: Command) -> list[tuple[Any, ...]]:
    """What stands in the database, whoever asks: name, openness, whose."""
    with servers.administrator(samsyn.database) as admin:
        return admin.execute(
            "select c.name, c.openness, o.name from collaborations_collaboration c "
            "join organisations_authority a on a.id = c.authority_id "
            "join organisations_organisation o on o.id = a.organisation_id "
            "where c.name in ('Gemensam arkivarie', 'Växeln') order by 1"
        ).fetchall()


def counted(done: CompletedProcess[str]) -> dict[str, int]:
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)["counted"]
    return {name: number for name, number in told.items() if number}


def test_a_dry_run_tells_row_by_row_and_saves_nothing(samsyn: Command, file: Path):
    done = samsyn("register", "import", str(file), "--dry-run")

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    rows = [line.split() for line in lines if line[:4].strip().isdecimal()]
    assert rows == [["2", "CREATE", "Gemensam", "arkivarie"], ["3", "CREATE", "Växeln"]]
    assert "”Habö” är inte känt. Menade du Håbo (0305) eller Habo (0643)?" in done.stdout
    assert lines[-1].endswith("Nothing was saved (dry run).")
    assert kept(samsyn) == []


def test_in_earnest_once_and_then_the_same_file_changes_nothing(samsyn_alone: Command, file: Path):
    first, second = (samsyn_alone("register", "import", str(file), "--json") for _time in range(2))

    assert counted(first) == {"CREATE": 2}
    assert json.loads(first.stdout)["saved"] is True
    assert counted(second) == {"SAME": 2}
    assert kept(samsyn_alone) == [("Gemensam arkivarie", "DRAFT", "Mellerud"), ("Växeln", "DRAFT", "Mellerud")]
    theirs = samsyn_alone("register", "import", str(file), "--as", "tove@demo.example", "--json")
    assert counted(theirs) == {"CREATE": 2}  # another authority's own, and none of the first one's
    assert [whose for _name, _openness, whose in kept(samsyn_alone)].count("Dals-Ed") == 2


def test_a_row_that_cannot_be_read_stops_all_of_it(samsyn: Command, file: Path):
    file.write_text("namn;parter;start\nGemensam arkivarie;Mellerud;2020\nVäxeln;Åmål;i våras\n")

    dry = samsyn("register", "import", str(file), "--dry-run")
    assert "”i våras” går inte att läsa som datum (början)." in dry.stdout
    assert "REFUSED 1" in dry.stdout

    done = samsyn("register", "import", str(file))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Några rader går inte att läsa." in done.stderr
    assert kept(samsyn) == []


REFUSALS = {
    "unknown": (["--as", "ingen@demo.example"], "Nobody signs in with ingen@demo.example."),
    "another place": (
        ["--as", "malin@demo.example", "--for", "1439"],
        "Theirs: Melleruds kommun, socialnämnden; Bengtsfors kommun, sociala utskottet.",
    ),
    "only reads": (["--as", "lena@demo.example"], "Ditt uppdrag ger dig rätt att läsa."),
}


@pytest.mark.parametrize("who", REFUSALS)
def test_who_may_not_is_told_why(samsyn: Command, file: Path, who: str):
    words, sentence = REFUSALS[who]
    done = samsyn("register", "import", str(file), *words)
    assert (done.returncode, done.stdout) == (1, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert kept(samsyn) == []


def test_the_assignment_is_named_by_municipality_code_or_body(samsyn_alone: Command, file: Path):
    """Malin has two; what she brings in is kept by the authority of the one she names."""
    said = {"SAMSYN_AS": "malin@demo.example", "SAMSYN_FOR": "1460"}
    assert samsyn_alone("register", "import", str(file), **said).returncode == 0
    assert {whose for _name, _openness, whose in kept(samsyn_alone)} == {"Bengtsfors"}


def test_outside_the_demonstration_one_says_who_one_is(samsyn: Command, file: Path):
    done = samsyn("register", "import", str(file), SAMSYN_DEMO="0")  # asked before anything is started
    assert done.returncode == 2
    assert "Say who acts: --as and an e-mail address (or SAMSYN_AS)." in done.stderr


def test_a_file_that_is_no_table_is_told_so(samsyn: Command, tmp_path: Path):
    (tmp_path / "avtal.xlsx").write_bytes(b"%PDF-1.7")
    done = samsyn("register", "import", str(tmp_path / "avtal.xlsx"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Filen är inte en tabell, vad namnet än säger." in done.stderr
