"""Matters from the command line: the same journey as in the pages, by the same forms and actions."""

import click

from samsyn.cli.matters import deciding, preparing, reading


@click.group()
def matters() -> None:
    """Matters: prepared together, decided by each municipality for itself."""


for command in (*reading.COMMANDS, *preparing.COMMANDS, *deciding.COMMANDS):
    matters.add_command(command)
