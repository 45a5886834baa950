"""Somebody who invites, somebody who is invited, and a mail server in between."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.hearing import listening
from tests.mail import MailServer
from tests.world import World


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.MAILERS = running.mailers()
        yield running


@pytest.fixture
def administrator(world: World) -> Client:
    from samsyn.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=world.people["a_administrator"]["email"]))
    return client


@pytest.fixture
def newcomer(world: World) -> Any:
    """Somebody with an assignment and no sign-in."""
    from samsyn.isolation import clock
    from samsyn.organisations import actions
    from samsyn.organisations.models import Body

    with world.acting("a_administrator") as by:
        body = Body.objects.select_related("organisation").get(uid=world["1461_board"])
        return actions.give_assignment(
            body, by=by, at=clock.now(), role="SECRETARY", name="Ny Sekreterare", starts_on=by.today
        )


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """What the log got to hear while the test ran."""
    with listening() as lines:
        yield lines
