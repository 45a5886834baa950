"""What a group would cost, from what makes cost: fixed, per volume, in steps, by distance, and by shared capacity.

A structure tells the cost of many groups at once, of all 2**n (`EveryGroup`) or of some (`SomeGroups`), so that a game
of 20 parties takes some array operations and no call for each group.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    MOST_PARTIES,
    FloatArray,
    InvalidGame,
    checked_game,
    coalition_sums,
    numbers,
    parties_in,
)

type BoolArray = npt.NDArray[np.bool_]
NEARLY = 1e-9  # of a unit: volumes that are sums of decimals start no new unit by their rounding


class Groups(ABC):
    """Groups of parties, as structures ask about them."""

    count: int

    @abstractmethod
    def sums(self, values: FloatArray) -> FloatArray:
        """The sum of the members' values in each group, (count,)."""

    @abstractmethod
    def has(self, party: int) -> BoolArray:
        """Whether a party is in each group, (count,)."""


class EveryGroup(Groups):
    """All 2**n groups, in the order of their bits."""

    def __init__(self, n: int) -> None:
        self.n, self.count = n, 2**n

    def sums(self, values: FloatArray) -> FloatArray:
        """By doubling."""
        return coalition_sums(values)

    def has(self, party: int) -> BoolArray:
        """By the bit."""
        found = np.zeros((self.count >> party + 1, 2, 1 << party), dtype=np.bool_)
        found[:, 1] = True
        return found.ravel()


class SomeGroups(Groups):
    """Groups given as an (m, n) array of who is in."""

    def __init__(self, inside: BoolArray) -> None:
        self._inside, self.count = inside, len(inside)

    def sums(self, values: FloatArray) -> FloatArray:
        """By a product."""
        return self._inside @ values

    def has(self, party: int) -> BoolArray:
        """By the column."""
        found: BoolArray = self._inside[:, party]
        return found


class Structure(ABC):
    """One thing that makes cost; costs of several are added."""

    @abstractmethod
    def costs(self, groups: Groups) -> FloatArray:
        """The cost of each group, (count,) SEK; what it gives for nobody does not count."""

    @property
    @abstractmethod
    def parties(self) -> int | None:
        """How many parties it has values for; None where it has no values by party."""


@dataclass(frozen=True)
class Fixed(Structure):
    """The same for every group: a system, a manager, a licence (SEK)."""

    amount: float

    parties = None

    def costs(self, groups: Groups) -> FloatArray:
        """The amount."""
        return np.full(groups.count, self.amount)


@dataclass(frozen=True)
class PerVolume(Structure):
    """A rate (SEK) for each unit of the members' volumes, (n,): cases, inhabitants, hours."""

    rate: float
    volumes: tuple[float, ...]

    @property
    def parties(self) -> int:
        """Those with a volume."""
        return len(self.volumes)

    def costs(self, groups: Groups) -> FloatArray:
        """rate × volume."""
        return self.rate * groups.sums(np.array(self.volumes))


@dataclass(frozen=True)
class StartedUnits(Structure):
    """A cost (SEK) for each unit that is started: a post for every so many cases, a vehicle for so many calls."""

    cost: float
    unit: float
    volumes: tuple[float, ...]

    def __post_init__(self) -> None:
        if self.unit <= 0:
            raise InvalidGame("UNIT_NOT_POSITIVE", unit=self.unit)

    @property
    def parties(self) -> int:
        """Those with a volume."""
        return len(self.volumes)

    def costs(self, groups: Groups) -> FloatArray:
        """cost × volume / unit, rounded up."""
        return self.cost * np.ceil(groups.sums(np.array(self.volumes)) / self.unit - NEARLY)


@dataclass(frozen=True)
class VolumeTable(Structure):
    """A cost (SEK) by size of volume: costs_up_to[k] up to and with borders[k], and the last one above all borders."""

    borders: tuple[float, ...]
    costs_up_to: tuple[float, ...]
    volumes: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.costs_up_to) != len(self.borders) + 1:
            raise InvalidGame("TABLE_LENGTH", borders=len(self.borders), costs=len(self.costs_up_to))
        if list(self.borders) != sorted(set(self.borders)):
            raise InvalidGame("TABLE_NOT_IN_ORDER")

    @property
    def parties(self) -> int:
        """Those with a volume."""
        return len(self.volumes)

    def costs(self, groups: Groups) -> FloatArray:
        """The cost of the class."""
        volumes = groups.sums(np.array(self.volumes))
        found: FloatArray = np.array(self.costs_up_to)[np.searchsorted(self.borders, volumes - NEARLY)]
        return found


