"""What the program writes to its log, as it would stand there, and what must not stand there or in a header."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.world import MARK

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
KEY = re.compile(r"samsyn_[\w-]{20,}")


class _Ear(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        from samsyn.settings import LOGGING

        told = LOGGING["formatters"]["plain"]
        self.setFormatter(logging.Formatter(told["format"], style=told["style"]))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))  # with the traceback, when there is one


@contextmanager
def listening() -> Iterator[list[str]]:
    """Every line that reaches the log while this lasts, at the levels that the product sets."""
    from samsyn.settings import LOGGING

    ear = _Ear()
    loggers = [logging.getLogger(name) for name in ("", *LOGGING["loggers"])]
    for logger in loggers:
        logger.addHandler(ear)
    yield ear.lines
    for logger in loggers:
        logger.removeHandler(ear)


def secrets_in(lines: list[str]) -> list[str]:
    """The lines with a mark of somebody's text, an e-mail address, or a key."""
    return [line for line in lines if MARK.search(line.encode()) or ADDRESS.search(line) or KEY.search(line)]


def headers_of(answer: Any) -> list[str]:
    """Everything but the body, and but the cookies of one's own session and forms."""
    cookies = [str(cookie) for name, cookie in answer.cookies.items() if name not in ("sessionid", "csrftoken")]
    return [*(f"{name}: {value}" for name, value in answer.headers.items()), *cookies]
