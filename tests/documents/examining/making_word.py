"""Word files with something in every place where text can lie."""

import io
import re
import zipfile
from collections.abc import Callable, Sequence, Set
from functools import cache
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument

from samsyn.documents.papers.word_parts import without_thumbnail
from tests.collaborations.making import part, with_part
from tests.documents.examining.making_images import photograph

BODY, RELS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
VML = "urn:schemas-microsoft-com:vml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FILLING = (
    "Nämnden har behandlat förslaget om gemensam handläggning.",
    "Kostnaden fördelas mellan kommunerna enligt avtalet och följs upp varje år.",
)


def saved(document: WordDocument) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document(*paragraphs: str, author: str = "") -> WordDocument:
    """As a word processor leaves it, without names and thumbnail."""
    made = Document()
    without_thumbnail(made.part.package)
    told = made.core_properties
    told.author, told.comments, told.last_modified_by = author, "", author
    made.add_heading("Sammanträde", 1)
    for text in (*FILLING, *paragraphs):
        made.add_paragraph(text)
    return made


@cache
def base() -> bytes:
    """A document with nothing planted in it."""
    return saved(document())


def with_xml(xml: str) -> bytes:
    """Put WordprocessingML before the last section properties of the body."""
    raw = base()
    body = part(raw, BODY).decode()
    return with_part(raw, BODY, body.replace("<w:sectPr", f"{xml}<w:sectPr", 1).encode())


def with_new_part(name: str, content_type: str, body: str, relation: str) -> bytes:
    """A part of its own that the document refers to."""
    raw = base()
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    raw = with_part(raw, TYPES, part(raw, TYPES).replace(b"</Types>", override.encode()))
    target = name.removeprefix("word/") if name.startswith("word/") else f"../{name}"
    link = f'<Relationship Id="rIdNew" Type="{OFFICE}/{relation}" Target="{target}"/></Relationships>'
    raw = with_part(raw, RELS, part(raw, RELS).replace(b"</Relationships>", link.encode()))
    return with_part(raw, name, body.encode())


def run(text: str, properties: str = "") -> str:
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(escape(line) for line in text.split("\n"))
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{lines}</w:t></w:r>'


