"""What it costs the others that somebody comes in or leaves."""

from dataclasses import dataclass

import numpy.typing as npt

from samsyn.cores.costsharing.games import InvalidGame, checked_game, checked_shares, parties_in
from samsyn.cores.costsharing.saying import Saying, say
from samsyn.cores.costsharing.stability import EmptyCore, core_point, extreme_share


@dataclass(frozen=True)
class EntryInterval:
    """What an entrant can be asked for (SEK). At `least` nobody else pays more for it; at `most` it pays what it would
    alone. `core_least` and `core_most` are the sharper limits where no group does better by itself, None where no
    shares content every group; `notice` says which."""

    least: float
    most: float
    core_least: float | None
    core_most: float | None
    notice: Saying


def entry_interval(costs_with: npt.ArrayLike, *, entrant: int | None = None) -> EntryInterval:
    """The interval in which an entrant's share can be settled.

    Parameters
    ----------
    costs_with : (2**n,) array, SEK: the game with the entrant in it; n at least 2.
    entrant : the entrant's number; None is the last party.

    Returns
    -------
    EntryInterval; `least` is above `most` where the entrant costs more than it would alone.

    Raises
    ------
    InvalidGame : as for `shapley_shares`, or no such party.

    Source: docs/methods/entry_and_exit.md
    """
    game = checked_game(costs_with)
    n = parties_in(game)
    party = _party(n - 1 if entrant is None else entrant, n)
    least, most = float(game[-1] - game[len(game) - 1 - (1 << party)]), float(game[1 << party])
    try:
        centre = core_point(game)
    except EmptyCore as empty:
        return EntryInterval(least, most, None, None, empty.saying)
    low, high = (extreme_share(game, party, sign, centre) for sign in (+1.0, -1.0))
    return EntryInterval(least, most, low, high, say("ENTRY_IN_CORE", least=round(low), most=round(high)))


def exit_cost(costs: npt.ArrayLike, shares: npt.ArrayLike, party: int) -> float:
    """What the others pay more in all when a party leaves: the cost without it less what they pay now.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`, n at least 2.
    shares : (n,) array, SEK, that sum to the joint cost.
    party : the number of the one who leaves.

    Returns
    -------
    SEK; positive when the others pay more (stranded cost), negative when they gain.

    Raises
    ------
    InvalidGame : as for `core_excess`, or no such party.

    Source: docs/methods/entry_and_exit.md
    """
    game = checked_game(costs)
    who = _party(party, parties_in(game))
    paid = checked_shares(game, shares)
    return float(game[len(game) - 1 - (1 << who)] - (game[-1] - paid[who]))


def _party(party: int, n: int) -> int:
    if n < 2 or not 0 <= party < n:
        raise InvalidGame("NO_SUCH_PARTY", number=party, count=n)
    return party
