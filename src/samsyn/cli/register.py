"""The register from the command line."""

import json
import os
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from samsyn.cli.server import database

DAY = click.DateTime(["%Y-%m-%d"])


def _django() -> None:
    import django  # noqa: PLC0415  after the environment is set

    django.setup()


@click.group()
def register() -> None:
    """The register of collaborations."""


@register.command("show")
@click.option("--as-of", type=DAY, help="The day to show, as 2023-12-07; today when it is left out.")
@click.option("--network", default="", help="Only what the members of a network take part in: its name.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of a table.")
def show(as_of: datetime | None, network: str, as_json: bool) -> None:
    """The published register and the networks as of a day."""
    with database():
        _django()
        from samsyn.isolation import clock  # noqa: PLC0415
        from samsyn.portal import queries  # noqa: PLC0415
        from samsyn.portal.models import Collaboration, Network  # noqa: PLC0415

        day = as_of.date() if as_of else clock.today()
        networks = [
            {"name": one.name_on(day), "members": [member["name"] for member in queries.members(one, day)]}
            for one in Network.objects.all()
        ]
        networks = [one for one in networks if one["members"]]
        if network:
            named = [one for one in networks if str(one["name"]).lower() == network.lower()]
            if not named:
                listed = ", ".join(sorted(str(one["name"]) for one in networks)) or "none"
                raise click.ClickException(f"No network is published as {network} on {day}. Published: {listed}.")
            networks = named
        names = {name for one in networks for name in one["members"]} if network else None
        rows = [row for row in queries.rows(Collaboration.objects.order_by("name"), day, over=True) if _then(row, day)]
        rows = [row for row in rows if names is None or names & {party["name"] for party in row.parties}]
        if as_json:
            click.echo(
                json.dumps(
                    {"as_of": day.isoformat(), "networks": networks, "collaborations": [_told(row) for row in rows]},
                    ensure_ascii=False,
                    indent=1,
                )
            )
            return
        for one in networks:
            click.echo(f"{one['name']} ({len(one['members'])}): {', '.join(one['members'])}")
        click.echo("")
        for row in rows:
            click.echo(f"{row.name} | {row.form_label} | {row.validity.word} | {row.party_names}")


def _then(row: Any, day: date) -> bool:
    """It had begun by that day, or nobody knows when it did."""
    starts = [stage["starts_on"] for stage in row.collaboration.content["stages"]]
    return None in starts or not starts or min(starts) <= day.isoformat()


def _told(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "form": row.facts.form,
        "stage": row.facts.stage,
        "validity": row.validity.word,
        "reasons": [reason.text for reason in row.validity.reasons],
        "doubts": [doubt.text for doubt in row.validity.doubts],
        "parties": [party["name"] for party in row.parties],
    }


@register.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen, and save nothing.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
@click.option(
    "--as",
    "email",
    envvar="SAMSYN_AS",
    default=lambda: "elin@demo.example" if os.environ.get("SAMSYN_DEMO") == "1" else "",
    help="E-mail address of the person who acts (or SAMSYN_AS); in the demonstration Elin, unless told otherwise.",
)
@click.option(
    "--for",
    "place",
    envvar="SAMSYN_FOR",
    default="",
    help="Which assignment: municipality, code or body (or SAMSYN_FOR).",
)
def import_(file: Path, dry_run: bool, as_json: bool, email: str, place: str) -> None:
    """Bring an Excel, CSV or JSON file into the register: all of it or nothing, and never twice."""
    if not email:
        raise click.UsageError("Say who acts: --as and an e-mail address (or SAMSYN_AS).")
    with database():
        _django()
        from samsyn.cli.acting import acting_for  # noqa: PLC0415
        from samsyn.collaborations.importing.files import read_file  # noqa: PLC0415
        from samsyn.collaborations.importing.planning import Outcome, plan  # noqa: PLC0415
        from samsyn.collaborations.importing.saving import save  # noqa: PLC0415
        from samsyn.isolation import clock  # noqa: PLC0415

        with acting_for(email, place) as by:
            found = read_file(file.resolve())
            planned = plan(found["rows"], found["places"], reader=by)
            if not dry_run:
                save(planned, by=by, at=clock.now())
        counted = {str(outcome): sum(1 for row in planned if row.outcome == outcome) for outcome in Outcome}
        if as_json:
            rows = [_row(row) for row in planned]
            click.echo(
                json.dumps(
                    {"saved": not dry_run, "notes": found["notes"], "counted": counted, "rows": rows},
                    ensure_ascii=False,
                    indent=1,
                )
            )
            return
        for note in found["notes"]:
            click.echo(note)
        for row in planned:
            click.echo(f"{row.draft.place:>4}  {row.outcome:<8} {row.draft.name}")
            for text in (*row.draft.errors, *(f"{doubt.kind}: {doubt.text}" for doubt in row.draft.doubts)):
                click.echo(f"               {text}")
        told = ", ".join(f"{name} {count}" for name, count in counted.items())
        click.echo(f"{told}. {'Nothing was saved (dry run).' if dry_run else 'Saved.'}")


def _row(row: Any) -> dict[str, Any]:
    draft = row.draft
    doubts = [{"kind": str(doubt.kind), "text": doubt.text} for doubt in draft.doubts]
    return {
        "place": draft.place,
        "name": draft.name,
        "outcome": str(row.outcome),
        "errors": draft.errors,
        "doubts": doubts,
    }
