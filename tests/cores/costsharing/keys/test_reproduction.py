"""Published amounts against the keys that were published with them."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from samsyn.cores.costsharing.keys.measures import Inputs, InvalidMeasure, Measure
from samsyn.cores.costsharing.keys.reproduction import (
    DIFFERENT,
    PERCENT,
    ROUNDED,
    SAME,
    THOUSANDS,
    InvalidPublished,
    Published,
    reproduce,
)
from samsyn.cores.costsharing.keys.schema import SCHEMA, key_from_json
from samsyn.cores.costsharing.wording import in_swedish
from tests import shared
from tests.cores.costsharing.keys.makers import EQUAL, make_key


def practice(name: str) -> dict[str, Any]:
    rows = json.loads(shared.path("published_games.json").read_text())["practice"]
    return next(row for row in rows if row["id"] == name)


def key(parties: list[str], part: dict[str, Any]):
    return key_from_json(json.dumps({"schema": SCHEMA, "parties": parties, "operation": part}))


@shared.needs_shared
def test_ekommune_sunnmore_2017_is_reproduced_to_the_last_decimal():
    told = practice("ekommune_sunnmore_2017")
    part = {
        "kind": "mix",
        "parts": [
            {"percent": 30, "part": EQUAL},
            {"percent": 70, "part": {"kind": "proportional", "measure": "population"}},
        ],
    }
    measure = Measure.of(dict(zip(told["players"], told["population"], strict=True)), source="SSB", on=date(2017, 1, 1))
    printed = dict(zip(told["players"], told["share_percent"], strict=True))

    found = reproduce(
        key(told["players"], part),
        Inputs({"population": measure}),
        Published.of(printed, unit=PERCENT, decimals=3),
        total=100_000,
    )

    assert [row.agrees for row in found.rows] == [SAME] * 8
    assert found.published_total == 100
    assert found.reproduced
    assert in_swedish(found.verdict) == "Nyckeln ger alla 8 offentliggjorda belopp."


@shared.needs_shared
def test_the_fees_of_jamtland_do_not_follow_its_ownership_key_and_it_is_said_by_how_much():
    told = practice("jamtland_2021")
    fees = dict(zip(told["players"], told["fee_thousand"], strict=True))
    owned = dict(zip(told["players"], told["ownership_percent"], strict=True))
    part = {"kind": "fixed_shares", "shares": {p: str(share) for p, share in owned.items()}}

    found = reproduce(
        key(told["players"], part),
        Inputs(),
        Published.of(fees, unit=THOUSANDS),
        total=told["total_thousand"] * 1000,
    )

    assert [row.agrees for row in found.rows] == [DIFFERENT] * 7
    assert found.rows[-1].difference == 42_136 - Fraction("26.86") * 133_203 / 100
    assert found.published_total == found.computed_total == 133_203
    assert in_swedish(found.verdict) == "Nyckeln ger inte 7 av de 7 offentliggjorda beloppen."
    assert in_swedish(found.sentences[-1]).replace("\u00a0", " ") == (
        "Oestersund: 42 136 tkr är offentliggjort, 6 357,6742 mer än nyckeln ger (35 778,3258)."
    )


@shared.needs_shared
def test_the_fees_of_jamtland_by_percentages_of_two_decimals_are_off_by_a_few_thousand_kronor():
    """Östersund's 31.63 percent is a rounded figure: the amounts follow more decimals than the page prints."""
    told = practice("jamtland_2021")
    fees = dict(zip(told["players"], told["fee_thousand"], strict=True))
    percent = {p: str(round(100 * fee / told["total_thousand"], 2)) for p, fee in fees.items()}
    assert percent["Oestersund"] == "31.63"
    rest = 100 - sum(Fraction(share) for share in percent.values())
    percent["Berg"] = str(float(Fraction(percent["Berg"]) + rest))

    found = reproduce(
        key(told["players"], {"kind": "fixed_shares", "shares": percent}),
        Inputs(),
        Published.of(fees, unit=THOUSANDS),
        total=told["total_thousand"] * 1000,
    )

    assert not found.reproduced
    assert 1 < max(abs(row.difference) for row in found.rows) < 20


def test_another_way_of_rounding_is_told_from_another_key():
    published = Published.of({"A": 34, "B": 33, "C": 33})
    found = reproduce(make_key(EQUAL), Inputs(), published, total=100)
    assert [row.agrees for row in found.rows] == [SAME] * 3

    thirds = Published.of({"A": "33.4", "B": "33.3", "C": "33.3"}, unit=PERCENT, decimals=1)
    found = reproduce(make_key(EQUAL), Inputs(), thirds, total=100)
    assert [row.agrees for row in found.rows] == [ROUNDED, SAME, SAME]
    assert found.reproduced
    assert in_swedish(found.sentences[0]) == (
        "A: 33,4 procent är offentliggjort och nyckeln ger 33,3333; avrundningen skiljer."
    )


def test_what_is_missing_is_said_and_a_stranger_refused():
    found = reproduce(make_key(EQUAL), Inputs(), Published.of({"A": 40, "B": 30}), total=99)
    assert [in_swedish(each).replace("\u00a0", " ") for each in found.sentences] == [
        "A: 40 kr är offentliggjort, 7 mer än nyckeln ger (33).",
        "B: 30 kr är offentliggjort, 3 mindre än nyckeln ger (33).",
        "För C finns inget offentliggjort belopp.",
    ]
    with pytest.raises(InvalidPublished):
        reproduce(make_key(EQUAL), Inputs(), Published.of({"D": 1}), total=99)
    with pytest.raises(InvalidPublished):
        Published.of({"A": 1}, unit="euro")


def test_percent_of_nothing_cannot_be_compared():
    with pytest.raises(InvalidMeasure) as refused:
        reproduce(make_key(EQUAL), Inputs(), Published.of({"A": 1}, unit=PERCENT), total=0)
    assert refused.value.code == "PERCENT_OF_NOTHING"
