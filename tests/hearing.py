"""What the program writes to its log, as it would stand there."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager


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
