"""Prepare a matter, refer it, and end it."""

from datetime import datetime
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
    many,
    matter_line,
    option,
    paper_line,
    upload,
    values,
)

MATTER = click.argument("uid", type=UID)
PAPER = click.argument("uid", type=UID)
FACTS = (
    option("area", help="Its area, as SOCIAL."),
    option("background", help="What it is about, and why now."),
    option("registry-number", help="In our own registry."),
    option("answer-by", DAY, help="The day by which each municipality should have decided."),
)
TERMS = (
    option("all-must", bool, help="All must say yes to the same text."),
    many("this-one", "these", help="This one must say yes: name or code. May be repeated."),
    option("at-least", int, help="At least so many must say yes."),
    option("not-before", DAY, help="Not before this day."),
    option("legal-force", bool, help="Only when every decision has confirmed legal force."),
    option("note", help="What is new in this version."),
)


def _told(uid: UUID, by: Any) -> Told:
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.matter(uid, by)


@command("raise", click.argument("forum", type=UID), option("title", required=True), *FACTS, say=matter_line)
def raise_(by: Any, at: datetime, forum: UUID, **given: Any) -> Any:
    """Raise a matter in the forum with this uid: a draft until it is shared."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    told = {"area": "ALL"} | values(given)
    return _told(preparing.raise_matter(forum, told, by=by, at=at).uid, by)


@command("change", MATTER, VERSION, option("title"), *FACTS, say=matter_line)
def change(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Change title, background, area or the day to answer by; what is left out stays."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.describe(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command(
    "propose",
    MATTER,
    option("kind", required=True, help="START, JOIN, AMEND, LEAVE or END."),
    option("text", required=True, help="The text that each municipality decides on."),
    option("collaboration", UID, help="The collaboration in the register that it is about."),
    option("name", help="Name of a new collaboration."),
    option("area"),
    option("form", help="Legal form, as CONTRACT."),
    option("legal-basis", help="For example KL 9:37."),
    option("purpose"),
    option("cost-rule", help="How costs are shared, in words."),
    many("named", "named", help="A municipality that is to decide: name or code. May be repeated."),
    option("host", help="Host or seat."),
    many("party", "parties", help="One that joins: name or code. May be repeated."),
    many("extent", "extents", help="“Åmål: weekends only”. May be repeated."),
    option("starts-on", DAY),
    option("ends-on", DAY, help="The first day after."),
    option("agreement-title"),
    option("agreement-kind"),
    option("agreement-edition"),
    option("agreement-document", UID, help="The paper of the matter that it is."),
    option("agreement-ends-on", DAY, help="The first day after."),
    option("agreement-renewal-months", int),
    option("agreement-notice-months", int),
    option("agreement-notice-anchor"),
    option("amendment-clause", help="Where the running agreement itself says what an amendment needs."),
    *TERMS,
    say=matter_line,
)
def propose(by: Any, at: datetime, uid: UUID, kind: str, **given: Any) -> Any:
    """A new version of the proposal: text, what it would change, and its entry condition."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.propose(uid, kind, values(given), by=by, at=at)
    return _told(uid, by)


