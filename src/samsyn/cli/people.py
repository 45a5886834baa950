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
        from samsyn.common.verdict import Refused  # noqa: PLC0415
        from samsyn.isolation import clock  # noqa: PLC0415
        from samsyn.organisations.enums import Role  # noqa: PLC0415
        from samsyn.organisations.models import Assignment, Organisation  # noqa: PLC0415
        from samsyn.organisations.reference import open_organisation  # noqa: PLC0415

        found = Organisation.objects.using("owner").filter(code=code).first()
        if found is None:
            raise click.ClickException(
                f"No municipality or region has the code {code}. Write all its digits, for example 0114."
            )
        user = User.objects.using("owner").filter(email=email.lower()).first()
        mine = Assignment.objects.using("owner").filter(organisation=found, role=Role.ADMINISTRATOR)
        # The mail may not have gone the first time: until a password is chosen, the same words send it again.
        waits = user and not user.has_usable_password() and mine.filter(person=user.person_id).exists()
        if user and not waits:
            raise click.ClickException(f"{email} already belongs to somebody's sign-in.")
        place = found.full_name
        if not waits:
            starts_on: date = clock.today()
            place = open_organisation(found, name=name, email=email, starts_on=starts_on).place
        user = User.objects.using("owner").select_related("person").get(email=email.lower())
        try:
            send_invitation(user, place=place)
        except Refused as error:
            raise click.ClickException(
                f"{found.full_name} is open, but the mail server did not take the invitation to {email}. "
                "Look at SAMSYN_SMTP_HOST and SAMSYN_SMTP_PORT, and give the same command again."
            ) from error
        click.echo(f"{found.full_name} is open. An invitation has been sent to {email}.")
