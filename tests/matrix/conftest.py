"""Whatever is asked for in these tests, the log holds nobody's words, addresses or keys."""

from collections.abc import Iterator

import pytest

from tests.hearing import listening, secrets_in


@pytest.fixture(autouse=True)
def heard() -> Iterator[list[str]]:
    """What the log got to hear while the test ran."""
    with listening() as lines:
        yield lines
    assert secrets_in(lines) == []