@command("set-condition", MATTER, *TERMS, say=matter_line)
def set_condition(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """A new version with another entry condition, and the same text and change."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.set_condition(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command(
    "consequence",
    MATTER,
    click.argument("organisation"),
    VERSION,
    option("receiver", UID, help="The authority that receives the matter there."),
    option("consequence", help="What it means for the municipality."),
    say=matter_line,
)
def consequence(by: Any, at: datetime, uid: UUID, organisation: str, **given: Any) -> Any:
    """What it would mean for a municipality (name or code), and who receives it there."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.describe_asked(uid, organisation, values(given), by=by, at=at)
    return _told(uid, by)


@command(
    "standpoint",
    MATTER,
    option("taken-on", DAY, required=True),
    option("text", required=True),
    option("next-step", default="REFER", help="REFER, PREPARE_MORE or DROP."),
    say=matter_line,
)
def standpoint(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """What the forum thinks, and the next step it sees; never a decision."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.take_standpoint(uid, values(given), by=by, at=at)
    return _told(uid, by)


# --- papers -----------------------------------------------------------------------------------------------------------
@command(
    "documents",
    MATTER,
    say=lambda told: "\n".join(map(paper_line, told)) or "None.",
)
def documents(by: Any, at: datetime, uid: UUID) -> Any:
    """The papers of a matter."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.documents(uid, by)


@command("add-document", MATTER, click.argument("file", type=FILE), option("title", required=True), say=paper_line)
def add_document(by: Any, at: datetime, uid: UUID, file: Path, title: str) -> Any:
    """Add a paper (PDF or Word); the same title again makes a new edition."""
    from samsyn.matters.doors import preparing, telling  # noqa: PLC0415

    with upload(file) as sent:
        made = preparing.add_document(uid, {"title": title}, sent, by=by, at=at)
    return telling.document(made.uid, by)


@command("share-document", PAPER, VERSION, say=paper_line)
def share_document(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Share a paper with those who read the matter."""
    from samsyn.matters.doors import preparing, telling  # noqa: PLC0415

    preparing.share_document(uid, values(given), by=by, at=at)
    return telling.document(uid, by)


@command("mark-document", PAPER, VERSION, option("provision", default="", help="As OSL 19:3; empty lifts the marking."),
         say=paper_line)  # fmt: skip
def mark_document(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Mark a draft paper as secret, or lift the marking."""
    from samsyn.matters.doors import preparing, telling  # noqa: PLC0415

    preparing.mark_document(uid, values(given), by=by, at=at)
    return telling.document(uid, by)


# --- openness, out and back -------------------------------------------------------------------------------------------
@command("share", MATTER, VERSION, say=matter_line)
def share(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Share it with the forum: it may become an official document there, and cannot be made a draft again."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.share(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("publish", MATTER, VERSION, option("withdraw", bool, help="Take it away again."), say=matter_line)
def publish(by: Any, at: datetime, uid: UUID, withdraw: bool, **given: Any) -> Any:
    """Show it to the public."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.publish(uid, values(given), to=not withdraw, by=by, at=at)
    return _told(uid, by)


@command("refer", MATTER, VERSION, option("answer-by", DAY), say=matter_line)
def refer(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Refer it to each municipality: it becomes an official document there."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.refer(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("refer-anew", MATTER, VERSION, option("answer-by", DAY), say=matter_line)
def refer_anew(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Ask for a decision on a later version."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.refer_anew(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("remind", click.argument("referral", type=UID), option("text", required=True), say=matter_line)
def remind(by: Any, at: datetime, referral: UUID, **given: Any) -> Any:
    """Write to a municipality that has not answered."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    return _told(preparing.remind(referral, values(given), by=by, at=at).uid, by)


@command("withdraw", MATTER, VERSION, option("reason", required=True), say=matter_line)
def withdraw(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Take it back from everybody."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.withdraw(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("close", MATTER, VERSION, option("note"), say=matter_line)
def close(by: Any, at: datetime, uid: UUID, **given: Any) -> Any:
    """Close it: nothing more is expected to happen."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.close(uid, values(given), by=by, at=at)
    return _told(uid, by)


@command("apply", MATTER, say=matter_line)
def apply(by: Any, at: datetime, uid: UUID) -> Any:
    """Write in the register what has entered into force, if that has not been done."""
    from samsyn.matters.doors import preparing  # noqa: PLC0415

    preparing.apply(uid, by=by, at=at)
    return _told(uid, by)


COMMANDS = (
    raise_, change, propose, set_condition, consequence, standpoint, documents, add_document, share_document,
    mark_document, share, publish, refer, refer_anew, remind, withdraw, close, apply,
)  # fmt: skip
