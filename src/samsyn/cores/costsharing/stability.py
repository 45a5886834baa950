"""Is any group asked for more than it would pay by itself? Savings, breakaways, the core and the least core."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    Masks,
    Undefined,
    checked_game,
    checked_shares,
    coalition_sums,
    members,
    numbers,
    parties_in,
    singles,
    size_of,
)
from samsyn.cores.costsharing.nucleoli import EQUAL, PROPORTIONAL, ordering
from samsyn.cores.costsharing.programs import Program, SolverFailed
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.saying import Saying, say
from samsyn.cores.costsharing.scanning import bits


class EmptyCore(Refusal):
    """No shares content every group; by how much the best of them fail."""


def core_excess(costs: npt.ArrayLike, shares: npt.ArrayLike) -> FloatArray:
    """What every coalition saves under some shares: its cost by itself less what its members are asked for.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.
    shares : (n,) array, SEK. Need not sum to the joint cost.

    Returns
    -------
    (2**n,) array, SEK; negative where a coalition would do better by itself. 0 for nobody; for everybody the joint
    cost less all shares.

    Raises
    ------
    InvalidGame : as for `shapley_shares`, or shares of another number or not finite.

    Source: Gillies (1959), Solutions to general non-zero-sum games; docs/methods/core.md
    """
    game = checked_game(costs)
    excess = coalition_sums(checked_shares(game, shares))
    return np.subtract(game, excess, out=excess)


@dataclass(frozen=True)
class Breakaway:
    """A group that would do better by itself: its parties by number, and what it would save (SEK, positive)."""

    parties: tuple[int, ...]
    saving: float

    def said(self) -> Saying:
        """'0, 2 och 3 skulle tillsammans spara 430 000 kr på att lämna.'"""
        code = "BREAKAWAY_OF_ONE" if len(self.parties) == 1 else "BREAKAWAY"
        return say(code, parties=numbers(self.parties), saving=round(self.saving))


def breakaways(costs: npt.ArrayLike, shares: npt.ArrayLike, most: int = 10) -> list[Breakaway]:
    """The groups that would do better by themselves, the one that saves most first.

    Parameters
    ----------
    costs, shares : as for `core_excess`.
    most : how many to return at most.

    Returns
    -------
    list of Breakaway; empty when no group would save more than a 10**-9 of the largest cost.

    Raises
    ------
    InvalidGame : as for `core_excess`.

    Source: docs/methods/core.md
    """
    game = checked_game(costs)
    excess = core_excess(game, shares)
    excess[-1] = 0.0
    level = -ROUNDING * size_of(game)
    below = np.flatnonzero(excess < level)
    if len(below) > most:
        below = below[np.argpartition(excess[below], most - 1)[:most]] if most > 0 else below[:0]
    order = sorted(below.tolist(), key=lambda mask: (excess[mask], mask))
    return [Breakaway(members(mask), -float(excess[mask])) for mask in order]


def in_core(costs: npt.ArrayLike, shares: npt.ArrayLike) -> bool:
    """Whether the shares sum to the joint cost and no group would do better by itself.

    Parameters
    ----------
    costs, shares : as for `core_excess`.

    Raises
    ------
    InvalidGame : as for `core_excess`.
    """
    game = checked_game(costs)
    excess = core_excess(game, shares)
    size = ROUNDING * size_of(game)
    return abs(float(excess[-1])) <= size and bool(excess.min() >= -size)


@dataclass(frozen=True)
class StandAlone:
    """Each party's share against what it would pay alone: `saving` (n,) SEK, and whether it holds, (n,) of bool.

    A share above the stand-alone cost holds as long as it is within the benefit stated for the party.
    """

    alone: FloatArray
    saving: FloatArray
    holds: npt.NDArray[np.bool_]


def standalone_test(
    costs: npt.ArrayLike, shares: npt.ArrayLike, *, benefits: npt.ArrayLike | None = None
) -> StandAlone:
    """Does everybody pay at most what they would alone, or at most what the collaboration is worth to them?

    Parameters
    ----------
    costs, shares : as for `core_excess`.
    benefits : (n,) array, SEK: what taking part is worth to each party, where it is more than the cost that it saves
        (competence, security); None when nothing is stated. Cooperation seldom lowers cost, so a share above the
        stand-alone cost may be as intended.

    Returns
    -------
    StandAlone

    Raises
    ------
    InvalidGame : as for `core_excess`, or benefits of another number.

    Source: docs/methods/core.md
    """
    game = checked_game(costs)
    alone, paid = singles(game), checked_shares(game, shares)
    limit = alone if benefits is None else np.maximum(alone, checked_shares(game, benefits))
    return StandAlone(alone.copy(), alone - paid, paid <= limit + ROUNDING * size_of(game))


@dataclass(frozen=True)
class LeastCore:
    """The largest saving that every group can be left with, and one allocation that leaves it.

    `epsilon` (SEK, per weight): negative when the core is empty, and then what a group would have to be given, or
    charged for leaving. `shares` (n,) SEK is the prenucleolus; `notice` says that it is one of a set.
    """

    epsilon: float
    shares: FloatArray
    notice: Saying


def least_core(costs: npt.ArrayLike, *, weights: str = EQUAL) -> LeastCore:
    """The shares that leave the worst-off group as much as possible: how much, and one of those shares.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.
    weights : as for `prenucleolus`.

    Returns
    -------
    LeastCore

    Raises
    ------
    InvalidGame : as for `shapley_shares`. Undefined : fewer than two parties, or as for `prenucleolus`.

    Source: Maschler, Peleg & Shapley (1979), Geometric properties of the kernel, nucleolus and related solution
    concepts; docs/methods/core.md
    """
    game = checked_game(costs)
    if parties_in(game) < 2:
        raise Undefined("NO_GROUPS")
    if weights == PROPORTIONAL and not singles(game).all():
        raise Undefined("PROPORTIONAL_ZERO")
    found = ordering(game, weights=weights, bounded=False)
    return LeastCore(found.levels[0].saving, found.shares, say("LEAST_CORE_NOTICE"))


def share_ranges(costs: npt.ArrayLike) -> FloatArray:
    """The least and the most that each party can pay in the core.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.

    Returns
    -------
    (n, 2) array, SEK: least and most.

    Raises
    ------
    InvalidGame : as for `shapley_shares`. EmptyCore : no shares content every group.

    Source: docs/methods/core.md
    """
    game = checked_game(costs)
    centre = core_point(game)
    n = parties_in(game)
    if n == 1:
        return np.array([[game[-1], game[-1]]])
    return np.array([[extreme_share(game, i, +1.0, centre), extreme_share(game, i, -1.0, centre)] for i in range(n)])


def core_point(game: FloatArray) -> FloatArray:
    """A point of the core, the prenucleolus.

    Raises
    ------
    EmptyCore : by how much the worst-off group fails.
    """
    found = ordering(game, bounded=False)
    worst = found.levels[0].saving if found.levels else 0.0
    if worst < -ROUNDING * size_of(game):
        raise EmptyCore("CORE_EMPTY", short=round(-worst))
    return found.shares


def extreme_share(game: FloatArray, party: int, sign: float, centre: FloatArray) -> float:
    """The least (sign +1) or most (-1) that a party can pay in the core; rows are added as they are broken."""
    n = parties_in(game)
    alone = 1 << np.arange(n)
    rows: Masks = np.unique(np.concatenate((alone, len(game) - 1 - alone)))
    slack = game - coalition_sums(centre)  # not negative: the centre is in the core
    unit = max(float(slack.max()), 1e-9 * size_of(game))
    # Moves away from the centre by n - 1 directions that keep the sum: the last party pays what the others do not.
    directions = np.vstack((np.eye(n - 1), -np.ones(n - 1)))
    program = Program()
    program.start(sign * directions[party], bits(rows, n) @ directions, np.maximum(slack[rows], 0) / unit)
    for _ in range(len(game)):
        z, _ = program.solve()
        moved = directions @ z * unit
        left = slack - coalition_sums(moved)
        left[0] = left[-1] = 0.0
        worst = np.argsort(left, kind="stable")[: 2 * n]
        new = np.setdiff1d(worst[left[worst] < -ROUNDING * size_of(game)], rows)
        if not len(new):
            return float(centre[party] + moved[party])
        program.add(bits(new, n) @ directions, np.maximum(slack[new], 0) / unit)
        rows = np.concatenate((rows, new))
    raise SolverFailed("the range of a share did not settle")
