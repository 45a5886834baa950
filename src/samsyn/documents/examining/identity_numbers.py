"""Personal identity numbers and coordination numbers in running text, however they are written. Pure."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

# A cluster: digits with at most two spaces or line ends, and one hyphen or plus, between one and the next.
_CLUSTER = re.compile(r"\d(?:[ \n]{0,2}[-+]?[ \n]{0,2}\d)*")
_PERSON = re.compile(
    r"(?:person(?:nr|nummer)|pers\.?nr|pnr|samordnings(?:nr|nummer)|födelse(?:nr|nummer)|id-?nr|född)\W{0,12}$", re.I
)
_PHONE = re.compile(
    r"(?:tel|telefon|tfn|mobil|mob|växel|vxl|fax|ring|sms|nås på|jour|phone)[\w.]*\W{0,6}(?:nr\W{0,4})?$", re.I
)
# Not "konto", "kund" or "ärende": personal accounts and matters about people have the person's number.
_ACCOUNT = re.compile(
    r"(?:giro|\bbg|\bpg|ocr|iban|faktura|referens|artikel|serie|order|is[bs]n|ean|gln|mätar|anläggning|swish)"
    r"[\w.-]*\W{0,6}(?:n(?:umme)?r\W{0,4})?$",
    re.I,
)
_PERIOD = re.compile(
    r"(?:period\w*|tiden|gäller|avser|mellan|från|fr\.?\s?o\.?\s?m\.?|läsår\w*|räkenskapsår\w*)\W{0,6}$", re.I
)
_AMOUNT = re.compile(r"\s?(?:kr\b|kronor|sek\b|st\b|m2|m²|m³|%|euro?\b|€)", re.I)
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}$", re.IGNORECASE)
_LOOK_BACK = 40
_ISO_BIRTHS_BEFORE = 1990
_COORDINATION_DAY = 60
_DROPPED = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"))
# U+FFFE and U+0002 are what PDFium gives for a hyphen at the end of a line.
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－⁃\ufffe\x02"), "-")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class IdentityNumber:
    """Where in the plain text the number stands; `coordination` when 60 has been added to the day."""

    start: int
    end: int
    coordination: bool


@dataclass(frozen=True)
class _Window:
    """Some of a cluster's groups of digits that together are 10 or 12 digits, and what stands around them."""

    digits: str
    groups: tuple[str, ...]
    between: tuple[str, ...]
    start: int
    end: int
    lone: bool  # no digits before or after it in the cluster


