"""A made panel for demonstrations and tests without network: marked as made wherever it is shown.

The municipalities are real and their figures are not. It has what real indicators have: levels that differ, common
paths, breaks, missing values with reasons, women and men, a series that has ended, and one planted effect that is told
in the indicator's own description.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np
import polars as pl

from samsyn.effects.store.catalogue import Indicator
from samsyn.effects.store.incoming import COLUMNS, Incoming, Part
from samsyn.effects.store.layout import Unit

SOURCE = "Simulerade värden (Samsyn)"
LICENCE = "CC0: påhittade, får inte användas som statistik"
MARK = "SIMULERAT: "
YEARS = range(2008, 2026)
EFFECT_FROM, EFFECT = 2021, -2.5
STAFF, QUALITY, COST, BROKEN, ENDED, PLANTED = (f"SIM:{name}" for name in (
    "personal-60", "kvalitet", "kostnad", "brott", "upphord", "planterad",
))  # fmt: skip

INDICATORS = (
    Indicator(STAFF, MARK + "Anställda 60 år eller äldre, andel (%)", unit="%", is_divided_by_gender=True),
    Indicator(QUALITY, MARK + "Nöjda brukare, andel (%)", "Enkät vartannat år. Sekretess vid färre än 10 svar.", "%"),
    Indicator(COST, MARK + "Nettokostnad socialtjänst, kr/inv", "Löpande priser.", "kr/inv", perspective="Resurser"),
    Indicator(BROKEN, MARK + "Väntetid, dagar", "Ny definition från 2019.", "dagar", breaks=(2019,)),
    Indicator(ENDED, MARK + "Avslutad serie, antal (-2017)", "", "antal"),
    Indicator(PLANTED, MARK + "Indikator med planterad effekt",
              f"Från {EFFECT_FROM} är {abs(EFFECT)} avdraget för dem som samverkar i demonstrationen.", "poäng"),
)  # fmt: skip


def simulated(units: Sequence[Unit], *, treated: Collection[str], at: datetime, seed: int = 0) -> Incoming:
    """A panel of all municipalities among the units, to be loaded like any other source.

    Parameters
    ----------
    units : municipalities (K) get values, and the country (0000) their mean
    treated : codes of those who get the planted effect
    at : with offset, when it is made
    seed : the same seed makes the same values

    Returns
    -------
    Incoming, complete: loading it again replaces what was made before.
    """
    codes = [unit.code for unit in units if unit.type == "K"]
    said = [replace(one, source=SOURCE, licence=LICENCE, operating_area="Simulerat") for one in INDICATORS]
    rng = np.random.default_rng(seed)
    frame = pl.concat(
        [_rows(rng, one.id, codes, treated, country=any(unit.code == "0000" for unit in units)) for one in said]
    )
    part = Part(tuple(one.id for one in said), lambda: frame, complete=True)
    return Incoming(SOURCE, LICENCE, at, list(units), said, [part], remarks=("simulated values: made, not measured",))


def _panel(rng: np.random.Generator, count: int, level: float, spread: float, noise: float) -> np.ndarray:
    """(units, years): levels, two common paths that units follow more or less, and noise of each its own."""
    common = np.cumsum(rng.normal(size=(2, len(YEARS))), axis=1)
    own = spread * rng.normal(size=(count, 1)) + 0.2 * spread * rng.normal(size=(count, 2)) @ common
    made: np.ndarray = (
        level + own + noise * rng.lognormal(0, 0.4, size=(count, 1)) * rng.normal(size=(count, len(YEARS)))
    )
    return made


# Level, spread between units, and noise.
SHAPES = {
    STAFF: (16, 2.5, 0.8),
    QUALITY: (80, 5, 3),
    COST: (9_000, 900, 250),
    BROKEN: (20, 4, 1.5),
    ENDED: (300, 80, 20),
    PLANTED: (50, 4, 0.9),
}


def _rows(
    rng: np.random.Generator, name: str, codes: Sequence[str], treated: Collection[str], *, country: bool
) -> pl.DataFrame:
    values = _panel(rng, len(codes), *SHAPES[name]).round(0 if name in (COST, ENDED) else 1)
    status = np.full(values.shape, "", object)
    if name == PLANTED:
        rows = [row for row, code in enumerate(codes) if code in treated]
        values[np.ix_(rows, np.array(YEARS) >= EFFECT_FROM)] += EFFECT
    if name == BROKEN:
        values[:, np.array(YEARS) >= 2019] *= 0.6
    if name == QUALITY:
        values[:, np.array(YEARS) % 2 == 1] = np.nan  # nobody is asked in odd years: no row at all
        secret = ~np.isnan(values) & (rng.random(values.shape) < 0.03)
        values[secret], status[secret] = np.nan, "Private"
    if name == ENDED:
        values[:, np.array(YEARS) > 2017] = np.nan
    lost = ~np.isnan(values) & (rng.random(values.shape) < 0.01) & (name in (STAFF, COST))
    values[lost], status[lost] = np.nan, "Missing"
    shown = ~np.isnan(values) | (status != "")
    # By sex a little apart, so that the total lies between.
    sexes = (("T", 0.0), ("K", 0.6), ("M", -0.6)) if name == STAFF else (("T", 0.0),)
    frames = [_frame(name, codes, values + apart, status, shown, gender) for gender, apart in sexes]
    if country:
        mean = np.array(
            [[column[~np.isnan(column)].mean() if (~np.isnan(column)).any() else np.nan for column in values.T]]
        )
        frames.append(_frame(name, ["0000"], mean, np.full(mean.shape, "", object), ~np.isnan(mean), "T"))
    return pl.concat(frames)


def _frame(
    name: str, codes: Sequence[str], values: np.ndarray, status: np.ndarray, shown: np.ndarray, gender: str
) -> pl.DataFrame:
    unit, year = np.nonzero(shown)
    found = pl.DataFrame(
        {
            "indicator": [name] * unit.size,
            "unit": [codes[row] for row in unit],
            "gender": [gender] * unit.size,
            "year": [YEARS[column] for column in year],
            "value": values[unit, year],
            "count": [1] * unit.size,
            "status": [str(text) for text in status[unit, year]],
            "deleted": [False] * unit.size,
        },
        schema=COLUMNS,
    )
    return found.with_columns(pl.col("value").fill_nan(None))
