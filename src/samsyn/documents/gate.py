"""The gate before publishing: what a document must not carry with it when it becomes public.

First `clean` takes away what can be taken away without changing what the document says; then `scan` tells of all that
is left, and any finding stops. What is not looked at, and why, stands in docs/methods/gate.md.
"""

from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.common.swedish import upper_first
from samsyn.documents.enums import FindingKind, Place
from samsyn.documents.examination import examine
from samsyn.documents.examining import findings

ADVICE: dict[FindingKind, Promise] = {
    FindingKind.PERSONAL_NUMBER: _("Take the number away, or cover it in the document itself and save anew."),
    FindingKind.COORDINATION_NUMBER: _("Take the number away, or cover it in the document itself and save anew."),
    FindingKind.SECRECY_MARK: _("Have the secrecy tried. What is secret is not published."),
    FindingKind.PROTECTED_IDENTITY: _("Make sure that nobody with a protected identity can be found by it."),
    FindingKind.HIDDEN_TEXT: _("Take the hidden text away where the document was made, and save anew."),
    FindingKind.COMMENT: _("Take the comments away where the document was made, and save anew."),
    FindingKind.TRACKED_CHANGE: _("Accept or reject all changes where the document was made, and save anew."),
    FindingKind.ATTACHMENT: _("Take the embedded file away, or publish it as a document of its own."),
    FindingKind.ACTIVE_CONTENT: _("Save the document as a PDF without scripts, programs and media."),
    FindingKind.METADATA: _("Samsyn can take the name away: clean the document."),
    FindingKind.LOCATION: _("Samsyn can take the place away: clean the document."),
    FindingKind.EARLIER_VERSION: _("Samsyn can take earlier versions away: clean the document."),
    FindingKind.NOT_SEARCHABLE: _(
        "The text is a picture, which cannot be searched or read aloud. Have it recognised as text, and publish that."
    ),
}
CLEANABLE = {FindingKind.METADATA, FindingKind.LOCATION, FindingKind.EARLIER_VERSION}


@dataclass(frozen=True)
class Finding:
    """Something that stops a document; `number` is that of the page, paragraph or line, or 0.

    `excerpt` shows where to look, with every long number but its first digits covered.
    """

    kind: FindingKind
    place: Place
    number: int
    excerpt: str

    @property
    def where(self) -> str:
        """'Page 3'."""
        place = upper_first(self.place.label)
        return f"{place} {self.number}" if self.number else place

    @property
    def advice(self) -> str:
        """What to do about it."""
        return str(ADVICE[self.kind])

    @property
    def cleanable(self) -> bool:
        """Whether `clean` as a rule takes it away."""
        return self.kind in CLEANABLE

    @classmethod
    def of(cls, told: findings.Found) -> Self:
        return cls(FindingKind(told["kind"]), Place(told["place"]), told["number"], told["excerpt"])

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "place": self.place.value, "number": self.number, "excerpt": self.excerpt}


def scan(data: bytes, media_type: str) -> list[Finding]:
    """Everything in a document that must not become public: a PDF, Word file, text, PNG or JPEG.

    Raises
    ------
    Refused : it is not of the media type, or cannot be opened safely; what cannot be read is not published.
    """
    return [Finding.of(each) for each in examine("scan", data, media_type).told["found"]]


def scan_text(text: str) -> list[Finding]:
    """The numbers and marks in a text of our own, which needs no process apart."""
    return [Finding.of(each) for each in findings.search(text.splitlines(), Place.LINE.value)]


def clean(data: bytes, media_type: str) -> bytes:
    """The document without names in its properties, comments' authors, places of photographs and earlier versions.

    Comments and changes themselves stay, and a signed PDF is left as it is.

    Raises
    ------
    Refused : as for `scan`.
    """
    return examine("clean", data, media_type).made
