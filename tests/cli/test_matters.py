"""Matters from the command line: who may, what is said to who may not, and the real command once."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samsyn.cli.main import samsyn
from samsyn.isolation import clock
from samsyn.matters.models import Decision, ForceEvent
from tests.cli.conftest import Command
from tests.conftest import wall_2_off
from tests.documents.examining import making_pdf
from tests.world import World

OURS_ONLY = "Bara kommunens egen registrator kan registrera kommunens beslut."
REGISTRARS_ONLY = "En registrator eller sekreterare i kommunen registrerar vad dess organ beslutar."
Runs = Callable[..., Result]


def today() -> str:
    return clock.today().isoformat()


@pytest.fixture
def run(world: World, db: None) -> Runs:
    """A command as one of the world's people."""

    def ran(persona: str, *words: str) -> Result:
        who = {"SAMSYN_AS": world.people[persona]["email"]}
        return CliRunner().invoke(samsyn, ["matters", *map(str, words)], env=who)

    return ran


def said(done: Result) -> str:
    """What was said to somebody who was refused."""
    assert (done.exit_code, done.stdout) == (1, ""), done.output
    return done.stderr.removeprefix("Error: ").strip()


def count() -> tuple[int, int]:
    with wall_2_off():
        return Decision.objects.count(), ForceEvent.objects.count()


OTHERS = [
    ("a_coordinator", REGISTRARS_ONLY),  # who keeps the forum's papers
    ("a_chair", REGISTRARS_ONLY),
    ("b_registrar", OURS_ONLY),
    ("b_coordinator", OURS_ONLY),
    ("c_coordinator", "Not here, or not yours to see."),
]


@pytest.mark.parametrize(("persona", "sentence"), OTHERS)
def test_nobody_else_records_what_mellerud_decides(
    world: World, run: Runs, tmp_path: Path, persona: str, sentence: str
):
    before = count()
    extract = tmp_path / "utdrag.pdf"
    extract.write_bytes(making_pdf.on_page("utdrag"))
    step, decision = world["step_received_1461_2"], world["decision_entered_1461_2"]
    decided = ("--decided-on", today(), "--outcome", "APPROVED")

    told = [
        said(run(persona, "decide", step, *decided)),
        said(run(persona, "decide", step, *decided, "--extract", extract)),
        said(run(persona, "correct", decision, *decided)),
    ]

    assert told == [sentence] * 3
    assert run(persona, "force", decision, "--kind", "ANNULLED", "--on", today()).exit_code == 1
    assert count() == before


def test_its_own_registrar_does(world: World, run: Runs):
    step = world["step_received_1461_2"]
    done = run("a_registrar", "decide", step, "--decided-on", today(), "--outcome", "APPROVED", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["deciding"], told["outcome_in_words"]) == (True, "Bifall")


def test_a_body_that_prepares_is_not_made_the_one_that_decides(world: World, run: Runs):
    from samsyn.organisations import actions as organisations
    from samsyn.organisations.models import Body, Organisation

    with world.acting("a_administrator") as by:
        board = Body.objects.get(uid=world["1461_board"])
        organisations.create_body(
            Organisation.objects.get(code="1461"), by=by, at=clock.now(), kind="SUBCOMMITTEE", name="Arbetsutskottet",
            parent=board, decides=False,
        )  # fmt: skip
    local = world["local_received_1461"]

    wrong = run("a_registrar", "path", local, "--body", "Arbetsutskottet", "--deciding", "Arbetsutskottet")
    assert said(wrong).startswith("--deciding: Välj ett giltigt alternativ.")
    way = ("--body", "Arbetsutskottet", "--body", "kommunstyrelsen", "--deciding", "Kommunstyrelsen", "--json")
    told = json.loads(run("a_registrar", "path", local, *way).stdout)
    prepares, decides = told["local"]["steps"]
    assert (prepares["deciding"], decides["deciding"]) == (False, True)
    recommended = run(
        "a_registrar", "decide", prepares["uid"], "--decided-on", today(), "--outcome", "APPROVED", "--json"
    )
    assert json.loads(recommended.stdout)["deciding"] is False
    condition = json.loads(run("a_coordinator", "condition", world["matter_received"], "--json").stdout)
    assert (condition["holds"], condition["would_enter"]) == (False, [])


