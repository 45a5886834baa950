"""The first wall alone: what the querysets let through is what the oracle says, with row-level security away."""

from typing import Any

import pytest

from samsyn.accounts.models import Person
from samsyn.collaborations.models import Collaboration, GoverningDocument
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.networks.models import Forum, Network
from samsyn.organisations.models import Assignment
from samsyn.search.models import Entry
from tests.conftest import wall_2_off
from tests.isolation.checks import DIFFERENT, everybody, rows_of, turns
from tests.isolation.oracle import Me, protected

pytestmark = pytest.mark.django_db
FILTERED = (Assignment, Collaboration, Forum, GoverningDocument, Network, Person)
# Nobody without an assignment comes as far as a queryset: reader_of() sends them away.
READERS = tuple(name for name in DIFFERENT if name not in ("stranger", "ex_member"))


def reader_like(me: Me) -> Reader:
    return Reader(
        today=clock.today(),
        person=me.person,
        assignment=1,
        organisation=me.organisation,
        authority=me.authority,
        circles=tuple(me.circles),
    )


@pytest.mark.parametrize("model", FILTERED, ids=lambda model: model.__name__)
def test_what_is_visible_is_what_the_oracle_says(world: Any, model: Any):
    me, audience = everybody(world), protected()[model]

    for _turn in turns(model, me, every_row=True, whoever=False):
        rows = rows_of(model)
        for name in READERS:
            with wall_2_off():
                seen = set(model.objects.visible_to(reader_like(me[name])).values_list("pk", flat=True))
            assert seen == {row["id"] for row in rows if audience.read(row, me[name])}, name


def test_a_search_finds_what_the_oracle_says(world: Any):
    from samsyn.search.actions import find

    me, audience = everybody(world), protected()[Entry]

    for _turn in turns(Entry, me, every_row=True, whoever=False):
        rows = [row for row in rows_of(Entry) if row["title"].startswith("Samverkan ")]
        for name in READERS:
            with wall_2_off():
                seen = {entry.pk for entry in find("samverkan", reader_like(me[name]), most=1_000)}
            told = {row["id"] for row in rows}
            assert seen & told == {row["id"] for row in rows if audience.read(row, me[name])}, name
