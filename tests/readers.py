"""Readers made by hand, for rules: rules ask of the reader and the thing, and of nothing else."""

from datetime import date

from samsyn.isolation.acting import Reader
from samsyn.organisations.enums import Role

OURS, OTHERS = 1, 2  # an authority, and its organisation, by the same number
TODAY = date(2026, 11, 24)


def reader(role: Role, *, authority: int = OURS, organisation: int | None = None, assignment: int = 1) -> Reader:
    return Reader(
        today=TODAY,
        person=1,
        assignment=assignment,
        organisation=organisation or authority,
        authority=authority,
        role=role,
    )


def allowed(verdicts: dict[Role, object]) -> set[Role]:
    return {role for role, verdict in verdicts.items() if verdict}
