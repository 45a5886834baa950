"""The doors that a matter's journey is walked by."""

from collections.abc import Callable
from pathlib import Path

from tests.api.driving import ApiDriver
from tests.cli.driving import CliDriver
from tests.journey import Driver

DRIVERS: dict[str, Callable[[Path], Driver]] = {"api": ApiDriver, "cli": CliDriver}
