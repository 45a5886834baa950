"""One state replaces another in one step: whoever is killed, and wherever, leaves the one or the other, whole."""

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from samsyn.effects.store.layout import CURRENT, FORMAT, GENERATIONS, LOCK, MANIFEST, Manifest

NEW = ".new"


class Damaged(Exception):
    """What lies in the folder is no store, or is not whole; the message says where."""


class Busy(Exception):
    """Somebody else is writing to the store."""


def current(folder: Path) -> tuple[Path, Manifest] | None:
    """The generation that is read now, with its folder; None where nothing has been loaded.

    Raises
    ------
    Damaged : CURRENT names something that is not there or cannot be read, or a later version of Samsyn wrote it.
    """
    try:
        named = (folder / CURRENT).read_text().strip()
    except FileNotFoundError:
        return None
    place = folder / GENERATIONS / named
    try:
        found = json.loads((place / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise Damaged(f"{CURRENT} names {named!r}, whose {MANIFEST} cannot be read: {error}") from error
    if found.get("format") != FORMAT:
        raise Damaged(f"the store has format {found.get('format')!r}, and this Samsyn reads {FORMAT}")
    try:
        return place, Manifest.from_json(found)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"{named}/{MANIFEST} is not as it was written: {error!r}") from error


@dataclass
class Replacement:
    """A generation being written in `place`; it is read by nobody before `publish`."""

    folder: Path
    place: Path
    before: tuple[Path, Manifest] | None

    @property
    def number(self) -> int:
        return self.before[1].number + 1 if self.before else 1

    def keep(self, name: str) -> None:
        """The file of the generation before, as it is: the same bytes under another name, or a copy."""
        if self.before is None:
            raise Damaged(f"there is no generation before to keep {name} of")
        target = self.place / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(self.before[0] / name, target)
        except OSError:
            shutil.copy2(self.before[0] / name, target)

    def publish(self, manifest: Manifest) -> Manifest:
        """Make sure that everything lies on the disk, and only then let it be read."""
        kept = self.before[1].files if self.before else {}
        files = {}
        for path in sorted(self.place.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(self.place))
                linked = name in kept and path.samefile(self.before[0] / name) if self.before else False
                files[name] = kept[name] if linked else _summed_and_safe(path)
        complete = replace(manifest, files=files)
        _write_safely(self.place / MANIFEST, json.dumps(complete.to_json(), ensure_ascii=False, separators=(",", ":")))
        for inner in [*(path for path in self.place.rglob("*") if path.is_dir()), self.place]:
            _sync(inner)
        name = f"{complete.number:06}"
        generations = self.folder / GENERATIONS
        self.place.rename(generations / name)
        _sync(generations)
        _write_safely(self.folder / (CURRENT + NEW), name)
        (self.folder / (CURRENT + NEW)).rename(self.folder / CURRENT)
        _sync(self.folder)
        sweep(self.folder, (generations / name, complete))
        return complete


@contextmanager
def replacing(folder: Path) -> Iterator[Replacement]:
    """Write a new generation; what was left by others who were killed is swept away first.

    Raises
    ------
    Busy : somebody else is writing.
    Damaged : the current state cannot be read. Nothing is built on it.
    """
    (folder / GENERATIONS).mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy(f"another load holds {folder / LOCK}") from error
        before = current(folder)
        sweep(folder, before)
        place = folder / GENERATIONS / NEW
        place.mkdir()
        try:
            yield Replacement(folder, place, before)
        finally:
            shutil.rmtree(place, ignore_errors=True)


def sweep(folder: Path, before: tuple[Path, Manifest] | None) -> None:
    """Keep the state that is read and the one before it, which somebody may still be reading."""
    kept = {before[0].name, f"{before[1].parent or 0:06}"} if before else set()
    for path in (folder / GENERATIONS).iterdir():
        if path.name not in kept:
            shutil.rmtree(path)
    (folder / (CURRENT + NEW)).unlink(missing_ok=True)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _summed_and_safe(path: Path) -> tuple[str, int]:
    found = digest(path)
    _sync(path)
    return found, path.stat().st_size


def _write_safely(path: Path, text: str) -> None:
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
