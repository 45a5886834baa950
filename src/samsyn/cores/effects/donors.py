"""Whom a collaboration may be compared with, and why the others are left out. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from samsyn.cores.effects.weights import IntArray


class LeftOut(StrEnum):
    """Why a unit is not compared with; the first that holds."""

    TREATED = "TREATED"
    COLLABORATES = "COLLABORATES"
    NEIGHBOUR = "NEIGHBOUR"
    NOT_A_PEER = "NOT_A_PEER"


@dataclass(frozen=True)
class Donors:
    """`rows` of those compared with, in order, and the reason for each of the other rows."""

    rows: tuple[int, ...]
    left_out: Mapping[int, LeftOut]

    def because(self, reason: LeftOut) -> tuple[int, ...]:
        return tuple(row for row, why in sorted(self.left_out.items()) if why == reason)


def choose_donors(
    units: Sequence[str],
    treated: Collection[str],
    *,
    collaborating: Collection[str] = (),
    neighbours: Collection[str] = (),
    peers: Collection[str] | None = None,
) -> Donors:
    """Everyone who does nothing of the kind.

    Parameters
    ----------
    units : codes, in the order of the rows
    treated : codes of the collaboration's own members
    collaborating : codes of everyone in any collaboration of the same kind, whichever
    neighbours : codes to leave out because the effect may reach them; none unless asked
    peers : codes to keep to; everyone when left out

    Returns
    -------
    Donors.

    Source: no interference between units (Rubin 1980); docs/methods/effects.md
    """
    left_out: dict[int, LeftOut] = {}
    for row, code in enumerate(units):
        if code in treated:
            left_out[row] = LeftOut.TREATED
        elif code in collaborating:
            left_out[row] = LeftOut.COLLABORATES
        elif code in neighbours:
            left_out[row] = LeftOut.NEIGHBOUR
        elif peers is not None and code not in peers:
            left_out[row] = LeftOut.NOT_A_PEER
    return Donors(tuple(row for row in range(len(units)) if row not in left_out), left_out)


def contaminated(peers: Mapping[str, Collection[str]], collaborating: Collection[str]) -> dict[str, tuple[str, ...]]:
    """For each member, which of its published peers take part in a collaboration of the same kind.

    Parameters
    ----------
    peers : code to the codes of a ready-made group of similar municipalities
    collaborating : codes of everyone who collaborates

    Returns
    -------
    Code to the peers that cannot be compared with, sorted; members without any are left out.
    """
    found = {code: tuple(sorted(set(group) & set(collaborating) - {code})) for code, group in peers.items()}
    return {code: group for code, group in found.items() if group}


def neighbours_of(members: Collection[str], pairs: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """The codes that border a member and are none, sorted; a pair may be written either way."""
    found = {b for a, b in pairs if a in members} | {a for a, b in pairs if b in members}
    return tuple(sorted(found - set(members)))


def match_donors(features: npt.ArrayLike, treated: Sequence[int], pool: Sequence[int], count: int) -> IntArray:
    """The units most like the treated before the start: difference in differences with matched controls.

    Parameters
    ----------
    features : (units, features) array, all known before the start; each is divided by its standard deviation in the
        pool, so the unit of measure does not matter
    treated : rows; their mean is matched
    pool : rows to choose among
    count : how many to choose

    Returns
    -------
    (count,) array of rows, nearest first; fewer when the pool is smaller. Ties in the order of the rows. Features that
    do not vary in the pool do not count.

    Raises
    ------
    ValueError : a feature of a row that is used is missing, or fewer than one is asked for.

    Source: Euclidean distance on standardised features; Stuart (2010), Matching methods. docs/methods/effects.md
    """
    given = np.asarray(features, np.float64)
    chosen = np.unique(np.asarray(pool, np.int64))
    own = given[np.asarray(treated, np.int64)].mean(axis=0)
    if count < 1 or not np.isfinite(own).all() or not np.isfinite(given[chosen]).all():
        raise ValueError("matching needs every feature of every row, and at least one to choose")
    spread = given[chosen].std(axis=0)
    varied = spread > 0
    distance = (((given[chosen] - own)[:, varied] / spread[varied]) ** 2).sum(axis=1)
    return chosen[np.argsort(distance, kind="stable")[:count]]
