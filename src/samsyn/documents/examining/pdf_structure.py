"""What a PDF carries beside its pages: properties, comments, attachments, scripts, layers, forms, earlier versions."""

import io
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from lxml import etree
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from samsyn.common.apart import Unreadable
from samsyn.documents.examining.findings import Found, found, is_shown, search
from samsyn.documents.examining.images import location_in

MOST_OBJECTS = 300_000
UNPACKED = 200_000_000
LARGEST_METADATA = 5_000_000
DEEPEST = 8
COMMENTS = {
    "/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Stamp", "/Caret", "/Ink", "/Line",
    "/Square", "/Circle", "/Polygon", "/PolyLine",
}  # fmt: skip
MEDIA = {"/Movie", "/Sound", "/RichMedia", "/Screen", "/3D"}
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/RichMediaExecute", "/GoToE"}
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5  # flags of annotations
_PACKED = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode"}
_CREATORS = {"creator", "Author", "author", "Authors", "contributor", "Company", "Manager"}
NO_WORDS = {"/ID", "/Cert", "/CheckSum", "/CreationDate", "/ModDate", "/M"}  # checksums and times


def opened(raw: bytes) -> Pdf:
    """The document, after a look at how far its packed parts unpack.

    Raises
    ------
    Unreadable : `encrypted`, `broken` or `bomb`.
    """
    try:
        return Pdf.open(io.BytesIO(raw))
    except pikepdf.PasswordError:
        raise Unreadable("encrypted") from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise Unreadable("broken") from None


def measure(pdf: Pdf) -> None:
    """Refuse what unpacks to far more than it is, before anything else reads it.

    Raises
    ------
    Unreadable : `bomb`.
    """
    left = UNPACKED
    for number, each in enumerate(pdf.objects):
        if number > MOST_OBJECTS:
            raise Unreadable("bomb")
        if isinstance(each, Stream) and each.get("/Subtype") != Name.Image:
            left -= _unpacked(each, left)
            if left <= 0:
                raise Unreadable("bomb")


