"""Bringing rows into the register, as the pages and the command line do it."""

from pathlib import Path
from typing import Any

from samsyn import demo
from samsyn.collaborations.importing.files import read_file
from samsyn.collaborations.importing.planning import Outcome, Planned, plan
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import Collaboration
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader

OWN_EXAMPLES = Path(demo.__path__[0]) / "data" / "register.json"


def planned(rows: list[dict[str, Any]], by: Reader) -> list[Planned]:
    return plan(rows, [str(number) for number in range(1, len(rows) + 1)], reader=by)


def planned_file(path: Path, by: Reader) -> list[Planned]:
    found = read_file(path)
    return plan(found["rows"], found["places"], reader=by)


def import_rows(rows: list[dict[str, Any]], by: Reader) -> dict[str, int]:
    return save(planned(rows, by), by=by, at=clock.now())


def import_file(path: Path, by: Reader) -> dict[str, int]:
    return save(planned_file(path, by), by=by, at=clock.now())


def imported() -> Any:
    """What has come into the register from files."""
    return Collaboration.objects.exclude(import_key="").order_by("import_key")


def outcomes(rows: list[Planned]) -> list[Outcome]:
    return [row.outcome for row in rows]


def doubts_of(row: Planned) -> set[str]:
    return {str(doubt.kind) for doubt in row.draft.doubts}
