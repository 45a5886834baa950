"""What is asked of the parties of a matter, and what each has answered. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from samsyn.cores.law.terms import Party, Term


class Outcome(StrEnum):
    """What a party has answered; a matter that is merely noted (lagt till handlingarna) is unanswered."""

    UNANSWERED = "UNANSWERED"
    YES = "YES"
    YES_WITH_CHANGES = "YES_WITH_CHANGES"
    NO = "NO"
    OPTED_OUT = "OPTED_OUT"
    REMITTED = "REMITTED"
    TABLED = "TABLED"


SAYS_YES = frozenset({Outcome.YES, Outcome.YES_WITH_CHANGES})
OUTSIDE = frozenset({Outcome.NO, Outcome.OPTED_OUT})


class InvalidProposal(ValueError):
    """The proposal names nobody, or somebody twice."""


class InvalidAnswer(ValueError):
    """The facts of an answer cannot all be true."""


@dataclass(frozen=True)
class Proposal:
    """What is asked: the version (SHA-256 in hex) that was referred, whom it names, and the day it is to start.

    `changed_start`: the start day in a changed wording that has another one.
    """

    base: str
    parties: tuple[Party, ...]
    starts_on: date | None = None
    changed_start: Mapping[str, date] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.parties or len(set(self.parties)) < len(self.parties):
            raise InvalidProposal(self.parties)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The latest deciding answer of one party.

    `accepts`: the versions it has said yes to. `wording`: the version that its own changes make, of a yes with changes;
    it is among those it accepts, and the base only if it has said yes to that as well. `confirmed`: somebody has
    confirmed that the decision has legal force; `legal_force_on` is the earliest day of it. `annulled`: a court has
    annulled the decision, and so it is none. `conditions`: what it makes its own yes depend on.
    """

    outcome: Outcome = Outcome.UNANSWERED
    accepts: frozenset[str] = frozenset()
    wording: str | None = None
    decided_on: date | None = None
    confirmed: bool = False
    legal_force_on: date | None = None
    annulled: bool = False
    conditions: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if self.outcome in SAYS_YES and not (self.accepts and self.decided_on):
            raise InvalidAnswer("a yes is a yes to some version, of a day")
        if (self.outcome is Outcome.YES_WITH_CHANGES) != (self.wording is not None):
            raise InvalidAnswer("a yes with changes has a wording of its own, and no other answer has")
        if self.wording is not None and self.wording not in self.accepts:
            raise InvalidAnswer("who changes the wording accepts it")
        if self.confirmed and self.legal_force_on is None:
            raise InvalidAnswer("confirmed legal force has a day")

    @property
    def says_yes(self) -> bool:
        return self.outcome in SAYS_YES and not self.annulled

    @property
    def outside(self) -> bool:
        return self.outcome in OUTSIDE and not self.annulled
