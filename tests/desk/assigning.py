"""A second assignment for somebody who has one."""

from django.db import transaction

from samsyn.accounts.models import Person
from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.organisations import actions
from samsyn.organisations.models import Assignment, Body
from tests.world import World


def also_at_bengtsfors(world: World, persona: str, *, role: str = "COORDINATOR") -> Assignment:
    """Given by the administrator there, from today."""
    told = world.people["administrator_1460"]
    with acting_as(told["person"], told["assignment"]), transaction.atomic():
        board = Body.objects.get(uid=world["1460_board"])
        person = Person.objects.get(pk=world.people[persona]["person"])
        return actions.give_assignment(
            board, by=reader(), at=clock.now(), role=role, person=person, starts_on=clock.today()
        )
