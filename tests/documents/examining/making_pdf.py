"""PDFs with something in every place where text can lie, made object by object."""

import io
from collections.abc import Callable, Sequence, Set
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String
from pikepdf import AttachedFileSpec as Attached

from tests.documents.examining.making_images import photograph

FILLING = (
    "Nämnden har behandlat förslaget om gemensam handläggning.",
    "Kostnaden fördelas mellan kommunerna enligt avtalet.",
)
WIDTH, HEIGHT = 595, 842


def shown(text: str, x: float = 72, y: float = 700, *, size: float = 11, before: str = "") -> str:
    """The operators that set a line of text."""
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT {before} /F1 {size} Tf 1 0 0 1 {x} {y} Tm ({escaped}) Tj ET\n"


def filling() -> str:
    return "".join(shown(text, y=780 - 16 * n) for n, text in enumerate(FILLING))


def new(*contents: str, filled: bool = True) -> Pdf:
    """A document with a page for each content."""
    file = Pdf.new()
    font = file.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    for content in contents or ("",):
        page = file.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.obj.Resources = Dictionary(Font=Dictionary(F1=font))
        text = (filling() if filled else "") + content
        page.obj.Contents = file.make_stream(text.encode("cp1252"))
    return file


def saved(file: Pdf, **how: Any) -> bytes:
    out = io.BytesIO()
    file.save(out, **how)
    return out.getvalue()


def note(file: Pdf, **told: Any) -> Object:
    """An annotation on the first page."""
    made = file.make_indirect(Dictionary(Type=Name.Annot, Rect=Array([72, 600, 200, 620]), **told))
    file.pages[0].obj.Annots = Array([made])
    return made


# --- places on the page ---------------------------------------------------------------------------------------------
def on_page(secret: str) -> bytes:
    return saved(new(shown(f"Ärendet gäller {secret} och avslutas.")))


def on_third_page(secret: str) -> bytes:
    return saved(new("", "", shown(secret)))


def over_lines(secret: str) -> bytes:
    first, last = secret[:-4], secret[-4:]
    return saved(new(shown(f"Ärendet gäller {first}", y=700) + shown(f"{last} och avslutas.", y=684)))


def letter_by_letter(secret: str) -> bytes:
    return saved(new("".join(shown(each, x=72 + 6.2 * n) for n, each in enumerate(secret))))


def in_form(secret: str) -> bytes:
    """In a form XObject, as when a page has been put into another."""
    file = new("q 1 0 0 1 20 10 cm /X1 Do Q\n")
    form = Stream(file, shown(secret).encode("cp1252"))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, WIDTH, HEIGHT])
    form.Resources = file.pages[0].obj.Resources
    file.pages[0].obj.Resources.XObject = Dictionary(X1=form)
    return saved(file)


def in_free_text(secret: str) -> bytes:
    file = new()
    note(file, Subtype=Name.FreeText, Contents=String(secret), DA=String("/F1 11 Tf"))
    return saved(file)


# --- places that a reader does not see ------------------------------------------------------------------------------
def invisible(secret: str) -> bytes:
    return saved(new(shown(secret, before="3 Tr")))


def white(secret: str) -> bytes:
    return saved(new(f"1 1 1 rg {shown(secret)}"))


def off_the_page(secret: str) -> bytes:
    return saved(new(shown(secret, x=2_000)))


def tiny(secret: str) -> bytes:
    return saved(new(shown(secret, size=0.3)))


def covered(secret: str) -> bytes:
    """Struck out with a black box; the text is still there."""
    return saved(new(f"{shown(secret)} 0 0 0 rg 60 690 400 30 re f\n"))


def on_hidden_layer(secret: str) -> bytes:
    file = new(f"/OC /L1 BDC {shown(secret)} EMC\n")
    layer = file.make_indirect(Dictionary(Type=Name.OCG, Name=String("Arbetslager")))
    file.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
    file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return saved(file)


def in_note(secret: str) -> bytes:
    file = new()
    note(file, Subtype=Name.Text, Contents=String(f"Kolla {secret}"), T=String("Anna Åström"))
    return saved(file)


def in_hidden_field(secret: str) -> bytes:
    file = new()
    field = note(file, Subtype=Name.Widget, FT=Name.Tx, T=String("klient"), V=String(secret), F=2)
    file.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(file)


def in_field(secret: str) -> bytes:
    file = new()
    field = note(file, Subtype=Name.Widget, FT=Name.Tx, T=String("klient"), V=String(secret), F=4)
    file.Root.AcroForm = Dictionary(Fields=Array([field]))
    return saved(file)


def in_property(secret: str) -> bytes:
    file = new()
    file.docinfo["/Subject"] = f"Ärende {secret}"
    return saved(file)


def in_metadata(secret: str) -> bytes:
    file = new()
    with file.open_metadata() as told:
        told["dc:description"] = f"Ärende {secret}"
    return saved(file)


def in_alternative_text(secret: str) -> bytes:
    file = new()
    file.Root.StructTreeRoot = Dictionary(
        Type=Name.StructTreeRoot, K=file.make_indirect(Dictionary(S=Name.Figure, Alt=String(f"Porträtt av {secret}")))
    )
    return saved(file)


