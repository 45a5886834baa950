"""Documents with nothing to stop them, full of what could be taken for a number of a person."""

import io
import random
from collections.abc import Callable

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from pikepdf import Array, Dictionary, Name, String

from samsyn.documents.enums import PaperKind
from samsyn.documents.examination import DOCX, PDF, TEXT
from samsyn.documents.papers import render_docx, render_pdf
from tests.documents.examining import making_pdf, making_word
from tests.documents.examining.making_images import photograph
from tests.documents.examining.numbers import iban, organisation_number, reference
from tests.documents.samples import paper

BODIES = ("KS", "SN", "MBN", "KSAU", "BUN", "ALK")
PROSE = (
    "Kommunstyrelsen föreslår kommunfullmäktige att godkänna avtalet om gemensam handläggning.",
    "Enligt offentlighets- och sekretesslagen (2009:400) prövar varje myndighet frågan om utlämnande för sig.",
    "Parterna ska iaktta sekretess i den utsträckning som följer av OSL.",
    "Med stöd av 10 kap. 27 § OSL kan uppgifter lämnas när det är uppenbart att intresset har företräde.",
    "Avtalet sägs upp skriftligen senast tolv månader före avtalstidens utgång.",
    "Beslutet överklagas enligt 13 kap. kommunallagen (2017:725) inom tre veckor.",
    "Reservationer: Bo Öberg (S) och Anna Åström (C) reserverar sig mot beslutet.",
    "Jäv: Kim Ek deltar inte i handläggningen av § 47.",
)


def _day(chance: random.Random) -> str:
    year, month, day = chance.randrange(1950, 2030), chance.randrange(1, 13), chance.randrange(1, 29)
    return chance.choice(
        (f"{year}-{month:02}-{day:02}", f"{year}{month:02}{day:02}", f"{day}/{month} {year}", f"{year}")
    )


def _phone(chance: random.Random) -> str:
    area, rest = (
        chance.choice(("0530", "0531", "0534", "0532", "0528", "0512", "070", "073", "08")),
        chance.randrange(10**6),
    )
    digits = f"{rest:06}"
    spaced = f"{digits[:2]} {digits[2:4]} {digits[4:]}"
    return chance.choice(
        (
            f"{area}-{spaced}", f"{area}-{digits[:3]} {digits[3:5]} {digits[5]}0", f"telefon {area}{digits}",
            f"{area}-{digits}", f"+46 {area[1:]} {spaced}", f"Mobil: {area}{digits}", f"vx {area} - {spaced}",
        )
    )  # fmt: skip


def _registry_number(chance: random.Random) -> str:
    body, year, number = chance.choice(BODIES), chance.randrange(2015, 2027), chance.randrange(1, 99_999)
    return chance.choice(
        (
            f"{body} {year}/{number}", f"{body}-{year}-{number:05}", f"{year}:{number}", f"{year}-{number:06}",
            f"dnr {body}/{year}:{number:04}", f"{body} {year}.{number:04}", f"{body}{year % 100}/{number:04}",
            f"1.2.3-{number:04}/{year}",
        )
    )  # fmt: skip


def _amount(chance: random.Random) -> str:
    kronor = chance.randrange(10**3, 10**10)
    return chance.choice(
        (f"{kronor:,} kronor".replace(",", " "), f"{kronor:,} kr".replace(",", "\xa0"), f"{kronor} kr")
    )


def _account(chance: random.Random) -> str:
    giro = f"{chance.randrange(100, 9999)}-{chance.randrange(1000, 9999)}"
    pairs = " ".join(str(chance.randrange(10, 99)) for _n in range(3))
    return chance.choice(
        (
            f"bankgiro {giro}", f"plusgiro {pairs}-1",
            f"IBAN {iban(chance)}", f"OCR {reference(chance)}", f"faktura nr {chance.randrange(10**9, 10**10)}",
            f"GLN 73{chance.randrange(10**10, 10**11)}",
        )
    )  # fmt: skip


def _other(chance: random.Random) -> str:
    first = chance.randrange(2019, 2027)
    return chance.choice(
        (
            f"§ {chance.randrange(1, 200)}", f"perioden {first}0101-{first}1231", f"{first}–{first + 3}",
            f"fastigheten Åmål 1:{chance.randrange(1, 999)}",
            f"N 65{chance.randrange(10**5)} E 12{chance.randrange(10**5)}",
            f"kl. {chance.randrange(8, 18):02}.{chance.randrange(60):02}", f"SFS {first}:{chance.randrange(1, 1999)}",
            f"{chance.randrange(100)},{chance.randrange(10)} %", f"ISBN 978-91-{chance.randrange(10**6):06}-2",
        )
    )  # fmt: skip


