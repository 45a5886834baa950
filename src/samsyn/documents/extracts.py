"""What is checked of a document that somebody sends, a minutes extract first of all, before it is kept."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from samsyn.common.verdict import Refused
from samsyn.documents.examination import DOCX, PDF, SENTENCES, examine

EXTENSIONS = {PDF: (".pdf",), DOCX: (".docx",)}

MISNAMED = {
    PDF: _("The file is not what its name says. It is a PDF: give it a name that ends in .pdf."),
    DOCX: _("The file is not what its name says. It is a Word document: give it a name that ends in .docx."),
}


@dataclass(frozen=True)
class Opened:
    """A document that could be opened; a Word file has no pages before it is printed, and says 1."""

    media_type: str
    pages: int


def opened(given: bytes | Path, name: str) -> Opened:
    """Open a PDF or Word file, in a process apart.

    Parameters
    ----------
    given : its bytes, or where it lies.
    name : what the sender calls it; the document must be of the kind that it says.

    Raises
    ------
    Refused : it is of another kind than its name says, or of none that we take; encrypted, too large, a bomb, empty
        or damaged.
    """
    told = examine("open", given).told
    extensions = EXTENSIONS.get(told["media_type"])
    if extensions is None:
        raise Refused(SENTENCES["unknown"], "file")
    if not name.lower().endswith(extensions):
        raise Refused(str(MISNAMED[told["media_type"]]), "file")
    return Opened(told["media_type"], told["pages"])
