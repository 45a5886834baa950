"""Files made to harm whoever opens them, and files that are not what they seem. None is larger than it need be."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, StreamDecodeLevel

from samsyn.documents.examination import DOCX, PDF, TEXT
from tests.collaborations.making import part, with_part
from tests.documents.examining import making_pdf, making_word
from tests.documents.examining.making_images import photograph

BODY = making_word.BODY


def word() -> bytes:
    return making_word.saved(making_word.document())


# --- zip and XML ------------------------------------------------------------------------------------------------------
def zip_bomb() -> bytes:
    return with_part(word(), BODY, b" " * 150_000_000)


def zip_bomb_in_many_parts() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(300):
            archive.writestr(f"word/media/{number}.bin", b" " * 900_000)
    return out.getvalue()


def too_many_members() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(1_200):
            archive.writestr(f"word/{number}.txt", b"")
    return out.getvalue()


def overlapping_zip() -> bytes:
    """Many names for the same packed bytes, as in the bomb that needs no nesting: each is small, their sum is not."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b"\0" * 999_000) + packed.flush()
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(b"\0" * 999_000), len(data), 999_000, 1, 0)
    body = local + b"a" + data
    entries = b"".join(
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\1\2",
            20,
            20,
            0,
            8,
            0,
            33,
            zlib.crc32(b"\0" * 999_000),
            len(data),
            999_000,
            len(name),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + name
        for name in (f"{number}".encode() for number in range(900))
    )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 900, 900, len(entries), len(body), 0)
    return body + entries + end


def lying_zip() -> bytes:
    """The archive says that its document is a thousand bytes; it is fifty million."""
    raw = bytearray(with_part(word(), BODY, b" " * 50_000_000))
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        place = raw.find(mark)
        while place >= 0:
            if struct.unpack_from("<I", raw, place + at)[0] == 50_000_000:
                struct.pack_into("<I", raw, place + at, 1_000)
            place = raw.find(mark, place + 4)
    return bytes(raw)


def nested_zips() -> bytes:
    """A zip in a zip, ten times, within a Word file."""
    inner = b"x" * 1000
    for number in range(10):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{number}.zip", inner)
        inner = out.getvalue()
    return with_part(word(), "word/embeddings/lager.zip", inner)


def quine_zip() -> bytes:
    """A zip whose only member is named as itself and points at its own first byte: it unpacks to itself for ever."""
    name = b"word/document.xml"
    size = 30 + len(name)
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 0, 0, 33, 0, size, size, len(name), 0) + name
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 0, 0, 33, 0, size, size, len(name), 0, 0, 0, 0, 0, 0
    ) + name  # fmt: skip
    return local + entry + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, len(entry), len(local), 0)


def billion_laughs() -> bytes:
    entities = '<!ENTITY a0 "ha">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
    body = part(word(), BODY).decode().partition("?>")[2]
    xml = f'<?xml version="1.0"?><!DOCTYPE d [{entities}]>' + body.replace("</w:body>", "&a10;</w:body>")
    return with_part(word(), BODY, xml.encode())


def foreign_entity() -> bytes:
    body = part(word(), BODY).decode().partition("?>")[2]
    xml = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + body.replace(
        "</w:t>", "&x;</w:t>"
    )
    return with_part(word(), BODY, xml.encode())


def deep_xml() -> bytes:
    deep = "<w:sdt><w:sdtContent>" * 15_000 + "</w:sdtContent></w:sdt>" * 15_000
    return making_word.with_xml(deep)


def broken_word() -> bytes:
    return word()[:9_000]


def broken_xml() -> bytes:
    return with_part(word(), BODY, b"<w:document")


def two_parts_of_one_name() -> bytes:
    out = io.BytesIO(word())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Word/Document.xml", "<d/>")
    return out.getvalue()


