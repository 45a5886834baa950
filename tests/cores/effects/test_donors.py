"""Whom to compare with: collaborators never, and the published peers of Dalsland are not free of them."""

import csv

import numpy as np
import pytest

from samsyn.cores.effects.donors import LeftOut, choose_donors, contaminated, match_donors, neighbours_of
from tests import shared

UNITS = ["a", "b", "c", "d", "e"]


def test_the_first_reason_is_told():
    found = choose_donors(UNITS, {"a"}, collaborating={"a", "b"}, neighbours={"b", "c"}, peers={"a", "b", "c", "e"})

    assert found.rows == (4,)
    assert found.left_out == {
        0: LeftOut.TREATED, 1: LeftOut.COLLABORATES, 2: LeftOut.NEIGHBOUR, 3: LeftOut.NOT_A_PEER,
    }  # fmt: skip
    assert found.because(LeftOut.COLLABORATES) == (1,)


def test_everyone_else_when_nothing_is_asked():
    assert choose_donors(UNITS, {"c"}).rows == (0, 1, 3, 4)


def test_neighbours_are_found_from_either_side():
    assert neighbours_of({"b", "c"}, {("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")}) == ("a", "d")


def test_the_nearest_in_standard_deviations():
    features = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 0.1], [100.0, 5.0], [-100.0, -5.0]])
    assert match_donors(features, [0], [1, 2, 3, 4], 2).tolist() == [2, 1]
    assert match_donors(features * [1.0, 1e6], [0], [1, 2, 3, 4], 2).tolist() == [2, 1]
    assert match_donors(features, [0], [3, 1], 9).tolist() == [1, 3]


def test_matching_refuses_what_it_does_not_know():
    with pytest.raises(ValueError, match="every feature"):
        match_donors([[0.0], [np.nan]], [0], [1], 1)
    with pytest.raises(ValueError, match="at least one"):
        match_donors([[0.0], [1.0]], [0], [1], 0)


DALSLAND = {"1438", "1439", "1460", "1461", "1492"}


@shared.needs_shared
def test_published_peers_of_dalsland_contain_dalsland():
    """RKA's similar municipalities are made without regard to who collaborates: thirteen times inside Dalsland."""
    import polars as pl

    groups = pl.read_parquet(shared.path("kolada_municipality_groups.parquet"))
    with shared.path("municipalities.csv").open() as file:
        codes = {row["name"]: row["code"] for row in csv.DictReader(file)}
    similar = groups.filter(pl.col("similar_domain") == "övergripande")
    peers = {
        codes[name]: set(similar.filter(pl.col("similar_to") == name)["member_id"])
        for name in ("Mellerud", "Bengtsfors", "Åmål", "Dals-Ed", "Färgelanda")
    }

    found = contaminated(peers, DALSLAND)

    assert set(found["1461"]) >= {"1460", "1492"}
    assert all(group <= DALSLAND for group in map(set, found.values()))
    assert not set(choose_donors(sorted(codes.values()), DALSLAND).rows) & {
        sorted(codes.values()).index(c) for c in DALSLAND
    }


@shared.needs_shared
def test_dalsland_has_six_neighbours_in_the_register_of_borders():
    with shared.path("adjacency.csv").open() as file:
        pairs = {(row["code_a"], row["code_b"]) for row in csv.DictReader(file)}
    assert len(neighbours_of(DALSLAND, pairs)) == 6
