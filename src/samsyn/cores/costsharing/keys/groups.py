"""Nested groups: a group counts as one party, and splits its share inside in its own way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from samsyn.cores.costsharing.keys.measures import Setting
from samsyn.cores.costsharing.keys.part import InvalidKey, Outcome, Part, Party, Rules, Step, at, deeper, needed
from samsyn.cores.costsharing.saying import Saying, say


@dataclass(frozen=True)
class Group:
    """A name that counts as one party, those in it, and how they split its share."""

    name: str
    members: tuple[Party, ...]
    within: Part


@dataclass(frozen=True)
class Groups(Part):
    """Shared `across` groups and those in none, and then `within` each group."""

    kind: ClassVar[str] = "groups"
    across: Part
    groups: tuple[Group, ...]

    def __post_init__(self) -> None:
        members = [party for group in self.groups for party in group.members]
        names = [group.name for group in self.groups]
        if not self.groups or not all(group.members for group in self.groups):
            raise InvalidKey("GROUP_EMPTY")
        if len(set(members)) < len(members):
            raise InvalidKey("NAMED_TWICE", parties=tuple(sorted({p for p in members if members.count(p) > 1})))
        if len(set(names)) < len(names) or set(names) & set(members):
            raise InvalidKey("GROUP_NAME_TAKEN", names=tuple(names))
        if self.across.makes_total or any(group.within.makes_total for group in self.groups):
            raise InvalidKey("CHARGE_IN_GROUPS")

    def children(self) -> Iterator[tuple[str, Part]]:
        """Across, and each within by number."""
        yield "across", self.across
        yield from ((f"groups.{number}.within", group.within) for number, group in enumerate(self.groups))

    def _units(self, parties: list[str] | frozenset[str]) -> list[str]:
        """Groups and those in none, in the order of the parties."""
        names = {party: group.name for group in self.groups for party in group.members}
        return list(dict.fromkeys(names.get(Party(party), party) for party in parties))

    def check(self, parties: frozenset[str]) -> None:
        """Across sees the groups and those in none; within sees the group's members."""
        unknown = [party for group in self.groups for party in group.members if party not in parties]
        if unknown:
            raise InvalidKey("UNKNOWN_PARTY", parties=tuple(unknown))
        taken = [group.name for group in self.groups if group.name in parties]
        if taken:
            raise InvalidKey("GROUP_NAME_TAKEN", names=tuple(taken))
        with at("across"):
            self.across.check(frozenset(self._units(parties)))
        for number, group in enumerate(self.groups):
            with at(f"groups.{number}.within"):
                group.within.check(frozenset(group.members))

    def among(self, parties: frozenset[str]) -> Part:
        """Those who are left of each group; a group that nobody is left in is gone."""
        groups = []
        for group in self.groups:
            members = tuple(party for party in group.members if party in parties)
            if members:
                groups.append(replace(group, members=members, within=group.within.among(frozenset(members))))
        if not groups:
            return self.across.among(parties)
        left = replace(self, groups=tuple(groups))
        return replace(left, across=self.across.among(frozenset(left._units(parties))))

    def share(self, amount: Fraction | None, setting: Setting) -> Outcome:
        """First across, then each group's share within it."""
        total = needed(amount)
        members = {
            group.name: tuple(p for member in group.members for p in setting.people(member)) for group in self.groups
        }
        outer = Setting(
            tuple(self._units(list(setting.parties))), setting.inputs, setting.rules, {**setting.members, **members}
        )
        found = self.across.share(total, outer)
        shares = {party: found.shares[party] for party in setting.parties if party in found.shares}
        steps = [Step(say("ACROSS_STEP", amount=total)), *deeper(found.steps)]
        for group in self.groups:
            own = found.shares[group.name]
            inner = group.within.share(own, setting.among(group.members))
            steps += [
                Step(say("WITHIN_STEP", name=group.name, amount=own, parties=group.members)),
                *deeper(inner.steps),
            ]
            shares |= inner.shares
        return Outcome({party: shares[party] for party in setting.parties}, tuple(steps))

    def said(self, rules: Rules) -> Saying:
        """'mellan grupperna (G: A och B) lika …, och inom G efter antal invånare'."""
        groups = tuple(say("GROUP", name=group.name, parties=group.members) for group in self.groups)
        within = tuple(say("WITHIN", name=group.name, part=group.within.said(rules)) for group in self.groups)
        return say("GROUPS", groups=groups, across=self.across.said(rules), within=within)
