"""A Word file looked through: its text, and the places where text lies that a reader does not see."""

from collections.abc import Iterable, Iterator

from lxml import etree

from samsyn.documents.examining.archives import WordArchive, attribute, local
from samsyn.documents.examining.findings import MOST, Found, found, is_shown, search
from samsyn.documents.examining.images import location_in
from samsyn.documents.examining.word_runs import Story, Styles

# Root of a part: where what stands in it is said to stand.
STORIES = {
    "document": "PARAGRAPH",
    "hdr": "HEADER",
    "ftr": "FOOTER",
    "footnotes": "FOOTNOTE",
    "endnotes": "FOOTNOTE",
    "comments": "COMMENT",
    "glossaryDocument": "BUILDING_BLOCK",
}
NAMES = {"creator", "lastModifiedBy", "Company", "Manager"}  # of people and employers, in the properties
_AUTHORS = etree.XPath("//@*[local-name() = 'author']")
# Alternative texts, water marks, variables and addresses of links.
_TOLD_IN_ATTRIBUTES = etree.XPath(
    "//@*[contains(' descr title string alt tooltip Target ', concat(' ', local-name(), ' '))]"
    " | //*[local-name() = 'docVar']/@*[local-name() = 'val']"
)
IMAGES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic")


def scan(raw: bytes) -> list[Found]:
    """Everything in a Word file that must not become public.

    Raises
    ------
    Unreadable : it is no Word file, or one that cannot be opened safely.
    """
    archive = WordArchive(raw)
    styles = Styles.of(archive)
    made: list[Found] = []
    seen: list[str] = []
    authors: set[str] = set()  # of comments and changes
    others: list[tuple[str, etree._Element]] = []
    for name, root in archive.xml_parts():
        place = STORIES.get(local(root))
        if place:
            story = Story(root, styles)
            made += _of_story(story, place)
            seen += [] if place in ("COMMENT", "BUILDING_BLOCK") else [each.shown for each in story.paragraphs]
        else:
            others.append((name, root))
        made += _each(map(str, _TOLD_IN_ATTRIBUTES(root)), place or "OTHER_PART")
        authors.update(str(each).strip() for each in _AUTHORS(root))
    visible = "\n".join(seen)
    made += [found("METADATA", "COMMENT", excerpt=name) for name in sorted(authors) if not is_shown(name, visible)]
    for name, root in others:
        made += _of_other(name, root, visible)
    made += _of_files(archive)
    if not visible.strip() and any(name.lower().endswith((*IMAGES, ".emf", ".wmf")) for name in archive.names):
        made.append(found("NOT_SEARCHABLE", "WHOLE"))
    return made[:MOST]


def _of_story(story: Story, place: str) -> Iterator[Found]:
    # Cells of a row follow each other: a number that lies in two of them is found as well.
    yield from search([each.everything for each in story.paragraphs], place)
    yield from search([each.codes for each in story.paragraphs], place)
    changed = [(number, each) for number, each in enumerate(story.paragraphs, 1) if each.changes]
    if changed:
        number, first = changed[0]
        yield found("TRACKED_CHANGE", place, number, first.changes.get("del") or first.changes["ins"])
    for number, each in enumerate(story.paragraphs, 1):
        if place == "COMMENT" and each.everything.strip():
            yield found("COMMENT", place, number, each.everything)
        if each.hidden.strip():
            yield found("HIDDEN_TEXT", place, number, each.hidden)
            yield from search([each.hidden], place, first=number)  # a mark in it stands by itself


def _each(texts: Iterable[str], place: str) -> Iterator[Found]:
    """Texts that have nothing to do with each other: no number goes from one to the next."""
    for text in texts:
        yield from search([text], place, numbered=False)


def _of_other(name: str, root: etree._Element, visible: str) -> Iterator[Found]:
    """Properties, settings, charts, own XML: all their texts, and the names among the properties."""
    place = "PROPERTIES" if name.startswith("docProps/") else "OTHER_PART"
    yield from _each((str(text) for text in root.itertext() if str(text).strip()), place)
    for element in root.iter(etree.Element) if place == "PROPERTIES" else ():
        value = (element.text or "").strip()
        if local(element) in NAMES and value and not is_shown(value, visible):
            yield found("METADATA", place, excerpt=value)
    if local(root) == "Relationships":
        for each in root:
            kind, target = attribute(each, "Type").rpartition("/")[2], attribute(each, "Target")
            if attribute(each, "TargetMode") != "External":
                continue
            if kind == "attachedTemplate" and not target.startswith("http"):
                yield found("METADATA", "OTHER_PART", excerpt=target)  # where templates lie, and often whose they are
            elif kind in ("attachedTemplate", "oleObject", "frame", "image"):
                yield found("ACTIVE_CONTENT", "OTHER_PART", excerpt=target)


def _of_files(archive: WordArchive) -> Iterator[Found]:
    for name in archive.names:
        low = name.lower()
        if (
            "/embeddings/" in low
            or "/afchunk" in low
            or low.endswith((".doc", ".docx", ".xls", ".xlsx", ".msg", ".mht"))
        ):
            yield found("ATTACHMENT", "OTHER_PART", excerpt=name.rpartition("/")[2])
        elif low.endswith(("vbaproject.bin", ".ole")) or "/activex/" in low:
            yield found("ACTIVE_CONTENT", "OTHER_PART", excerpt=name.rpartition("/")[2])
        elif "thumbnail" in low:
            yield found("METADATA", "THUMBNAIL", excerpt=name.rpartition("/")[2])
        elif low.endswith(IMAGES) and (where := location_in(archive.read(name))):
            yield found("LOCATION", "IMAGE", excerpt=where)


def open_it(raw: bytes) -> None:
    """Raise Unreadable unless it is a Word file whose parts are whole."""
    archive = WordArchive(raw)
    for _name, _root in archive.xml_parts():
        pass
