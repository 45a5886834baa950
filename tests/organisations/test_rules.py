"""Who may what with organisations, bodies, calendars and people, as a table."""

from typing import Any

import pytest

from samsyn.organisations import rules
from samsyn.organisations.enums import OrganisationKind, Role
from samsyn.organisations.models import Assignment, Body, Organisation
from tests.readers import OTHERS, OURS, allowed, reader

REGISTER = {
    Role.COORDINATOR, Role.REGISTRAR, Role.SECRETARY, Role.CASE_OFFICER, Role.HEAD_OF_SOCIAL_SERVICES,
    Role.CHIEF_EXECUTIVE, Role.ADMINISTRATOR,
}  # fmt: skip
OUR = Organisation(pk=OURS, kind=OrganisationKind.MUNICIPALITY, name="Mellerud")
ADDED = Organisation(pk=9, kind=OrganisationKind.COMPANY, name="Bolaget", organisation_id=OURS)
BODY = Body(organisation=OUR)


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (lambda by: rules.may_register_organisation(by), REGISTER),
        (lambda by: rules.may_describe_organisation(by, ADDED), REGISTER),
        (lambda by: rules.may_describe_organisation(by, OUR), set()),
        (lambda by: rules.may_administer(by, OUR), {Role.ADMINISTRATOR}),
        (lambda by: rules.may_keep_sittings(by, BODY), {Role.ADMINISTRATOR, Role.REGISTRAR, Role.SECRETARY}),
        (lambda by: rules.may_end_assignment(by, Assignment(pk=7, organisation=OUR)), {Role.ADMINISTRATOR}),
        (lambda by: rules.may_end_assignment(by, Assignment(pk=1, organisation=OUR)), set()),  # one's own
    ],
)
def test_which_roles_may(rule: Any, may: set[Role]):
    assert allowed({role: rule(reader(role)) for role in Role}) == may


@pytest.mark.parametrize(
    "rule",
    [
        lambda by: rules.may_administer(by, OUR),
        lambda by: rules.may_keep_sittings(by, BODY),
        lambda by: rules.may_end_assignment(by, Assignment(pk=7, organisation=OUR)),
        lambda by: rules.may_describe_organisation(by, ADDED),
    ],
)
def test_nobody_of_another_organisation_may(rule: Any):
    verdict = rule(reader(Role.ADMINISTRATOR, authority=OTHERS))
    assert not verdict
    assert str(verdict.reason).startswith("Bara ")


def test_the_last_administrator_cannot_shut_the_door_on_everybody():
    verdict = rules.may_end_assignment(reader(Role.ADMINISTRATOR), Assignment(pk=1, organisation=OUR))
    assert "så att det alltid finns en kvar" in str(verdict.reason)
