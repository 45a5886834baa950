"""The nucleolus and the prenucleolus: the lexicographically largest savings of coalitions, by a few linear programs."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    ROUNDING,
    FloatArray,
    Masks,
    Undefined,
    checked_game,
    coalition_sizes,
    parties_in,
    singles,
)
from samsyn.cores.costsharing.programs import Program, SolverFailed
from samsyn.cores.costsharing.scanning import Scan, Span, bits
from samsyn.cores.costsharing.shapley import shapley_shares

EQUAL, PER_CAPITA, PROPORTIONAL = "equal", "per_capita", "proportional"
WEIGHTS = (EQUAL, PER_CAPITA, PROPORTIONAL)
SETTLED = 1e-6  # of the duals' sum 1: a coalition with more is tight at every optimum; noise is far below


@dataclass(frozen=True)
class Level:
    """A stage of the ordering: the coalitions settled in it (their bits) and their saving per weight (SEK)."""

    saving: float
    coalitions: tuple[int, ...]


@dataclass(frozen=True)
class Ordering:
    """The shares (n,) SEK and the levels that lead to them, the smallest saving first."""

    shares: FloatArray
    levels: tuple[Level, ...]


def weights_of(game: FloatArray, weights: str) -> FloatArray | None:
    """What each coalition's saving is divided by, (2**n,); None for equal weights. 0 leaves a coalition out.

    Raises
    ------
    Undefined : weights of another name; or proportional, where costs have different signs or a group's cost is 0.
    """
    if weights == EQUAL:
        return None
    if weights == PER_CAPITA:
        return coalition_sizes(parties_in(game))
    if weights != PROPORTIONAL:
        raise Undefined("GIVES_UNKNOWN", text=weights, choices=WEIGHTS)
    sized = np.abs(game)
    if game.min() < 0 < game.max():
        raise Undefined("PROPORTIONAL_SIGNS")
    sized[1 << np.arange(parties_in(game))] += 1.0  # a party whose own cost is 0 is left out of the ordering alone
    if not sized[1:].all():
        raise Undefined("PROPORTIONAL_ZERO")
    return np.abs(game)


class _Stages:
    """The stages of one ordering. Shares are kept as x; a stage moves x in the directions that are still free."""

    def __init__(self, game: FloatArray, weights: FloatArray | None, *, bounded: bool) -> None:
        self.game, self.n, self.bounded = game, parties_in(game), bounded
        self.unit = 1.0 if weights is None else float(weights.max())
        self.scan = Scan(game, None if weights is None else weights / self.unit)
        self.span = Span(self.n)
        self.span.add(len(game) - 1)
        self.x = shapley_shares(game)
        alone = 1 << np.arange(self.n)
        self.rows: Masks = np.array(sorted({*alone.tolist(), *(len(game) - 1 - alone).tolist()}))
        self.levels: list[tuple[float, Masks]] = []
        self.held: list[int] = []
        self.program = Program()

    def _matrix(self, masks: Masks, directions: FloatArray) -> FloatArray:
        weight = self.scan.weight(masks)
        return np.column_stack((bits(masks, self.n) @ directions, weight))

    def _slack(self, masks: Masks) -> FloatArray:
        return self.game[masks] - bits(masks, self.n) @ self.x

    def stage(self) -> None:
        """Raise the smallest saving of what is free as far as it goes, and settle what holds it there."""
        n, directions = self.n, self.span.directions()
        rows = self.rows[self.span.free(self.rows) & (self.scan.weight(self.rows) > 0)]
        bounds = (1 << np.arange(n))[self.span.free(1 << np.arange(n))] if self.bounded else np.empty(0, np.int64)
        slack, bound_slack = self._slack(rows), self._slack(bounds)
        unit = max(float(np.abs(slack).max()), float(np.abs(self.game[-1])) * 1e-12) or 1.0
        goal = np.zeros(self.span.dimension + 1)
        goal[-1] = -1.0
        bound_rows = self._matrix(bounds, directions)
        bound_rows[:, -1] = 0.0
        self.program.start(
            goal,
            np.vstack((bound_rows, self._matrix(rows, directions))),
            np.concatenate((bound_slack, slack)) / unit,
        )
        while True:
            z, worth = self.program.solve()
            x, saving = self.x + directions @ z[:-1] * unit, z[-1] * unit
            new = self.scan.below(x, saving - ROUNDING * unit, self.span, most=2 * n + 10)
            known = set(rows.tolist())
            new = np.array([mask for mask in new.tolist() if mask not in known], dtype=np.int64)
            if not len(new):
                break
            self.program.add(self._matrix(new, directions), self._slack(new) / unit)
            rows = np.concatenate((rows, new))
        worth, held = worth[len(bounds) :], worth[: len(bounds)]
        tight = rows[worth * self.scan.weight(rows) > SETTLED]
        if not len(tight):
            raise SolverFailed("no coalition holds the smallest saving")
        self.x = x
        self.levels.append((saving, tight))
        self.held += bounds[held > SETTLED].tolist()
        self._settle(np.concatenate((bounds[held > SETTLED], tight)), directions)
        self.rows = rows

    def _settle(self, masks: Masks, directions: FloatArray) -> None:
        # Mostly the settled coalitions leave nothing free, which their singular values show at once.
        moving = bits(masks, self.n) @ directions
        if len(masks) >= self.span.dimension and np.linalg.svd(moving, compute_uv=False)[-1] > 1e-6:
            self.span.close()
            return
        for mask in masks.tolist():
            self.span.add(mask)

    def ordering(self) -> Ordering:
        """All stages, and then the shares from the settled coalitions alone, free of the solver's rounding."""
        while self.span.dimension:
            self.stage()
        return self._exact()

    def _exact(self) -> Ordering:
        n, count = self.n, len(self.levels)
        masks = np.concatenate([tight for _, tight in self.levels])
        which = np.repeat(np.arange(count), [len(tight) for _, tight in self.levels])
        settled = np.zeros((len(masks), n + count))
        settled[:, :n] = bits(masks, n)
        settled[np.arange(len(masks)), n + which] = self.scan.weight(masks)
        fixed = np.array([len(self.game) - 1, *self.held], dtype=np.int64)
        rows = np.vstack((settled, np.pad(bits(fixed, n), ((0, 0), (0, count)))))
        savings = np.array([saving for saving, _ in self.levels])
        off = np.concatenate(
            (self._slack(masks) - settled[:, n:] @ savings, self._slack(fixed)),
        )
        moved = np.linalg.lstsq(rows, off, rcond=None)[0]
        size = float(np.abs(self.game).max()) or 1.0
        if np.abs(rows @ moved - off).max() > 1e-7 * size or np.abs(moved[:n]).max() > 1e-6 * size:
            raise SolverFailed("the settled coalitions do not agree")
        levels = tuple(
            Level(float(saving + change) / self.unit, tuple(int(mask) for mask in tight))
            for (saving, tight), change in zip(self.levels, moved[n:], strict=True)
        )
        return Ordering(self.x + moved[:n], levels)


