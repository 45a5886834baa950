"""A reader that does what a broken or captured one would; `test_apart` lays it where it can be run."""

import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samsyn.common.apart import Answer, Unreadable, answer, step


def _work(seconds: float) -> None:
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        pass


def read(raw: bytes, arguments: Sequence[str]) -> dict[str, Any] | Answer:
    task = arguments[0]
    if task == "echo":
        return Answer({"arguments": list(arguments), "size": len(raw)}, raw)
    if task == "refuse":
        raise Unreadable("locked", page=7)
    if task == "memory":
        return {"size": len(b" " * 3_000_000_000)}
    if task == "endless":
        _work(60)
    if task == "endless_step":
        step(0.2)
        _work(60)
    if task == "steps":
        for _number in range(4):
            step(0.4)
            _work(0.2)
        return {"steps": 4}
    if task == "crash":
        os.abort()
    if task == "exit":
        sys.exit(3)
    if task == "write":
        Path(arguments[1]).write_bytes(b"x")
    if task == "network":
        try:
            socket.create_connection(("127.0.0.1", 9), timeout=2)
        except OSError:
            raise Unreadable("refused") from None
    return {"names": sorted(name for name in os.environ if name != "LC_CTYPE")}


if __name__ == "__main__":
    answer(read)