def with_macros() -> bytes:
    types = part(word(), making_word.TYPES).replace(
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    return with_part(word(), making_word.TYPES, types)


def excel() -> bytes:
    from tests.collaborations.making import HEADER, ROW, saved, workbook

    return saved(workbook(HEADER, ROW))


def encrypted_word() -> bytes:
    """What Word writes with a password: the old container with all of it encrypted inside."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "EncryptedPackage".encode("utf-16-le") + b"\x5a" * 4096


def old_word() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1016 + "WordDocument".encode("utf-16-le") + b"\0" * 4096


def encrypted_zip() -> bytes:
    raw = bytearray(word())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.find(mark)
        while at >= 0:
            raw[at + flags] |= 1
            at = raw.find(mark, at + 4)
    return bytes(raw)


# --- PDF --------------------------------------------------------------------------------------------------------------
def many_pages() -> bytes:
    """A hundred thousand pages, which are one page over and over."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    kids = b" ".join([b"3 0 R"] * 100_000)
    return _by_hand(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 100000 /Kids [" + kids + b"] >>", leaf]
    )


def lying_page_count() -> bytes:
    """Two billion pages, it says; there is one."""
    leaf = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return _by_hand([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 2000000000 /Kids [3 0 R] >>", leaf])


def page_tree_in_a_ring() -> bytes:
    return _by_hand(
        [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 5 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"]
    )


def xref_loop() -> bytes:
    """The table says that the one before it is itself."""
    raw = making_pdf.on_page("Text")
    at = int(raw.rpartition(b"startxref")[2].split()[0])
    return raw.replace(b"trailer <<", b"trailer << /Prev " + str(at).encode(), 1)


def deep_arrays() -> bytes:
    return _by_hand(
        [
            b"<< /Type /Catalog /Pages 2 0 R /A " + b"[" * 100_000 + b"]" * 100_000 + b" >>",
            b"<< /Type /Pages /Count 0 /Kids [] >>",
        ]
    )


def _packed(megabytes: int) -> bytes:
    """Zlib data that unpacks to so many megabytes of spaces, without packing them all."""
    packer = zlib.compressobj(9)
    head = packer.compress(b" ") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + block * (megabytes // 10)


def stream_bomb() -> bytes:
    """A page of some 500 kB that unpacks to 500 MB."""
    return _with_packed(_packed(500), Name.FlateDecode)


def stream_bomb_packed_twice() -> bytes:
    """Some kilobytes that unpack to some hundred, which unpack to 500 MB."""
    return _with_packed(zlib.compress(_packed(500), 9), Array([Name.FlateDecode, Name.FlateDecode]))


def object_stream_bomb() -> bytes:
    """What qpdf unpacks when it opens the file: 5 GB."""
    packed = _packed(5_000)
    catalog, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    return _with_xref_stream([catalog, pages, b"", stream + packed + b"\nendstream"])


def endless_drawing() -> bytes:
    """A form that draws itself twice, twenty deep: a million times."""
    file = making_pdf.new("/X0 Do\n")
    page = file.pages[0].obj
    forms = []
    for number in range(22):
        form = file.make_stream(f"/X{number + 1} Do /X{number + 1} Do\n".encode() * 4)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 600, 800])
        forms.append(form)
    resources = file.make_indirect(Dictionary(XObject=Dictionary({f"/X{n}": form for n, form in enumerate(forms)})))
    for form in forms:
        form.Resources = resources
    page.Resources = resources
    return making_pdf.saved(file)


def locked_pdf() -> bytes:
    return making_pdf.saved(making_pdf.new(), encryption=Encryption(user="lösen", owner="ägare", R=6))


def broken_pdf() -> bytes:
    return making_pdf.on_page("Text")[:500]


def pdf_without_pages() -> bytes:
    return making_pdf.saved(Pdf.new())


def _by_hand(objects: list[bytes]) -> bytes:
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + tail


def _with_xref_stream(objects: list[bytes]) -> bytes:
    """Object 3 lies in object stream 4."""
    body, places = b"%PDF-1.7\n", [0]
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each) if each else b""
    rows = [struct.pack(">BIH", 1, place, 0) for place in places]
    rows[0], rows[3] = struct.pack(">BIH", 0, 0, 65535), struct.pack(">BIH", 2, 4, 0)
    rows.append(struct.pack(">BIH", 1, len(body), 0))
    data = b"".join(rows)
    told = b"<< /Type /XRef /Size 6 /W [1 4 2] /Root 1 0 R /Length %d >>" % len(data)
    return body + b"5 0 obj\n%s\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (told, data, len(body))


def _with_packed(packed: bytes, filters: object) -> bytes:
    file = making_pdf.new()
    file.pages[0].obj.Contents.write(packed, filter=filters)  # type: ignore[arg-type]  a name or several
    return making_pdf.saved(file, stream_decode_level=StreamDecodeLevel.none, compress_streams=False)


# --- what each is answered --------------------------------------------------------------------------------------------
FILES: dict[Callable[[], bytes], tuple[str, str]] = {
    zip_bomb: (DOCX, "packas upp till mycket mer"),
    zip_bomb_in_many_parts: (DOCX, "packas upp till mycket mer"),
    too_many_members: (DOCX, "packas upp till mycket mer"),
    overlapping_zip: (DOCX, "packas upp till mycket mer"),
    lying_zip: (DOCX, "är skadad"),
    quine_zip: (DOCX, "är en zipfil"),
    billion_laughs: (DOCX, "packas upp till mycket mer"),
    foreign_entity: (DOCX, "packas upp till mycket mer"),
    deep_xml: (DOCX, "är skadad"),
    broken_word: (DOCX, "är skadad"),
    broken_xml: (DOCX, "är skadad"),
    two_parts_of_one_name: (DOCX, "är skadad"),
    with_macros: (DOCX, "innehåller makron"),
    excel: (DOCX, "är en zipfil"),
    encrypted_word: (DOCX, "låst med lösenord"),
    encrypted_zip: (DOCX, "låst med lösenord"),
    old_word: (DOCX, "gamla Wordformatet"),
    many_pages: (PDF, "Filen har 100000 sidor"),
    page_tree_in_a_ring: (PDF, "är skadad"),
    deep_arrays: (PDF, "är skadad"),
    stream_bomb: (PDF, "packas upp till mycket mer"),
    # Which of its two limits it meets first depends on the machine.
    stream_bomb_packed_twice: (PDF, "packas upp till mycket mer|tog för lång tid"),
    object_stream_bomb: (PDF, "packas upp till mycket mer"),
    endless_drawing: (PDF, "tog för lång tid"),
    locked_pdf: (PDF, "låst med lösenord"),
    broken_pdf: (PDF, "är skadad"),
    pdf_without_pages: (PDF, "är skadad"),
    lambda: making_pdf.on_page("Text"): (DOCX, "av ett annat slag"),
    word: (PDF, "av ett annat slag"),
    photograph: (PDF, "av ett annat slag"),
    lambda: b"\x7fELF" + bytes(100): (TEXT, "varken en PDF eller"),
    lambda: b"<html><body>Hej</body></html>": (PDF, "varken en PDF eller"),
    lambda: b"%PDF-1.7\n" + b"x" * 21_000_000: (PDF, "större än 20 MB"),
    lambda: b"": (PDF, "Filen är tom"),
    lambda: b" \n" * 1000: (TEXT, "Filen är tom"),
}
"""Each with what it is said to be, and words of the sentence that it is refused with."""
