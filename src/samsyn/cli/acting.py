"""Who a command acts for."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.db import IntegrityError, transaction
from django.http import Http404

from samsyn.accounts.models import User
from samsyn.common.constraints import explained
from samsyn.common.given import NotValid
from samsyn.common.verdict import Conflict, NotAllowed, Refused
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader, acting_as, reader
from samsyn.organisations.enums import EDITORS
from samsyn.organisations.models import Assignment, current


@contextmanager
def acting_for(email: str, place: str) -> Iterator[Reader]:
    """One transaction as that person, by the assignment that `place` names: a municipality, its code, or a body."""
    user = User.objects.filter(email=email.lower()).first()  # nobody acts yet, so no name can be joined here
    if user is None:
        raise click.ClickException(f"Nobody signs in with {email}.")
    with acting_as(user.person_id), transaction.atomic():
        first = Assignment.objects.filter(person=user.person_id).on(clock.today()).values_list("uid", flat=True).first()
    with acting_as(user.person_id, first), transaction.atomic():
        mine = current(user.person_id, clock.today())
    wanted = [a for a in mine if _matches(a, place)]
    if not wanted:
        listed = "; ".join(a.place for a in mine) or "none"
        raise click.ClickException(f"{email} has no such assignment today. Theirs: {listed}.")
    chosen = next((a for a in wanted if a.role in EDITORS), wanted[0])
    try:
        with acting_as(user.person_id, chosen.uid), transaction.atomic():
            yield reader()
    except (Refused, NotAllowed) as error:
        raise click.ClickException(str(error.reason)) from error
    except NotValid as error:
        raise click.ClickException(_by_field(error)) from error
    except Http404 as error:
        raise click.ClickException("Not here, or not yours to see.") from error
    except Conflict as error:
        raise click.ClickException("Somebody else saved first. Read it again and give the version you read.") from error
    except IntegrityError as error:
        if (told := explained(error)) is None:
            raise
        raise click.ClickException(str(told.reason)) from error


def _by_field(error: NotValid) -> str:
    """Each sentence on a line, after its option."""
    lines = []
    for name, told in error.errors.items():
        option = f"--{name.replace('_', '-')}: " if name else ""
        lines += [f"{option}{sentence}" for sentence in told]
    return "\n".join(lines)


def _matches(assignment: Assignment, place: str) -> bool:
    words = (assignment.organisation.name, assignment.organisation.code, assignment.body.name, assignment.place)
    return not place or any(place.lower() == word.lower() for word in words)
