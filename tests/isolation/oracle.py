"""Who may read and write each row, worked out a second time in Python, from all rows and without any policy.

Written from docs/architecture.md, not from samsyn.isolation.tables: the two must agree.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model

Row = dict[str, Any]


@dataclass(frozen=True)
class Me:
    """Somebody as the database should see them; zeros when they have no assignment today."""

    person: int
    organisation: int
    authority: int
    circles: frozenset[int]
    role: str = ""


def circles_of(
    organisation: int, authority: int, members: list[Row], circles: list[Row], today: date
) -> frozenset[int]:
    mine = {
        m["circle_id"]
        for m in members
        if m["member_id"] == organisation
        and m["member_authority_id"] in (None, authority)
        and (m["starts_on"] is None or m["starts_on"] <= today)
        and (m["ends_on"] is None or m["ends_on"] > today)
    }
    return frozenset(mine | {c["id"] for c in circles if c["everyone"]}) if authority else frozenset()


def own(row: Row, me: Me) -> bool:
    return bool(me.authority) and row["authority_id"] == me.authority


def ours(row: Row, me: Me) -> bool:
    return bool(me.organisation) and row["organisation_id"] == me.organisation


def in_circle(row: Row, me: Me) -> bool:
    return row["circle_id"] in me.circles


def nobody(row: Row, me: Me) -> bool:
    return False


Rule = Callable[[Row, Me], bool]


@dataclass(frozen=True)
class Audience:
    """Who reads, and who adds, changes and removes."""

    read: Rule
    write: Rule
    add: Rule | None = None
    remove: Rule | None = None
    only_grows: bool = False
    becomes: Rule | None = None  # what a row must be after a change; as what may be added, when not told
    also: Rule = nobody  # rows one may touch besides, to make them one's own

    def reaches(self, row: Row, me: Me) -> bool:
        return self.write(row, me) or self.also(row, me)


SIGNED_IN: Rule = lambda row, me: bool(me.authority)  # noqa: E731
SHARED = Audience(lambda r, me: own(r, me) or in_circle(r, me), own, add=lambda r, me: own(r, me) and in_circle(r, me))
SECRET = Audience(
    lambda r, me: own(r, me) or (r["secrecy_provision"] == "" and in_circle(r, me)),
    own,
    add=lambda r, me: own(r, me) and in_circle(r, me),
)
KEPT = replace(SHARED, also=lambda r, me: bool(me.authority) and r["offered_to_id"] == me.authority)
COMMON = Audience(SIGNED_IN, ours)
LASTING = Audience(SIGNED_IN, ours, remove=nobody)
CIRCLES = Audience(lambda r, me: ours(r, me) or r["id"] in me.circles, ours)
MEMBERS = Audience(lambda r, me: ours(r, me) or in_circle(r, me), ours)
FOUND = Audience(
    lambda r, me: own(r, me) or in_circle(r, me), lambda r, me: ours(r, me) and (own(r, me) or in_circle(r, me))
)
GROWING = replace(SHARED, only_grows=True)
# A municipality's own part of a matter: written by any of its authorities, read by all who take part.
PART = Audience(lambda r, me: ours(r, me) or in_circle(r, me), ours, add=lambda r, me: ours(r, me) and in_circle(r, me))
DECIDED = Audience(
    PART.read,
    nobody,
    add=lambda r, me: ours(r, me) and in_circle(r, me) and me.role in ("REGISTRAR", "SECRETARY"),
    only_grows=True,
)
HISTORY = Audience(own, own, only_grows=True)
OUR_HISTORY = Audience(ours, ours, only_grows=True)

AUDIENCES: dict[str, Audience] = {
    "accounts.Person": Audience(
        lambda r, me: ours(r, me) or r["id"] == me.person or (r["in_public_role"] and bool(me.authority)), ours
    ),
    "audit.Event": Audience(own, own, only_grows=True),
    "audit.Submission": Audience(lambda r, me: r["person_id"] == me.person, lambda r, me: r["person_id"] == me.person),
    "organisations.Organisation": LASTING,
    "organisations.Authority": LASTING,
    "organisations.Circle": CIRCLES,
    "organisations.CircleMember": MEMBERS,
    "organisations.Body": COMMON,
    "organisations.ServedParty": COMMON,
    "organisations.DecisionPath": COMMON,
    "organisations.PathStep": COMMON,
    "organisations.Sitting": COMMON,
    "organisations.Assignment": Audience(
        lambda r, me: ours(r, me) or r["person_id"] == me.person or (r["public"] and bool(me.authority)), ours
    ),
    "search.Entry": FOUND,
    "search.Word": FOUND,
    "networks.Network": KEPT,
    "networks.Forum": KEPT,
    "networks.SeatHolder": Audience(
        lambda r, me: own(r, me) or ours(r, me) or in_circle(r, me),
        ours,
        add=lambda r, me: own(r, me) and ours(r, me) and in_circle(r, me),
        remove=lambda r, me: own(r, me) and ours(r, me),
        becomes=ours,
    ),
    "networks.PublicNetwork": Audience(lambda r, me: True, own),
    "collaborations.PublicCollaboration": Audience(lambda r, me: True, own),
    "collaborations.GoverningDocument": SECRET,
    "collaborations.Signature": SECRET,
    "collaborations.ImportRun": Audience(own, own),
    "dispatch.Delivery": replace(SHARED, remove=nobody),
    "dispatch.DeliveryStep": GROWING,
    "dispatch.Receipt": Audience(
        PART.read, nobody, add=lambda r, me: own(r, me) and ours(r, me) and in_circle(r, me), only_grows=True
    ),
    "matters.Matter": SHARED,
    "matters.Asked": SHARED,
    "matters.Referral": SHARED,
    "matters.Proposal": GROWING,
    "matters.Standpoint": GROWING,
    "matters.Applied": GROWING,
    "matters.Entry": Audience(lambda r, me: own(r, me) or in_circle(r, me), nobody, only_grows=True),
    "matters.MatterDocument": SECRET,
    "matters.LocalMatter": replace(
        PART, add=lambda r, me: own(r, me) and ours(r, me) and in_circle(r, me), becomes=PART.add
    ),
    "matters.LocalText": Audience(own, own),
    "matters.ChainStep": PART,
    **{f"matters.{name}": DECIDED for name in ("Wording", "Decision", "ForceEvent", "Signing")},
    "matters.PublicMatter": Audience(lambda r, me: True, own),
    "matters.PublicAnswer": Audience(lambda r, me: True, own),
    **{
        f"networks.{name}": SHARED
        for name in (
            "NetworkText",
            "Membership",
            "Presidency",
            "NetworkKeeping",
            "ForumText",
            "Activity",
            "ForumKeeping",
            "Seat",
        )
    },
    **{
        f"collaborations.{name}": SHARED
        for name in (
            "Collaboration",
            "CollaborationName",
            "FormPeriod",
            "StagePeriod",
            "Party",
            "Contact",
            "CheckedPoint",
        )
    },
}
OF_ORGANISATIONS = {
    "Body",
    "ServedParty",
    "DecisionPath",
    "PathStep",
    "Sitting",
    "Assignment",
    "LocalMatter",
    "ChainStep",
}


@cache
def protected() -> dict[type[Model], Audience]:
    """Every table with row-level security, and its audience."""
    found: dict[type[Model], Audience] = {}
    for model in apps.get_models():
        isolation = getattr(model, "isolation", None)
        if isolation is None or isolation.reason or not model._meta.managed:
            continue
        tracked = getattr(model, "pgh_tracked_model", None)
        if tracked is not None:
            found[model] = OUR_HISTORY if tracked.__name__ in OF_ORGANISATIONS else HISTORY
        else:
            found[model] = AUDIENCES[model._meta.label]
    return found
