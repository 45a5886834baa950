"""The tree as the promises look at it: sources, templates, and what is tracked."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.servers import ROOT

SOURCE = ROOT / "src" / "samsyn"


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the product, migrations apart."""
    return {
        path: ast.parse(path.read_text()) for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts
    }


@cache
def templates() -> dict[str, str]:
    """Every template's name, and what is in it."""
    return {
        str(path).partition("/templates/")[2]: path.read_text()
        for path in sorted(SOURCE.glob("*/templates/**/*"))
        if path.is_file()
    }


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def tracked() -> list[Path]:
    """Every file in the repository that is there."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]
