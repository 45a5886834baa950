"""Cost games: what every coalition of parties would cost, looked at before anything is computed from it.

`costs` is a float array of length 2**n in SEK: bit i of an index tells whether party i is in the coalition, so
costs[0] is 0 and costs[-1] is the joint cost. Values may be negative: a game of gains is passed as its negative.
"""

import math
from collections.abc import Iterable
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.refusal import Refusal

type FloatArray = npt.NDArray[np.float64]
type Masks = npt.NDArray[np.int64]

FEW = 10  # parties whose coalitions are summed by a product; above it by halves
MOST_PARTIES = 20  # 2**20 costs are 8 MB, and a nucleolus of them a tenth of a second; docs/methods/sizes.md
LARGEST_COST = 1e15  # SEK: above it kronor are lost in the arithmetic
ROUNDING = 1e-9  # of the largest cost: a difference below it is arithmetic, and no verdict rests on it


class InvalidGame(Refusal):
    """What was given is no cost game; which rule it breaks, and where."""


class Undefined(Refusal):
    """The method gives no answer on this game; why not."""


def numbers(parties: Iterable[int]) -> tuple[str, ...]:
    """Parties as sayings name them: by their numbers from 0, which a caller gives names."""
    return tuple(str(party) for party in parties)


def members(mask: int) -> tuple[int, ...]:
    """The parties in a coalition, from its bits."""
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def mask_of(parties: Iterable[int]) -> int:
    """The bits of a coalition, from its parties."""
    return sum(1 << party for party in set(parties))


def checked_game(costs: npt.ArrayLike) -> FloatArray:
    """The costs as an array that the functions here can use; never changed, copied only where it must be.

    Parameters
    ----------
    costs : (2**n,) array, SEK

    Raises
    ------
    InvalidGame : not one-dimensional, no power of two from 2, more than 20 parties, costs[0] other than 0, or a cost
        that is not finite or above 10**15 in size.
    """
    try:
        game = np.ascontiguousarray(costs, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidGame("GAME_NOT_NUMBERS") from None
    if game.ndim != 1:
        raise InvalidGame("GAME_NOT_A_ROW", count=game.ndim)
    length = len(game)
    if length < 2 or length & (length - 1):
        raise InvalidGame("GAME_LENGTH", count=length)
    if length > 2**MOST_PARTIES:
        raise InvalidGame("GAME_TOO_LARGE", count=length.bit_length() - 1, most=MOST_PARTIES)
    if game[0] != 0:
        raise InvalidGame("GAME_STARTS", cost=float(game[0]))
    largest = max(float(game.max()), -float(game.min()))  # NaN and infinity come through both
    if not math.isfinite(largest):
        odd = np.flatnonzero(~np.isfinite(game))
        raise InvalidGame("GAME_NOT_FINITE", parties=numbers(members(int(odd[0]))), count=len(odd))
    if largest > LARGEST_COST:
        raise InvalidGame("GAME_COST_TOO_LARGE", most=LARGEST_COST)
    return game


def parties_in(game: FloatArray) -> int:
    """The number of parties n."""
    return len(game).bit_length() - 1


def checked_shares(game: FloatArray, shares: npt.ArrayLike) -> FloatArray:
    """Shares as an array of n finite numbers.

    Raises
    ------
    InvalidGame : another number of shares than of parties, or one that is not finite.
    """
    given = np.asarray(shares, dtype=np.float64)
    if given.shape != (parties_in(game),):
        raise InvalidGame("SHARES_LENGTH", count=given.size, parties=parties_in(game))
    if not np.isfinite(given).all():
        raise InvalidGame("SHARES_NOT_FINITE", parties=numbers(np.flatnonzero(~np.isfinite(given)).tolist()))
    return given


@lru_cache(maxsize=FEW + 1)
def membership(n: int) -> FloatArray:
    """Who is in every coalition of few parties, (2**n, n) of 0 and 1; kept, so never change it."""
    inside = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1).astype(np.float64)
    inside.flags.writeable = False
    return inside


def coalition_sums(values: FloatArray) -> FloatArray:
    """The sum of the members' values for every coalition, (2**n,)."""
    n = len(values)
    if n <= FEW:
        sums: FloatArray = membership(n) @ values
        return sums
    return np.add.outer(coalition_sums(values[n // 2 :]), coalition_sums(values[: n // 2])).ravel()


@lru_cache(maxsize=8)
def coalition_sizes(n: int) -> FloatArray:
    """The number of members of every coalition, (2**n,); kept, so never change it."""
    sizes = np.rint(coalition_sums(np.ones(n)))
    sizes.flags.writeable = False
    return sizes


def singles(game: FloatArray) -> FloatArray:
    """What each party would pay alone, (n,) SEK."""
    found: FloatArray = game[1 << np.arange(parties_in(game))]
    return found


def separable_costs(game: FloatArray) -> FloatArray:
    """What the joint cost rises by when each party is the last to come, c(N) - c(N without i), (n,) SEK."""
    everybody = len(game) - 1
    found: FloatArray = game[-1] - game[everybody - (1 << np.arange(parties_in(game)))]
    return found


def size_of(game: FloatArray) -> float:
    """The largest cost in size, SEK, at least 1: what rounding errors are measured against."""
    return max(1.0, float(game.max()), -float(game.min()))
