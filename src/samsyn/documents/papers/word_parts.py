"""What python-docx leaves out of a Word file: footnotes, fields, numbered lists that begin anew, and saving alike."""

import io
import zipfile
from collections.abc import Sequence

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

_SEPARATORS = (("separator", "-1"), ("continuationSeparator", "0"))


def element(name: str, **attributes: str) -> etree._Element:
    """`element("w:shd", fill="EEF4F6")`: an element of WordprocessingML with its attributes."""
    made: etree._Element = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def add_lines(paragraph: Paragraph, lines: Sequence[str], *, style: str | None = None) -> Run:
    """Lines with the breaks between them; the text is set as it is."""
    run = paragraph.add_run(style=style)
    for number, line in enumerate(lines):
        if number:
            run.add_break()
        run.add_text(line)
    return run


def add_field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field such as PAGE, with what it showed last."""
    for kind, text in (("begin", None), (None, code), ("separate", None), ("shown", shown), ("end", None)):
        run = paragraph.add_run()
        if kind == "shown":
            run.add_text(shown)
        elif kind is None:
            told = element("w:instrText")
            told.text = text
            run._r.append(told)
        else:
            run._r.append(element("w:fldChar", fldCharType=kind))


def numbering_from_one(document: Document) -> int:
    """A new numbering that looks as the style 'List Number' does, and begins at 1."""
    numbering = document.part.numbering_part.element
    pattern = document.styles["List Number"].element.pPr.numPr.numId.val
    abstract = next(num.abstractNumId.val for num in numbering.num_lst if num.numId == pattern)
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)


class Footnotes:
    """The footnotes of a document, in a part of their own."""

    def __init__(self, document: Document) -> None:
        self._document, self._last = document, 0
        self._root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
        for kind, number in _SEPARATORS:
            self._add(number, kind).append(element(f"w:{kind}"))

    def _add(self, number: str, kind: str | None = None) -> etree._Element:
        """An empty note's last run."""
        note = element("w:footnote", id=number, **({"type": kind} if kind else {}))
        paragraph, run = element("w:p"), element("w:r")
        note.append(paragraph)
        if not kind:
            properties = element("w:pPr")
            properties.append(element("w:pStyle", val="FootnoteText"))
            mark, its_properties = element("w:r"), element("w:rPr")
            its_properties.append(element("w:rStyle", val="FootnoteReference"))
            mark.extend([its_properties, element("w:footnoteRef")])
            paragraph.extend([properties, mark])
        paragraph.append(run)
        self._root.append(note)
        return run

    def refer(self, paragraph: Paragraph, lines: Sequence[str]) -> None:
        """Mark a note at the end of the paragraph."""
        self._last += 1
        run = self._add(str(self._last))
        for number, line in enumerate(lines):
            if number:
                run.append(element("w:br"))
            text = element("w:t")
            text.text = line if number else f" {line}"
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            run.append(text)
        mark = paragraph.add_run(style="Footnote Reference")
        mark._r.append(element("w:footnoteReference", id=str(self._last)))

    def attach(self) -> None:
        """Put the part into the document, when there are notes."""
        if not self._last:
            return
        blob = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self._document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        told = element("w:footnotePr")
        told.extend(element("w:footnote", id=number) for _kind, number in _SEPARATORS)
        # CT_Settings is a sequence: footnotePr stands right before endnotePr and compat.
        settings = self._document.settings.element
        follows = settings.find(qn("w:endnotePr"))
        follows = settings.find(qn("w:compat")) if follows is None else follows
        if follows is None:
            settings.append(told)
        else:
            follows.addprevious(told)


def without_thumbnail(package: OpcPackage) -> None:
    """The picture of an older first page that the library's own template carries."""
    for name, each in list(package.rels.items()):
        if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[name]


def saved(document: Document) -> bytes:
    """The file's bytes, the same for the same content: no time of day in the zip."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for member in before.namelist():
            told = zipfile.ZipInfo(member)  # 1 January 1980
            told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            after.writestr(told, before.read(member))
    return out.getvalue()
