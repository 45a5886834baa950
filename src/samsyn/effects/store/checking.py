"""Whether the store is whole and says the same thing in all its files."""

from pathlib import Path

import polars as pl

from samsyn.effects.store.building import ranked
from samsyn.effects.store.generations import Damaged, current, digest
from samsyn.effects.store.layout import CATALOGUE, KEY, MANIFEST, REPLACED, VALUES, Manifest


def verify(folder: Path) -> list[str]:
    """What is wrong with the store, in words; nothing when it is whole. Reads every byte of it.

    Files are there and have their sums; both sort orders hold the same rows, each once and in order; ranks are what the
    values make them; every replaced value was followed by another load; the catalogue covers every indicator.
    """
    try:
        found = current(folder)
    except Damaged as error:
        return [str(error)]
    if found is None:
        return ["nothing has been loaded"]
    place, manifest = found
    wrong = _files(place, manifest)
    return wrong or _rows(place, manifest)


def _files(place: Path, manifest: Manifest) -> list[str]:
    wrong = []
    for name, (expected, size) in manifest.files.items():
        path = place / name
        if not path.is_file():
            wrong.append(f"{name} is not there")
        elif path.stat().st_size != size or digest(path) != expected:
            wrong.append(f"{name} is not what was written")
    there = {str(path.relative_to(place)) for path in place.rglob("*") if path.is_file()}
    wrong += [f"{name} is not told of" for name in sorted(there - set(manifest.files) - {MANIFEST})]
    return wrong


def _rows(place: Path, manifest: Manifest) -> list[str]:
    wrong, total = [], _Sum()
    ranks = _Sum()
    municipalities = [number for number, unit in enumerate(manifest.units) if unit.type == "K"]
    for chunk in manifest.chunks:
        frame = pl.read_parquet(place / chunk.file)
        if dict(frame.schema) != VALUES:
            wrong.append(f"{chunk.file} has other columns than it should")
            continue
        if not frame.equals(frame.sort(KEY)) or frame.select(KEY).is_duplicated().any():
            wrong.append(f"{chunk.file} is not in order, or has a value twice")
        counts = frame.group_by("indicator", maintain_order=True).len().rows()
        if counts != [(number, rows) for number, _first, rows in chunk.rows]:
            wrong.append(f"{chunk.file} holds other rows than is told")
        if frame.height and frame["load"].max() >= len(manifest.loads):  # type: ignore[operator]  # a number
            wrong.append(f"{chunk.file} tells of a load that has not been")
        total.add(frame)
        ranks.add(ranked(frame, municipalities))
    wrong += _by_unit(place, manifest, total) + _ranks(place, manifest, ranks)
    for name in manifest.history:
        frame = pl.read_parquet(place / name)
        if dict(frame.schema) != REPLACED or frame.filter(pl.col("until") <= pl.col("load")).height:
            wrong.append(f"{name} has values that were replaced before they came")
    said = set(pl.read_parquet(place / CATALOGUE)["id"])
    wrong += [f"nobody says what {name} is" for name in sorted(set(manifest.indicators) - said)]
    return wrong


def _by_unit(place: Path, manifest: Manifest, expected: "_Sum") -> list[str]:
    wrong, found = [], _Sum()
    for number, name in manifest.by_unit.items():
        frame = pl.read_parquet(place / name)
        if dict(frame.schema) != VALUES or (frame["unit"] != number).any():
            wrong.append(f"{name} is not of that unit alone")
            continue
        if not frame.equals(frame.sort(KEY)):
            wrong.append(f"{name} is not in order")
        found.add(frame)
    return wrong if found == expected else [*wrong, "the two sort orders do not hold the same values"]


def _ranks(place: Path, manifest: Manifest, expected: "_Sum") -> list[str]:
    found = _Sum()
    for number, name in manifest.ranks.items():
        frame = pl.read_parquet(place / name)
        found.add(frame.select(pl.lit(number, pl.UInt16).alias("unit"), *frame.columns))
    return [] if found == expected else ["the ranks are not those of the values"]


class _Sum:
    """Of rows in any order: how many, and the sum of their hashes."""

    def __init__(self) -> None:
        self.rows, self.hashes = 0, 0

    def add(self, frame: pl.DataFrame) -> None:
        self.rows += frame.height
        if frame.height:
            self.hashes = (self.hashes + int(frame.hash_rows(seed=7).cast(pl.Int128).sum())) % 2**64

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Sum) and (self.rows, self.hashes) == (other.rows, other.hashes)

    __hash__ = None  # type: ignore[assignment]  # it changes
