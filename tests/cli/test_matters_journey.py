"""The same journey by the command line, and by the API: two fresh databases, one export but for ids and times."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.journey import BENGTSFORS, KEEPER, Walked, compared, without_ids_and_times

pytestmark = pytest.mark.slow


@pytest.fixture
def both(walked: Callable[[str], Walked]) -> tuple[Walked, Walked]:
    return walked("cli"), walked("api")


def plain(told: Any) -> Any:
    return json.loads(without_ids_and_times(json.dumps(told, ensure_ascii=False, default=str), set()))


def test_the_journey_ends_in_the_register_in_the_same_way(both: tuple[Walked, Walked]):
    by_command, by_api = both
    assert len(by_command.register["parties"]) == 5
    assert by_command.register == by_api.register


@pytest.mark.parametrize("who", [KEEPER, BENGTSFORS])
def test_the_exports_are_equal_but_for_ids_and_times(both: tuple[Walked, Walked], who: str):
    by_command, by_api = (compared(one.exports[who]) for one in both)

    assert by_command["matter"] == by_api["matter"]
    assert by_command["manifest"] == by_api["manifest"]
    assert by_command["files"] == by_api["files"]
    assert both[0].exports[who] != both[1].exports[who]  # they are two


def test_what_differs_is_found(both: tuple[Walked, Walked]):
    """That the comparison can say no: of one's own, and of another reader's export."""
    by_command, by_api = (compared(one.exports[KEEPER]) for one in both)
    by_command["matter"]["matter"]["referrals"][0]["local"]["registry_number"] += "x"
    assert by_command["matter"] != by_api["matter"]
    assert compared(both[0].exports[BENGTSFORS])["matter"] != by_api["matter"]


def test_board_plan_timeline_and_condition_said_the_same_on_the_way(both: tuple[Walked, Walked]):
    by_command, by_api = both
    assert len(by_command.seen) == 7
    assert plain(by_command.seen) == plain(by_api.seen)


def test_everybody_reads_the_same(both: tuple[Walked, Walked]):
    by_command, by_api = both
    assert plain(by_command.told) == plain(by_api.told)
