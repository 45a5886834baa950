"""The one way from the tests to the material that lies beside the repository, and not in it."""

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
ABSENT = f"the shared material is absent: no folder {FOLDER.parent.name}/{FOLDER.name} beside the repository"
needs_shared = pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)


def path(name: str) -> Path:
    """A file of the shared material; says plainly when the material is not there."""
    found = FOLDER / name
    if not found.exists():
        raise FileNotFoundError(f"{ABSENT} (wanted {name})")
    return found


def examples() -> list[dict[str, Any]]:
    """The 60 collaborations as they were compiled, in the order of their numbers."""
    rows: list[dict[str, Any]] = json.loads(path("register_examples.json").read_text())["rows"]
    return rows
