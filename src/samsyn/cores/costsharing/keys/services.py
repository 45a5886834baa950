"""Services à la carte, and an overhead that is shared by how much each party takes part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.keys.basic import in_proportion
from samsyn.cores.costsharing.keys.measures import Setting
from samsyn.cores.costsharing.keys.part import (
    Infeasible,
    InvalidKey,
    Outcome,
    Part,
    Party,
    Rules,
    Shares,
    Step,
    added,
    at,
    deeper,
    needed,
    summed,
)  # fmt: skip
from samsyn.cores.costsharing.saying import Saying, say

BY_WEIGHT, BY_COST = "weight", "cost"


@dataclass(frozen=True)
class Service:
    """A service whose cost is the figure of its name: who takes it, how they share it, and what it weighs."""

    figure: str
    parties: tuple[Party, ...]
    part: Part
    weight: Fraction = Fraction(1)


@dataclass(frozen=True)
class Services(Part):
    """Each service among those who take it; the rest of the amount is overhead, shared by participation.

    Participation is the weights of the services that a party takes (`overhead_by` "weight"; each 1 where nothing else
    is said), or what it pays for them ("cost"). `membership_weight` is what being a party weighs in itself.
    """

    kind: ClassVar[str] = "services"
    services: tuple[Service, ...]
    overhead_by: str = BY_WEIGHT
    membership_weight: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        names = [service.figure for service in self.services]
        if not self.services or len(set(names)) < len(names):
            raise InvalidKey("SERVICES_NAMED_TWICE", names=tuple(names))
        if self.overhead_by not in (BY_WEIGHT, BY_COST):
            raise InvalidKey("GIVES_UNKNOWN", text=self.overhead_by, choices=(BY_WEIGHT, BY_COST))
        if any(service.weight < 0 for service in self.services) or self.membership_weight < 0:
            raise InvalidKey("WEIGHT_NEGATIVE")
        if self.overhead_by == BY_COST and self.membership_weight:
            raise InvalidKey("WEIGHT_BESIDE_COST")
        if any(service.part.makes_total for service in self.services):
            raise InvalidKey("CHARGE_IN_SERVICES")
        for service in self.services:
            if not service.parties:
                raise InvalidKey("SERVICE_OF_NOBODY", name=service.figure)
            if len(set(service.parties)) < len(service.parties):
                raise InvalidKey("NAMED_TWICE", parties=service.parties)

    def children(self) -> Iterator[tuple[str, Part]]:
        """The services by number."""
        return ((f"services.{number}.part", service.part) for number, service in enumerate(self.services))

    def named(self) -> Iterable[str]:
        """Everybody who takes something."""
        return [party for service in self.services for party in service.parties]

    def check(self, parties: frozenset[str]) -> None:
        """A service's part knows those who take it only."""
        unknown = [party for party in self.named() if party not in parties]
        if unknown:
            raise InvalidKey("UNKNOWN_PARTY", parties=tuple(unknown))
        for number, service in enumerate(self.services):
            with at(f"services.{number}.part"):
                service.part.check(frozenset(service.parties))

    def among(self, parties: frozenset[str]) -> Part:
        """The services that somebody left still takes."""
        kept = []
        for service in self.services:
            takers = tuple(party for party in service.parties if party in parties)
            if takers:
                kept.append(replace(service, parties=takers, part=service.part.among(frozenset(takers))))
        return replace(self, services=tuple(kept))

    def _participation(self, setting: Setting, paid: list[Shares]) -> Shares:
        if self.overhead_by == BY_COST:
            return added(paid, setting.parties)
        weights = dict.fromkeys(setting.parties, self.membership_weight)
        for service in self.services:
            for party in service.parties:
                weights[party] += service.weight
        return weights

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The services, then the overhead: the amount less the services."""
        total, steps, shares = needed(amount), [], []
        for service in self.services:
            cost = setting.figure(service.figure)
            found = service.part.share(cost.value, setting.among(service.parties))
            said = say(
                "SERVICE_STEP", name=service.figure, amount=cost.value, source=cost.source, day=cost.on,
                parties=service.parties,
            )  # fmt: skip
            steps += [Step(said), *deeper(found.steps)]
            shares.append(found.shares)
        served = sum((sum(each.values(), Fraction(0)) for each in shares), Fraction(0))
        overhead = total - served
        if overhead < 0 <= total:
            raise Infeasible("SERVICES_ABOVE_TOTAL", charged=served, total=total, by=-overhead)
        if overhead:
            weights = self._participation(setting, shares)
            if not any(weights.values()):
                raise Infeasible("NOBODY_TAKES_PART", amount=overhead)
            rows = tuple(in_proportion(weights, overhead, row="PROPORTION_ROW"))
            code = "OVERHEAD_BY_COST_STEP" if self.overhead_by == BY_COST else "OVERHEAD_BY_WEIGHT_STEP"
            steps.append(Step(say(code, total=total, served=served, overhead=overhead), rows))
            shares.append({row.party: row.amount for row in rows})
        return Outcome(added(shares, setting.parties), (*steps, summed(shares, setting.parties)))

    def said(self, rules: Rules) -> Saying:
        """'tjänst för tjänst (…), och gemensam overhead efter deltagande'."""
        services = tuple(
            say("SERVICE", name=service.figure, parties=service.parties, part=service.part.said(rules))
            for service in self.services
        )
        code = "SERVICES_BY_COST" if self.overhead_by == BY_COST else "SERVICES_BY_WEIGHT"
        return say(code, services=services)