def paragraph(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


# --- places in the text ---------------------------------------------------------------------------------------------
def in_body(secret: str) -> bytes:
    return with_xml(paragraph(run(f"Ärendet gäller {secret} och avslutas.")))


def over_runs(secret: str) -> bytes:
    """Every letter in a run of its own, as after much editing."""
    return with_xml(paragraph("".join(run(each, "<w:b/>" if n % 2 else "") for n, each in enumerate(secret))))


def over_cells(secret: str) -> bytes:
    made = document()
    table = made.add_table(2, 3)
    first, last = secret[:-4].rstrip("-+ "), secret[-4:]
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(0, 2).text = "Född", "Nummer", "Ort"
    table.cell(1, 0).text, table.cell(1, 1).text, table.cell(1, 2).text = first, last, "Åmål"
    return saved(made)


def in_header(secret: str) -> bytes:
    made = document()
    made.sections[0].header.paragraphs[0].text = f"Dalsland {secret}"
    return saved(made)


def in_first_footer(secret: str) -> bytes:
    made = document()
    made.sections[0].different_first_page_header_footer = True
    made.sections[0].first_page_footer.paragraphs[0].text = secret
    return saved(made)


def in_text_box(secret: str) -> bytes:
    box = f"<w:txbxContent>{paragraph(run(secret))}</w:txbxContent>"
    return with_xml(
        paragraph(f'<w:r><w:pict><v:shape xmlns:v="{VML}"><v:textbox>{box}</v:textbox></v:shape></w:pict></w:r>')
    )


def in_drawing_box(secret: str) -> bytes:
    box = f"<w:txbxContent>{paragraph(run(secret))}</w:txbxContent>"
    return with_xml(
        paragraph(
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            '<mc:Choice Requires="wps"><w:drawing><wps:txbx xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
            f'wordprocessingShape">{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback/></mc:AlternateContent></w:r>'
        )
    )


def in_fallback(secret: str) -> bytes:
    """What only older programs show."""
    box = f"<w:pict><w:txbxContent>{paragraph(run(secret))}</w:txbxContent></w:pict>"
    return with_xml(
        paragraph(
            '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            f'<mc:Choice Requires="wps"/><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>'
        )
    )


def in_content_control(secret: str) -> bytes:
    return with_xml(f"<w:sdt><w:sdtContent>{paragraph(run(secret))}</w:sdtContent></w:sdt>")


def in_footnote(secret: str) -> bytes:
    body = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1">{paragraph(run(secret))}</w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    return with_new_part("word/footnotes.xml", kind, body, "footnotes")


# --- places that a reader does not see ------------------------------------------------------------------------------
def vanished(secret: str) -> bytes:
    return with_xml(paragraph(run("Synligt. ") + run(secret, "<w:vanish/>")))


def vanished_by_style(secret: str) -> bytes:
    raw = with_xml(paragraph(run("Synligt. ") + run(secret, '<w:rStyle w:val="Dold2"/>')))
    styles = (
        '<w:style w:type="character" w:styleId="Dold"><w:name w:val="Dold"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Dold2"><w:name w:val="Dold2"/><w:basedOn w:val="Dold"/></w:style>'
        "</w:styles>"
    )
    return with_part(raw, "word/styles.xml", part(raw, "word/styles.xml").replace(b"</w:styles>", styles.encode()))


def white(secret: str) -> bytes:
    return with_xml(paragraph(run("Synligt. ") + run(secret, '<w:color w:val="FFFFFF"/>')))


def tiny(secret: str) -> bytes:
    return with_xml(paragraph(run("Synligt. ") + run(secret, '<w:sz w:val="2"/>')))


def commented(secret: str) -> bytes:
    made = document()
    made.add_comment(made.paragraphs[1].runs, text=f"Kolla {secret}", author="Anna Åström", initials="AÅ")
    return saved(made)


def deleted(secret: str) -> bytes:
    text = f'<w:r><w:delText xml:space="preserve">{escape(secret)}</w:delText></w:r>'
    return with_xml(paragraph(f'<w:del w:id="1" w:author="Anna" w:date="2026-01-01T00:00:00Z">{text}</w:del>'))


def inserted(secret: str) -> bytes:
    return with_xml(paragraph(f'<w:ins w:id="1" w:author="Anna" w:date="2026-01-01T00:00:00Z">{run(secret)}</w:ins>'))


def in_property(secret: str) -> bytes:
    made = document()
    made.core_properties.subject = f"Ärende {secret}"
    return saved(made)


def in_own_property(secret: str) -> bytes:
    body = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="Klient">'
        f"<vt:lpwstr>{escape(secret)}</vt:lpwstr></property></Properties>"
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    return with_new_part("docProps/custom.xml", kind, body, "custom-properties")


def in_own_xml(secret: str) -> bytes:
    body = f'<klient xmlns="urn:exempel"><nummer>{escape(secret)}</nummer></klient>'
    return with_new_part("customXml/item1.xml", "application/xml", body, "customXml")


def in_alternative_text(secret: str) -> bytes:
    made = document()
    made.add_picture(io.BytesIO(photograph()))
    made.inline_shapes[0]._inline.docPr.set("descr", f"Porträtt av {secret}")
    return saved(made)


def in_field(secret: str) -> bytes:
    code = f'<w:instrText xml:space="preserve"> HYPERLINK "mailto:{escape(secret)}@exempel.se" </w:instrText>'
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in kinds)
    return with_xml(paragraph(f"{begin}<w:r>{code}</w:r>{separate}{run('skriv till oss')}{end}"))


def in_link(secret: str) -> bytes:
    made = document()
    made.part.relate_to(f"https://exempel.se/?id={secret}", f"{OFFICE}/hyperlink", is_external=True)
    return saved(made)


def in_variable(secret: str) -> bytes:
    raw = base()
    told = f'<w:docVars><w:docVar w:name="klient" w:val="{escape(secret)}"/></w:docVars></w:settings>'
    return with_part(raw, "word/settings.xml", part(raw, "word/settings.xml").replace(b"</w:settings>", told.encode()))


