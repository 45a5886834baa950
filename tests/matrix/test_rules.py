"""Every rule as a table: each role, each state, and which sentence is given when several reasons apply."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from samsyn.collaborations import rules as register
from samsyn.collaborations.enums import Stage
from samsyn.collaborations.models import Collaboration, GoverningDocument
from samsyn.common.verdict import Verdict
from samsyn.isolation.acting import Reader
from samsyn.networks import rules as networks
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum, Network, Seat, SeatHolder
from samsyn.organisations import rules as organisations
from samsyn.organisations.enums import OrganisationKind, Role
from samsyn.organisations.models import Assignment, Body, Organisation

TODAY = date(2026, 5, 4)
US, THEM, OUR_BOARD, THEIR_BOARD = 1, 2, 11, 12
DRAFT, SHARED, PUBLISHED = Openness.DRAFT, Openness.SHARED, Openness.PUBLISHED

# What each role may in its own authority or organisation: write, publish, keep the calendar, administer, send people
# to seats, add organisations.
ROLES = """
COORDINATOR              + + . . + +
REGISTRAR                + + + . + +
SECRETARY                + . + . + +
CASE_OFFICER             + . . . . +
HEAD_OF_SOCIAL_SERVICES  + . . . . +
CHIEF_EXECUTIVE          + + . . + +
ECONOMIST                . . . . . .
CHAIR                    . . . . . .
VICE_CHAIR               . . . . . .
MEMBER                   . . . . . .
ALTERNATE                . . . . . .
OPPOSITION_COMMISSIONER  . . . . . .
AUDITOR                  . . . . . .
ADMINISTRATOR            . . + + + +
OBSERVER                 . . . . . .
"""
TABLE = {Role[line.split()[0]]: [letter == "+" for letter in line.split()[1:]] for line in ROLES.split("\n") if line}


def reader(role: str = Role.COORDINATOR, **told: Any) -> Reader:
    defaults = {"person": 1, "assignment": 1, "organisation": US, "authority": OUR_BOARD, "today": TODAY}
    return Reader(**{**defaults, "role": str(role), **told})


def collaboration(openness: str = DRAFT, authority: int = OUR_BOARD) -> Collaboration:
    return Collaboration(authority_id=authority, openness=openness)


def network(openness: str = DRAFT, authority: int = OUR_BOARD, offered_to: int | None = None) -> Network:
    return Network(authority_id=authority, openness=openness, offered_to_id=offered_to)


def said(verdict: Verdict) -> str:
    """The beginning of the sentence, in English; empty when allowed."""
    with translation.override("en"):
        return " ".join(str(verdict.reason).split()[:6])


def test_every_role_stands_in_the_table():
    assert set(TABLE) == set(Role)


@pytest.mark.parametrize("role", list(Role))
def test_what_each_role_may_with_its_own(role: Role):
    by, document = reader(role), GoverningDocument(owner=collaboration())
    write, publish, calendar, administer, appoint, add = TABLE[role]

    may = {
        "register": register.may_register(by),
        "import": register.may_import(by),
        "edit": register.may_edit(by, collaboration()),
        "mark secret": register.may_mark_secret(by, document),
        "share": register.may_open(by, collaboration(), to=SHARED),
        "publish": register.may_open(by, collaboration(), to=PUBLISHED),
        "withdraw": register.may_open(by, collaboration(PUBLISHED), to=SHARED),
        "found network": networks.may_create(by),
        "edit network": networks.may_edit(by, network()),
        "share network": networks.may_open(by, network(), to=SHARED),
        "publish network": networks.may_open(by, network(), to=PUBLISHED),
        "withdraw network": networks.may_open(by, network(PUBLISHED), to=SHARED),
        "offer": networks.may_offer(by, network(SHARED)),
        "take over": networks.may_take_over(by, network(SHARED, THEIR_BOARD, OUR_BOARD)),
        "wake": networks.may_wake(by, Forum(authority_id=OUR_BOARD)),
        "appoint": networks.may_appoint(by, Seat(organisation_id=US), today=TODAY),
        "recall": networks.may_recall(by, SeatHolder(organisation_id=US)),
        "add organisation": organisations.may_register_organisation(by),
        "administer": organisations.may_administer(by, Organisation(pk=US)),
        "keep sittings": organisations.may_keep_sittings(by, Body(organisation_id=US)),
    }

    assert {what: bool(verdict) for what, verdict in may.items()} == {
        **dict.fromkeys(
            (
                "register",
                "import",
                "edit",
                "mark secret",
                "share",
                "found network",
                "edit network",
                "share network",
                "offer",
                "take over",
                "wake",
            ),
            write,
        ),
        **dict.fromkeys(("publish", "withdraw", "publish network", "withdraw network"), publish),
        "appoint": appoint,
        "recall": appoint,
        "add organisation": add,
        "administer": administer,
        "keep sittings": calendar,
    }


@pytest.mark.parametrize("role", list(Role))
def test_nobody_may_anything_with_what_others_keep(role: Role):
    by = reader(role)
    theirs = collaboration(SHARED, THEIR_BOARD)
    assert not register.may_edit(by, theirs)
    assert not register.may_mark_secret(by, GoverningDocument(owner=theirs))
    assert not networks.may_edit(by, network(SHARED, THEIR_BOARD))
    assert not networks.may_offer(by, network(SHARED, THEIR_BOARD))
    assert not networks.may_take_over(by, network(SHARED, THEIR_BOARD))
    assert not networks.may_wake(by, Forum(authority_id=THEIR_BOARD))
    assert not networks.may_appoint(by, Seat(organisation_id=THEM), today=TODAY)
    assert not networks.may_recall(by, SeatHolder(organisation_id=THEM))
    assert not organisations.may_administer(by, Organisation(pk=THEM))
    assert not organisations.may_keep_sittings(by, Body(organisation_id=THEM))


OPENING = [
    # now, to, role, keeper, what is said
    (DRAFT, SHARED, Role.SECRETARY, OUR_BOARD, ""),
    (DRAFT, PUBLISHED, Role.REGISTRAR, OUR_BOARD, ""),
    (SHARED, SHARED, Role.REGISTRAR, OUR_BOARD, "It is so already."),
    (DRAFT, DRAFT, Role.REGISTRAR, OUR_BOARD, "It is so already."),
    (SHARED, DRAFT, Role.REGISTRAR, OUR_BOARD, "Others have been able to read"),
    (PUBLISHED, DRAFT, Role.SECRETARY, OUR_BOARD, "Others have been able to read"),
    (SHARED, PUBLISHED, Role.SECRETARY, OUR_BOARD, "A coordinator, registrar or chief executive"),
    (PUBLISHED, SHARED, Role.SECRETARY, OUR_BOARD, "A coordinator, registrar or chief executive"),
    (SHARED, SHARED, Role.CHAIR, OUR_BOARD, "Your assignment lets you read. A"),
    (SHARED, SHARED, Role.REGISTRAR, THEIR_BOARD, "Only the authority that keeps"),
]


@pytest.mark.parametrize(("now", "to", "role", "keeper", "reason"), OPENING)
def test_opening(now: str, to: str, role: str, keeper: int, reason: str):
    of_register = said(register.may_open(reader(role), collaboration(now, keeper), to=to))
    of_networks = said(networks.may_open(reader(role), network(now, keeper), to=to))
    assert of_register.startswith(reason)
    assert of_networks.startswith(reason)
    assert bool(of_register) == bool(of_networks) == bool(reason)


@pytest.mark.parametrize(
    ("now", "to", "role", "reason"),
    [
        (Stage.IDEA, Stage.INVESTIGATION, Role.SECRETARY, ""),
        (None, Stage.ENDED, Role.SECRETARY, ""),
        (Stage.IDEA, Stage.REPLACED, Role.SECRETARY, "It cannot go from where it"),
        (Stage.IDEA, Stage.INVESTIGATION, Role.CHAIR, "Your assignment lets you read. A"),
        (Stage.IDEA, Stage.REPLACED, Role.CHAIR, "Your assignment lets you read. A"),
    ],
)
def test_changing_stage(now: str | None, to: str, role: str, reason: str):
    assert said(register.may_change_stage(reader(role), collaboration(), now=now, to=to)) == reason


@pytest.mark.parametrize(
    ("openness", "role", "reason"),
    [
        (SHARED, Role.SECRETARY, ""),
        (PUBLISHED, Role.SECRETARY, ""),
        (DRAFT, Role.SECRETARY, "Share it first, so that those"),
        (DRAFT, Role.CHAIR, "Your assignment lets you read. A"),
        (SHARED, Role.CHAIR, "Your assignment lets you read. A"),
    ],
)
def test_offering_the_papers(openness: str, role: str, reason: str):
    assert said(networks.may_offer(reader(role), network(openness))) == reason


@pytest.mark.parametrize(
    ("ends_on", "role", "reason"),
    [
        (None, Role.ADMINISTRATOR, ""),
        (TODAY + timedelta(days=1), Role.ADMINISTRATOR, ""),
        (TODAY, Role.ADMINISTRATOR, "The seat has ended."),
        (TODAY - timedelta(days=9), Role.ADMINISTRATOR, "The seat has ended."),
        (TODAY, Role.CHAIR, "A coordinator, secretary, registrar, administrator or"),
    ],
)
def test_sending_somebody_to_a_seat(ends_on: date | None, role: str, reason: str):
    assert said(networks.may_appoint(reader(role), Seat(organisation_id=US, ends_on=ends_on), today=TODAY)) == reason


@pytest.mark.parametrize(
    ("ended_on", "role", "reason"),
    [
        (None, Role.SECRETARY, ""),
        (TODAY + timedelta(days=1), Role.SECRETARY, ""),
        (TODAY, Role.SECRETARY, "The forum has ended."),
        (TODAY, Role.CHAIR, "The forum has ended."),
        (None, Role.CHAIR, "Your assignment lets you read. A"),
    ],
)
def test_waking_a_forum(ended_on: date | None, role: str, reason: str):
    assert said(networks.may_wake(reader(role), Forum(authority_id=OUR_BOARD, ended_on=ended_on))) == reason


@pytest.mark.parametrize(
    ("kind", "added_by", "role", "reason"),
    [
        (OrganisationKind.COMPANY, US, Role.SECRETARY, ""),
        (OrganisationKind.MUNICIPALITY, US, Role.SECRETARY, ""),
        (OrganisationKind.COMPANY, US, Role.CHAIR, "Your assignment lets you read. A"),
        (OrganisationKind.COMPANY, THEM, Role.SECRETARY, "Only the organisation that added it"),
        (OrganisationKind.COMPANY, None, Role.SECRETARY, "Only the organisation that added it"),
        (OrganisationKind.REGION, THEM, Role.SECRETARY, "Only the organisation that added it"),
        (OrganisationKind.MUNICIPALITY, None, Role.SECRETARY, "Municipalities and regions come from Statistics"),
        (OrganisationKind.REGION, None, Role.SECRETARY, "Municipalities and regions come from Statistics"),
    ],
)
def test_describing_an_organisation(kind: str, added_by: int | None, role: str, reason: str):
    thing = Organisation(pk=9, kind=kind, organisation_id=added_by)
    assert said(organisations.may_describe_organisation(reader(role), thing)) == reason


@pytest.mark.parametrize(
    ("organisation", "assignment", "role", "reason"),
    [
        (US, 2, Role.ADMINISTRATOR, ""),
        (US, 1, Role.ADMINISTRATOR, "You cannot end the assignment you"),
        (US, 1, Role.CHAIR, "Only an administrator of the organisation"),
        (THEM, 1, Role.ADMINISTRATOR, "Only the organisation's own people can"),
    ],
)
def test_ending_an_assignment(organisation: int, assignment: int, role: str, reason: str):
    thing = Assignment(pk=assignment, organisation=Organisation(pk=organisation))
    assert said(organisations.may_end_assignment(reader(role), thing)) == reason
