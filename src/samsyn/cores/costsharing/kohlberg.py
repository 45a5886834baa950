"""A certificate that does not rest on how the nucleolus was found: every level of the savings is balanced."""

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import (
    FloatArray,
    InvalidGame,
    Masks,
    checked_game,
    checked_shares,
    coalition_sums,
    parties_in,
    singles,
    size_of,
)
from samsyn.cores.costsharing.nucleoli import EQUAL, weights_of
from samsyn.cores.costsharing.programs import Program
from samsyn.cores.costsharing.scanning import Span, bits

MOST_CERTIFIED = 10
SAME_LEVEL = 1e-8  # of the largest cost: savings closer than this are one level


def is_nucleolus(
    costs: npt.ArrayLike, shares: npt.ArrayLike, *, weights: str = EQUAL, individual_bounds: bool = True
) -> bool:
    """Whether shares are the nucleolus, by Kohlberg's criterion.

    For every level t, look at the groups whose saving is at most t. Shares are the nucleolus exactly when no
    reallocation, with nobody above their stand-alone cost, takes from none of those groups and gives to some.

    Parameters
    ----------
    costs : (2**n,) array, SEK, n at most 10; as for `shapley_shares`.
    shares : (n,) array, SEK.
    weights : as for `prenucleolus`.
    individual_bounds : False asks whether they are the prenucleolus.

    Returns
    -------
    bool. Levels closer than 10**-8 of the largest cost count as one.

    Raises
    ------
    InvalidGame : as for `core_excess`, or more than 10 parties. Undefined : as for `prenucleolus`.

    Source: Kohlberg (1971), On the nucleolus of a characteristic function game; Sobolev (1975) without the bounds;
    docs/methods/nucleolus.md
    """
    game = checked_game(costs)
    n = parties_in(game)
    if n > MOST_CERTIFIED:
        raise InvalidGame("TOO_LARGE_TO_CERTIFY", count=n, most=MOST_CERTIFIED)
    x = checked_shares(game, shares)
    near = SAME_LEVEL * size_of(game)
    room = singles(game) - x
    if abs(float(x.sum() - game[-1])) > near or (individual_bounds and bool((room < -near).any())):
        return False
    held = np.flatnonzero(room <= near) if individual_bounds else np.empty(0, dtype=np.int64)
    return all(_balanced(level, held, n) for level in _levels(game, x, weights, near))


def _levels(game: FloatArray, x: FloatArray, weights: str, near: float) -> list[Masks]:
    """The groups with at most each saving, until they leave no direction free."""
    n = parties_in(game)
    masks = np.arange(1, len(game) - 1)
    weight = weights_of(game, weights)
    savings = (game - coalition_sums(x))[masks]
    if weight is not None:
        masks, savings = masks[weight[masks] > 0], savings[weight[masks] > 0]
        savings = savings / weight[masks] * float(weight.max())
    order = np.argsort(savings, kind="stable")
    masks, savings = masks[order], savings[order]
    ends = np.flatnonzero(np.diff(savings, append=np.inf) > near)
    span, found, start = Span(n), [], 0
    span.add(len(game) - 1)
    for end in ends.tolist():
        for mask in masks[start : end + 1]:
            span.add(int(mask))
        found.append(masks[: end + 1])
        start = end + 1
        if not span.dimension:
            break
    return found


def _balanced(level: Masks, held: Masks, n: int) -> bool:
    """Whether no move y with y(N) = 0 takes from none of the groups, raises nobody held, and gives to some group."""
    directions = np.vstack((np.eye(n - 1), -np.ones(n - 1)))
    groups = bits(level, n) @ directions
    box = np.vstack((directions, -directions))
    program = Program()
    program.start(
        groups.sum(axis=0),
        np.vstack((groups, directions[held], box)),
        np.concatenate((np.zeros(len(groups) + len(held)), np.ones(2 * n))),
    )
    y, _ = program.solve()
    return bool((groups @ y).sum() >= -1e-7)
