"""The terms an entry condition (villkor för ikraftträdande) is made of, and those a party adds to its own yes. Pure.

A condition is a tuple of terms, and all of them must hold. docs/methods/entry_conditions.md
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

type Party = Hashable


class TermKind(StrEnum):
    """What a proposer chooses among."""

    ALL = "ALL"
    THESE = "THESE"
    AT_LEAST = "AT_LEAST"
    NOT_BEFORE = "NOT_BEFORE"
    CONFIRMED_LEGAL_FORCE = "CONFIRMED_LEGAL_FORCE"
    EXTRA = "EXTRA"


class InvalidTerm(ValueError):
    """A term that says nothing."""


@dataclass(frozen=True)
class AllOf:
    """Every named party enters; of a party's own yes: if all the others do."""

    kind = TermKind.ALL


@dataclass(frozen=True)
class These:
    """These parties are among those who enter."""

    parties: frozenset[Party]
    kind = TermKind.THESE

    def __post_init__(self) -> None:
        if not self.parties:
            raise InvalidTerm("these parties: none is named")


@dataclass(frozen=True)
class AtLeast:
    """So many parties enter; one that makes this a term of its own yes counts itself."""

    number: int
    kind = TermKind.AT_LEAST

    def __post_init__(self) -> None:
        if self.number < 1:
            raise InvalidTerm("at least so many: a number from one on")


@dataclass(frozen=True)
class NotBefore:
    """It does not hold before that day, so that others still may join until then."""

    day: date
    kind = TermKind.NOT_BEFORE


@dataclass(frozen=True)
class ConfirmedLegalForce:
    """The decision of every party that enters has legal force, and somebody has confirmed it."""

    kind = TermKind.CONFIRMED_LEGAL_FORCE


@dataclass(frozen=True)
class Extra:
    """A term of another room, a cost ceiling for example: asked of those who enter; None when it cannot be told.

    As a term of a party's own yes it should not turn false when more parties enter: `evaluate` says why.
    """

    code: str
    predicate: Callable[[frozenset[Party]], bool | None]
    kind = TermKind.EXTRA


type Term = AllOf | These | AtLeast | NotBefore | ConfirmedLegalForce | Extra
# Who enters is settled first; these two only say from when, and so make nobody fall away.
TIMING = (NotBefore, ConfirmedLegalForce)
