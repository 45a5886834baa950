"""What a paper is made of: small frozen values, checked when they are made, known to neither typst nor Word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from samsyn.documents.enums import PaperKind

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 25_000_000
DEEPEST = 4  # the title is heading 1, and Word and screen readers know headings to level 6

type Cell = str | int | Decimal | None


class InvalidPaper(ValueError):
    """A part of the paper lacks what an accessible document must have, or does not fit together."""


@dataclass(frozen=True)
class Picture:
    """A PNG image with what it shows in words, for those who do not see it."""

    png: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise InvalidPaper("a picture needs its alternative text")
        if not self.png.startswith(PNG) or self.png[12:16] != b"IHDR" or len(self.png) < 33:
            raise InvalidPaper("a picture is a PNG file")
        if not 0 < self.width * self.height <= MOST_PIXELS:
            raise InvalidPaper("a picture has at most 25 million pixels")

    @property
    def width(self) -> int:
        """In pixels."""
        return int.from_bytes(self.png[16:20])

    @property
    def height(self) -> int:
        """In pixels."""
        return int.from_bytes(self.png[20:24])


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is (brevhuvud). The address lines stand at the foot of the first page."""

    organisation: str
    authority: str = ""
    address: tuple[str, ...] = ()
    logo: Picture | None = None


@dataclass(frozen=True)
class Paragraph:
    """Text of a person: line breaks are kept, and an empty line parts paragraphs. Footnotes are marked at its end."""

    text: str
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ItemList:
    """A list with dots, or numbered when `ordered`."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Table:
    """A table whose head repeats on every page.

    `numeric` names the columns that are set to the right; `row_headers` says that the first cell of a row is its
    heading; `total` is a last row that sums up. Numbers in cells are written the way of the paper's language.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: tuple[int, ...] = ()
    row_headers: bool = False
    total: tuple[Cell, ...] | None = None

    def __post_init__(self) -> None:
        if not self.header or not all(heading.strip() for heading in self.header):
            raise InvalidPaper("every column of a table needs its heading")
        if not self.caption.strip():
            raise InvalidPaper("a table needs its caption")
        if any(len(row) != len(self.header) for row in self.all_rows):
            raise InvalidPaper("every row of a table has as many cells as the head")
        if any(not 0 <= column < len(self.header) for column in self.numeric):
            raise InvalidPaper("a numeric column is one of the table's")

    @property
    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows if self.total is None else (*self.rows, self.total)


@dataclass(frozen=True)
class Figure:
    """An image in the text, with a caption when there is something to add to it."""

    picture: Picture
    caption: str = ""


@dataclass(frozen=True)
class Facts:
    """Label and value, one pair on each line."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Notice:
    """Text that must not be missed."""

    text: str


@dataclass(frozen=True)
class Signatory:
    name: str
    office: str = ""


@dataclass(frozen=True)
class Signatures:
    """A line to sign on for each."""

    signatories: tuple[Signatory, ...]


type Block = Paragraph | ItemList | Table | Figure | Facts | Notice | Signatures


@dataclass(frozen=True)
class Section:
    heading: str
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()

    def __post_init__(self) -> None:
        if not self.heading.strip():
            raise InvalidPaper("a section needs its heading")


@dataclass(frozen=True)
class Paper:
    """A paper of an authority. The same value always gives the same bytes."""

    kind: PaperKind
    letterhead: Letterhead
    title: str
    date: date
    sections: tuple[Section, ...]
    registry_number: str = ""
    author: str = ""
    office: str = ""
    recipient: str = ""
    language: Literal["sv", "en"] = "sv"

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.letterhead.organisation.strip():
            raise InvalidPaper("a paper needs its title and its organisation")
        if any(level > DEEPEST for level, _section in self.outline()):
            raise InvalidPaper("sections lie at most four deep")

    def outline(self) -> Iterator[tuple[int, Section]]:
        """Every section in reading order with its depth, from 1."""
        return _walk(self.sections, 1)


def _walk(sections: tuple[Section, ...], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.sections, depth + 1)
