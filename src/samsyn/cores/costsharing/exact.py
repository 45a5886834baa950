"""Exact numbers: what people and files write, as fractions, and back again."""

import math
import re
from decimal import Decimal
from fractions import Fraction

from samsyn.cores.costsharing.refusal import Refusal

_SPACES = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?:\D|$))", re.ASCII)
_DECIMAL = re.compile(r"[+\-\u2212]?\d{1,18}(?:[.,]\d{1,18})?", re.ASCII)
_RATIO = re.compile(r"[+\-\u2212]?\d{1,18}/0*[1-9]\d{0,17}", re.ASCII)
LARGEST = FINEST = 10**18


class NotANumber(Refusal):
    """What was written is not a number that can be kept exactly."""


def exact(value: object) -> Fraction:
    """A number as it was written, exactly.

    Takes whole numbers, fractions, decimals, floats (by their shortest decimal form: 0.1 is a tenth) and text such as
    '4 267 772', '42,25', '42.25' and '1/3'.

    Raises
    ------
    NotANumber : anything else, what is not finite, 10**18 and more, or finer than 18 decimals.
    """
    match value:
        case bool():
            raise NotANumber("NOT_A_NUMBER", text=str(value))
        case int() | Fraction():
            found = Fraction(value)
        case float() if math.isfinite(value):
            return exact(Decimal(repr(value)))
        case Decimal() if value.is_finite():
            # An exponent could ask for millions of digits: it is looked at before the number is written out.
            if value and not -18 <= value.adjusted() <= 18:
                raise NotANumber("TOO_LARGE_OR_FINE", text=str(value)[:40])
            found = Fraction(value) if value else Fraction(0)
        case str():
            found = _read(value)
        case _:
            raise NotANumber("NOT_A_NUMBER", text=str(value)[:40])
    if abs(found) >= LARGEST or found.denominator > FINEST:
        raise NotANumber("TOO_LARGE_OR_FINE", text=str(value)[:40])
    return found


def _read(text: str) -> Fraction:
    bare = _SPACES.sub("", text.strip())
    if not (_DECIMAL.fullmatch(bare) or _RATIO.fullmatch(bare)):
        raise NotANumber("NOT_A_NUMBER", text=text[:40])
    return Fraction(bare.replace(",", ".").replace("\u2212", "-"))


def text_of(value: Fraction) -> int | str:
    """A whole number as a number, else the shortest exact text: '42.25', or '1/3' where decimals never end."""
    if value.denominator == 1:
        return value.numerator
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    if rest > 1 or places > 12:
        return f"{value.numerator}/{value.denominator}"
    digits = f"{abs(value.numerator) * 10**places // value.denominator:0{places + 1}d}"
    return ("-" if value < 0 else "") + f"{digits[:-places]}.{digits[-places:]}"
