"""The pages of a PDF as PDFium lays them out: their text, and text that a reader of the page does not see."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfDocument, PdfMatrix, PdfPage, PdfTextPage

from samsyn.common.apart import Unreadable, step

MOST_PAGES = 2_000
PAGE_SECONDS = 3.0
MOST_OBJECTS = 100_000
DEEPEST = 12
NEARLY_WHITE = 0xF5
SMALLEST_POINTS = 1.2
WHOLE_PAGE, SOME_OF_THE_PAGE = 0.6, 0.3  # of its area: a scanned page, an image that may hold text
FEWEST_LETTERS = 5
BAND, MOST_BANDS = 15.0, 1_000
OUTLINES = 400  # so many paths and no text: letters turned into drawings
_INVISIBLE = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}

type Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass
class Page:
    """`hidden` holds what the page does not show; `searchable` is false for a picture of a text."""

    text: str
    hidden: str
    searchable: bool


@dataclass(frozen=True)
class _Drawn:
    """Something drawn, in the order of drawing."""

    order: int
    box: Box
    white: bool = False
    covers: bool = True  # an opaque box or an image; lines, curves and letters drawn as outlines hide nothing
    image: bool = False


@dataclass(frozen=True)
class _Text:
    order: int
    box: Box
    text: str
    size: float  # in points, as it is shown
    mode: int
    white: bool
    transparent: bool


def opened(raw: bytes) -> PdfDocument:
    """The document.

    Raises
    ------
    Unreadable : `encrypted`, `broken`, `too_many_pages` or `empty`.
    """
    try:
        document = PdfDocument(raw)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        raise Unreadable("encrypted" if error.err_code == pdfium.FPDF_ERR_PASSWORD else "broken") from None
    if pages > MOST_PAGES:
        raise Unreadable("too_many_pages", pages=pages, most=MOST_PAGES)
    if pages == 0:
        raise Unreadable("empty")
    return document


def pages(document: PdfDocument) -> Iterator[Page]:
    """Every page, one after another."""
    for number in range(len(document)):
        step(PAGE_SECONDS)
        try:
            page = document[number]
            made = _page(page)
            page.close()
        except pypdfium2.PdfiumError:
            raise Unreadable("broken_page", page=number + 1) from None
        yield made


def _page(page: PdfPage) -> Page:
    textpage = page.get_textpage()
    text = textpage.get_text_range() if textpage.count_chars() else ""
    left, bottom, right, top = page.get_cropbox()
    area = max((right - left) * (top - bottom), 1.0)
    texts, drawn, paths = _objects(page, textpage)
    images = [each for each in drawn if each.image]
    largest = max((_area(each.box) for each in images), default=0.0) / area
    read_by_machine = largest >= WHOLE_PAGE  # text laid invisibly over a scanned page, so that it can be searched
    bands = _in_bands(drawn)
    hidden = "".join(
        each.text
        for each in texts
        if _is_hidden(each, bands.get(_band(each.box[1]), []), (left, bottom, right, top), read_by_machine)
    )
    return Page(text, hidden, _is_searchable(text, textpage, largest, paths))


def _is_searchable(text: str, textpage: PdfTextPage, largest: float, paths: int) -> bool:
    letters = sum(1 for each in text if each.isalnum())
    if letters < FEWEST_LETTERS:
        return largest < SOME_OF_THE_PAGE and paths < OUTLINES
    looked_at = range(min(textpage.count_chars(), 300))
    unknown = sum(1 for place in looked_at if pdfium.FPDFText_HasUnicodeMapError(textpage.raw, place) == 1)
    return unknown * 5 < len(looked_at)


def _is_hidden(text: _Text, drawn: list[_Drawn], page: Box, read_by_machine: bool) -> bool:
    if not any(each.isalnum() for each in text.text):
        return False
    if text.mode in _INVISIBLE or text.transparent:
        return not read_by_machine
    left, bottom, right, top = text.box
    if right <= page[0] or left >= page[2] or top <= page[1] or bottom >= page[3]:
        return True
    if text.size < SMALLEST_POINTS:
        return True
    if text.white and not any(
        each.order < text.order and not each.white and _holds(each.box, text.box) for each in drawn
    ):
        return True
    # A box over it, as when somebody has struck a text out by drawing; the text is still there.
    return any(
        each.order > text.order and _holds(each.box, text.box) and not (each.image and read_by_machine)
        for each in drawn
    )


def _band(height: float) -> int:
    return int(height // BAND)


def _in_bands(drawn: list[_Drawn]) -> dict[int, list[_Drawn]]:
    """What is drawn at each height of the page, so that a text is not held against all of it."""
    bands: dict[int, list[_Drawn]] = {}
    for each in drawn:
        for band in range(max(_band(each.box[1]), 0), min(_band(each.box[3]), MOST_BANDS) + 1):
            bands.setdefault(band, []).append(each)
    return bands


def _area(box: Box) -> float:
    return max(box[2] - box[0], 0.0) * max(box[3] - box[1], 0.0)


def _holds(outer: Box, inner: Box) -> bool:
    """Whether nearly all of one lies in the other."""
    width = min(outer[2], inner[2]) - max(outer[0], inner[0])
    height = min(outer[3], inner[3]) - max(outer[1], inner[1])
    return width > 0 and height > 0 and width * height >= 0.85 * max(_area(inner), 1e-6)


# --- what PDFium tells of the objects of a page -----------------------------------------------------------------------
def _objects(page: PdfPage, textpage: PdfTextPage) -> tuple[list[_Text], list[_Drawn], int]:
    """Texts, boxes and images in the order of drawing, and how many paths there are."""
    texts: list[_Text] = []
    drawn: list[_Drawn] = []
    order = paths = 0
    stack = [(_children(page.raw, form=False), PdfMatrix(), 0)]
    while stack:
        children, matrix, depth = stack[-1]
        each = next(children, None)
        if each is None:
            stack.pop()
            continue
        order += 1
        if order > MOST_OBJECTS:
            raise Unreadable("bomb")
        kind = pdfium.FPDFPageObj_GetType(each)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST:
                stack.append((_children(each, form=True), _matrix(each).multiply(matrix), depth + 1))
        elif (box := _box(each, matrix)) is not None:
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                texts.append(_text(each, order, box, matrix, textpage))
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                drawn.append(_Drawn(order, box, image=True))
            elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
                drawn.append(_Drawn(order, box, covers=False))
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                paths += 1
                if _is_filled(each):
                    drawn.append(_Drawn(order, box, white=_is_white(each), covers=_covers(each)))
    return texts, drawn, paths


def _children(parent: object, *, form: bool) -> Iterator[object]:
    count = pdfium.FPDFFormObj_CountObjects if form else pdfium.FPDFPage_CountObjects
    child = pdfium.FPDFFormObj_GetObject if form else pdfium.FPDFPage_GetObject
    for place in range(count(parent)):
        if each := child(parent, place):
            yield each


def _matrix(each: object) -> PdfMatrix:
    told = pdfium.FS_MATRIX()
    return PdfMatrix.from_raw(told) if pdfium.FPDFPageObj_GetMatrix(each, told) else PdfMatrix()


def _box(each: object, matrix: PdfMatrix) -> Box | None:
    sides = [ctypes.c_float() for _side in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(each, *sides):
        return None
    left, bottom, right, top = matrix.on_rect(*(side.value for side in sides))
    return left, bottom, right, top


def _colour(each: object) -> tuple[int, int, int, int] | None:
    told = [ctypes.c_uint() for _part in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(each, *told):
        return None
    red, green, blue, alpha = (part.value for part in told)
    return red, green, blue, alpha


def _is_white(each: object) -> bool:
    colour = _colour(each)
    return colour is not None and min(colour[:3]) >= NEARLY_WHITE


def _is_filled(path: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    return bool(pdfium.FPDFPath_GetDrawMode(path, mode, stroke)) and mode.value != pdfium.FPDF_FILLMODE_NONE


def _covers(path: object) -> bool:
    """A filled, opaque box."""
    colour = _colour(path)
    opaque = (colour is None or colour[3] == 255) and not pdfium.FPDFPageObj_HasTransparency(path)
    return opaque and 4 <= pdfium.FPDFPath_CountSegments(path) <= 6


def _text(each: object, order: int, box: Box, matrix: PdfMatrix, textpage: PdfTextPage) -> _Text:
    mode, colour = pdfium.FPDFTextObj_GetTextRenderMode(each), _colour(each)
    length = pdfium.FPDFTextObj_GetText(each, textpage.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(each, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), length)
    filled = mode in (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
    return _Text(
        order,
        box,
        buffer.raw.decode("utf-16-le", errors="replace").rstrip("\0"),
        _size(each, matrix),
        mode,
        white=filled and colour is not None and min(colour[:3]) >= NEARLY_WHITE,
        transparent=filled and colour is not None and colour[3] == 0,
    )


def _size(text: object, matrix: PdfMatrix) -> float:
    told = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(text, told)
    whole = _matrix(text).multiply(matrix)
    return float(abs(told.value) * abs(whole.a * whole.d - whole.b * whole.c) ** 0.5)
