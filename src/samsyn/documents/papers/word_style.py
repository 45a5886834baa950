"""How a paper looks in Word: A4, a serif that every Word has, headings of the styles that screen readers know."""

import io
from functools import cache
from typing import cast

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from samsyn.documents.papers.sizes import SECOND_COLUMN_CM
from samsyn.documents.papers.word_parts import element, without_thumbnail

FONT = "Cambria"
INK, MUTED, ACCENT, PALE = RGBColor(0x1C, 0x23, 0x26), RGBColor(0x4F, 0x5A, 0x5E), "12576B", "EEF4F6"
HEADINGS = ((1, 19, 18, 10), (2, 13.5, 16, 6), (3, 11.5, 12, 4), (4, 11, 10, 4), (5, 11, 10, 4))


KEPT = {
    "Normal", "Default Paragraph Font", "Normal Table", "No List", "List Bullet", "List Number", "Header", "Caption",
    *(f"Heading {level}" for level, *_measures in HEADINGS),
}  # fmt: skip


@cache
def template(language: str) -> bytes:
    """An empty paper in this language, made once: to dress a document takes longer than to write most papers."""
    document, out = docx.Document(), io.BytesIO()
    without_thumbnail(document.part.package)
    for style in list(document.styles):
        if style.name not in KEPT:
            style.delete()
    for link in list(document.styles.element.iter(qn("w:link"))):  # to styles that are no longer there
        link.getparent().remove(link)
    _dress(document, language)
    document.save(out)
    return out.getvalue()


def _dress(document: Document, language: str) -> None:
    """Set the page, the language and every style that a paper uses."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(2.7), Cm(2.5), Cm(2.9), Cm(2.6)
    _defaults(document, language)
    for level, size, before, after in HEADINGS:
        _text(document, f"Heading {level}", size=size, before=before, after=after, bold=True, keep=True)
    for name in ("List Bullet", "List Number"):
        _text(document, name, after=3)
    _text(document, "Header", size=9.5, colour=MUTED).paragraph_format.tab_stops.clear_all()
    _text(document, "Address", size=8.5, after=6, colour=MUTED)
    _text(document, "Caption", size=10, before=10, after=4, bold=False)
    _text(document, "Fact", after=3)
    _text(document, "Signature Line", before=14, after=4)
    _text(document, "Table Text", size=10, after=2, before=2)
    number = _text(document, "Table Number", size=10, after=2, before=2)
    number.paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    _text(document, "After Table", size=6, after=4)
    _text(document, "Footnote Text", size=9, after=2)
    head = _text(document, "Head", after=2)
    head.paragraph_format.tab_stops.add_tab_stop(Cm(SECOND_COLUMN_CM), WD_TAB_ALIGNMENT.LEFT)
    reference = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    reference.font.superscript = True
    _notice(document)
    _table(document)


def _defaults(document: Document, language: str) -> None:
    normal = _text(document, "Normal", size=11, after=7)
    normal.paragraph_format.line_spacing = 1.15
    told = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in told.findall(qn("w:lang")):
        told.remove(old)
    told.append(element("w:lang", val=language, eastAsia=language, bidi=language))


def _text(
    document: Document,
    name: str,
    *,
    size: float | None = None,
    before: float = 0,
    after: float = 0,
    bold: bool | None = None,
    keep: bool = False,
    colour: RGBColor = INK,
) -> ParagraphStyle:
    """The paragraph style of this name, made when it is not there, with our font and measures."""
    known = name in document.styles
    found = document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style = cast(ParagraphStyle, found)
    if not known:
        style.base_style = document.styles["Normal"]
    style.font.name, style.font.color.rgb, style.font.bold = FONT, colour, bold
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in list(fonts.attrib):  # fonts of the theme go before a name
        if key.endswith("Theme"):
            del fonts.attrib[key]
    for key in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{key}"), FONT)
    if size:
        style.font.size = Pt(size)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    style.paragraph_format.keep_with_next = keep or None
    return style


def _notice(document: Document) -> None:
    """A pale ground and a line at the left, as in the PDF."""
    style = _text(document, "Notice", before=6, after=6)
    borders = element("w:pBdr")
    borders.append(element("w:left", val="single", sz="24", space="8", color=ACCENT))
    properties = style.element.get_or_add_pPr()
    # CT_PPr is a sequence: borders and shade stand before the spacing.
    spacing = properties.find(qn("w:spacing"))
    spacing.addprevious(borders)
    spacing.addprevious(element("w:shd", val="clear", color="auto", fill=PALE))


def _table(document: Document) -> None:
    """Thin lines between the rows, and no others."""
    style = document.styles.add_style("Paper Table", WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color="9AA3A6"))
    properties = element("w:tblPr")
    properties.append(borders)
    style.element.append(properties)