def in_building_block(secret: str) -> bytes:
    body = f'<w:glossaryDocument xmlns:w="{W}"><w:docParts>{paragraph(run(secret))}</w:docParts></w:glossaryDocument>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.glossary+xml"
    return with_new_part("word/glossary/document.xml", kind, body, "glossaryDocument")


def water_marked(secret: str) -> bytes:
    shape = f'<v:shape xmlns:v="{VML}"><v:textpath string="{escape(secret)}"/></v:shape>'
    return with_xml(paragraph(f"<w:r><w:pict>{shape}</w:pict></w:r>"))


# --- what is carried along ------------------------------------------------------------------------------------------
def with_embedded_sheet(_secret: str) -> bytes:
    return with_new_part("word/embeddings/Kalkyl.xlsx", "application/octet-stream", "PK", "package")


def with_place(_secret: str) -> bytes:
    made = document()
    made.add_picture(io.BytesIO(photograph(gps=True)))
    return saved(made)


def with_author(_secret: str) -> bytes:
    return saved(document(author="Anna Åström"))


def with_thumbnail(_secret: str) -> bytes:
    made = Document()
    made.core_properties.author = ""
    made.add_paragraph("Text")
    return saved(made)


def with_far_template(_secret: str) -> bytes:
    made = document()
    made.part.relate_to("https://exempel.se/mall.dotm", f"{OFFICE}/attachedTemplate", is_external=True)
    return saved(made)


def with_local_template(_secret: str) -> bytes:
    """As most documents that were made from the municipality's own template."""
    link = f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///\\\\server\\mallar\\anna.dotx" '
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    raw = with_part(
        base(),
        "word/_rels/settings.xml.rels",
        f'<Relationships xmlns="{rels}">{link} TargetMode="External"/></Relationships>'.encode(),
    )
    told = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:defaultTabStop'
    settings = part(raw, "word/settings.xml").replace(b"<w:defaultTabStop", told.encode(), 1)
    return with_part(raw, "word/settings.xml", settings)


def only_an_image(_secret: str) -> bytes:
    made = Document()
    without_thumbnail(made.part.package)
    made.core_properties.author = ""
    made.add_picture(io.BytesIO(photograph()))
    return saved(made)


NUMBERS: dict[Callable[[str], bytes], Set[str]] = {
    **dict.fromkeys(
        (
            in_body, over_runs, over_cells, in_header, in_first_footer, in_text_box, in_drawing_box, in_fallback,
            in_content_control, in_footnote, in_property, in_own_property, in_own_xml, in_alternative_text, in_field,
            in_link, in_variable,
            in_building_block,
        ),
        frozenset(),
    ),
    vanished: {"HIDDEN_TEXT"},
    vanished_by_style: {"HIDDEN_TEXT"},
    white: {"HIDDEN_TEXT"},
    tiny: {"HIDDEN_TEXT"},
    commented: {"COMMENT", "METADATA"},
    deleted: {"TRACKED_CHANGE", "METADATA"},
    inserted: {"TRACKED_CHANGE", "METADATA"},
}  # fmt: skip
"""Places for a number, and what else is found there."""
MARKS: tuple[Callable[[str], bytes], ...] = (
    in_body,
    over_runs,
    in_header,
    in_first_footer,
    in_text_box,
    vanished,
    water_marked,
)
CARRIED: dict[Callable[[str], bytes], str] = {
    with_embedded_sheet: "ATTACHMENT",
    with_place: "LOCATION",
    with_author: "METADATA",
    with_thumbnail: "METADATA",
    with_local_template: "METADATA",
    with_far_template: "ACTIVE_CONTENT",
    only_an_image: "NOT_SEARCHABLE",
}


def xml_of(raw: bytes) -> str:
    """All XML parts of a file, one after another."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist() if re.search(r"\.(xml|rels)$", name))


def cells(rows: Sequence[Sequence[str]], properties: str = "", style: str = "TableGrid") -> bytes:
    """A table with properties on the runs of its first row."""
    lines = [
        "<w:tr>"
        + "".join(f"<w:tc>{paragraph(run(cell, properties if not n else ''))}</w:tc>" for cell in row)
        + "</w:tr>"
        for n, row in enumerate(rows)
    ]
    return with_xml(f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>{"".join(lines)}</w:tbl>')