def ordering(game: FloatArray, *, weights: str = EQUAL, bounded: bool) -> Ordering:
    """The prenucleolus of a checked game with the levels that lead to it, or with bounds the nucleolus."""
    if parties_in(game) == 1:
        return Ordering(game[1:].copy(), ())
    return _Stages(game, weights_of(game, weights), bounded=bounded).ordering()


def prenucleolus(costs: npt.ArrayLike, *, weights: str = EQUAL) -> FloatArray:
    """Share a joint cost so that the smallest saving of any group is as large as it can be, then the next, and so on.

    A group's saving is what it would pay alone less what it is asked for. Nobody is promised to pay at most their own
    stand-alone cost: where no shares content every group, somebody can pay more. Compare `nucleolus`.

    Parameters
    ----------
    costs : (2**n,) array, SEK; as for `shapley_shares`.
    weights : "equal"; "per_capita", where a saving counts by the number of parties in the group; or "proportional",
        where it counts by the group's cost.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1]; to within 1e-9 of the largest cost.

    Raises
    ------
    InvalidGame : as for `shapley_shares`.
    Undefined : proportional weights on costs of different signs, or where some group's cost is 0.

    Source: Schmeidler (1969), The nucleolus of a characteristic function game; Sobolev (1975);
    docs/methods/nucleolus.md
    """
    game = checked_game(costs)
    weights_of(game, weights)
    if weights == PROPORTIONAL and not singles(game).all():
        raise Undefined("PROPORTIONAL_ZERO")
    return ordering(game, weights=weights, bounded=False).shares


def nucleolus(costs: npt.ArrayLike, *, weights: str = EQUAL) -> FloatArray:
    """The prenucleolus among shares where nobody pays more than alone.

    Keeps the promises: nobody pays more than alone; no group can do better by itself wherever that is possible at all
    (equal weights); there is one answer. The two differ only where no shares content every group.

    Parameters
    ----------
    costs, weights : as for `prenucleolus`. With proportional weights a party whose stand-alone cost is 0 is left out
        of the ordering, and still pays at most 0.

    Returns
    -------
    (n,) array, SEK. Sums to costs[-1]; to within 1e-9 of the largest cost.

    Raises
    ------
    InvalidGame : as for `shapley_shares`.
    Undefined : the stand-alone costs sum to less than the joint cost, so that somebody must pay more than alone; or
        as for `prenucleolus`.

    Source: Schmeidler (1969); Kopelowitz (1967) and Maschler, Peleg & Shapley (1979) for the programs;
    docs/methods/nucleolus.md
    """
    game = checked_game(costs)
    weights_of(game, weights)
    alone = singles(game)
    spare, size = float(alone.sum() - game[-1]), float(np.abs(game).max()) or 1.0
    if spare < -ROUNDING * size:
        raise Undefined("NO_INDIVIDUAL_ROOM", alone=float(alone.sum()), total=float(game[-1]), by=-spare)
    if spare <= ROUNDING * size:
        return alone.copy()
    stages = _Stages(game, weights_of(game, weights), bounded=weights == PROPORTIONAL and not alone.all())
    if not stages.bounded:
        stages.stage()
        # Where every group can be left something, so can every party: then no bound is ever met.
        if stages.levels[0][0] < -ROUNDING * size:
            stages = _Stages(game, weights_of(game, weights), bounded=True)
    return stages.ordering().shares
