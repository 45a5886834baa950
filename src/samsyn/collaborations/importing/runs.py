"""An import from a web page: read by a job when it is long, shown row by row, saved when somebody says so."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import record
from samsyn.collaborations import rules
from samsyn.collaborations.importing.files import read_file
from samsyn.collaborations.importing.planning import Outcome, Planned, plan
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import ImportRun
from samsyn.collaborations.models.imports import ImportState
from samsyn.common.verdict import Refused, require
from samsyn.isolation.acting import Reader

AT_ONCE = 150_000  # bytes; longer files are read by a job


def folder() -> Path:
    return Path(settings.HOME) / "imports"


def begin(upload: "UploadedFile[bytes]", *, by: Reader, at: datetime) -> ImportRun:
    """Keep the file until the import is done with."""
    require(rules.may_import(by))
    raw = upload.read()
    run = ImportRun.objects.create(
        authority_id=by.authority,
        organisation_id=by.organisation,
        person_id=by.person,
        file_name=Path(upload.name or "").name[-200:],
        sha256=hashlib.sha256(raw).hexdigest(),
        made_at=at,
    )
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder() / str(run.uid)).write_bytes(raw)
    record("begin_import", run, by=by, at=at)
    return run


def dry_run(run: ImportRun, *, by: Reader) -> ImportRun:
    """Read the file and write down what would happen to each row. Nothing in the register is touched."""
    try:
        found = read_file(folder() / str(run.uid))
    except Refused as refused:
        return _set(run, state=ImportState.FAILED, message=str(refused.reason))
    planned = plan(found["rows"], found["places"], reader=by)
    rows = [_told(row) for row in planned]
    return _set(run, state=ImportState.READ, rows=rows, notes=found["notes"], total=len(rows), done=len(rows))


def _told(row: Planned) -> dict[str, Any]:
    draft = row.draft
    return {
        "place": draft.place,
        "name": draft.name,
        "outcome": row.outcome,
        "changes": row.changes,
        "errors": draft.errors,
        "doubts": [{"kind": doubt.kind, "text": doubt.text} for doubt in draft.doubts],
        "parties": len(draft.parties),
    }


def apply(run: ImportRun, *, by: Reader, at: datetime, to: str) -> ImportRun:
    """Read the kept file once more, as the register may have changed, and save all of it or nothing."""
    require(rules.may_import(by))
    if run.state == ImportState.SAVED:
        return run
    if run.state != ImportState.READ and run.state != ImportState.SAVING:
        raise Refused(_("The file has not been read yet. Wait a moment and load the page again."))
    found = read_file(folder() / str(run.uid))
    planned = plan(found["rows"], found["places"], reader=by)
    counted = save(planned, by=by, at=at, to=to)
    record("import", run, by=by, at=at, **counted)
    transaction.on_commit(lambda: (folder() / str(run.uid)).unlink(missing_ok=True))
    said = _("%(created)s added, %(changed)s changed, %(same)s as they were.") % counted
    return _set(run, state=ImportState.SAVED, message=said, saved_at=at)


def _set(run: ImportRun, **facts: Any) -> ImportRun:
    assert ImportRun.objects.filter(pk=run.pk).update(**facts) == 1  # noqa: S101
    for name, value in facts.items():
        setattr(run, name, value)
    return run


def summary(run: ImportRun) -> dict[str, int]:
    """How many rows of each outcome, and how many with doubts."""
    counted = {str(outcome): sum(1 for row in run.rows if row["outcome"] == outcome) for outcome in Outcome}
    return counted | {"DOUBTFUL": sum(1 for row in run.rows if row["doubts"])}
