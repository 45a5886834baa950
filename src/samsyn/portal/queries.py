"""What the public sees of published copies: judged on the day it is read, as of any day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.collaborations.enums import OVER, LegalForm, PartyRole
from samsyn.collaborations.facts import Facts, all_held, from_content
from samsyn.collaborations.validity import Validity, judge
from samsyn.common.swedish import sort_key, upper_first
from samsyn.organisations.enums import Area
from samsyn.portal.models import Collaboration, Network

FORMS, AREAS = dict(LegalForm.choices), dict(Area.choices)
CODE = {PartyRole.HOST: "v", PartyRole.MEMBER: "p", PartyRole.BUYER: "k", PartyRole.ADJUNCT: "a"}


@dataclass
class Row:
    collaboration: Collaboration
    facts: Facts
    validity: Validity
    parties: list[dict[str, Any]]

    @property
    def name(self) -> str:
        return self.facts.name

    @property
    def form_label(self) -> str:
        return upper_first(FORMS[self.facts.form]) if self.facts.form in FORMS else ""

    @property
    def party_names(self) -> str:
        names = sorted((party["name"] for party in self.parties), key=sort_key)
        return ", ".join(names[:6]) + (f" +{len(names) - 6}" if len(names) > 6 else "")


def row(found: Collaboration, day: date) -> Row:
    facts = from_content(found.content, name=found.name, day=day)
    return Row(found, facts, judge(facts, today=day), all_held(found.content["parties"], day))


def rows(found: Iterable[Collaboration], day: date, *, over: bool) -> list[Row]:
    listed = [row(one, day) for one in found if _begun(one, day)]
    return [one for one in listed if over or one.facts.stage not in OVER]


def _begun(found: Collaboration, day: date) -> bool:
    """It had begun by that day, or nobody knows when it did."""
    starts = [stage["starts_on"] for stage in found.content["stages"]]
    return not starts or any(first is None or first <= day.isoformat() for first in starts)


def members(network: Network, day: date) -> list[dict[str, Any]]:
    return sorted(all_held(network.content["members"], day), key=lambda member: sort_key(member["name"]))


@dataclass
class MapRow:
    row: Row
    cells: list[dict[str, str]]
    others: str


def map_rows(listed: list[Row], columns: list[str], day: date) -> list[MapRow]:
    """Collaborations × municipalities, as the signed-in map, but from the copies alone."""
    position = {name: index for index, name in enumerate(columns)}
    made = []
    for one in listed:
        cells: list[dict[str, str]] = [{} for _column in columns]
        others = []
        now = {(party["name"], party["starts_on"]) for party in one.parties}
        for party in sorted(one.collaboration.content["parties"], key=lambda party: party["starts_on"] or ""):
            if (party["starts_on"] or "") > day.isoformat():
                continue
            present = (party["name"], party["starts_on"]) in now and one.facts.stage not in OVER
            code = CODE[PartyRole(party["role"])] if present else "f"
            code = "o" if party["doubt"] and present else code
            if (index := position.get(party["name"])) is not None:
                cells[index] = {"code": code, "name": party["name"]}
            elif present:
                others.append(party["name"])
        shown = ", ".join(others[:4]) + (f" +{len(others) - 4}" if len(others) > 4 else "")
        if any(cells):
            made.append(MapRow(one, cells, "; ".join(part for part in (shown, one.facts.unlisted_parties) if part)))
    return made


def by_area(listed: list[Any]) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = {}
    for one in listed:
        groups.setdefault(getattr(one, "row", one).collaboration.area, []).append(one)
    named = [(upper_first(AREAS[area]), found, area) for area, found in groups.items()]
    return [
        (label, found)
        for label, found, area in sorted(named, key=lambda group: (group[2] != Area.ALL, sort_key(group[0])))
    ]
