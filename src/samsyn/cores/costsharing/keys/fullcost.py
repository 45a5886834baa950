"""The host's full cost: direct costs and its part of indirect pools, before it is shared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.keys.basic import HUNDRED
from samsyn.cores.costsharing.keys.measures import InvalidMeasure, Setting
from samsyn.cores.costsharing.keys.part import Infeasible, InvalidKey, Outcome, Part, Rules, Step, deeper
from samsyn.cores.costsharing.saying import Saying, say


@dataclass(frozen=True)
class Pool:
    """An indirect cost of the host: the figure of its name by a driver, or percent on the direct costs.

    With a driver, the pool's figure is multiplied by the figure `driver` (what the activity uses: posts, square
    metres, invoices) over the figure `driver_total` (what the host has in all).
    """

    name: str
    driver: str | None = None
    driver_total: str | None = None
    percent_on_direct: Fraction | None = None

    def __post_init__(self) -> None:
        by_driver = self.driver is not None and self.driver_total is not None
        if by_driver == (self.percent_on_direct is not None) or (self.driver is None) != (self.driver_total is None):
            raise InvalidKey("POOL_NEEDS_ONE_BASE", name=self.name)
        if self.percent_on_direct is not None and self.percent_on_direct < 0:
            raise InvalidKey("WEIGHT_NEGATIVE")

    def cost(self, direct: Fraction, setting: Setting) -> tuple[Fraction, Saying]:
        """The activity's part of the pool (SEK), and how it comes about."""
        if self.percent_on_direct is not None:
            part = direct * self.percent_on_direct / HUNDRED
            said = say("POOL_PERCENT", name=self.name, percent=self.percent_on_direct, direct=direct, part=part)
            return part, said
        assert self.driver is not None  # noqa: S101  looked at when the pool was made
        assert self.driver_total is not None  # noqa: S101
        pool, used = setting.figure(self.name), setting.figure(self.driver)
        whole = setting.figure(self.driver_total)
        if whole.value <= 0 or not 0 <= used.value <= whole.value:
            raise InvalidMeasure("DRIVER_OUT_OF_RANGE", name=self.driver, used=used.value, whole=whole.value)
        part = pool.value * used.value / whole.value
        said = say(
            "POOL_DRIVER", name=self.name, amount=pool.value, driver=self.driver, used=used.value, whole=whole.value,
            part=part, source=used.source, day=used.on,
        )  # fmt: skip
        return part, said

    def said(self) -> Saying:
        """'OH med 8 procent av de direkta kostnaderna'."""
        if self.percent_on_direct is not None:
            return say("POOL_BY_PERCENT", name=self.name, percent=self.percent_on_direct)
        return say("POOL_BY_DRIVER", name=self.name, driver=self.driver or "")


@dataclass(frozen=True)
class FullCost(Part):
    """Direct costs (figures by name) and indirect pools make the total, which the part then shares."""

    kind: ClassVar[str] = "full_cost"
    direct: tuple[str, ...]
    part: Part
    pools: tuple[Pool, ...] = ()

    def __post_init__(self) -> None:
        names = [*self.direct, *(pool.name for pool in self.pools)]
        if not self.direct or len(set(names)) < len(names):
            raise InvalidKey("LINE_TWICE" if self.direct else "LINES_MISSING", names=tuple(names))
        if self.part.makes_total:
            raise InvalidKey("FULL_COST_OF_CHARGE")

    @property
    def makes_total(self) -> bool:
        """The costs are the total."""
        return True

    def children(self) -> Iterator[tuple[str, Part]]:
        """The part inside."""
        yield "part", self.part

    def among(self, parties: frozenset[str]) -> Part:
        """The same costs."""
        return replace(self, part=self.part.among(parties))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """The total of direct costs and pools, shared by the part; an amount that is another is refused."""
        steps, direct = [], Fraction(0)
        for name in self.direct:
            reading = setting.figure(name)
            direct += reading.value
            steps.append(Step(say("LINE_STEP", name=name, amount=reading.value, source=reading.source, day=reading.on)))
        steps.append(Step(say("DIRECT_STEP", amount=direct)))
        total = direct
        for pool in self.pools:
            cost, said = pool.cost(direct, setting)
            steps.append(Step(said))
            total += cost
        steps.append(Step(say("FULL_COST_STEP", direct=direct, indirect=total - direct, total=total)))
        if amount is not None and amount != total:
            raise Infeasible("LINES_ARE_NOT_TOTAL", lines=total, total=amount, by=abs(amount - total))
        found = self.part.share(total, setting)
        return Outcome(found.shares, (*steps, *deeper(found.steps)))

    def said(self, rules: Rules) -> Saying:
        """'som värdens fulla kostnad (…) …'."""
        pools = tuple(pool.said() for pool in self.pools)
        part = self.part.said(rules)
        if not pools:
            return say("DIRECT_COST", direct=self.direct, part=part)
        return say("FULL_COST", direct=self.direct, pools=pools, part=part)
