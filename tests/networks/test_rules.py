"""Who may what with networks and forums, as a table."""

from datetime import date
from typing import Any

import pytest

from samsyn.networks import rules
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum, Network, Seat, SeatHolder
from samsyn.organisations.enums import Role
from tests.readers import OTHERS, OURS, TODAY, allowed, reader

WRITE = {
    Role.COORDINATOR, Role.REGISTRAR, Role.SECRETARY, Role.CASE_OFFICER, Role.HEAD_OF_SOCIAL_SERVICES,
    Role.CHIEF_EXECUTIVE,
}  # fmt: skip
PUBLISH = {Role.COORDINATOR, Role.REGISTRAR, Role.CHIEF_EXECUTIVE}
APPOINT = {Role.COORDINATOR, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATOR, Role.CHIEF_EXECUTIVE}
DRAFT, SHARED, PUBLISHED = Openness.DRAFT, Openness.SHARED, Openness.PUBLISHED


def network(openness: str = DRAFT, **told: Any) -> Network:
    return Network(authority_id=OURS, openness=openness, **told)


def forum(ended_on: date | None = None) -> Forum:
    return Forum(authority_id=OURS, ended_on=ended_on)


def seat(ends_on: date | None = None) -> Seat:
    return Seat(organisation_id=OURS, ends_on=ends_on)


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (lambda by: rules.may_create(by), WRITE),
        (lambda by: rules.may_edit(by, network()), WRITE),
        (lambda by: rules.may_edit(by, forum()), WRITE),
        (lambda by: rules.may_open(by, network(DRAFT), to=SHARED), WRITE),
        (lambda by: rules.may_open(by, network(DRAFT), to=PUBLISHED), PUBLISH),
        (lambda by: rules.may_open(by, network(PUBLISHED), to=SHARED), PUBLISH),
        (lambda by: rules.may_open(by, network(SHARED), to=DRAFT), set()),
        (lambda by: rules.may_open(by, network(SHARED), to=SHARED), set()),
        (lambda by: rules.may_offer(by, network(SHARED)), WRITE),
        (lambda by: rules.may_offer(by, network(DRAFT)), set()),
        (lambda by: rules.may_take_over(by, network(SHARED, offered_to_id=OURS)), WRITE),
        (lambda by: rules.may_take_over(by, network(SHARED)), set()),
        (lambda by: rules.may_wake(by, forum()), WRITE),
        (lambda by: rules.may_wake(by, forum(ended_on=date(2026, 11, 25))), WRITE),
        (lambda by: rules.may_wake(by, forum(ended_on=TODAY)), set()),
        (lambda by: rules.may_appoint(by, seat(), today=TODAY), APPOINT),
        (lambda by: rules.may_appoint(by, seat(date(2026, 11, 25)), today=TODAY), APPOINT),
        (lambda by: rules.may_appoint(by, seat(TODAY), today=TODAY), set()),
        (lambda by: rules.may_recall(by, SeatHolder(organisation_id=OURS)), APPOINT),
    ],
)
def test_which_roles_may(rule: Any, may: set[Role]):
    assert allowed({role: rule(reader(role)) for role in Role}) == may


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (lambda by: rules.may_edit(by, network()), "Bara den myndighet som ansvarar för handlingarna"),
        (lambda by: rules.may_open(by, network(SHARED), to=PUBLISHED), "Bara den myndighet som ansvarar"),
        (lambda by: rules.may_offer(by, network(SHARED)), "Bara den myndighet som ansvarar"),
        (lambda by: rules.may_wake(by, forum()), "Bara den myndighet som ansvarar"),
        (lambda by: rules.may_take_over(by, network(SHARED, offered_to_id=OURS)), "har inte erbjudits din myndighet"),
        (lambda by: rules.may_appoint(by, seat(), today=TODAY), "Bara den kommun som har platsen bestämmer"),
        (lambda by: rules.may_recall(by, SeatHolder(organisation_id=OURS)), "Bara den kommun som har platsen"),
    ],
)
def test_no_other_municipality_may_and_is_told_why(rule: Any, reason: str):
    verdict = rule(reader(Role.COORDINATOR, authority=OTHERS))
    assert not verdict
    assert reason in str(verdict.reason)


def test_a_seat_is_filled_by_any_authority_of_its_own_municipality():
    committee = reader(Role.SECRETARY, authority=3, organisation=OURS)
    assert rules.may_appoint(committee, seat(), today=TODAY)
