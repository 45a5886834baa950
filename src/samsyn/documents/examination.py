"""Have a document opened, searched or cleaned by a process of its own, and say in words why it cannot be."""

from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samsyn.common.apart import Answer, Unreadable, ask
from samsyn.common.verdict import Refused

MODULE = "samsyn.documents.examining"
SECONDS = 40
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
IMAGES = ("image/png", "image/jpeg")
MEDIA_TYPES = (PDF, DOCX, TEXT, *IMAGES)
SENTENCES: dict[str, Promise] = {
    "empty": _("The file is empty. Choose another."),
    "too_large": _("The file is larger than 20 MB. Make it smaller, or split it."),
    "encrypted": _("The file is locked with a password. Save a copy without a password and choose that."),
    "old_word": _("The file is in the old Word format (doc). Save it as docx or PDF and choose that."),
    "macros": _("The Word file holds macros, which are programs. Save it as an ordinary docx and choose that."),
    "not_word": _("The file is a zip file and not a Word document. Choose a PDF or a Word document (docx)."),
    "not_image": _("The image cannot be opened. Save it anew as PNG or JPEG and choose that."),
    "unknown": _("The file is neither a PDF nor a Word document (docx), whatever its name says. Choose another."),
    "mislabelled": _("The file is of another kind than its name says. Give it its right name, or save it anew."),
    "broken": _("The file is damaged and cannot be opened. Open it where it was made, save it anew and choose that."),
    "broken_page": _("Page %(page)s of the file is damaged and cannot be read. Save the file anew and choose that."),
    "too_many_pages": _("The file has %(pages)s pages; Samsyn takes at most %(most)s. Split it."),
    "bomb": _("The file unpacks to far more than it should and was not opened. Save it anew as PDF and try again."),
    "too_slow": _("The file took too long to read and was given up. Save it anew as PDF and try again."),
}


def examine(task: str, given: bytes | Path, media_type: str = "") -> Answer:
    """Carry out `open`, `scan` or `clean`; only `open` takes a document for whatever it is.

    Raises
    ------
    Refused : it cannot be opened, or not safely; with a sentence on what is wrong and what to do.
    """
    if media_type not in MEDIA_TYPES and (media_type or task != "open"):
        raise Refused(SENTENCES["unknown"], "file")
    try:
        return ask(MODULE, given, task, media_type, seconds=SECONDS)
    except Unreadable as error:
        raise Refused(str(SENTENCES[error.code]) % error.told, "file") from None
