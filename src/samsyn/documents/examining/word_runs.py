"""The running text of a Word file: paragraphs with what is shown of them, what is hidden, and what was changed."""

from dataclasses import dataclass, field
from typing import Self

from lxml import etree

from samsyn.documents.examining.archives import WordArchive, attribute, local

OFF = {"0", "false", "off"}
WHITE, NEARLY_WHITE = "FFFFFF", 0xF5
SMALLEST = 4  # half-points: nobody reads two points
PLAIN_TABLES = {"", "TableNormal", "TableGrid", "Tabellrutnt", "Normaltabell"}
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
_VANISHING = ("vanish", "specVanish")  # webHidden is seen on paper: Word sets it on page numbers of contents


def _on(properties: etree._Element | None, name: str) -> bool | None:
    """A switch of run properties: on, off, or not told."""
    for each in () if properties is None else properties:
        if local(each) == name:
            return attribute(each, "val", "1").lower() not in OFF
    return None


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return next((each for each in (() if element is None else element) if local(each) == name), None)


def _is_white(colour: etree._Element | None) -> bool:
    if colour is None:
        return False
    value = attribute(colour, "val").upper()
    if attribute(colour, "themeColor") in ("background1", "light1"):
        return True
    return len(value) == 6 and all(c in "0123456789ABCDEF" for c in value) and min(bytes.fromhex(value)) >= NEARLY_WHITE


def _has_ground(properties: etree._Element | None) -> bool:
    """A shade or a highlight behind the text, so that white can be read."""
    shade, highlight = _child(properties, "shd"), _child(properties, "highlight")
    filled = shade is not None and (
        attribute(shade, "fill", "auto").upper() not in ("AUTO", WHITE) or bool(attribute(shade, "themeFill"))
    )
    return filled or (highlight is not None and attribute(highlight, "val") not in ("none", "white"))


class Styles:
    """Which styles hide their text."""

    def __init__(self, hiding: set[str]) -> None:
        self.hiding = hiding

    @classmethod
    def of(cls, archive: WordArchive) -> Self:
        name = next((each for each in archive.names if each.lower().endswith("word/styles.xml")), None)
        if name is None:
            return cls(set())
        told: dict[str, tuple[bool | None, str]] = {}
        for style in archive.xml(name):
            if local(style) == "style":
                properties, based = _child(style, "rPr"), _child(style, "basedOn")
                states = [state for each in _VANISHING if (state := _on(properties, each)) is not None]
                parent = "" if based is None else attribute(based, "val")
                told[attribute(style, "styleId")] = (any(states) if states else None, parent)
        return cls({name for name in told if cls._hides(name, told)})

    @staticmethod
    def _hides(name: str, told: dict[str, tuple[bool | None, str]]) -> bool:
        for _generation in range(20):  # a style that rests on itself rests on nothing
            hides, parent = told.get(name, (None, ""))
            if hides is not None or not parent:
                return bool(hides)
            name = parent
        return False


@dataclass
class Paragraph:
    """`everything` is all its text, `shown` what is seen, `hidden` what is not; `changes` by kind: ins, del."""

    everything: str = ""
    shown: str = ""
    hidden: str = ""
    codes: str = ""  # of fields: addresses behind links, conditions
    changes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Around:
    """What a run inherits from where it stands."""

    ground: bool = False
    hidden: bool = False
    change: str = ""

    def within(self, element: etree._Element, styles: Styles) -> "_Around":
        name = local(element)
        if name == "p":
            properties = _child(element, "pPr")
            style = _child(properties, "pStyle")
            hides = style is not None and attribute(style, "val") in styles.hiding
            return _Around(self.ground or _has_ground(properties), hides, self.change)
        if name == "tc":
            return _Around(self.ground or _has_ground(_child(element, "tcPr")), self.hidden, self.change)
        if name == "tbl":
            style = _child(_child(element, "tblPr"), "tblStyle")
            coloured = style is not None and attribute(style, "val") not in PLAIN_TABLES
            return _Around(self.ground or coloured or _has_ground(_child(element, "tblPr")), self.hidden, self.change)
        if name == "txbxContent":
            return _Around(True, self.hidden, self.change)  # its ground is the shape's, which may have any colour
        if name in ("ins", "moveTo"):
            return _Around(self.ground, self.hidden, "ins")
        if name in ("del", "moveFrom"):
            return _Around(self.ground, self.hidden, "del")
        return self


class Story:
    """The paragraphs of one part, in order; those of a text box come after the paragraph that holds it."""

    def __init__(self, root: etree._Element, styles: Styles) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles = styles
        background = _child(root, "background")
        ground = background is not None and attribute(background, "color", "auto").upper() not in ("AUTO", WHITE)
        self._walk(root, _Around(ground=ground))

    def _walk(self, root: etree._Element, around: _Around) -> None:
        """Depth first with a stack of our own: what is sent may be nested deeper than Python goes."""
        stack = [(root, around, Paragraph())]
        while stack:
            element, around, paragraph = stack.pop()
            name = local(element)
            if name == "p":
                paragraph = Paragraph()
                self.paragraphs.append(paragraph)
            if name == "r":
                self._run(element, around, paragraph)
                inner = [(child, around, paragraph) for child in element if len(child) and local(child) != "rPr"]
            else:
                around = around.within(element, self._styles)
                inner = [(child, around, paragraph) for child in element]
            stack += reversed(inner)

    def _run(self, run: etree._Element, around: _Around, paragraph: Paragraph) -> None:
        text = ""
        for child in run:
            name = local(child)
            if name in ("t", "delText"):
                text += child.text or ""
            elif name in ("instrText", "delInstrText"):
                paragraph.codes += child.text or ""
            else:
                text += BREAKS.get(name, "")
        if not text:
            return
        paragraph.everything += text
        if around.change:
            paragraph.changes[around.change] = paragraph.changes.get(around.change, "") + text
        if around.change == "del":
            return
        if self._is_hidden(_child(run, "rPr"), around):
            paragraph.hidden += text
        else:
            paragraph.shown += text

    def _is_hidden(self, properties: etree._Element | None, around: _Around) -> bool:
        style = _child(properties, "rStyle")
        hidden = around.hidden or (style is not None and attribute(style, "val") in self._styles.hiding)
        for name in _VANISHING:
            state = _on(properties, name)
            hidden = hidden if state is None else state
        size = _child(properties, "sz")
        tiny = size is not None and attribute(size, "val").isdigit() and int(attribute(size, "val")) <= SMALLEST
        white = _is_white(_child(properties, "color")) and not around.ground and not _has_ground(properties)
        return hidden or tiny or white
