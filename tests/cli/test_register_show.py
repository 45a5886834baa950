"""The register from the command line, as of any day."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Command

pytestmark = pytest.mark.slow
FOUR = ["Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud"]


def shown(samsyn: Command, *words: str) -> Any:
    done = samsyn("register", "show", *words, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_the_day_before_there_are_four_and_the_old_name_and_the_day_after_five_and_the_new(samsyn: Command):
    before, after = (shown(samsyn, "--as-of", day) for day in ("2023-12-07", "2023-12-08"))
    told = json.dumps([before, after], ensure_ascii=False)
    assert "Övningsexempel" not in told  # the examples to practise on are a draft and something shared
    assert "OSL 18:8" not in told
    assert "@" not in told

    assert (before["as_of"], after["as_of"]) == ("2023-12-07", "2023-12-08")
    networks = [{network["name"]: network["members"] for network in told["networks"]} for told in (before, after)]
    assert networks[0]["4D-samverkan"] == FOUR
    assert networks[1]["Dalslandssamverkan"] == [*FOUR, "Åmål"]
    assert ("Dalslandssamverkan" in networks[0], "4D-samverkan" in networks[1]) == (False, False)
    stages = [{row["name"]: row["stage"] for row in told["collaborations"]} for told in (before, after)]
    assert stages[0]["4D-samverkan"] == "IN_FORCE"
    assert "Dalslandssamverkan" not in stages[0]
    assert (stages[1]["4D-samverkan"], stages[1]["Dalslandssamverkan"]) == ("REPLACED", "IN_FORCE")


def test_one_network_at_a_time_with_what_its_members_take_part_in(samsyn: Command):
    told = shown(samsyn, "--as-of", "2023-12-08", "--network", "dalslandssamverkan")

    assert [network["name"] for network in told["networks"]] == ["Dalslandssamverkan"]
    assert told["collaborations"]
    for row in told["collaborations"]:
        assert set(row["parties"]) & {*FOUR, "Åmål"}, row["name"]
    assert {"Akademi Norr", "Region 10"} & {row["name"] for row in told["collaborations"]} == set()


def test_a_network_that_is_not_there_is_told_with_those_that_are(samsyn: Command):
    done = samsyn("register", "show", "--network", "4D-samverkan")
    assert (done.returncode, done.stdout) == (1, "")
    assert "No network is published as 4D-samverkan on " in done.stderr
    assert "Published: Dalslandssamverkan, Region 10." in done.stderr


def test_as_a_table_with_how_each_stands(samsyn: Command):
    done = samsyn("register", "show")
    lines = done.stdout.splitlines()
    assert lines[0] == "Dalslandssamverkan (5): Bengtsfors, Dals-Ed, Färgelanda, Mellerud, Åmål"
    assert lines[2] == ""
    assert len(lines) > 50
    assert all(line.count(" | ") == 3 for line in lines[3:])
