"""Help for every command, and clear words to those who type something that is not there."""

import subprocess
from importlib.metadata import version

import click
import pytest

from samsyn.cli.main import samsyn
from tests.demo.laid_out import COMMAND

OF_MATTERS = [
    "add-document", "apply", "board", "change", "close", "condition", "consequence", "correct", "decide", "decision",
    "documents", "export", "force", "list", "local", "mark-document", "ours", "path", "plan", "preview", "propose",
    "publish", "publish-answer", "raise", "receive", "refer", "refer-anew", "registry", "remind", "set-condition",
    "share", "share-document", "show", "sign", "standpoint", "texts", "timeline", "withdraw",
]  # fmt: skip


def commands(group: click.Group = samsyn, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every group and command, by what is typed."""
    found = [before]
    for name, command in group.commands.items():
        inner = (*before, name)
        found += commands(command, inner) if isinstance(command, click.Group) else [inner]
    return found


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *words], capture_output=True, text=True, check=False, timeout=60)


def test_the_commands_are_those_that_the_handbook_tells_of():
    assert {" ".join(words) for words in commands()} == {
        "",
        "run",
        "migrate",
        "check",
        "database",
        "database sql",
        "database prepare",
        "demo",
        "demo reset",
        "indicators",
        "indicators fetch",
        "indicators load",
        "indicators status",
        "indicators verify",
        "organisation",
        "organisation open",
        "law",
        "law legal-force",
        "matters",
        *(f"matters {name}" for name in OF_MATTERS),
        "register",
        "register show",
        "register import",
    }


@pytest.mark.slow
@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_help_is_there_for_each(words: tuple[str, ...]):
    """And comes at once: neither settings nor a database are needed for it."""
    done = run(*words, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(" ".join(["Usage: samsyn", *words]))
    told = done.stdout.split("\n\n")[1].strip()
    assert told
    assert not told.startswith("Options:")


def test_the_version_is_that_of_the_package():
    assert run("--version").stdout.strip().endswith(version("samsyn"))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nej",), "No such command 'nej'."),
        (("register", "nej"), "No such command 'nej'."),
        (("register", "show", "--nej"), "No such option '--nej'"),
        (("register", "show", "--as-of", "igår"), "'igår' does not match the format '%Y-%m-%d'."),
        (("register", "import"), "Missing argument 'FILE'."),
        (("register", "import", "/finns/inte.csv"), "File '/finns/inte.csv' does not exist."),
        (("organisation", "open", "1440"), "Missing option '--name'."),
    ],
    ids=lambda told: " ".join(told) if isinstance(told, tuple) else "",
)
def test_what_is_typed_wrong_is_told_with_code_2(words: tuple[str, ...], sentence: str):
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
