"""Numbers of people who do not exist and of much else, made by another way of counting than the one that is tested."""

import random
from datetime import date, timedelta

SPREAD = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # what a doubled digit adds


def check_digit(digits: str) -> str:
    """The last digit by the table of modulus 10."""
    total = sum(SPREAD[int(each)] if place % 2 == 0 else int(each) for place, each in enumerate(reversed(digits)))
    return str(-total % 10)


def identity_number(chance: random.Random, *, coordination: bool = False) -> str:
    """Twelve digits."""
    born = date(1920, 1, 1) + timedelta(days=chance.randrange(38_000))
    day = born.day + (60 if coordination else 0)
    ten = f"{born.year % 100:02}{born.month:02}{day:02}{chance.randrange(1, 1000):03}"
    return f"{born.year // 100}{ten}{check_digit(ten)}"


WRITTEN = {
    "twelve": lambda n: n,
    "twelve with hyphen": lambda n: f"{n[:8]}-{n[8:]}",
    "ten with hyphen": lambda n: f"{n[2:8]}-{n[8:]}",
    "ten": lambda n: n[2:],
    "plus": lambda n: f"{n[2:8]}+{n[8:]}",
    "space": lambda n: f"{n[:8]} {n[8:]}",
    "space around the hyphen": lambda n: f"{n[2:8]} - {n[8:]}",
    "parted date": lambda n: f"{n[:4]}-{n[4:6]}-{n[6:8]}-{n[8:]}",
    "pairs": lambda n: f"{n[2:4]} {n[4:6]} {n[6:8]}-{n[8:]}",
    "spaced": lambda n: " ".join(n),
    "spaced with hyphen": lambda n: " ".join(n[2:8]) + " - " + " ".join(n[8:]),
    "en dash": lambda n: f"{n[2:8]}–{n[8:]}",
    "no-break hyphen": lambda n: f"{n[:8]}\N{NON-BREAKING HYPHEN}{n[8:]}",
    "no-break space": lambda n: f"{n[:8]}\xa0{n[8:]}",
    "zero width": lambda n: f"{n[2:5]}\u200b{n[5:8]}-{n[8:]}",
    "full width": lambda n: n.translate({ord("0") + d: ord("０") + d for d in range(10)}),
    "line after the hyphen": lambda n: f"{n[2:8]}-\n{n[8:]}",
    "line before the hyphen": lambda n: f"{n[:8]}\n-{n[8:]}",
    "line within": lambda n: f"{n[:7]}\n{n[7:]}",
    "line within the four": lambda n: f"{n[2:8]}-{n[8:10]}\n{n[10:]}",
    "named": lambda n: f"Personnummer: {n[:4]} {n[4:6]} {n[6:8]} {n[8:]}",
    "value added tax": lambda n: f"SE{n[2:]}01",
}
# Those that a line of a PDF or a cell can hold, in letters that every font has.
IN_ONE_LINE = [
    name for name, written in WRITTEN.items() if written("191212121212").isascii() and "\n" not in written("1" * 12)
]


def organisation_number(chance: random.Random) -> str:
    nine = f"{chance.choice('2578')}{chance.randrange(10)}{chance.randrange(20, 100)}{chance.randrange(100_000):05}"
    return f"{nine[:6]}-{nine[6:]}{check_digit(nine)}"


def iban(chance: random.Random) -> str:
    return "SE" + " ".join(f"{chance.randrange(10_000):04}" for _n in range(6))[2:]


def reference(chance: random.Random) -> str:
    """A payment reference, which has the same check digit as a number of a person."""
    body = f"{chance.randrange(10**9):09}"
    return body + check_digit(body)
