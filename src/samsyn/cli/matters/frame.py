"""What the commands about matters share: who acts, how values are named, and how an answer is printed."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from samsyn.cli.server import database

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
UID = click.UUID
Told = dict[str, Any]
Does = Callable[..., Any]


def option(name: str, kind: Any = str, **told: Any) -> Callable[[Does], Does]:
    """`--registry-number`, as the field `registry_number`."""
    if kind is bool:
        return click.option(f"--{name}", is_flag=True, **told)
    return click.option(f"--{name}", type=kind, **told)


def many(name: str, field: str, **told: Any) -> Callable[[Does], Does]:
    """An option that may be given several times."""
    return click.option(f"--{name}", field, multiple=True, **told)


VERSION = option("version", int, help="The version that was read: refused if somebody else has saved since.")


def command(name: str, *options: Callable[[Does], Does], say: Callable[[Any], str]) -> Callable[[Does], click.Command]:
    """A command that acts as somebody, in one transaction, and prints what came of it.

    The function gets who acts (`by`), the time (`at`) and what was given, and returns plain values; `say` tells them
    as text.
    """

    def made(does: Does) -> click.Command:
        @wraps(does)
        def run(*, email: str, place: str, as_json: bool, **given: Any) -> None:
            if not email:
                raise click.UsageError("Say who acts: --as and an e-mail address (or SAMSYN_AS).")
            told = _carried_out(does, email, place, given)
            click.echo(_json(told) if as_json else say(told))

        run.__click_params__ = getattr(does, "__click_params__", [])  # type: ignore[attr-defined]
        for one in reversed((*options, *WHO)):
            one(run)
        return click.command(name)(run)

    return made


WHO = (
    click.option(
        "--as",
        "email",
        envvar="SAMSYN_AS",
        default=lambda: "elin@demo.example" if os.environ.get("SAMSYN_DEMO") == "1" else "",
        help="E-mail address of the person who acts (or SAMSYN_AS); in the demonstration Elin, unless told otherwise.",
    ),
    click.option(
        "--for",
        "place",
        envvar="SAMSYN_FOR",
        default="",
        help="Which assignment: municipality, code or body (or SAMSYN_FOR).",
    ),
    click.option("--json", "as_json", is_flag=True, help="JSON instead of text."),
)


def _carried_out(does: Does, email: str, place: str, given: Told) -> Any:
    with database():
        import django  # noqa: PLC0415  after the environment is set

        django.setup()
        from samsyn.cli.acting import acting_for  # noqa: PLC0415
        from samsyn.isolation import clock  # noqa: PLC0415

        with acting_for(email, place) as by:
            return does(by=by, at=clock.now(), **given)


def values(given: Told) -> Told:
    """What was given, without what was not; moments of click as days."""
    told = {name: value.date() if isinstance(value, datetime) else value for name, value in given.items()}
    return {name: value for name, value in told.items() if value is not None and value != () and value is not False}


@contextmanager
def upload(path: Path | None) -> Iterator[Any]:
    """A file as if it had been sent; nothing when there is none."""
    from django.core.files.uploadedfile import UploadedFile  # noqa: PLC0415

    if path is None:
        yield None
        return
    with path.open("rb") as file:
        yield UploadedFile(file, name=path.name, size=path.stat().st_size)


def _json(told: Any) -> str:
    from django.core.serializers.json import DjangoJSONEncoder  # noqa: PLC0415

    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


# --- in words ---------------------------------------------------------------------------------------------------------
def matter_line(told: Told) -> str:
    return f"{told['uid']}  {told['title']}\n{told['lead']}"


def part_line(told: Told) -> str:
    """A municipality's own part: where it is registered, and its way."""
    local = told["local"]
    number = local["registry_number"] or "no registry number"
    lines = [f"{local['uid']}  {told['organisation']['name']}, {number}: {told['answer'] or 'not answered'}"]
    for step in local["steps"]:
        done = "; ".join(f"{one['decided_on']} {one['outcome_in_words']}" for one in step["decisions"]) or "–"
        lines.append(f"  {step['uid']}  {step['body']['name']}{' (decides)' if step['deciding'] else ''}: {done}")
    return "\n".join(lines)


def decision_line(told: Told) -> str:
    force = f", {told['legal_force']['state_in_words']}" if told["legal_force"] else ""
    return f"{told['uid']}  {told['decided_on']} {told['outcome_in_words']}{force}"


def paper_line(told: Told) -> str:
    return f"{told['uid']}  {told['title']}, edition {told['edition']}, {told['openness']}, {told['size']} bytes"
