"""What all routes share: known words, known organisations, and how much is asked for at a time."""

from typing import Any

from django.utils.translation import gettext as _
from ninja import Query

from samsyn.api.schemas import (
    ProblemOut,
)
from samsyn.common.verdict import Refused
from samsyn.organisations.models import Organisation
from samsyn.organisations.queries import Directory

PROBLEMS = {400: ProblemOut, 401: ProblemOut, 403: ProblemOut, 404: ProblemOut, 409: ProblemOut, 422: ProblemOut}
OFFSET, LIMIT = Query(0, ge=0, le=1_000_000), Query(50, ge=1, le=200)


def file_in(*media_types: str) -> dict[str, Any]:
    """How an operation that answers with a file is described."""
    content = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in media_types}
    return {"responses": {200: {"content": content}}}


def known(value: str, choices: Any, field: str) -> str:
    if value not in choices.values:
        raise Refused(
            _("“%(value)s” is not one of: %(choices)s.") % {"value": value, "choices": ", ".join(choices.values)}, field
        )
    return value


def known_organisations(names: list[str]) -> list[Organisation]:
    directory = Directory.load()
    found = [(name, directory.find(name)) for name in names]
    if missing := [directory.why_not(name) for name, hit in found if hit is None]:
        raise Refused(" ".join(missing), "organisations")
    return [hit for _name, hit in found if hit]
