"""One Chromium and one HTML checker for each process of the run."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.pages import Checker, Opened

# Playwright runs its own event loop in this thread; the tests still ask the database between two steps.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def tabs(chromium: Browser) -> list[Opened]:
    """Wide with scripts, and 320 pixels without."""
    return [Opened(chromium, width=1280, scripts=True), Opened(chromium, width=320, scripts=False)]


@pytest.fixture(scope="session")
def checker() -> Iterator[Checker]:
    running = Checker()
    yield running
    running.close()


@pytest.fixture
def look(tabs: list[Opened], checker: Checker) -> Any:
    """All faults of an answer."""

    def look(response: Any) -> list[str]:
        found = checker.faults(response.content)
        for tab in tabs:
            found += [f"{tab.width} px: {fault}" for fault in tab.faults(response)]
        return found

    return look