def line(chance: random.Random) -> str:
    """A sentence, and a row of numbers as they stand in minutes."""
    kinds = (_day, _phone, _registry_number, _amount, _account, _other, lambda c: f"org.nr {organisation_number(c)}")
    told = ", ".join(kind(chance) for kind in chance.sample(kinds, 4))
    return f"{chance.choice(PROSE)} Se {told}."


# --- kinds of documents -----------------------------------------------------------------------------------------------
def text(chance: random.Random) -> bytes:
    return "\n".join(line(chance) for _n in range(25)).encode(chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16")))


def word(chance: random.Random) -> bytes:
    return making_word.saved(making_word.document(*(line(chance) for _n in range(20))))


def word_with_everything_seen(chance: random.Random) -> bytes:
    """Author who signs, white text on dark, highlights, fields, footnotes and a picture: all can be seen."""
    made = Document(io.BytesIO(making_word.in_footnote(line(chance))))
    made.core_properties.author = made.core_properties.last_modified_by = "Anna Åström"
    made.add_paragraph("Vid protokollet: Anna Åström")
    made.add_paragraph("Innehåll").add_run("\t12").font.web_hidden = True
    made.add_paragraph().add_run("Att göra").font.highlight_color = WD_COLOR_INDEX.YELLOW
    made.add_picture(io.BytesIO(photograph(orientation=6)))
    table = made.add_table(3, 3, style="Medium Shading 1 Accent 1")
    for cell in table.rows[0].cells:
        cell.paragraphs[0].add_run("Rubrik").font.color.rgb = RGBColor(255, 255, 255)
    for number, cell in enumerate(table.rows[1].cells):
        cell.text = f"{number} {_amount(chance)}"
    return making_word.saved(made)


def a_paper(chance: random.Random) -> bytes:
    return render_pdf(paper(chance.choice(tuple(PaperKind)), registry_number=_registry_number(chance)))


def a_paper_in_word(chance: random.Random) -> bytes:
    return render_docx(paper(chance.choice(tuple(PaperKind)), registry_number=_registry_number(chance)))


def pdf(chance: random.Random) -> bytes:
    pages = (
        "".join(making_pdf.shown(line(chance)[:110], 30, 700 - 20 * n, size=8) for n in range(25)) for _p in range(2)
    )
    file = making_pdf.new(*pages)
    file.docinfo["/Title"] = f"Protokoll {_day(chance)}"
    file.docinfo["/Producer"] = "Ordbehandlaren 24.8.1.2"
    return making_pdf.saved(file, linearize=chance.random() < 0.5)


def pdf_with_everything_seen(chance: random.Random) -> bytes:
    """White text on a dark head and in a round spot, a box drawn before its text, links, a layer that is shown."""
    head = f"0.1 0.3 0.4 rg 60 690 400 30 re f 1 1 1 rg {making_pdf.shown('Kommun   Kostnad')} 0 0 0 rg\n"
    box = f"0.9 0.9 0.9 rg 60 600 400 60 re f 0 0 0 rg {making_pdf.shown(line(chance)[:100], 72, 630, size=7)}\n"
    spot = (
        "0.5 0.1 0.1 rg 100 500 m 100 520 120 520 120 500 c 120 480 100 480 100 500 c 100 500 m 99 500 l 99 499 l h f\n"
    )
    spot += (
        f"1 1 1 rg {making_pdf.shown('KF', 103, 497, size=9)} 0 0 0 rg {making_pdf.shown('. , ·', 150, 497, size=1.1)}"
    )
    file = making_pdf.new(head + box + spot + f"/OC /L1 BDC {making_pdf.shown('Lager', 72, 560)} EMC\n")
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Karta")))
    file.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer]), OFF=Array([])))
    making_pdf.note(file, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://exempel.se/protokoll/2026")))
    file.docinfo["/Author"] = "nämnden"
    making_pdf.with_image(file, photograph(), (80, 60, 72, 400))
    return making_pdf.saved(file)


def read_by_machine(chance: random.Random) -> bytes:
    """A scanned page with its text laid invisibly over it, as scanners do."""
    lines = "".join(making_pdf.shown(line(chance)[:90], 40, 700 - 20 * n, size=8, before="3 Tr") for n in range(20))
    file = making_pdf.new(lines, filled=False)
    making_pdf.with_image(file, photograph(), (making_pdf.WIDTH, making_pdf.HEIGHT, 0, 0))
    return making_pdf.saved(file)


KINDS: dict[Callable[[random.Random], bytes], str] = {
    text: TEXT,
    word: DOCX,
    word_with_everything_seen: DOCX,
    a_paper: PDF,
    a_paper_in_word: DOCX,
    pdf: PDF,
    pdf_with_everything_seen: PDF,
    read_by_machine: PDF,
}