def _unpacked(stream: Stream, most: int) -> int:
    """Bytes of a stream once unpacked; the usual packing is counted without keeping what comes out."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [str(each) for each in filters] if isinstance(filters, Array) else [str(filters)]
    if names != ["/FlateDecode"]:
        try:
            return len(stream.read_bytes()) if _PACKED & set(names) else len(packed)
        except pikepdf.PdfError:
            return len(packed)
    reader, size, rest = zlib.decompressobj(), 0, packed
    while rest and size <= most:
        try:
            size += len(reader.decompress(rest, 1 << 20))
        except zlib.error:
            break
        rest = reader.unconsumed_tail
    return size


def scan(pdf: Pdf, visible: str) -> Iterator[Found]:
    """Everything beside the pages that must not become public."""
    yield from _properties(pdf, visible)
    for number, page in enumerate(pdf.pages, 1):
        for each in _listed(page.obj.get("/Annots")):
            yield from _annotation(each, number, visible)
        yield from _actions(page.obj.get("/AA"), "PAGE", number)
        if "/PieceInfo" in page.obj or "/Thumb" in page.obj:
            yield found("METADATA", "PAGE", number, "PieceInfo" if "/PieceInfo" in page.obj else "Thumb")
    yield from _document(pdf)
    yield from _all_words(pdf)


# --- properties -------------------------------------------------------------------------------------------------------
def _properties(pdf: Pdf, visible: str) -> Iterator[Found]:
    names: list[str] = []
    for key, value in pdf.docinfo.items():
        if isinstance(value, String):
            names += [str(value)] if key in ("/Author", "/Company", "/Manager") else []
            yield from search([str(value)], "PROPERTIES", numbered=False)
    if isinstance(metadata := pdf.Root.get("/Metadata"), Stream):
        packet = metadata.read_bytes()
        if len(packet) > LARGEST_METADATA:
            raise Unreadable("bomb")
        for element in _xml(packet):
            text = (element.text or "").strip()
            yield from search([text], "PROPERTIES", numbered=False)
            yield from (
                each for v in element.attrib.values() for each in search([str(v)], "PROPERTIES", numbered=False)
            )
            names += _creators(element)
    for name in dict.fromkeys(each.strip() for each in names):
        if name and not is_shown(name, visible):
            yield found("METADATA", "PROPERTIES", excerpt=name)


def _xml(packet: bytes) -> Iterable[etree._Element]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    root = etree.fromstring(packet, parser) if packet.strip() else None
    if root is not None and root.getroottree().docinfo.doctype:
        raise Unreadable("bomb")
    return [] if root is None else root.iter(etree.Element)


def _creators(element: etree._Element) -> list[str]:
    """Names in the elements, lists and attributes of XMP that tell who wrote it."""
    told = [str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] in _CREATORS]
    if str(element.tag).rpartition("}")[2] in _CREATORS:
        told += [text for each in element.iter(etree.Element) if (text := (each.text or "").strip())]
    return told


# --- comments, forms, attachments, scripts ----------------------------------------------------------------------------
def _listed(array: Any) -> list[Object]:
    return [each for each in array if isinstance(each, Dictionary)] if isinstance(array, Array) else []


def _told(each: Object, *keys: str) -> str:
    return next((str(each[key]) for key in keys if isinstance(each.get(key), String)), "")


def _annotation(each: Object, page: int, visible: str) -> Iterator[Found]:
    kind, flags = str(each.get("/Subtype", "")), int(each.get("/F", 0))
    yield from _actions(each.get("/A"), "PAGE", page)
    yield from _actions(each.get("/AA"), "PAGE", page)
    if kind in COMMENTS:
        yield found("COMMENT", "PAGE", page, _told(each, "/Contents", "/T"))
        if (author := _told(each, "/T").strip()) and not is_shown(author, visible):
            yield found("METADATA", "COMMENT", page, author)
    elif kind == "/FileAttachment":
        yield found("ATTACHMENT", "PAGE", page, _told(each, "/Contents"))
    elif kind in MEDIA:
        yield found("ACTIVE_CONTENT", "PAGE", page, kind[1:])
    elif kind == "/Redact":
        yield found("HIDDEN_TEXT", "PAGE", page, kind[1:])  # marked to be struck out, and still there
    elif kind == "/Widget" and flags & (_HIDDEN | _NO_VIEW) and (value := _told(each, "/V")):
        yield found("HIDDEN_TEXT", "FORM_FIELD", page, value)


def _actions(action: Any, place: str, number: int = 0) -> Iterator[Found]:
    """Scripts and programs in an action, or in a dictionary of them."""
    waiting, seen = [(action, 0)], 0
    while waiting and seen < 100:
        each, depth = waiting.pop()
        seen += 1
        if isinstance(each, Array):
            waiting += [(child, depth + 1) for child in _listed(each)]
        elif isinstance(each, Dictionary) and depth <= DEEPEST:
            if str(each.get("/S", "")) in ACTIONS:
                yield found("ACTIVE_CONTENT", place, number, str(each.S)[1:])
            waiting += [(child, depth + 1) for key, child in each.items() if key not in ("/D", "/P", "/Dest", "/SD")]


def _document(pdf: Pdf) -> Iterator[Found]:
    root = pdf.Root
    for name in pdf.attachments:
        yield found("ATTACHMENT", "WHOLE", excerpt=name)
    if "/Collection" in root:
        yield found("ATTACHMENT", "WHOLE", excerpt="Collection")
    if isinstance(names := root.get("/Names"), Dictionary) and "/JavaScript" in names:
        yield found("ACTIVE_CONTENT", "WHOLE", excerpt="JavaScript")
    yield from _actions(root.get("/OpenAction"), "WHOLE")
    yield from _actions(root.get("/AA"), "WHOLE")
    form = root.get("/AcroForm")
    if isinstance(form, Dictionary) and "/XFA" in form:
        yield found("ACTIVE_CONTENT", "WHOLE", excerpt="XFA")
    layers = root.get("/OCProperties")
    if isinstance(layers, Dictionary) and isinstance(usual := layers.get("/D"), Dictionary):
        off = _listed(usual.get("/OFF"))
        if usual.get("/BaseState") == Name.OFF:
            on = [each.objgen for each in _listed(usual.get("/ON"))]
            off += [each for each in _listed(layers.get("/OCGs")) if each.objgen not in on]
        for each in off:
            yield found("HIDDEN_TEXT", "LAYER", excerpt=_told(each, "/Name"))


def _all_words(pdf: Pdf) -> Iterator[Found]:
    """Every text in every object, whatever it is for and whether or not a page leads to it; and images' places."""
    for each in pdf.objects:
        for text in _words(each, 0):
            if len(text) > 5:
                yield from search([text], "OTHER_PART", numbered=False)
        photograph = isinstance(each, Stream) and each.get("/Filter") == Name.DCTDecode
        if photograph and (where := location_in(each.read_raw_bytes())):
            yield found("LOCATION", "IMAGE", excerpt=where)


def _words(each: Any, depth: int) -> Iterator[str]:
    if isinstance(each, String):
        yield str(each)
    elif depth < DEEPEST and isinstance(each, Array):
        for child in each:
            yield from _words(child, depth + 1)
    elif depth < DEEPEST and isinstance(each, Dictionary | Stream):
        signature = "/ByteRange" in each
        for key, child in each.items():
            # An object of its own comes in its turn.
            own = isinstance(child, Object) and child.is_indirect
            if not own and key not in NO_WORDS and not (signature and key == "/Contents"):
                yield from _words(child, depth + 1)
