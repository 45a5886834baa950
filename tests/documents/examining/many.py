"""Scan many documents in one process apart, for the tests' time: the product starts one for each.

As a program: a folder of files named `NUMBER.media_type`, with a colon for the slash; tells one JSON list of findings.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from samsyn.documents.examining.__main__ import read
from samsyn.documents.gate import Finding
from tests.servers import ROOT


def scan_all(documents: Sequence[tuple[bytes, str]], folder: Path) -> list[list[Finding]]:
    """What is found in each document, as `gate.scan` would tell it."""
    for number, (data, media_type) in enumerate(documents):
        (folder / f"{number:04}.{media_type.replace('/', ':')}").write_bytes(data)
    command = [sys.executable, "-m", __name__, str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env={"PYTHONPATH": str(ROOT)})
    return [[Finding.of(each) for each in found] for found in json.loads(done.stdout)]


def main(folder: Path) -> None:
    found = []
    for path in sorted(folder.iterdir()):
        told = read(path.read_bytes(), ["scan", path.name.partition(".")[2].replace(":", "/")])
        assert isinstance(told, dict)
        found.append(told["found"])
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
