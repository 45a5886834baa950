"""Keys, and who they let one be."""

import pytest

from tests.api.keys import KeyClient, make_keys
from tests.world import World


@pytest.fixture
def keys(world: World) -> dict[str, KeyClient]:
    return make_keys(world)
