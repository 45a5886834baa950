"""Read matters: lists, one of them, its board, time plan and timeline, and all of it as a file."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click

from samsyn.cli.matters.frame import UID, Told, command, matter_line, option, part_line

MATTER = click.argument("uid", type=UID)


def _rows(told: list[Told]) -> str:
    return "\n".join(f"{row['uid']}  {row['stage']:<10} {row['title']}" for row in told) or "None."


@command("list", option("all", bool, help="Closed and withdrawn ones too."), say=_rows)
def list_(by: Any, at: datetime, all: bool) -> Any:
    """Matters that one may see, the latest first."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.listed(by, open_only=not all, start=0, most=200)


def _whole(told: Told) -> str:
    lines = [matter_line(told), f"Kept by {told['keeper']}. Stage {told['stage']}, version {told['version']}."]
    if told["entry_condition"]:
        lines.append(told["entry_condition"]["in_words"])
        lines += [f"  {one['state']}: {one['text']}" for one in told["entry_condition"]["reasons"]]
        lines += [f"  → {way}" for way in told["entry_condition"]["ways_forward"]]
    lines += [part_line(one) if one["local"] else _not_received(one) for one in told["referrals"]]
    return "\n".join(lines)


def _not_received(told: Told) -> str:
    return f"{told['uid']}  {told['organisation']['name']}: not received"


@command("show", MATTER, say=_whole)
def show(by: Any, at: datetime, uid: UUID) -> Any:
    """A matter, with all that may be seen of it."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.matter(uid, by)


@command("local", MATTER, say=part_line)
def local(by: Any, at: datetime, uid: UUID) -> Any:
    """A municipality's own part."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.local(uid, by)


def _ours(told: Told) -> str:
    lines = [f"{one['uid']}  to receive: {one['title']}" for one in told["to_receive"]]
    lines += [f"{one['uid']}  {one['registry_number'] or '–'}  {one['matter']['title']}" for one in told["received"]]
    return "\n".join(lines) or "None."


@command("ours", say=_ours)
def ours(by: Any, at: datetime) -> Any:
    """What has been referred to our authority, and our municipality's own matters."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return {
        "to_receive": telling.waiting(by, start=0, most=200),
        "received": telling.locals_of(by, start=0, most=200),
    }


def _condition(told: Told | None) -> str:
    if told is None:
        return "There is no proposal."
    lines = [told["in_words"], *(f"  {one['state']}: {one['text']}" for one in told["reasons"]), *told["of_each"]]
    return "\n".join([*lines, *(f"  → {way}" for way in told["ways_forward"])])


@command("condition", MATTER, say=_condition)
def condition(by: Any, at: datetime, uid: UUID) -> Any:
    """The entry condition: whether it holds, why, and the ways forward."""
    from samsyn.matters import queries  # noqa: PLC0415
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.condition(queries.load(by, uid))


def _board(told: list[Told]) -> str:
    lines = []
    for row in told:
        lines.append(f"{row['organisation']}: {row['answer'] or '–'}")
        cells = [*row["steps"], *([row["legal_force"]] if row["legal_force"] else [])]
        lines += [f"  {' '.join(part for part in (one['body'], one['word'], one['when']) if part)}" for one in cells]
    return "\n".join(lines) or "It has not been referred."


@command("board", MATTER, say=_board)
def board(by: Any, at: datetime, uid: UUID) -> Any:
    """The decision board: municipalities by the steps of their own chains."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.decision_board(uid, by)


def _plan(told: Told | None) -> str:
    if told is None:
        return "Nothing is left to plan."
    lines = [f"All have legal force: {told['common_on'] or 'cannot be told'}. Last: {', '.join(told['last']) or '–'}."]
    for one in told["municipalities"]:
        way = ", ".join(f"{step['body']} {step['sits_on']}" for step in one["steps"]) or "no way"
        lines.append(f"{one['organisation']}: {way}; legal force {one['legal_force_on'] or 'cannot be told'}")
        lines += [f"  {remark}" for remark in one["remarks"]]
    return "\n".join(lines)


@command("plan", MATTER, say=_plan)
def plan(by: Any, at: datetime, uid: UUID) -> Any:
    """The time plan over each municipality's own calendar."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.plan(uid, by)


def _timeline(told: list[Told]) -> str:
    return "\n".join(f"{one['on']}  {one['text']} {one['more']}".rstrip() for one in told)


@command("timeline", MATTER, say=_timeline)
def timeline(by: Any, at: datetime, uid: UUID) -> Any:
    """Everything that has happened, the newest first."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.happenings(uid, by)


def _preview(told: Told | None) -> str:
    if told is None:
        return "There is no proposal."
    lines = [
        f"{'*' if row['changes'] else ' '} {row['what']}: {row['now'] or '–'} → {row['then']}" for row in told["rows"]
    ]
    return "\n".join([*lines, *told["remarks"]])


@command("preview", MATTER, say=_preview)
def preview(by: Any, at: datetime, uid: UUID) -> Any:
    """The register as it is and as it would be."""
    from samsyn.matters.doors import telling  # noqa: PLC0415

    return telling.preview(uid, by)


@command(
    "export",
    MATTER,
    click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path)),
    say=lambda told: f"{told['file']}: {told['bytes']} bytes",
)
def export(by: Any, at: datetime, uid: UUID, file: Path) -> Any:
    """All of a matter with its files and checksums, as a zip for an archive of one's own."""
    from samsyn.matters.doors import exporting  # noqa: PLC0415

    with exporting.export(uid, by) as made, file.open("wb") as kept:
        shutil.copyfileobj(made, kept)
    return {"file": str(file), "bytes": file.stat().st_size}


COMMANDS = (list_, show, local, ours, condition, board, plan, timeline, preview, export)
