"""Days by the law, from the command line: no database is asked."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samsyn.cli.main import samsyn


def legal_force(*words: str) -> Result:
    return CliRunner().invoke(samsyn, ["law", "legal-force", *words])


# Announced, the last day to appeal, the earliest legal force.
DAYS = [
    (["2012-04-02"], "2012-04-23", "2012-04-24"),
    (["2026-12-03"], "2026-12-28", "2026-12-29"),  # three weeks end on Christmas Eve, and then come holidays
    (["2026-03-02", "2026-03-05", "2026-03-03"], "2026-03-26", "2026-03-27"),  # a joint committee: the last board
]


@pytest.mark.parametrize(("announced", "last", "force"), DAYS)
def test_days_as_json(announced: list[str], last: str, force: str):
    told: dict[str, Any] = json.loads(
        legal_force(*(word for day in announced for word in ("--announced", day)), "--json").stdout
    )
    assert told == {"announced_on": sorted(announced), "last_day_to_appeal": last, "legal_force_on": force}


def test_days_in_words():
    assert legal_force("--announced", "2012-04-02").stdout == (
        "Announced 2012-04-02: can be appealed until 2012-04-23, legal force 2012-04-24 at the earliest.\n"
    )


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--announced", "1912-04-02"), 1, "The public holidays of 1912 are not known here (1990 to 2100)."),
        (("--announced", "igår"), 2, "'igår' does not match the format '%Y-%m-%d'."),
        ((), 2, "Missing option '--announced'."),
    ],
)
def test_what_cannot_be_counted_is_said(words: tuple[str, ...], code: int, sentence: str):
    done = legal_force(*words)
    assert (done.exit_code, done.stdout) == (code, "")
    assert sentence in done.stderr
