"""Municipalities of Dalsland that may take part in a matter."""

import pytest

from tests.matters.making import DALSLAND, Dalsland
from tests.world import World


@pytest.fixture
def two(world: World, db: None) -> Dalsland:
    return Dalsland(world, DALSLAND[:2])


@pytest.fixture
def five(world: World, db: None) -> Dalsland:
    return Dalsland(world, DALSLAND)
