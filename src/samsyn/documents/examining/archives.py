"""A Word file as the zip archive it is: measured before anything is unpacked, and its XML read without any DTD."""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from samsyn.common.apart import Unreadable

UNPACKED = 200_000_000
LARGEST_XML = 40_000_000
MEMBERS = 1_000
RATIO = 120
SMALL = 1_000_000  # below this a ratio says nothing
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = "[Content_Types].xml"


class WordArchive:
    """The parts of a Word file.

    Raises
    ------
    Unreadable : `encrypted`, `old_word`, `bomb`, `not_word` or `broken`.
    """

    def __init__(self, raw: bytes) -> None:
        if raw.startswith(OLE):
            raise Unreadable("encrypted" if "EncryptedPackage".encode("utf-16-le") in raw else "old_word")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            raise Unreadable("broken" if raw.startswith(b"PK") else "not_word") from None
        self._members = self._zip.infolist()
        self._measure()
        self.names = [member.filename for member in self._members]
        if len({name.lower() for name in self.names}) != len(self.names):
            raise Unreadable("broken")  # two parts of one name: which one is shown depends on the reader
        self._is_word()

    def _measure(self) -> None:
        """By what the archive says; reading stops where that turns out to be untrue."""
        if len(self._members) > MEMBERS or sum(member.file_size for member in self._members) > UNPACKED:
            raise Unreadable("bomb")
        for member in self._members:
            if member.flag_bits & 1:
                raise Unreadable("encrypted")
            if member.file_size > SMALL and member.file_size > RATIO * max(member.compress_size, 1):
                raise Unreadable("bomb")

    def _is_word(self) -> None:
        if TYPES not in self.names:
            raise Unreadable("not_word")
        told = self.xml(TYPES)
        if not any(each.get("ContentType", "").lower() == MAIN for each in told):
            # Macros have a content type of their own, and so has Excel.
            raise Unreadable("macros" if b"macroEnabled" in etree.tostring(told) else "not_word")

    def read(self, name: str) -> bytes:
        """A part, never longer than the archive said that it is."""
        member = self._zip.getinfo(name)
        try:
            with self._zip.open(member) as part:
                found = part.read(member.file_size + 1)
        except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError):
            raise Unreadable("broken") from None
        except Exception as error:  # zlib.error and lzma.LZMAError have no common parent
            raise Unreadable("broken") from error
        if len(found) > member.file_size:
            raise Unreadable("bomb")
        return found

    def xml(self, name: str) -> etree._Element:
        """A part as XML. Word writes no document type, and entities are how a small file grows."""
        raw = self.read(name)
        if len(raw) > LARGEST_XML:
            raise Unreadable("bomb")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise Unreadable("bomb" if b"<!ENTITY" in raw[:10_000] else "broken") from None
        if root.getroottree().docinfo.doctype:
            raise Unreadable("bomb")
        return root

    def xml_parts(self) -> Iterator[tuple[str, etree._Element]]:
        """Every part that is XML, with its name."""
        for name in self.names:
            if name.lower().endswith((".xml", ".rels", ".vml")):
                yield name, self.xml(name)


def local(element: etree._Element) -> str:
    """The name of an element without its namespace: `p` is the same in transitional and in strict files."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str, default: str = "") -> str:
    """An attribute by its name without namespace."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), default)