def plain(text: str) -> str:
    """The text with one kind of hyphen, space, digit and line end, and without what has no width."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ").translate(_DROPPED).translate(_HYPHENS).replace("＋", "+")
    if text.isascii():
        return text
    return "".join(_plain(each) for each in text)


def _plain(each: str) -> str:
    if each.isdigit() and not each.isascii():
        return str(unicodedata.digit(each))
    return " " if each.isspace() and each != "\n" else each


def luhn(digits: str) -> bool:
    """Whether the last of ten digits is the check digit of the others (modulus 10)."""
    doubled = (int(each) * (2 - place % 2) for place, each in enumerate(digits))
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def find(text: str) -> list[IdentityNumber]:
    """The numbers in a text that `plain` has been over.

    Parameters
    ----------
    text : with `\\n` between lines, cells and paragraphs.

    Returns
    -------
    In the order of the text. A number counts when its day exists, its check digit is right and it is written in a way
    that numbers of persons are written and other numbers are not; docs/methods/gate.md has the table.

    Source: folkbokföringslagen (1991:481) 18 §; lag (2022:1697) om samordningsnummer.
    """
    found: list[IdentityNumber] = []
    for cluster in _CLUSTER.finditer(text):
        taken = cluster.start()
        for window in _windows(cluster[0], cluster.start()):
            if window.start >= taken and (number := _number(window, text)):
                found.append(number)
                taken = window.end
    return found


def _windows(cluster: str, offset: int) -> Iterator[_Window]:
    groups = list(re.finditer(r"\d+", cluster))
    between = [cluster[a.end() : b.start()] for a, b in pairwise(groups)]
    for first in range(len(groups)):
        digits, last = "", first
        while last < len(groups) and len(digits) < 12:
            digits += groups[last][0]
            last += 1
            if len(digits) in (10, 12) and ("01" <= digits[-8:-6] <= "12" or digits.endswith("01")):
                told = tuple(each[0] for each in groups[first:last])
                lone = _parted(between, first - 1) and _parted(between, last - 1)
                start, end = offset + groups[first].start(), offset + groups[last - 1].end()
                yield _Window(digits, told, tuple(between[first : last - 1]), start, end, lone)


def _parted(between: Sequence[str], place: int) -> bool:
    """Whether the cluster ends there, or goes on in another line."""
    return not 0 <= place < len(between) or "\n" in between[place]


def _number(window: _Window, text: str) -> IdentityNumber | None:
    if len(window.digits) == 12 and window.digits[10:] == "01" and text[window.start - 2 : window.start] == "SE":
        ten = window.digits[:10]  # a sole trader's number for value added tax
        day = _day("", ten)
        return _told(window, day) if day and luhn(ten) else None
    ten = window.digits[-10:]
    day = _day(window.digits[:-10], ten)
    right = luhn(ten)
    if day is None or not (right or _written_as_one(window)):
        return None
    before = text[max(0, window.start - _LOOK_BACK) : window.start]
    if (right and _is_written_as_a_persons(window, text, before)) or _PERSON.search(
        before.replace(" ", "")
    ):  # PDFs part letters
        return _told(window, day)
    return None


def _told(window: _Window, day: int) -> IdentityNumber:
    return IdentityNumber(window.start, window.end, day > _COORDINATION_DAY)


def _day(century: str, ten: str) -> int | None:
    """The day of the month as it is written, when there is such a day in any century that is possible."""
    if century not in ("", "18", "19", "20"):
        return None
    month, day = int(ten[2:4]), int(ten[4:6])
    for each in (century,) if century else ("19", "20"):
        try:
            date(int(each + ten[:2]), month, day - _COORDINATION_DAY if day > _COORDINATION_DAY else day)
        except ValueError:
            continue
        return day
    return None


def _written_as_one(window: _Window) -> bool:
    return len(window.groups) == 1 or (len(window.groups) == 2 and len(window.groups[1]) == 4)


def _is_written_as_a_persons(window: _Window, text: str, before: str) -> bool:
    hyphens = [place for place, each in enumerate(window.between) if "-" in each or "+" in each]
    last_four = _ends_with_four(window)
    if last_four is not None and last_four in hyphens:
        return _aligned(window) and not _is_a_period(window, before)
    if len(window.groups) == 1:
        return not _is_another_number(window, text, before)
    if not window.lone:
        return False
    if not hyphens and all(len(each) == 1 for each in window.groups):
        return True  # s p a c e d
    if not hyphens and len(window.groups) == 2 and len(window.groups[1]) == 4:
        return not _is_another_number(window, text, before)
    if not hyphens and len(window.groups) == 2 and len(window.digits) == 12:
        return "\n" in window.between[0]  # broken where the line ended
    # 1954-03-12 1234: a day long ago with four digits after it.
    iso = [len(each) for each in window.groups] == [4, 2, 2, 4] and hyphens == [0, 1]
    return iso and int(window.digits[:4]) < _ISO_BIRTHS_BEFORE


def _ends_with_four(window: _Window) -> int | None:
    """The place between groups after which exactly the last four digits come."""
    digits = 0
    for place in range(len(window.groups) - 1, 0, -1):
        digits += len(window.groups[place])
        if digits == 4:
            return place - 1
        if digits > 4:
            return None
    return None


def _aligned(window: _Window) -> bool:
    """Whether no group goes over from the year into the month, or from the month into the day."""
    if all(len(each) == 1 for each in window.groups):
        return True
    start = 0
    for each in window.groups:
        if start < len(window.digits) - 4 and (start % 2 or (len(each) % 2 and start + len(each) < len(window.digits))):
            return False
        start += len(each)
    return True


def _is_a_period(window: _Window, before: str) -> bool:
    """20230101-1231, where a word tells that it is a time."""
    if len(window.digits) != 12 or window.groups[0] != window.digits[:8]:
        return False
    first, last = window.digits[4:8], window.digits[8:]
    return first < last <= "1231" and "01" <= last[2:] <= "31" and bool(_PERIOD.search(before))


def _is_another_number(window: _Window, text: str, before: str) -> bool:
    """A telephone or account number, an amount, or part of a longer code."""
    after = text[window.end : window.end + 10]
    inside = re.search(r"[0-9A-Za-z_]*\Z", text[max(0, window.start - 40) : window.start])
    letters = (inside[0] if inside else "") + (re.match(r"[0-9A-Za-z_]*", after) or [""])[0]
    if any(each.isdigit() for each in letters) or (letters and len(window.digits) == 10) or _UUID.search(before):
        return True  # a checksum, an identifier
    if len(window.digits) == 12:
        return False
    return bool(_PHONE.search(before) or _ACCOUNT.search(before) or _AMOUNT.match(after))
