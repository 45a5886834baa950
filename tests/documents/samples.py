"""Papers and images to try things on."""

import random
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from samsyn.documents.enums import PaperKind
from samsyn.documents.papers import (
    Facts,
    Figure,
    ItemList,
    Letterhead,
    Notice,
    Paper,
    Paragraph,
    Picture,
    Section,
    Signatory,
    Signatures,
    Table,
)

# What typst would do something with, were it markup; every letter must come out.
MARKUP = (
    r'#import "x": y #let a = 1 *fet* _kursiv_ $x^2 + sqrt(2)$ @ref <etikett> = Rubrik - punkt + nummer / term: '
    r"`kod` ``` // kommentar /* mer */ \ bakstreck \n ] [ ] { } ~ -- --- ... 'citat' \"citat\" #panic() \u{41} #"
)
PARTIES = ("Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud", "Åmål")


def png(
    width: int, height: int, colour: Callable[[int, int], tuple[int, int, int]] = lambda _x, _y: (18, 87, 107)
) -> bytes:
    """A PNG file, made by hand."""
    lines = b"".join(b"\0" + bytes(v for x in range(width) for v in colour(x, y)) for y in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


LOGO = Picture(png(60, 70), "Melleruds kommuns vapen")
CHART = Picture(
    png(200, 100, lambda x, y: (138, 106, 31) if y > 90 - x // 3 else (245, 245, 245)), "Staplar som växer åt höger"
)
COSTS = Table(
    caption="Fördelning av kostnaden 2027",
    header=("Kommun", "Invånare", "Andel, procent", "Kostnad, kronor"),
    rows=tuple((name, 4714 + 31 * n, Decimal("20.0"), -600_000 * n) for n, name in enumerate(PARTIES)),
    numeric=(1, 2, 3),
    row_headers=True,
    total=("Summa", 23_880, Decimal("100.0"), None),
)


def paper(kind: PaperKind = PaperKind.STAFF_REPORT, **changed: object) -> Paper:
    """A paper with every sort of block in it."""
    made = Paper(
        kind=kind,
        letterhead=Letterhead("Melleruds kommun", "Kommunstyrelsen", ("Storgatan 13", "464 80 Mellerud"), LOGO),
        title="Avtal om gemensam miljöhandläggning",
        date=date(2026, 3, 12),
        registry_number="KS 2026/123",
        author="Anna Åström",
        office="Kommunutredare",
        recipient="Kommunfullmäktige",
        sections=(
            Section(
                "Förslag till beslut",
                (
                    Paragraph("Kommunstyrelsen föreslår kommunfullmäktige besluta"),
                    ItemList(
                        ("att godkänna avtalet, version 3, och", "att det gäller från 1 januari 2027."), ordered=True
                    ),
                    Notice("Ändras texten behöver alla parter godkänna ändringen."),
                ),
            ),
            Section(
                "Bakgrund",
                (
                    Paragraph("Första raden.\nAndra raden.\n\nEtt stycke till.", ("Promemoria 2023-11-17.",)),
                    Paragraph(MARKUP, (MARKUP,)),
                ),
                (
                    Section(
                        "Underlag", (Facts((("Avtal", "version 3"), ("Värd", "Åmål"))), ItemList(("Kalkyl", MARKUP)))
                    ),
                ),
            ),
            Section("Kostnader", (COSTS, Figure(CHART, "Kostnaden växer"), Figure(CHART))),
            Section(
                "Underskrifter", (Signatures((Signatory("Anna Åström", "Kommunutredare"), Signatory("Bo Öberg"))),)
            ),
        ),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  whatever a test asks for


def long_paper() -> Paper:
    """Forty pages, a table of 400 rows, an image, footnotes, and markup all over it."""
    chance = random.Random(40)
    words = (
        "samverkan",
        "mellan",
        "kommunerna",
        "gemensam",
        "handläggning",
        "ger",
        "bättre",
        "kvalitet",
        "och",
        "sårbarhet",
    )

    def text() -> str:
        return " ".join(chance.choice(words) for _n in range(95)).capitalize() + "."

    rows = tuple((f"Åtgärd {n}", f"Ansvar: {PARTIES[n % 5]}", n * 1250, MARKUP[: n % 30]) for n in range(400))
    table = Table("Alla åtgärder", ("Åtgärd", "Ansvar", "Kronor", "Not"), rows, (2,), True)
    sections = [
        Section(f"Avsnitt {n}", (*(Paragraph(text()) for _p in range(6)), Paragraph(MARKUP, (f"Not {n}: {MARKUP}",))))
        for n in range(23)
    ]
    sections[5:5] = [Section("Åtgärder", (table, Figure(CHART, "Bild")))]
    return paper(sections=tuple(sections))