def test_each_sentence_stands_with_its_option(world: World, run: Runs):
    done = run(
        "a_coordinator", "propose", world["matter_draft"], "--kind", "START", "--text", "x", "--area", "IT", "--form",
        "CONTRACT", "--named", "Melerud", "--party", "Åmål",
    )  # fmt: skip
    assert said(done) == "--parties: Det frågas inte efter här."
    done = run(
        "a_coordinator", "propose", world["matter_draft"], "--kind", "START", "--text", "x", "--area", "IT", "--form",
        "CONTRACT", "--named", "Melerud",
    )  # fmt: skip
    lines = said(done).splitlines()
    assert [line.partition(":")[0] for line in lines] == ["--name", "--named"]
    assert "Menade du Mellerud" in lines[1]


def test_a_version_that_was_read_is_held_to(world: World, run: Runs):
    done = run("a_coordinator", "change", world["matter_draft"], "--version", "0", "--background", "Annat")
    assert said(done) == "Somebody else saved first. Read it again and give the version you read."


SAYS = {
    "show": ("matter_shared", "Kept by Melleruds kommun, kommunstyrelsen"),
    "condition": ("matter_shared", "Träder i kraft"),
    "board": ("matter_shared", "Bengtsfors: Bifall med ändring"),
    "plan": ("matter_received", "All have legal force:"),
    "timeline": ("matter_shared", "Kommunstyrelsen"),
    "preview": ("matter_shared", "* "),
    "documents": ("matter_shared", "edition 1, SHARED, "),
    "local": ("local_shared_1460", "(decides): "),
    "decision": ("decision_shared_1460_2", "Bifall med ändring"),
}


@pytest.mark.parametrize("command", SAYS)
def test_what_is_read_is_told_in_words_and_as_json(world: World, run: Runs, command: str):
    name, words = SAYS[command]
    done = run("b_coordinator", command, world[name])
    assert done.exit_code == 0, done.output
    assert words in done.stdout
    assert json.loads(run("b_coordinator", command, world[name], "--json").stdout)
    assert said(run("c_coordinator", command, world[name])) == "Not here, or not yours to see."


def test_lists_are_of_ones_own(world: World, run: Runs):
    assert str(world["matter_draft"]) in run("a_coordinator", "list").stdout
    assert str(world["matter_draft"]) not in run("b_coordinator", "list").stdout
    assert str(world["matter_ended"]) not in run("b_coordinator", "list").stdout
    assert str(world["matter_ended"]) in run("b_coordinator", "list", "--all").stdout
    ours = run("b_coordinator", "ours").stdout
    assert f"{world['referral_asked_1460']}  to receive" in ours
    assert str(world["local_shared_1460"]) in ours
    assert str(world["local_shared_1461"]) not in ours
    assert run("c_coordinator", "ours").stdout == "None.\n"


def test_one_says_who_one_is(world: World, db: None):
    done = CliRunner().invoke(samsyn, ["matters", "list"], env={"SAMSYN_AS": "", "SAMSYN_DEMO": "0"})
    assert done.exit_code == 2
    assert "Say who acts: --as and an e-mail address (or SAMSYN_AS)." in done.stderr


# --- the real command -------------------------------------------------------------------------------------------------
@pytest.mark.slow
def test_a_matter_of_the_demonstration_is_read_and_exported(samsyn: Command, tmp_path: Path):
    listed = samsyn("matters", "list", "--all", "--json")
    assert (listed.returncode, listed.stderr) == (0, "")
    rows: list[dict[str, Any]] = json.loads(listed.stdout)
    assert rows != []
    uid, path = rows[0]["uid"], tmp_path / "arende.zip"

    shown, exported = samsyn("matters", "show", uid), samsyn("matters", "export", uid, str(path))

    assert (shown.returncode, shown.stderr, exported.returncode, exported.stderr) == (0, "", 0, "")
    assert rows[0]["title"] in shown.stdout
    assert exported.stdout == f"{path}: {path.stat().st_size} bytes\n"
    with zipfile.ZipFile(path) as archive:
        assert json.loads(archive.read("matter.json"))["matter"]["uid"] == uid


@pytest.mark.slow
def test_who_may_not_is_told_why(samsyn: Command):
    done = samsyn("matters", "show", "00000000-0000-0000-0000-000000000000")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "Error: Not here, or not yours to see.\n"
