"""Who may do what with collaborations in the register."""

from django.utils.translation import gettext_lazy as _

from samsyn.collaborations.enums import NEXT_STAGES
from samsyn.collaborations.models import Collaboration, GoverningDocument
from samsyn.common.verdict import ALLOWED, Verdict
from samsyn.isolation.acting import Reader
from samsyn.networks.enums import Openness
from samsyn.organisations.enums import EDITORS, PUBLISHERS

READER_ONLY = Verdict(_("Your assignment lets you read. A coordinator, registrar or secretary can write."))


def may_register(reader: Reader) -> Verdict:
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_edit(reader: Reader, collaboration: Collaboration) -> Verdict:
    """Only the authority that keeps the record writes it."""
    if collaboration.authority_id != reader.authority:
        return Verdict(_("Only the authority that keeps this record can change it."))
    return may_register(reader)


def may_change_stage(reader: Reader, collaboration: Collaboration, *, now: str | None, to: str) -> Verdict:
    verdict = may_edit(reader, collaboration)
    if verdict and now is not None and to not in NEXT_STAGES[now]:
        return Verdict(
            _("It cannot go from where it is to that stage. Correct the present stage instead, if it is wrong.")
        )
    return verdict


def may_open(reader: Reader, collaboration: Collaboration, *, to: str) -> Verdict:
    """A step of openness; what others have seen cannot be made a draft again."""
    verdict = may_edit(reader, collaboration)
    if not verdict:
        return verdict
    if collaboration.openness == to:
        return Verdict(_("It is so already."))
    if to == Openness.DRAFT:
        return Verdict(_("Others have been able to read this, so it cannot become a draft again."))
    if Openness.PUBLISHED in (to, collaboration.openness) and reader.role not in PUBLISHERS:
        return Verdict(_("A coordinator, registrar or chief executive decides what is published."))
    return ALLOWED


def may_mark_secret(reader: Reader, document: GoverningDocument) -> Verdict:
    """Marking is made, and lifted, by the authority that holds the document (OSL 5:5)."""
    return may_edit(reader, document.owner)


def may_import(reader: Reader) -> Verdict:
    return may_register(reader)
