"""Each municipality's own part: receive, record what its bodies decide, announce and sign."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from samsyn.cli.matters.frame import (
    DAY,
    FILE,
    UID,
    VERSION,
    Told,
    command,
    decision_line,
    many,
    option,
    part_line,
    upload,
    values,
)

LOCAL = click.argument("uid", type=UID)
OUTCOMES = ("APPROVED", "APPROVED_WITH_CHANGES", "REMITTED", "TABLED", "REJECTED", "NOTED", "OPTED_OUT")
KINDS = ("ANNOUNCED", "TAKEN_DOWN", "CONFIRMED", "APPEALED", "APPEAL_ENDED", "STAYED", "STAY_LIFTED", "ANNULLED")
TEXTS = ("preamble", "summary", "assessment", "economy", "children", "decision", "sent-to")


def _told(uid: UUID, by: Any) -> Told:
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.local(uid, by)


@command(
    "receive",
    click.argument("referral", type=UID),
    option("received-on", DAY, required=True),
    option("registry-number", help="The number that it got in our registry."),
    option("officer", help="Case officer."),
    say=part_line,
)
def receive(by: Any, at: datetime, referral: UUID, **given: Any) -> Any:
    """Register a matter that has been referred to us."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    return _told(deciding.receive(referral, values(given), by=by, at=at).uid, by)


@command("registry", LOCAL, VERSION, option("registry-number"), option("officer", help="Case officer."), say=part_line)
def registry(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Set registry number and case officer; what is left out stays."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    deciding.describe_local(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("texts", LOCAL, VERSION, *(option(name) for name in TEXTS), say=part_line)
def texts(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Our own parts of the staff report; what is left out stays."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    deciding.write_texts(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command(
    "path",
    LOCAL,
    many("body", "bodies", required=True, help="A body on the way, by its name; in order. May be repeated."),
    many("planned", "planned", type=DAY, help="The sitting that is meant, one for each body."),
    option("deciding", required=True, help="The body that decides, by its name."),
    say=part_line,
)
def path(
    by: Any, at: datetime, uid: UUID, bodies: tuple[str, ...], planned: tuple[datetime, ...], deciding: str
) -> Any:
    """Set our way through the bodies in this matter."""
    from samsyn.matters.doors import deciding as doors  # noqa: PLC0415

    if planned and len(planned) != len(bodies):
        raise click.UsageError("Give one --planned for each --body, or none.")
    known = _bodies(by)
    days: list[date | None] = [*(moment.date() for moment in planned), *[None] * (len(bodies) - len(planned))]
    way = [{"body": _body(name, known), "planned_on": day} for name, day in zip(bodies, days, strict=True)]
    doors.set_path(uid, way, _body(deciding, known), by=by, at=at)
    return _told(uid, by)


def _bodies(by: Any) -> dict[str, UUID]:
    from samsyn.organisations.models import Body  # noqa: PLC0415

    found = Body.objects.filter(organisation=by.organisation, ends_on=None)
    return {name.lower(): uid for name, uid in found.values_list("name", "uid")}


def _body(name: str, known: dict[str, UUID]) -> UUID:
    if name.lower() not in known:
        raise click.UsageError(f"There is no body named {name}. There are: {', '.join(sorted(known))}.")
    return known[name.lower()]


@command("sign", LOCAL, option("signed-on", DAY, required=True), option("signed-by", required=True), say=part_line)
def sign(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Record that the municipality has signed what it decided."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    deciding.sign(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("publish-answer", LOCAL, VERSION, option("withdraw", bool, help="Take it away again."), say=part_line)
def publish_answer(by: Any, at: datetime, uid: UUID, withdraw: bool, **given: Any) -> Any:
    """Show to the public what our bodies have decided."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    deciding.publish_answer(uid, values(given), to=not withdraw, by=by, at=at)
    return _told(uid, by)


# --- decisions --------------------------------------------------------------------------------------------------------
DECIDED = (
    option("decided-on", DAY, required=True, help="The sitting."),
    option("outcome", required=True, help=", ".join(OUTCOMES)),
    option("about", help="The version that was read, by its SHA-256."),
    option("decided-text", help="The day in words, when it is not known."),
    option("item", help="The paragraph of the minutes."),
    option("wording", help="What was decided instead, when approved with changes."),
    option("starts-on", DAY, help="Another first day, when approved with changes."),
    many("accepts", "accepts", help="Another's wording that is approved too, by its SHA-256. May be repeated."),
    option("if-all", bool, help="Only if all the others say yes."),
    many("only-if", "these", help="Only if this one says yes: name or code. May be repeated."),
    option("at-least", int, help="Only if at least so many say yes, this one included."),
    option("not-before", DAY),
    option("legal-force", bool, help="Only when the decisions have confirmed legal force."),
    option("preferred-form"),
    option("votes-for", int),
    option("votes-against", int),
    option("abstained", int),
    option("minority", bool, help="Postponed by a minority of a third (KL 5:50)."),
    option("reservations"),
    option("reason"),
    click.option("--extract", "file", type=FILE, help="The minutes extract (PDF or Word)."),
)  # fmt: skip


def _decision(uid: UUID, by: Any) -> Told:
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.decision(uid, by)


@command("decide", click.argument("step", type=UID), *DECIDED, say=decision_line)
def decide(by: Any, at: datetime, step: UUID, file: Path | None, **given: Any) -> Any:
    """Record what a body (a step of our way) did at a sitting."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    with upload(file) as sent:
        made = deciding.record_decision(step, values(given), sent, by=by, at=at)
    return _decision(made.uid, by)


@command("correct", click.argument("decision", type=UID), *DECIDED, say=decision_line)
def correct(by: Any, at: datetime, decision: UUID, file: Path | None, **given: Any) -> Any:
    """Record anew what was recorded wrongly; the earlier record stays."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    with upload(file) as sent:
        made = deciding.correct_decision(decision, values(given), sent, by=by, at=at)
    return _decision(made.uid, by)


@command(
    "force",
    click.argument("decision", type=UID),
    option("kind", required=True, help=", ".join(KINDS)),
    option("on", DAY, required=True),
    option("board", UID, help="The organisation whose notice board it is, of a joint committee."),
    option("note", help="For example who confirmed it, or the court's number."),
    say=decision_line,
)  # fmt: skip
def force(by: Any, at: datetime, decision: UUID, **given: Any) -> Any:
    """Record announcement, legal force, appeal and the like."""
    from samsyn.matters.doors import deciding  # noqa: PLC0415

    deciding.record_force(decision, values(given), by=by, at=at)
    return _decision(decision, by)


@command("decision", click.argument("uid", type=UID), say=decision_line)
def decision(by: Any, at: datetime, uid: UUID) -> Any:
    """One decision, with what bears on its legal force."""
    return _decision(uid, by)


COMMANDS = (receive, registry, texts, path, sign, publish_answer, decide, correct, force, decision)
