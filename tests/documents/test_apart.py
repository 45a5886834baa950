"""What reads apart is stopped at its limits, and takes nobody with it."""

import os
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from samsyn.common import apart
from samsyn.common.apart import Unreadable, ask


@pytest.fixture(scope="module")
def reader() -> Iterator[str]:
    """The module that misbehaves, laid where a process apart finds modules: it takes no folders from us."""
    name = f"samsyn_misbehaving_{os.getpid()}"
    place = Path(sysconfig.get_path("purelib")) / f"{name}.py"
    place.write_bytes(Path(__file__).with_name("misbehaving.py").read_bytes())
    yield name
    place.unlink()


def test_what_was_found_and_made_comes_back(reader: str, tmp_path: Path):
    (tmp_path / "fil").write_bytes(b"\x00\xff\nrad")

    told = ask(reader, b"\x00\xff\nrad", "echo", "a b")
    assert (told.told, told.made) == ({"arguments": ["echo", "a b"], "size": 6}, b"\x00\xff\nrad")
    assert ask(reader, tmp_path / "fil", "echo", "a b") == told


@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("refuse", "locked"),
        ("memory", "bomb"),
        ("endless", "too_slow"),
        ("endless_step", "too_slow"),
        ("crash", "broken"),
        ("exit", "broken"),
        ("network", "refused"),
    ],
)
def test_each_limit_ends_the_reading_and_not_us(reader: str, task: str, code: str):
    with pytest.raises(Unreadable) as refused:
        ask(reader, b"", task, seconds=2)

    assert refused.value.code == code


def test_nothing_can_be_written(reader: str, tmp_path: Path):
    with pytest.raises(Unreadable, match="broken"):
        ask(reader, b"", "write", str(tmp_path / "fil"))

    assert (tmp_path / "fil").read_bytes() == b""


def test_a_refusal_carries_what_fills_its_sentence(reader: str):
    with pytest.raises(Unreadable) as refused:
        ask(reader, b"", "refuse")

    assert refused.value.told == {"page": 7}


def test_steps_may_together_take_longer_than_one(reader: str):
    assert ask(reader, b"", "steps").told == {"steps": 4}


def test_the_reader_knows_nothing_of_our_surroundings(reader: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SAMSYN_SECRET_KEY", "x" * 50)

    assert ask(reader, b"", "surroundings").told == {"names": ["PATH"]}


def test_the_limits_are_those_that_were_meant():
    assert (apart.MEMORY, apart.SECONDS) == (1_500_000_000, 25)
