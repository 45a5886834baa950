"""Marks that something is secret, and words that tell of a protected identity; not talk about secrecy. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SECRECY_MARK, PROTECTED_IDENTITY = "SECRECY_MARK", "PROTECTED_IDENTITY"
LONGEST_MARK = 90  # letters of a line that is a stamp or a label and not a sentence

# Each of these tells of a person wherever it stands. A guideline about them stops too, and is released by people.
_IDENTITY = re.compile(
    r"skydda(?:d|de|t)\s+(?:identitet|personuppgift|folkbokför|adress)\w*"
    r"|sekretessmarkerad\w*\s+(?:person|i\s+folkbokföringen|identitet)\w*"
    r"|kvarskriv(?:ning|en|na)\w*"
    r"|fingera(?:d|de)\s+(?:person|identitet)\w*"
    r"|hemlig\s+adress",
    re.IGNORECASE,
)
_OSL = r"(?:osl\b|offentlighets-\s?och\s+sekretesslagen)"
_SECTION = (
    rf"(?:\d{{1,2}}\s*(?:kap\.?|:)\s*\d{{1,2}}\s*[a-z]?\s*(?:§§?)?[^.\n]{{0,40}}?{_OSL}"
    rf"|{_OSL}[^.\n]{{0,12}}?\d{{1,2}}\s*(?:kap|:))"
)
# The whole line is the mark, perhaps with its provision and day.
_LABEL = re.compile(
    r"^\W*(?:"
    r"(?:strängt\s+|kvalificerat\s+|begränsat\s+)?hemlig(?:t|a)?(?:\s+handling(?:ar)?)?"
    r"|sekretess(?:handling|bilaga|markering|skydda[dt]|markera(?:d|t|de)(?:\s+\w+)?(?=\W*$))?"
    r"|sekretessbela(?:gd|gt|gda)(?:\s+(?:handling|bilaga|uppgift|information|del|text)\w*)?"
    r"|(?:strängt\s+|strikt\s+)?(?:konfidentiell|förtrolig)t?"
    r"|omfattas\s+av\s+sekretess|sekretess\s+(?:gäller|råder)"
    r")(?P<rest>\W*$|\s*(?:[:,;(–-]|enligt|jml|jfr|med\s+stöd|osl|gäller|råder|\d{1,2}\s*(?:kap|:))"
    r"(?!\W*(?:nej|ingen|inte|ej|aldrig)\b).*$)",
    re.IGNORECASE,
)
_STAMP = re.compile(rf"^\W*(?:enligt\s+)?{_SECTION}[\s\d:§a-z()]{{0,12}}\W*$", re.IGNORECASE)
# In capitals among words that are not: SEKRETESS in a line of running text.
_CAPITALS = re.compile(
    r"\b(?:SEKRETESS(?:BELAGD|BELAGT|BELAGDA|HANDLING|MARKERING)?|HEMLIG[TA]?|KONFIDENTIELL[T]?|STRIKT FÖRTROLIG)\b"
)
# In a sentence, when it speaks of this very document or names the provision.
_SENTENCE = re.compile(
    r"\bsekretessmarkera[dt]\b"
    r"|\b(?:denna|den\s+här|detta|det\s+här|bifogad|nedanstående|följande)\s+(?:\w+\s+){0,2}?(?:handling|bilaga|dokument|protokoll"
    r"|uppgift|paragraf|avsnitt|del|information|text)\w*\s+(?:\w+\s+){0,3}?(?:sekretess|hemlig|konfidentiell|förtrolig)\w*"
    rf"|\b(?:omfattas|skyddas)\s+av\s+(?:\w+\s+)?sekretess[^.\n]{{0,40}}?{_SECTION}"
    rf"|\b(?:sekretessbela(?:gd|gt|gda)|hemlig(?:t|a)?|beläggs\s+med\s+sekretess|belagda?\s+med\s+sekretess)\s+enligt\s+(?:{_SECTION})",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mark:
    """Where it stands in the text, and whether it tells of secrecy or of a protected identity."""

    start: int
    end: int
    kind: str


def find(text: str) -> list[Mark]:
    """The marks in a text, line by line, at most one of each kind in a line."""
    found: list[Mark] = []
    for line in re.finditer(r"[^\n]+", text):
        for kind, match in _of_line(line[0]):
            found.append(Mark(line.start() + match.start(), line.start() + match.end(), kind))
    return found


def _of_line(line: str) -> Iterator[tuple[str, re.Match[str]]]:
    if identity := _IDENTITY.search(line):
        yield PROTECTED_IDENTITY, identity
    mark = _SENTENCE.search(line)
    if not mark and len(line) <= LONGEST_MARK:
        mark = _LABEL.match(line) or _STAMP.match(line)
    if not mark and (capitals := _CAPITALS.search(line)) and _stands_out(line, capitals):
        mark = capitals
    if mark:
        yield SECRECY_MARK, mark


def _stands_out(line: str, mark: re.Match[str]) -> bool:
    """Not a word of a heading that is all in capitals."""
    rest = line[: mark.start()] + line[mark.end() :]
    return any(each.islower() for each in rest)
