"""Swedish is complete: every sentence has its Swedish, and what runs is what was last written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from tests.consistency.source import SOURCE
from tests.servers import ROOT

SWEDISH = SOURCE / "locale" / "sv" / "LC_MESSAGES"
# The same word in both languages. Anything else that is the same has been forgotten.
SAME = {
    "opposition",
    "Form",
    "§",
    "Budget, kr",
    "budget, kr",
    "Version",
    "version",
    "version %(number)s",
    "Version %(n)s",
    "Version %(n)s, %(day)s.",
    "Dnr %(number)s",
    "Period",
    "Risk",
    "vision",
    "Vision",
    "Forum",
    "Text",
    "text",
    "region",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _messages() -> polib.POFile:
    return polib.pofile(str(SWEDISH / "django.po"))


def _ids(messages: polib.POFile) -> set[tuple[str, str, str]]:
    return {(entry.msgctxt or "", entry.msgid, entry.msgid_plural) for entry in messages}


def test_no_sentence_lacks_its_swedish():
    messages = _messages()
    assert [entry.msgid for entry in messages.untranslated_entries()] == []
    assert [entry.msgid for entry in messages.fuzzy_entries()] == []
    assert [entry.msgid for entry in messages.obsolete_entries()] == []


def test_swedish_differs_from_english_but_for_words_that_are_the_same():
    assert {entry.msgid for entry in _messages() if entry.msgstr == entry.msgid} == SAME


def test_swedish_keeps_every_placeholder():
    """A singular may leave its number out: 'one day'."""
    wrong = []
    for entry in _messages():
        wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        told = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        if {found for text in told for found in PLACEHOLDER.findall(text)} != wanted:
            wrong.append(entry.msgid)
    assert wrong == []


def test_what_runs_is_what_was_written():
    """django.mo was made from django.po as it stands."""
    written = {(e.msgctxt or "", e.msgid): e.msgstr or dict(e.msgstr_plural) for e in _messages()}
    runs = {
        (e.msgctxt or "", e.msgid): e.msgstr or dict(e.msgstr_plural)
        for e in polib.mofile(str(SWEDISH / "django.mo"))
        if e.msgid
    }
    assert runs == written


@pytest.mark.slow  # needs gettext, which scripts/tools installs
def test_the_sentences_are_those_of_the_source(tmp_path: Path):
    """Gathered anew from a copy of the source, they are the ones that stand in django.po."""
    copy = tmp_path / "samsyn"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("static", "data", "__pycache__"))
    environment = {**os.environ, "SAMSYN_DEMO": "1", "SAMSYN_HOME": str(tmp_path), "PYTHONPATH": str(ROOT / "src")}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    # As in scripts/translations.
    asked = ["makemessages", "-l", "sv", "--no-location", "--no-wrap", "--no-obsolete", "-v0"]
    subprocess.run([sys.executable, str(ROOT / "manage.py"), *asked], cwd=copy, env=environment, check=True)

    gathered = polib.pofile(str(copy / "locale" / "sv" / "LC_MESSAGES" / "django.po"))
    assert _ids(gathered) == _ids(_messages())
