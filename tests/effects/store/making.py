"""Small stores, loaded as the product loads them."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from samsyn.effects.store import Incoming, Indicator, Part, Unit, load
from samsyn.effects.store.incoming import frame_of
from samsyn.effects.store.layout import Manifest

UNITS = [
    Unit("0114", "Upplands Väsby", "K"),
    Unit("0305", "Håbo", "K"),
    Unit("0643", "Habo", "K"),
    Unit("1461", "Mellerud", "K"),
    Unit("0330", "Knivsta", "K"),
    Unit("0000", "Riket", "L"),
    Unit("0014", "Västra Götalandsregionen", "L"),
]
BEGAN = datetime(2026, 1, 1, 3, tzinfo=UTC)

Key = tuple[str, str, str, int]
Said = tuple[float | None, int | None, str]


def day(number: int) -> datetime:
    return BEGAN + timedelta(days=number)


def rows(values: Mapping[Key, Said | float | None], *, deleted: Iterable[Key] = ()) -> list[tuple]:
    """Indicator, unit, gender and year to a value, or to value, count and status."""
    made = []
    for (indicator, unit, gender, year), said in values.items():
        value, count, status = said if isinstance(said, tuple) else (said, 1, "")
        made.append((indicator, unit, gender, year, value, count, status, False))
    return made + [(*(key[:4]), None, None, "", True) for key in deleted]


def incoming(
    values: Mapping[Key, Said | float | None],
    *,
    at: datetime = BEGAN,
    complete: bool = False,
    years: tuple[int, ...] = (),
    deleted: Iterable[Key] = (),
    source: str = "Kolada",
    indicators: Iterable[Indicator] | None = None,
    units: list[Unit] | None = None,
    **more,
) -> Incoming:
    """One part with everything in it."""
    made = rows(values, deleted=deleted)
    names = sorted({row[0] for row in made})
    said = (
        list(indicators)
        if indicators is not None
        else [Indicator(name, f"Titel {name}", source=source) for name in names]
    )
    told = tuple(names) if indicators is None else tuple(one.id for one in said)
    parts = [Part(told, lambda: frame_of(made), complete=complete, years=years)] if told else []
    return Incoming(source, "fri", at, units or UNITS, said, parts, **more)


def loaded(folder: Path, values: Mapping[Key, Said | float | None], **options) -> Manifest:
    return load(folder, incoming(values, **options))