@dataclass(frozen=True)
class HostDistance(Structure):
    """Travel to the member that lies best: a rate (SEK) per km, `km` (n, n) from host to party, `trips` (n,) a year."""

    rate: float
    km: tuple[tuple[float, ...], ...]
    trips: tuple[float, ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.trips) for row in self.km) or len(self.km) != len(self.trips):
            raise InvalidGame("DISTANCES_NOT_SQUARE", count=len(self.trips))

    @property
    def parties(self) -> int:
        """Those who travel."""
        return len(self.trips)

    def costs(self, groups: Groups) -> FloatArray:
        """rate × the least, over the members as hosts, of the members' trips × km."""
        best = np.full(groups.count, np.inf)
        for host, row in enumerate(self.km):
            travelled = groups.sums(np.array(row) * np.array(self.trips))
            np.minimum(best, np.where(groups.has(host), travelled, np.inf), out=best)
        best[np.isinf(best)] = 0.0  # nobody
        return self.rate * best


@dataclass(frozen=True)
class SharedCapacity(Structure):
    """Units of capacity (SEK each) for the members' common peak; `demands` (n, periods) is what each needs when."""

    cost: float
    unit: float
    demands: tuple[tuple[float, ...], ...]

    def __post_init__(self) -> None:
        if self.unit <= 0:
            raise InvalidGame("UNIT_NOT_POSITIVE", unit=self.unit)
        if not self.demands or len({len(row) for row in self.demands}) != 1 or not self.demands[0]:
            raise InvalidGame("DEMANDS_UNEVEN")

    @property
    def parties(self) -> int:
        """Those with a demand."""
        return len(self.demands)

    def costs(self, groups: Groups) -> FloatArray:
        """cost × the largest demand of any period / unit, rounded up."""
        peak = np.zeros(groups.count)
        for period in zip(*self.demands, strict=True):
            np.maximum(peak, groups.sums(np.array(period)), out=peak)
        return self.cost * np.ceil(peak / self.unit - NEARLY)


def _checked_parties(structures: Sequence[Structure], n: int) -> None:
    for structure in structures:
        if structure.parties not in (None, n):
            raise InvalidGame(
                "STRUCTURE_PARTIES", kind=type(structure).__name__, count=structure.parties or 0, wanted=n
            )


def cost_game(structures: Sequence[Structure], n: int) -> FloatArray:
    """The cost of every coalition from what makes cost.

    Parameters
    ----------
    structures : what makes cost; each with values for n parties, or for none.
    n : number of parties, at most 20.

    Returns
    -------
    (2**n,) array, SEK; bit i of the index is 1 when party i is in it, and costs[0] is 0.

    Raises
    ------
    InvalidGame : a structure with values for another number of parties, more than 20 parties, or a cost that is not
        finite.

    Source: docs/methods/cost_structures.md
    """
    if not 1 <= n <= MOST_PARTIES:
        raise InvalidGame("GAME_TOO_LARGE", count=n, most=MOST_PARTIES)
    _checked_parties(structures, n)
    groups, total = EveryGroup(n), np.zeros(2**n)
    for structure in structures:
        total += structure.costs(groups)
    total[0] = 0.0
    return checked_game(total)


def cost_function(structures: Sequence[Structure], n: int) -> Callable[[BoolArray], FloatArray]:
    """The same costs for some groups at a time, for `approximate_shapley_shares` with more than 20 parties.

    Returns
    -------
    a function from an (m, n) array of who is in to (m,) costs, SEK.

    Raises
    ------
    InvalidGame : as for `cost_game`, but for the number of parties.
    """
    _checked_parties(structures, n)

    def costs(inside: BoolArray) -> FloatArray:
        groups, total = SomeGroups(inside), np.zeros(len(inside))
        for structure in structures:
            total += structure.costs(groups)
        total[~inside.any(axis=1)] = 0.0
        return total

    return costs


@dataclass(frozen=True)
class StandAloneCost:
    """What a party would pay alone (SEK), where that comes from, from when, and whether it is an estimate."""

    amount: float
    source: str
    on: date
    estimated: bool = True


def with_stand_alone(costs: npt.ArrayLike, alone: Sequence[StandAloneCost | None]) -> FloatArray:
    """A game where stated stand-alone costs stand in the place of those of the structures.

    Parameters
    ----------
    costs : (2**n,) array, SEK.
    alone : n stated costs; None leaves a party's as it is.

    Returns
    -------
    (2**n,) array, SEK; the argument is not changed.

    Raises
    ------
    InvalidGame : as for `shapley_shares`, or another number of stated costs, or one without a source.
    """
    game = checked_game(costs).copy()
    if len(alone) != parties_in(game):
        raise InvalidGame("SHARES_LENGTH", count=len(alone), parties=parties_in(game))
    for party, stated in enumerate(alone):
        if stated is not None:
            if not stated.source.strip():
                raise InvalidGame("STAND_ALONE_WITHOUT_SOURCE", parties=numbers([party]))
            game[1 << party] = stated.amount
    return checked_game(game)
