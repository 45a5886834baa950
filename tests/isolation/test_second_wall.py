"""Row-level security alone: every table and person, reading and writing, against a second working-out of the rules."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from samsyn.isolation import clock
from samsyn.isolation.acting import acting_as, reader
from samsyn.organisations.models import Assignment
from tests.conftest import wall_2_off
from tests.isolation.checks import check_read, check_write
from tests.isolation.oracle import AUDIENCES, protected

pytestmark = pytest.mark.django_db


def test_every_protected_table_has_an_audience():
    assert {model._meta.label for model in protected() if not hasattr(model, "pgh_tracked_model")} == set(AUDIENCES)


@pytest.fixture
def full(world):
    """The world, and rows of two owners in the tables that it leaves empty."""
    from samsyn.audit.models import Submission
    from samsyn.organisations.models import Body, ServedParty

    with wall_2_off():
        for persona in ("a_coordinator", "b_coordinator", "ex_member"):
            person = world.people[persona]["person"]
            Submission.objects.create(key=uuid4(), person_id=person, location="/", at=clock.now())
        ours, theirs = (Body.objects.get(uid=world[f"{code}_committee"]) for code in ("1461", "1460"))
        for body, party in ((ours, theirs), (theirs, ours)):
            ServedParty.objects.create(
                body=body, organisation_id=body.organisation_id, party_id=party.organisation_id, starts_on=clock.today()
            )
    return world


@pytest.mark.parametrize("model", sorted(protected(), key=lambda m: m._meta.label), ids=lambda m: m._meta.label)
def test_each_reads_what_the_oracle_says(full, model):
    assert check_read(full, model) == []


@pytest.mark.parametrize("model", sorted(protected(), key=lambda m: m._meta.label), ids=lambda m: m._meta.label)
def test_each_writes_what_the_oracle_says(full, model):
    assert check_write(full, model) == []


def test_every_protected_table_has_rows_of_more_than_one(full):
    """A check on an empty table would prove nothing."""
    from tests.isolation.checks import rows_of

    assert {model._meta.label for model in protected() if not rows_of(model)} == set()


def test_wrong_person_with_a_right_assignment_gets_nothing(world):
    other = world.people["b_coordinator"]
    uid = world["assignment_a_coordinator"]

    with acting_as(other["person"], uid), transaction.atomic():
        assert not reader()
        assert reader().circles == ()


def test_unknown_assignment_gets_nothing(world):
    with acting_as(world.people["a_coordinator"]["person"], uuid4()), transaction.atomic():
        assert not reader()


def test_assignment_ends_at_midnight_in_sweden(world):
    """On its last day it holds; a second after midnight, Swedish time, it does not, in either wall."""
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    told = world.people["ex_member"]
    ended_on = Assignment.objects
    with wall_2_off():
        first_day_after = ended_on.get(uid=told["assignment"]).ends_on
    midnight = datetime.combine(first_day_after, datetime.min.time(), ZoneInfo("Europe/Stockholm"))

    with clock.standing_at(midnight - timedelta(seconds=1)), world.acting("ex_member") as acting:
        assert acting.authority == world.people["a_coordinator"]["authority"]
    with clock.standing_at(midnight), world.acting("ex_member") as acting:
        assert not acting


def test_nested_acting_returns_to_the_outer(world):
    with world.acting("a_coordinator") as outer:
        with world.acting("b_coordinator") as inner:
            assert inner.organisation != outer.organisation
        assert reader() == outer


def test_a_broken_savepoint_takes_nothing_with_it(world):
    with world.acting("a_coordinator") as acting:
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select * from no_such_table")
        assert reader() == acting


def test_a_child_cannot_be_hung_on_an_unseen_parent(world):
    """The composite key refuses a foreign key to a row in another circle."""
    from samsyn.collaborations.models import Collaboration, Party

    with wall_2_off():
        theirs = Collaboration.objects.get(uid=world["collaboration_draft"])
    with world.acting("b_coordinator") as by:
        mine = Collaboration.objects.get(uid=world["collaboration_other"])
        party = Party.objects.filter(owner=mine).first()
        assert party
        with connection.cursor() as cursor:
            cursor.execute("set constraints all immediate")
        with pytest.raises(IntegrityError), transaction.atomic():
            Party.objects.filter(pk=party.pk).update(owner=theirs)
        assert by


def test_moving_a_parent_moves_its_children(world):
    from samsyn.collaborations import actions
    from samsyn.collaborations.models import Collaboration, GoverningDocument, Party

    with world.acting("a_coordinator") as by:
        found = Collaboration.objects.select_related("circle").get(uid=world["collaboration_draft"])
        actions.set_openness(found, by=by, at=clock.now(), to="SHARED")
        assert set(Party.objects.filter(owner=found).values_list("circle", flat=True)) == {found.own_circle_id}
    with world.acting("b_coordinator"):
        assert Party.objects.filter(owner=found).count() == 2
        assert GoverningDocument.objects.filter(owner=found).count() == 1, "the marked one stays with its authority"
