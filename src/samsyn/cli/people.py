"""Let an organisation in."""

import os
from datetime import date

import click

from samsyn.cli.server import database


@click.group()
def organisation() -> None:
    """Organisations that work in Samsyn."""


@organisation.command("open")
@click.argument("code")
@click.option("--name", required=True, help="The first administrator's name.")
@click.option("--email", required=True, help="Where the invitation is sent.")
def open_(code: str, name: str, email: str) -> None:
    """Open Samsyn for the municipality or region with this code; its administrator then invites the others."""
    os.environ["SAMSYN_MIGRATE"] = "1"
    with database():
        import django  # noqa: PLC0415  after the environment is set

        django.setup()
        from samsyn.accounts.invitations import send_invitation  # noqa: PLC0415
        from samsyn.accounts.models import User  # noqa: PLC0415
        from samsyn.isolation import clock  # noqa: PLC0415
        from samsyn.organisations.models import Organisation  # noqa: PLC0415
        from samsyn.organisations.reference import open_organisation  # noqa: PLC0415

        found = Organisation.objects.using("owner").filter(code=code).first()
        if found is None:
            raise click.ClickException(
                f"No municipality or region has the code {code}. Write all its digits, for example 0114."
            )
        if User.objects.using("owner").filter(email=email.lower()).exists():
            raise click.ClickException(f"{email} already belongs to somebody's sign-in.")
        starts_on: date = clock.today()
        assignment = open_organisation(found, name=name, email=email, starts_on=starts_on)
        user = User.objects.get(email=email.lower())
        user.set_unusable_password()
        user.save()
        user.person = assignment.person
        send_invitation(user, place=assignment.place)
        click.echo(f"{found.full_name} is open. An invitation has been sent to {email}.")
