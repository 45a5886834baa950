"""Keys, and an ear at the log: it holds nobody's words, addresses or keys."""

from collections.abc import Iterator

import pytest

from tests.api.keys import KeyClient, make_keys
from tests.hearing import listening, secrets_in
from tests.world import World


@pytest.fixture
def keys(world: World) -> dict[str, KeyClient]:
    return make_keys(world)


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[str]]:
    """What the log got to hear while the test ran."""
    with listening() as lines:
        yield lines
    assert secrets_in(lines) == []
