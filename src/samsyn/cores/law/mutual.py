"""Conditions that parties make about each other: the greatest set in which all of them hold. Pure.

A set of parties is an integer here, bit i for the party named as number i. docs/methods/entry_conditions.md
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samsyn.cores.law.terms import AllOf, AtLeast, Extra, Party, Term, These


def bits(mask: int) -> Iterator[int]:
    """The numbers of those in the set, in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


class NotAParty(ValueError):
    """Somebody answers, or is asked for, whom the proposal does not name."""


class Named:
    """The named parties in their order, and what other rooms say of sets of them, asked once for each set."""

    def __init__(self, parties: tuple[Party, ...]) -> None:
        self.parties = parties
        self.everybody = (1 << len(parties)) - 1
        self._bit = {party: 1 << number for number, party in enumerate(parties)}
        self._masks: dict[frozenset[Party], int] = {}
        self._told: dict[tuple[Extra, int], bool | None] = {}

    def mask(self, parties: frozenset[Party]) -> int:
        """The set of those parties.

        Raises
        ------
        NotAParty : one of them is not named.
        """
        if parties not in self._masks:
            try:
                self._masks[parties] = sum(map(self._bit.__getitem__, parties))
            except KeyError as unknown:
                raise NotAParty(*unknown.args) from unknown
        return self._masks[parties]

    def those(self, mask: int) -> tuple[Party, ...]:
        """The parties of a set, in the order they are named."""
        # Quicker than bit by bit where the sets are large.
        return tuple(party for party, bit in zip(self.parties, reversed(f"{mask:b}"), strict=False) if bit == "1")

    def told(self, extra: Extra, mask: int) -> bool | None:
        """What the other room says of that set."""
        if (extra, mask) not in self._told:
            self._told[extra, mask] = extra.predicate(frozenset(self.those(mask)))
        return self._told[extra, mask]


@dataclass(frozen=True)
class Fallen:
    """Those who fell away in one round, and those who were still there then, themselves included."""

    those: int
    among: int


class Mutual:
    """The parties' own conditions, as sets."""

    def __init__(self, named: Named, conditions: Mapping[int, tuple[Term, ...]]) -> None:
        self.named = named
        self.need_everybody = 0
        self.naming = 0
        self.needs: dict[int, int] = {}  # who names somebody, and whom
        self._followers: dict[int, int] = {}
        self.extras: dict[Extra, int] = {}
        minimums: dict[int, int] = {}
        for number, terms in conditions.items():
            bit = 1 << number
            for term in terms:
                match term:
                    case AllOf():
                        self.need_everybody |= bit
                    case These(parties):
                        self.naming |= bit
                        self.needs[number] = self.needs.get(number, 0) | named.mask(parties)
                    case AtLeast(least):
                        minimums[least] = minimums.get(least, 0) | bit
                    case Extra():
                        self.extras[term] = self.extras.get(term, 0) | bit
                    case _:
                        pass
        self.asking = sum(1 << number for number, terms in conditions.items() if terms)
        self.minimums = sorted(minimums.items(), reverse=True)

    def _without(self, gone: int, those: int) -> int:
        """Who names somebody that is gone: asked of those who are left, or of those who are gone, the fewer of them."""
        failing, left = 0, those & self.naming
        if left.bit_count() < gone.bit_count():
            for number in bits(left):
                if self.needs[number] & gone:
                    failing |= 1 << number
            return failing
        for number in bits(gone):
            if number not in self._followers:
                followers = 0
                for follower, needed in self.needs.items():
                    if needed >> number & 1:
                        followers |= 1 << follower
                self._followers[number] = followers
            failing |= self._followers[number]
        return failing

    def greatest(self, those: int, gone: int | None = None) -> tuple[int, list[Fallen]]:
        """The greatest consistent set among those: whoever's own conditions fail falls away, again and again.

        Parameters
        ----------
        those : the set of parties that have said yes.
        gone : who has left a consistent set, of which those are the rest; everybody else when it is left out.

        Returns
        -------
        The set that remains, and who fell away, round by round. It is the greatest one, for the conditions only ask
        for others: a consistent set loses nobody in any round. One of another room that turns false when more parties
        enter breaks that; the set is then consistent still, though perhaps not the greatest.

        Source: Knaster and Tarski's theorem, for a monotone function on finite sets; docs/methods/entry_conditions.md
        """
        fallen: list[Fallen] = []
        gone, least = self.named.everybody & ~those if gone is None else gone, 0
        while those & self.asking:
            failing = self.need_everybody if gone else 0
            failing |= self._without(gone, those)
            while least < len(self.minimums) and self.minimums[least][0] > those.bit_count():
                failing |= self.minimums[least][1]
                least += 1
            for extra, asking in self.extras.items():
                # What cannot be told does not make anybody fall away: it is asked of the outcome, and says so there.
                if asking & those and self.named.told(extra, those) is False:
                    failing |= asking
            gone = failing & those
            if not gone:
                break
            fallen.append(Fallen(gone, those))
            those &= ~gone
        return those, fallen
