"""Municipalities that were born, renamed or moved: what looks like a gap or a break, and is neither."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Born:
    """`code` exists from 1 January of `year`; the values of `parted_from` break there, for it lost a part."""

    code: str
    year: int
    parted_from: str


# Source: SCB, Ändringar i kommunindelningen. Since 1999, when Kolada's oldest series begin.
BORN = (Born("0140", 1999, "0181"), Born("0330", 2003, "0380"))
# Heby went from Västmanland to Uppsala county on 1 January 2007, and its code with it.
FORMER_CODES = {"1917": "0331"}


def first_year(code: str) -> int | None:
    """The first year in which the municipality existed; None when it always has."""
    return next((born.year for born in BORN if born.code == code), None)


def breaks_of(code: str) -> tuple[int, ...]:
    """Years in which the territory changed so that counts cannot be compared across."""
    return tuple(born.year for born in BORN if code == born.parted_from)


def present_code(code: str) -> str:
    return FORMER_CODES.get(code, code)
