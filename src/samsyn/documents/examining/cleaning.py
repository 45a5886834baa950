"""The same document without what tells of those who wrote it: names, comments' authors, thumbnails, places."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import cast

from lxml import etree
from pikepdf import Dictionary, Name, Pdf, Stream

from samsyn.common.apart import Unreadable
from samsyn.documents.examining import images, pdf_structure
from samsyn.documents.examining.archives import TYPES, WordArchive, local
from samsyn.documents.examining.pdf_structure import COMMENTS

SOMEBODY = "–"
_EMPTIED = {"creator", "lastModifiedBy", "Company", "Manager", "HyperlinkBase", "Template"}
_AUTHORS = {"author", "initials"}  # attributes of comments and changes
_NAMES = {"creator", "Author", "Authors", "contributor", "Company", "Manager", "History"}  # in XMP
_STORIES = ("word/document", "word/header", "word/footer", "word/comments", "word/footnotes", "word/endnotes")


# --- Word -------------------------------------------------------------------------------------------------------------
def clean_word(raw: bytes) -> bytes:
    """A Word file without names in properties, comments and changes, and without places in its photographs.

    Comments and changes themselves are kept: to take them away is for a person to decide.
    """
    archive, out = WordArchive(raw), io.BytesIO()
    thumbnails = {name for name in archive.names if "thumbnail" in name.lower()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in archive.names:
            if name not in thumbnails:
                told = zipfile.ZipInfo(name)  # 1 January 1980, whoever's clock it was
                told.compress_type = zipfile.ZIP_DEFLATED
                after.writestr(told, _part(archive, name, thumbnails))
    return out.getvalue()


def _part(archive: WordArchive, name: str, thumbnails: set[str]) -> bytes:
    low = name.lower()
    change: Callable[[etree._Element], None] | None = None
    if low in ("docprops/core.xml", "docprops/app.xml"):
        change = _empty
    elif low in ("docprops/custom.xml", "word/people.xml"):
        change = _without_children
    elif low.startswith(_STORIES) and low.endswith(".xml"):
        change = _without_authors
    elif low in ("word/settings.xml", "word/_rels/settings.xml.rels"):
        change = _without_template
    elif low == "_rels/.rels" or name == TYPES:
        change = _without(thumbnails)
    if change:
        root = archive.xml(name)
        change(root)
        return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return _without_place(archive.read(name))


def _without_place(image: bytes) -> bytes:
    """An image that is not whole stays as it is; the search tells if a place stands in it."""
    with suppress(Unreadable):
        if image.startswith((images.PNG, images.JPEG)):
            return images.clean(image)
    return image


def _empty(root: etree._Element) -> None:
    for each in root.iter(etree.Element):
        if local(each) in _EMPTIED:
            each.text = None


def _without_children(root: etree._Element) -> None:
    for child in list(root):
        root.remove(child)


def _without_authors(root: etree._Element) -> None:
    for each in root.iter(etree.Element):
        for key in each.attrib:
            if key.rpartition("}")[2] in _AUTHORS:
                each.set(key, SOMEBODY)


def _without_template(root: etree._Element) -> None:
    """Word itself goes on with its usual template where it does not find the one that is named."""
    for each in list(root):
        if local(each) == "attachedTemplate" or each.get("Type", "").endswith("/attachedTemplate"):
            root.remove(each)


def _without(names: set[str]) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        for each in list(root):
            target = each.get("Target", each.get("PartName", "")).lstrip("/")
            if target in names:
                root.remove(each)

    return change


# --- PDF --------------------------------------------------------------------------------------------------------------
def clean_pdf(raw: bytes) -> bytes:
    """A PDF without names in its properties and comments, earlier versions and places in its photographs.

    What makes it PDF/A and PDF/UA is kept. A signed PDF is left as it is: any change would break the signature.
    """
    with pdf_structure.opened(raw) as file:
        pdf_structure.measure(file)
        if _is_signed(file):
            return raw
        _clean_properties(file)
        for page in file.pages:
            for key in ("/PieceInfo", "/Thumb"):
                if key in page.obj:
                    del page.obj[key]
            for each in page.obj.get("/Annots", []):
                if isinstance(each, Dictionary) and str(each.get("/Subtype")) in COMMENTS and "/T" in each:
                    del each["/T"]
        for each in file.objects:
            if isinstance(each, Stream) and each.get("/Filter") == Name.DCTDecode:
                each.write(
                    _without_place(each.read_raw_bytes()),
                    filter=Name.DCTDecode,
                    decode_parms=cast(Dictionary | None, each.get("/DecodeParms")),
                )
        out = io.BytesIO()
        file.save(out, deterministic_id=True)
    return out.getvalue()


def _is_signed(file: Pdf) -> bool:
    form = file.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and int(form.get("/SigFlags", 0)) & 1:
        return True
    return any(isinstance(each, Dictionary) and "/ByteRange" in each for each in file.objects)


def _clean_properties(file: Pdf) -> None:
    for key in list(file.docinfo.keys()):
        if key not in ("/Title", "/Subject", "/CreationDate", "/ModDate", "/Creator", "/Producer", "/Trapped"):
            del file.docinfo[key]
    if "/PieceInfo" in file.Root:
        del file.Root.PieceInfo
    if "/Metadata" in file.Root:
        with file.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as told:
            for key in [key for key in told if key.rpartition("}")[2] in _NAMES]:
                del told[key]


def clean(raw: bytes, media_type: str) -> bytes:
    """The same document without what tells of those who wrote it; plain text has nothing of the kind."""
    if media_type == "application/pdf":
        return clean_pdf(raw)
    if media_type.startswith("image/"):
        return images.clean(raw)
    return raw if media_type == "text/plain" else clean_word(raw)
