"""What a search of a text gives: plain values that travel between the processes, with every number masked. Pure."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import TypedDict

from samsyn.documents.examining import identity_numbers, marks

PERSONAL_NUMBER, COORDINATION_NUMBER = "PERSONAL_NUMBER", "COORDINATION_NUMBER"
MOST = 200
EXCERPT = 60
_MASK = "•"
_LONG_NUMBER = re.compile(r"\d(?:[ \n]?[-+]?[ \n]?\d){5,}")


class Found(TypedDict):
    """`kind` is a `FindingKind`, `place` a `Place`; `number` is that of the page or the like, or 0."""

    kind: str
    place: str
    number: int
    excerpt: str


def found(kind: str, place: str, number: int = 0, excerpt: str = "") -> Found:
    return {"kind": kind, "place": place, "number": number, "excerpt": masked(excerpt)}


def masked(text: str) -> str:
    """The first words, with every long number but its two first digits covered."""
    text = _LONG_NUMBER.sub(_covered, identity_numbers.plain(text))
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def _covered(number: re.Match[str]) -> str:
    return number[0][:2] + re.sub(r"\d", _MASK, number[0][2:])


def search(texts: Sequence[str], place: str, *, first: int = 1, numbered: bool = True) -> list[Found]:
    """Look for numbers and marks in texts that follow each other, also where a number goes from one to the next.

    Parameters
    ----------
    texts : pages, paragraphs or values, numbered from `first`.
    """
    plain = [identity_numbers.plain(text) for text in texts]
    starts, whole = [0], "\n".join(plain)
    for text in plain:
        starts.append(starts[-1] + len(text) + 1)

    def told(kind: str, start: int, end: int) -> Found:
        number = first + bisect_right(starts, start) - 1 if numbered else 0
        begun = max(whole.rfind("\n", 0, start) + 1, start - EXCERPT // 2)
        return found(kind, place, number, whole[begun : max(end, start + EXCERPT // 2)])

    made = [
        told(COORDINATION_NUMBER if each.coordination else PERSONAL_NUMBER, each.start, each.end)
        for each in identity_numbers.find(whole)
    ]
    made += [told(each.kind, each.start, each.end) for each in marks.find(whole)]
    return made[:MOST]


def is_shown(name: str, visible: str) -> bool:
    """Whether the text itself names the person, so that a property that does reveals nothing. A dash names nobody."""
    if not any(each.isalnum() for each in name):
        return True
    return " ".join(name.split()).casefold() in " ".join(visible.split()).casefold()
