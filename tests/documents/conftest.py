"""One checker of PDF for all tests of the room."""

from collections.abc import Iterator

import pytest

from tests.documents.verapdf import Checker


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    with Checker() as checking:
        yield checking
