"""Which of 2**n coalitions save least: the span of those already settled, and scans that are seldom made."""

import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import FloatArray, Masks, coalition_sums, parties_in

FULL = 2**16  # up to here every look goes through all coalitions
BLOCK = 2**15  # costs that are looked at at a time: they stay in the processor's cache
PLAIN = 8  # entries of a basis up to which a program is as well conditioned with it as it is
SMALL = 1_000  # entries of a basis that need no common factor taken out
POOL = 2_000  # above it, through the lowest of the last full scan


def bits(masks: Masks, n: int) -> FloatArray:
    """Who is in each coalition, (m, n) of 0 and 1."""
    octets = masks.astype("<u4").view(np.uint8).reshape(-1, 4)
    return np.unpackbits(octets, axis=1, count=n, bitorder="little").astype(np.float64)


class Span:
    """The linear span of coalitions whose cost is settled; exact, in whole numbers.

    `basis` (n, d) spans what is still free: every direction in which no settled coalition's share moves. Its entries
    stay below 10**8 for 20 parties (minors of matrices of 0 and 1), so that products are exact.
    """

    def __init__(self, n: int) -> None:
        self.n = n
        self.basis = np.eye(n, dtype=np.int64)
        self._floats = np.eye(n)

    @property
    def dimension(self) -> int:
        """How many directions are still free."""
        return self.basis.shape[1]

    def add(self, mask: int) -> bool:
        """Settle a coalition; False where the others settle it already."""
        inside = ((mask >> np.arange(self.n)) & 1) @ self.basis
        moving = np.flatnonzero(inside)
        if not len(moving):
            return False
        pivot = moving[np.argmin(np.abs(inside[moving]))]
        rest = np.arange(self.dimension) != pivot
        basis = self.basis[:, rest] * inside[pivot] - self.basis[:, pivot, None] * inside[rest]
        if basis.size and np.abs(basis).max() > SMALL:
            basis //= np.gcd.reduce(basis, axis=0)
        self.basis = basis
        self._floats = self.basis.astype(np.float64)
        return True

    def close(self) -> None:
        """Settle everything that is left."""
        self.basis = np.empty((self.n, 0), dtype=np.int64)
        self._floats = self.basis.astype(np.float64)

    def free(self, masks: Masks) -> npt.NDArray[np.bool_]:
        """Whether each coalition's share can still move, (m,)."""
        moving: npt.NDArray[np.bool_] = (bits(masks, self.n) @ self._floats != 0).any(axis=1)
        return moving

    def directions(self) -> FloatArray:
        """The free directions as a basis for a program, (n, d): the whole numbers while they are small, else QR."""
        return self._floats if np.abs(self.basis).max() <= PLAIN else np.linalg.qr(self._floats)[0]


class Scan:
    """Looks for coalitions whose saving per weight is below a level.

    For many parties a look goes through a pool: the lowest of the last full scan, at x0, where all others had
    `threshold` or more. Moving to x lowers no saving by more than the sum of the rises of x, so that while that leaves
    the others above the level the pool has proved it; else everything is scanned anew.
    """

    def __init__(self, game: FloatArray, weights: FloatArray | None) -> None:
        self.game, self.weights, self.n = game, weights, parties_in(game)
        self._pool: Masks | None = None
        self._savings = np.empty(len(game))
        self._left_out = np.array([0, len(game) - 1])
        if weights is not None:
            self._left_out = np.union1d(self._left_out, np.flatnonzero(weights == 0))
            divisors = np.where(weights == 0, 1.0, weights)
            self._least_weight = float(divisors[1:].min())
            self._divisors = divisors.reshape(-1, 2 ** (self.n // 2))

    def weight(self, masks: Masks) -> FloatArray:
        """The weights of coalitions, (m,)."""
        return np.ones(len(masks)) if self.weights is None else self.weights[masks]

    def savings(self, x: FloatArray) -> FloatArray:
        """Every coalition's saving per weight under shares x, (2**n,); infinite for nobody, everybody and weight 0.

        The array is used again by the next look.
        """
        columns = 2 ** (self.n // 2)
        low, high = coalition_sums(x[: self.n // 2]), coalition_sums(x[self.n // 2 :])
        table, found = self.game.reshape(-1, columns), self._savings.reshape(-1, columns)
        step = max(1, BLOCK // columns)
        for start in range(0, len(table), step):
            rows = slice(start, start + step)
            part = np.subtract(table[rows], low, out=found[rows])
            part -= high[rows, None]
            if self.weights is not None:
                part /= self._divisors[rows]
        self._savings[self._left_out] = np.inf
        return self._savings

    def below(self, x: FloatArray, level: float, span: Span, *, most: int) -> Masks:
        """The coalitions outside the span whose saving per weight is below the level, the lowest first."""
        if len(self.game) <= FULL:
            savings = self.savings(x)
            low = np.flatnonzero(savings < level)
            return self._lowest(low, savings[low], span, most)
        if self._pool is not None:
            found = self._in_pool(x, level, span, most)
            if len(found) or self._threshold - self._rise(x) >= level:
                return found
        self._fill(x, span)
        return self._in_pool(x, level, span, most)

    def _lowest(self, masks: Masks, savings: FloatArray, span: Span, most: int) -> Masks:
        free = span.free(masks)
        masks, savings = masks[free], savings[free]
        return masks[np.argsort(savings, kind="stable")[:most]]

    def _rise(self, x: FloatArray) -> float:
        risen = float(np.maximum(x - self._x0, 0).sum())
        return risen if self.weights is None else risen / self._least_weight

    def _in_pool(self, x: FloatArray, level: float, span: Span, most: int) -> Masks:
        assert self._pool is not None  # noqa: S101  filled by the caller
        savings = (self._costs - self._members @ x) / self._weight
        low = savings < level
        return self._lowest(self._pool[low], savings[low], span, most)

    def _fill(self, x: FloatArray, span: Span) -> None:
        """Scan everything at x, and keep the lowest coalitions outside the span."""
        savings = self.savings(x)
        sample = np.sort(savings[1::61])  # 61 is odd, so that every bit varies in the sample
        wanted = POOL
        while True:
            place = wanted * len(sample) // len(savings) + 1
            threshold = float(sample[place]) if place < len(sample) else np.inf
            found = np.flatnonzero(savings < threshold)
            found = found[span.free(found)]
            if len(found) >= POOL // 4 or threshold == np.inf:
                break
            wanted *= 8
        self._pool, self._threshold, self._x0 = found, threshold, x
        self._members, self._costs, self._weight = bits(found, self.n), self.game[found], self.weight(found)
