"""What the law says of a day: no database is asked."""

import json
from datetime import date, datetime

import click

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def law() -> None:
    """Days by the Local Government Act (kommunallagen)."""


@law.command("legal-force")
@click.option(
    "--announced",
    type=DAY,
    required=True,
    multiple=True,
    help="The day it was announced on the notice board; once for each board of a joint committee.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def legal_force(announced: tuple[datetime, ...], as_json: bool) -> None:
    """The last day to appeal, and the earliest day of legal force (KL 13:5, lag 1930:173)."""
    from samsyn.cores.law import appeals  # noqa: PLC0415  help comes at once
    from samsyn.cores.law.holidays import YearNotCovered  # noqa: PLC0415

    days = sorted(moment.date() for moment in announced)
    try:
        last, force_on = appeals.last_day_to_appeal(*days), appeals.earliest_legal_force(*days)
    except YearNotCovered as error:
        raise click.ClickException(f"The public holidays of {error} are not known here (1990 to 2100).") from error
    if as_json:
        told = {
            "announced_on": [day.isoformat() for day in days],
            "last_day_to_appeal": last.isoformat(),
            "legal_force_on": force_on.isoformat(),
        }
        click.echo(json.dumps(told, indent=1))
        return
    click.echo(f"Announced {_listed(days)}: can be appealed until {last}, legal force {force_on} at the earliest.")


def _listed(days: list[date]) -> str:
    return ", ".join(day.isoformat() for day in days)
