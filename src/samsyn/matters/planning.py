"""The time plan of a matter: each municipality's chain of bodies over its own calendar, put to the law core."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import SimpleNamespace

from samsyn.cores.law.chain import Chain
from samsyn.cores.law.terms import Party
from samsyn.cores.law.timeplan import CommonPlan, Missed, Plan, common_plan, missed, plan_backward
from samsyn.isolation.acting import Reader
from samsyn.matters import queries
from samsyn.matters.enums import MatterStage
from samsyn.matters.standing import Standing, Voice, chain_of


@dataclass
class TimePlan:
    """The plans of all, forwards from today and backwards from the day that is aimed at."""

    voices: list[Voice]
    common: CommonPlan
    goal: date | None
    without_chain: list[Voice] = field(default_factory=list)

    @cached_property
    def backward(self) -> dict[str, Plan]:
        """The latest way to the goal, for those who have not decided; empty when no day is aimed at."""
        if self.goal is None:
            return {}
        return {str(party): plan_backward(chain, self.goal) for party, chain in self.common.chains.items()}

    @cached_property
    def by_uid(self) -> dict[str, Voice]:
        return {voice.uid: voice for voice in self.voices}

    def plan_of(self, uid: str) -> Plan | None:
        return self.common.plans.get(uid)

    def misses(self, uid: str) -> list[Missed]:
        """What each of a municipality's coming sittings costs if it is missed."""
        plan = self.common.plans[uid]
        return [missed(self.common, uid, number) for number, step in enumerate(plan.steps) if not step.held]

    @cached_property
    def worst_miss(self) -> Missed | None:
        """The sitting on the critical path whose miss delays the common day most."""
        found = [one for party in self.common.critical for one in self.misses(str(party))]
        return max(found, key=lambda one: one.common_days or 0, default=None)


def time_plan(standing: Standing, reader: Reader) -> TimePlan | None:
    """The plan as of today; None when nobody has been named or nothing is left to plan."""
    if standing.entered or standing.matter.stage not in (MatterStage.PREPARING, MatterStage.REFERRED):
        return None
    voices = list(standing.voices) or _asked(standing)
    if not voices:
        return None
    _lay_usual_ways(voices, standing, reader)
    sittings = queries.calendars(voices, min(reader.today, standing.matter.referred_on or reader.today))
    chains: dict[Party, Chain] = {}
    without: list[Voice] = []
    for voice in voices:
        chain = chain_of(voice, sittings) if voice.steps else None
        if chain is None or not chain.to_decision:
            without.append(voice)
        else:
            chains[voice.uid] = chain
    goal = standing.change.starts_on if standing.change else None
    return TimePlan(voices, common_plan(chains, reader.today), goal, without)


def _asked(standing: Standing) -> list[Voice]:
    """Before the referral: those who will be asked."""
    return [
        Voice(SimpleNamespace(organisation_id=one.organisation_id, answer_by=None), str(one.uid), one.name)
        for one in standing.matter.asked_told
    ]


def _lay_usual_ways(voices: Sequence[Voice], standing: Standing, reader: Reader) -> None:
    """Who has no way of its own in this matter yet is planned on its usual one."""
    missing = [voice.referral.organisation_id for voice in voices if not voice.steps]
    if not missing:
        return
    change = standing.change
    area = (change.area if change else "") or standing.matter.area
    usual = queries.paths_for(missing, area, change.kind if change else "", reader.today)
    for voice in voices:
        bodies = usual.get(voice.referral.organisation_id, [])
        if voice.steps or not bodies:
            continue
        deciding = next((body for body in reversed(bodies) if body.decides), None)
        voice.usual = True
        voice.steps = [
            SimpleNamespace(
                pk=-position, body_id=body.pk, body_name=body.name, body_kind=body.kind, decides=body.decides,
                deciding=deciding is not None and body.pk == deciding.pk, planned_on=None,
            )
            for position, body in enumerate(bodies, start=1)
        ]  # fmt: skip
