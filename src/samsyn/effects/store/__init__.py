"""The indicator store: every version of every value, in two sort orders of Parquet."""

from samsyn.effects.store.building import load
from samsyn.effects.store.catalogue import Indicator
from samsyn.effects.store.checking import verify
from samsyn.effects.store.folders import InvalidFolder, read_folder
from samsyn.effects.store.generations import Busy, Damaged
from samsyn.effects.store.incoming import Incoming, InvalidValues, Part
from samsyn.effects.store.layout import Unit
from samsyn.effects.store.missing import Missing
from samsyn.effects.store.reading import NotThere, Store

__all__ = [
    "Busy",
    "Damaged",
    "Incoming",
    "Indicator",
    "InvalidFolder",
    "InvalidValues",
    "Missing",
    "NotThere",
    "Part",
    "Store",
    "Unit",
    "load",
    "read_folder",
    "verify",
]