def in_bookmark(secret: str) -> bytes:
    file = new()
    item = file.make_indirect(Dictionary(Title=String(f"Bilaga {secret}")))
    file.Root.Outlines = Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1)
    return saved(file)


def in_link(secret: str) -> bytes:
    file = new()
    note(file, Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(f"https://exempel.se/?id={secret}")))
    return saved(file)


def in_earlier_version(secret: str) -> bytes:
    """The first version lies in the file still, and the page shows another text."""
    return on_top_of(on_page(secret), filling())


def on_top_of(first: bytes, content: str) -> bytes:
    """Saved on top, as by a program that marks or signs: the first page has other content from then on."""
    with Pdf.open(io.BytesIO(first)) as file:
        number = file.pages[0].obj.Contents.objgen[0]
        size = int(file.trailer.Size)
        root = file.Root.objgen[0]
    body = content.encode("cp1252")
    at = len(first)
    changed = f"{number} 0 obj\n<< /Length {len(body)} >>\nstream\n".encode() + body + b"\nendstream\nendobj\n"
    table = f"xref\n{number} 1\n{at:010} 00000 n \n".encode()
    previous = first.rpartition(b"startxref")[2].split()[0].decode()
    tail = f"trailer\n<< /Size {size} /Root {root} 0 R /Prev {previous} >>\nstartxref\n{at + len(changed)}\n%%EOF\n"
    return first + changed + table + tail.encode()


# --- what is carried along ------------------------------------------------------------------------------------------
def with_attachment(_secret: str) -> bytes:
    file = new()
    file.attachments["underlag.txt"] = Attached(file, b"underlag", filename="underlag.txt")
    return saved(file)


def with_attached_note(_secret: str) -> bytes:
    file = new()
    note(file, Subtype=Name.FileAttachment, Contents=String("underlag"))
    return saved(file)


def with_script(_secret: str) -> bytes:
    file = new()
    file.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    return saved(file)


def with_named_script(_secret: str) -> bytes:
    file = new()
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
    file.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    return saved(file)


def with_program(_secret: str) -> bytes:
    file = new()
    note(
        file,
        Subtype=Name.Link,
        A=Dictionary(S=Name.URI, URI=String("https://exempel.se"), Next=Dictionary(S=Name.Launch)),
    )
    return saved(file)


def with_author(_secret: str) -> bytes:
    file = new()
    file.docinfo["/Author"] = "Anna Åström"
    with file.open_metadata() as told:
        told["dc:creator"] = ["Bo Öberg"]
    return saved(file)


def with_marked_for_striking(_secret: str) -> bytes:
    file = new()
    note(file, Subtype=Name.Redact)
    return saved(file)


def with_image(file: Pdf, raw: bytes, where: Sequence[float]) -> None:
    """A photograph on the first page."""
    image = Stream(file, raw)
    image.Type, image.Subtype, image.Width, image.Height = Name.XObject, Name.Image, 40, 30
    image.ColorSpace, image.BitsPerComponent, image.Filter = Name.DeviceRGB, 8, Name.DCTDecode
    page = file.pages[0].obj
    page.Resources.XObject = Dictionary(I1=image)
    width, height, x, y = where
    page.Contents.write(f"q {width} 0 0 {height} {x} {y} cm /I1 Do Q\n".encode() + page.Contents.read_bytes())


def with_place(_secret: str) -> bytes:
    file = new()
    with_image(file, photograph(gps=True), (80, 60, 72, 500))
    return saved(file)


def scanned(_secret: str) -> bytes:
    file = new(filled=False)
    with_image(file, photograph(), (WIDTH, HEIGHT, 0, 0))
    return saved(file)


NUMBERS: dict[Callable[[str], bytes], Set[str]] = {
    **dict.fromkeys(
        (
            on_page, on_third_page, over_lines, letter_by_letter, in_form, in_field, in_property, in_metadata,
            in_alternative_text, in_bookmark, in_link,
        ),
        frozenset(),
    ),
    in_free_text: {"COMMENT"},
    invisible: {"HIDDEN_TEXT"},
    white: {"HIDDEN_TEXT"},
    off_the_page: {"HIDDEN_TEXT"},
    tiny: {"HIDDEN_TEXT"},
    covered: {"HIDDEN_TEXT"},
    on_hidden_layer: {"HIDDEN_TEXT"},
    in_note: {"COMMENT", "METADATA"},
    in_hidden_field: {"HIDDEN_TEXT"},
}  # fmt: skip
"""Places for a number, and what else is found there."""
MARKS: tuple[Callable[[str], bytes], ...] = (on_page, on_third_page, in_form, invisible, in_note)
CARRIED: dict[Callable[[str], bytes], str] = {
    with_attachment: "ATTACHMENT",
    with_attached_note: "ATTACHMENT",
    with_script: "ACTIVE_CONTENT",
    with_named_script: "ACTIVE_CONTENT",
    with_program: "ACTIVE_CONTENT",
    with_author: "METADATA",
    with_marked_for_striking: "HIDDEN_TEXT",
    with_place: "LOCATION",
    scanned: "NOT_SEARCHABLE",
    in_earlier_version: "EARLIER_VERSION",
}
