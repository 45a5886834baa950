"""Indicators from the command line: fetch them, load them, see what there is and whether it is whole."""

import asyncio
import csv
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from samsyn.effects import fetching
from samsyn.effects.kolada import API, Kolada, KoladaFault
from samsyn.effects.store import Busy, Damaged, InvalidValues, NotThere, Store, Unit, load, read_folder, verify
from samsyn.effects.store.layout import Load

FOLDER = click.option(
    "--store",
    "folder",
    envvar="SAMSYN_INDICATORS",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="The store's folder (or SAMSYN_INDICATORS); indicators in SAMSYN_HOME when left out.",
)
REFERENCE = Path(__file__).resolve().parent.parent / "organisations" / "data"


def _folder(given: Path | None) -> Path:
    return given or Path(os.environ.get("SAMSYN_HOME", ".samsyn")) / "indicators"


@click.group()
def indicators() -> None:
    """Indicators: Kolada's, SCB's, and a municipality's own."""


@indicators.command("fetch")
@FOLDER
@click.option("--only", multiple=True, metavar="ID", help="These indicators alone; may be given several times.")
@click.option("--first-year", type=int, default=fetching.FIRST_YEAR, show_default=True)
@click.option("--full", is_flag=True, help="Everything again, not what has changed alone.")
@click.option("--api", default=API, show_default=True, help="Address of the API.")
@click.option("--per-second", type=click.FloatRange(0.1, 1000), default=5.0, show_default=True)
@click.option("--tries", type=click.IntRange(1, 20), default=6, show_default=True)
@click.option("--load/--no-load", "then_load", default=True, show_default=True, help="Load it when all is there.")
def fetch(
    folder: Path | None,
    only: tuple[str, ...],
    first_year: int,
    full: bool,
    api: str,
    per_second: float,
    tries: int,
    then_load: bool,
) -> None:
    """Fetch from Kolada what the store lacks. Broken off, it goes on where it was."""
    into = _folder(folder)

    async def run() -> fetching.Fetched:
        with click.progressbar(length=1, label="Kolada", show_pos=True) as bar:

            def progress(done: int, of: int) -> None:
                bar.length = of
                bar.update(done - bar.pos)

            async with Kolada(api, per_second=per_second, tries=tries) as kolada:
                return await fetching.fetch(
                    into, kolada, now=_now(), only=only, first_year=first_year, full=full, progress=progress
                )

    try:
        found = asyncio.run(run())
    except (KoladaFault, ValueError, Damaged) as error:
        raise click.ClickException(f"{error}\nWhat was answered is kept; run it again to go on.") from error
    click.echo(f"{found.questions} questions answered, {found.answered_before} of them before.")
    _remarks(found.remarks)
    if then_load:
        _load_fetched(into)


@indicators.command("load")
@FOLDER
@click.argument("source", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def load_(folder: Path | None, source: Path | None) -> None:
    """Load a folder of CSV or Parquet with its source.toml; without one, what has been fetched."""
    into = _folder(folder)
    if source is None:
        _load_fetched(into)
        return
    try:
        manifest = load(into, read_folder(source, _units(into), at=_now()))
    except (InvalidValues, Busy, Damaged, OSError) as error:
        raise click.ClickException(f"Nothing was loaded. {error}") from error
    _told(manifest.loads[-1])


def _load_fetched(into: Path) -> None:
    try:
        manifest = load(into, fetching.fetched(into))
    except (fetching.NotFetched, InvalidValues, Busy, Damaged, OSError) as error:
        raise click.ClickException(f"Nothing was loaded. {error}") from error
    fetching.discard(into)
    _told(manifest.loads[-1])


def _units(into: Path) -> list[Unit]:
    """Those that the store knows; before the first fetch, those of the register of municipalities."""
    try:
        return list(Store(into).units)
    except NotThere:
        pass
    # Kolada's numbers of regions have four digits, as those of municipalities.
    regions = _reference("regions.csv", "L", "00")
    return [*_reference("municipalities.csv", "K", ""), *regions, Unit("0000", "Riket", "L")]


def _reference(name: str, kind: str, before: str) -> list[Unit]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return [Unit(before + row["code"], row["name"], kind) for row in csv.DictReader(file)]


@indicators.command("status")
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="JSON instead of text.")
def status(folder: Path | None, as_json: bool) -> None:
    """What there is, from where, and what should be looked into."""
    into = _folder(folder)
    try:
        store = Store(into)
    except NotThere as error:
        raise click.ClickException(str(error)) from error
    except Damaged as error:
        raise click.ClickException(f"The store is damaged. {error}") from error
    found = _status(store)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
        return
    click.echo(f"{found['values']} values of {found['indicators']} indicators for {found['units']} units")
    click.echo(f"{found['bytes_by_indicator']} bytes by indicator, {found['bytes_by_unit']} by unit")
    for one in store.loads:
        _told(one)
    _remarks([f"unknown status {text!r}" for text in found["unknown_statuses"]])


def _status(store: Store) -> dict[str, Any]:
    manifest = store.manifest

    def size(folder: str) -> int:
        return sum(size for name, (_sum, size) in manifest.files.items() if name.startswith(f"{folder}/"))

    return {
        "values": manifest.rows,
        "indicators": len({number for chunk in manifest.chunks for number, _first, _rows in chunk.rows}),
        "units": len(manifest.by_unit),
        "generation": manifest.number,
        "bytes_by_indicator": size("by_indicator"),
        "bytes_by_unit": size("by_unit"),
        "unknown_statuses": store.unknown_statuses(),
        "loads": [
            {"at": one.at, "source": one.source, "licence": one.licence, "added": one.added, "changed": one.changed,
             "withdrawn": one.withdrawn, "unchanged": one.unchanged, "remarks": list(one.remarks)}
            for one in manifest.loads
        ],
    }  # fmt: skip


@indicators.command("verify")
@FOLDER
def verify_(folder: Path | None) -> None:
    """Read every file of the store, and compare them with each other."""
    wrong = verify(_folder(folder))
    for text in wrong:
        click.echo(text, err=True)
    if wrong:
        raise click.ClickException(f"{len(wrong)} things are wrong.")
    click.echo("The store is whole.")


def _told(one: Load) -> None:
    click.echo(
        f"{one.at[:16]} {one.source} ({one.licence}): "
        f"{one.added} new, {one.changed} changed, {one.withdrawn} withdrawn, {one.unchanged} as before"
    )
    _remarks(one.remarks)


def _remarks(texts: tuple[str, ...] | list[str]) -> None:
    for text in texts:
        click.echo(f"  ! {text}")


def _now() -> datetime:
    return datetime.now(UTC)
