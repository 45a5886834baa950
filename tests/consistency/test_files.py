"""What is tracked: vendored files as they came, tokens that exist, pinned packages, nothing of anybody's machine."""

import hashlib
import re
import tomllib
from typing import Any

import pytest

from tests.consistency.source import SOURCE, templates, tracked
from tests.servers import ROOT

STATIC = SOURCE / "common" / "static"
VENDOR = STATIC / "vendor"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
OUR_OWN = {"inter/index.css"}  # VENDOR.toml says so

# Where Samsyn was written must not show; where packages are fetched from is the fetcher's affair.
MACHINE = re.compile(r"(?<![\w.~$}])/(?:work|home|root|Users)/\w")
REGISTRY = re.compile(
    r"https?://[^\s\"']*(?:pypi\.org|pythonhosted|npmjs|artifactory|nexus|/simple/?[\s\"']|proxy|mirror)[^\s\"']*"
    r"|(?:index-url|find-links|extra-index-url)[ =]+https?://|\"resolved\":",
    re.IGNORECASE,
)
TEXT = {".py", ".toml", ".txt", ".html", ".css", ".md", ".json", ".po", ".csv", ".svg", ".yml", ".yaml", ".js", ""}


def _vendored() -> dict[str, str]:
    told = tomllib.loads((VENDOR / "VENDOR.toml").read_text())
    return {file: sum_ for package in told.values() for file, sum_ in package["files"].items()}


def test_vendored_files_are_as_they_came():
    assert {name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() for name in _vendored()} == _vendored()


def test_every_vendored_file_is_listed_with_its_licence():
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    licences = {f"{name}/LICENSE" for name in tomllib.loads((VENDOR / "VENDOR.toml").read_text())}
    assert there == {*_vendored(), *licences, *OUR_OWN, "VENDOR.toml"}


def _theme_colours() -> dict[str, str]:
    import json

    told = json.loads((ROOT / "design" / "samsyn.theme.json").read_text())["themes"]["samsyn"]["colors"]
    return {**told["main"], **told["support"], "neutral": told["neutral"]}


def test_theme_is_made_from_the_design():
    """theme.css comes from @digdir/designsystemet; the colours that were asked for are in it."""
    theme = (STATIC / "samsyn" / "theme.css").read_text().lower()
    missing = {
        name: colour
        for name, colour in _theme_colours().items()
        if f"--ds-color-{name}-base-default: {colour.lower()}" not in theme
    }
    assert missing == {}


def test_every_token_in_the_style_exists():
    sheets = [
        STATIC / "samsyn" / "theme.css",
        STATIC / "samsyn" / "samsyn.css",
        VENDOR / "designsystemet" / "index.css",
    ]
    defined = {name for sheet in sheets for name in re.findall(r"(--[\w-]+)\s*:", sheet.read_text())}
    used = set(re.findall(r"var\(\s*(--[\w-]+)\s*\)", (STATIC / "samsyn" / "samsyn.css").read_text()))
    assert used - defined == set()


@pytest.mark.parametrize("name", sorted(templates()))
def test_a_template_has_no_style_or_script_of_its_own(name: str):
    """The content security policy forbids them, and a browser would leave them out in silence."""
    found = re.findall(
        r"\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*[\"']|javascript:|<script\b(?![^>]*\bsrc=)|data-hx-on|hx-on",
        templates()[name],
    )
    assert found == []


# --- packages -----------------------------------------------------------------------------------------------------
def _normal(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _pinned(name: str) -> dict[str, list[str]]:
    """Package to the hashes that one of its files must have."""
    text = (ROOT / name).read_text().replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            assert re.match(r"^[\w.-]+(?:\[[\w,-]+\])?==\S+ ", line), line
            found[_normal(line)] = re.findall(r"--hash=sha256:([0-9a-f]{64})", line)
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_pinned_by_hash(name: str):
    assert {package for package, hashes in _pinned(name).items() if not hashes} == set()


def test_what_the_project_asks_for_is_pinned():
    asked = {_normal(each) for each in PROJECT["project"]["dependencies"]}
    tools = {_normal(each) for each in PROJECT["dependency-groups"]["test"]}
    assert asked - set(_pinned("requirements.txt")) == set()
    assert (asked | tools) - set(_pinned("requirements-test.txt")) == set()


def test_tests_run_on_the_very_packages_that_are_installed():
    def versions(name: str) -> dict[str, str]:
        found = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)", (ROOT / name).read_text(), re.MULTILINE)
        return {package.lower(): version for package, version in found}

    product, tests = versions("requirements.txt"), versions("requirements-test.txt")
    assert {package: tests.get(package) for package in product} == product


def test_every_dependency_says_what_it_is_for():
    lines = (ROOT / "pyproject.toml").read_text().partition("dependencies = [")[2].partition("\n]")[0].splitlines()
    assert [line.strip() for line in lines if line.strip() and "#" not in line] == []


def test_contracts_name_every_package():
    layers = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {name.strip() for layer in layers for name in layer.split("|")}
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert named == packages


def test_nothing_tells_of_a_machine_or_a_registry():
    found = []
    for path in tracked():
        if path.suffix not in TEXT or path.name in ("LICENSE", "test_files.py"):
            continue
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if MACHINE.search(line) or REGISTRY.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number} {line.strip()[:100]}")
    assert found == []
