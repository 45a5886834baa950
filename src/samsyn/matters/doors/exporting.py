"""A matter in whole for a municipality's own archive: one zip with what the reader may see, its files, and checksums.

The same matter gives the same bytes: entries in a settled order, and no times of their own.
"""

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from samsyn.common.verdict import Refused
from samsyn.documents import files
from samsyn.isolation.acting import Reader
from samsyn.matters import queries
from samsyn.matters.doors import telling
from samsyn.matters.models import Decision
from samsyn.organisations.models import Authority

FORMAT = "samsyn-matter-1"
MOST_FILES, MOST_BYTES = 2_000, 2_000_000_000
IN_MEMORY = 4_000_000
CHUNK = 1_000_000
NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a zip can tell
MANIFEST = "manifest-sha256.txt"


@dataclass(frozen=True)
class Filed:
    """A file of the matter: where it goes in the zip, and where it lies."""

    name: str
    sha256: str
    size: int
    path: Path


def export(uid: UUID, by: Reader) -> IO[bytes]:
    """The zip, at its beginning; in memory while it is small, else in a temporary file that goes away when closed.

    Raises
    ------
    Refused : there are more files, or larger ones, than an export carries.
    """
    standing = queries.load(by, uid)
    filed = list(_filed(standing.matter.pk, by))
    if len(filed) > MOST_FILES or sum(one.size for one in filed) > MOST_BYTES:
        raise Refused(_("The matter has more files than an export carries. Fetch its papers one by one."))
    lies = {one.name: one.path.is_file() for one in filed}
    told = {
        "format": FORMAT,
        "exported_on": by.today,
        "matter": telling.everything(standing, by),
        "files": [
            {"name": one.name, "sha256": one.sha256, "size": one.size, "missing": not lies[one.name]} for one in filed
        ],
    }
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  whoever answers with it closes it
    try:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            sums = [(_written(archive, "matter.json", [_json(told)]), "matter.json")]
            sums += [(_written(archive, one.name, _chunks(one.path)), one.name) for one in filed if lies[one.name]]
            _written(archive, MANIFEST, ["".join(f"{digest}  {name}\n" for digest, name in sums).encode()])
    except BaseException:
        made.close()
        raise
    made.seek(0)
    return made


def _filed(matter: int, by: Reader) -> Iterator[Filed]:
    """Papers by title and edition, then minutes extracts by municipality and day."""
    stores = _Stores()
    for number, one in enumerate(queries.documents(reader=by, matter=matter), start=1):
        name = f"papers/{number:03}-{_plain(one.file_name)}"
        yield Filed(name, one.sha256, one.size, stores.path(one.authority_id, one.sha256))
    extracts = Decision.objects.filter(local__matter=matter).exclude(sha256="").select_related("body", "organisation")
    order = extracts.order_by("organisation__code", "organisation__name", "decided_on", "body__name", "recorded_at")
    for number, found in enumerate(order, start=1):
        name = f"extracts/{number:03}-{_plain(found.organisation.name)}-{found.decided_on}-{_plain(found.file_name)}"
        yield Filed(name, found.sha256, found.size, stores.path(found.recorded_by_id, found.sha256))


class _Stores:
    """Where each authority's files lie."""

    def __init__(self) -> None:
        self.known: dict[int, UUID] = {}

    def path(self, authority: int, sha256: str) -> Path:
        if authority not in self.known:
            self.known[authority] = Authority.objects.values_list("uid", flat=True).get(pk=authority)
        return files.path(self.known[authority], sha256)


def _plain(name: str) -> str:
    """A file name that is one everywhere, and leads nowhere else."""
    kept = "".join(sign if sign.isalnum() or sign in "-_." else "_" for sign in name).lstrip(".")
    return kept[-100:] or "_"


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _written(archive: zipfile.ZipFile, name: str, chunks: Any) -> str:
    """Write one entry, and give the SHA-256 of what was written."""
    digest = hashlib.sha256()
    told = zipfile.ZipInfo(name, NO_TIME)
    told.compress_type = zipfile.ZIP_DEFLATED
    told.external_attr = 0o644 << 16
    with archive.open(told, "w", force_zip64=True) as entry:
        for chunk in chunks:
            digest.update(chunk)
            entry.write(chunk)
    return digest.hexdigest()


def answer(uid: UUID, by: Reader) -> HttpResponseBase:
    """The zip as a download; a large one streams from its temporary file."""
    made = export(uid, by)
    size = made.seek(0, os.SEEK_END)
    made.seek(0)
    response: HttpResponseBase
    if size > IN_MEMORY:
        response = FileResponse(made)  # closes it
    else:
        with made:
            response = HttpResponse(made.read())
    response.headers["Content-Type"] = "application/zip"
    response.headers["Content-Disposition"] = f'attachment; filename="arende-{uid}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
