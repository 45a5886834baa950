"""Who may do what with networks and forums."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from samsyn.common.verdict import ALLOWED, Verdict
from samsyn.isolation.acting import Reader
from samsyn.networks.enums import APPOINTERS, Openness
from samsyn.networks.models import Forum, Network, Seat, SeatHolder
from samsyn.organisations.enums import EDITORS, PUBLISHERS

Thing = Network | Forum
READER_ONLY = Verdict(_("Your assignment lets you read. A coordinator, registrar or secretary can write."))


def may_create(reader: Reader) -> Verdict:
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_edit(reader: Reader, thing: Thing) -> Verdict:
    """Only the authority that keeps the record writes it."""
    if thing.authority_id != reader.authority:
        return Verdict(_("Only the authority that keeps the papers can change this."))
    return may_create(reader)


def may_open(reader: Reader, thing: Thing, *, to: str) -> Verdict:
    """A step of openness; what others have seen cannot be made a draft again."""
    verdict = may_edit(reader, thing)
    if not verdict:
        return verdict
    if thing.openness == to:
        return Verdict(_("It is so already."))
    if to == Openness.DRAFT:
        return Verdict(_("Others have been able to read this, so it cannot become a draft again."))
    if Openness.PUBLISHED in (to, thing.openness) and reader.role not in PUBLISHERS:
        return Verdict(_("A coordinator, registrar or chief executive decides what is published."))
    return ALLOWED


def may_offer(reader: Reader, thing: Thing) -> Verdict:
    """Who takes over must be able to read what they take over."""
    verdict = may_edit(reader, thing)
    if verdict and thing.openness == Openness.DRAFT:
        return Verdict(_("Share it first, so that those who take over can read it."))
    return verdict


def may_take_over(reader: Reader, thing: Thing) -> Verdict:
    """The keeping of the papers is handed over by an offer and taken over by those it is offered to."""
    if thing.offered_to_id != reader.authority:
        return Verdict(_("The papers have not been offered to your authority."))
    return may_create(reader)


def may_appoint(reader: Reader, seat: Seat, *, today: date) -> Verdict:
    """Each municipality itself decides whom it sends to its seat."""
    if seat.organisation_id != reader.organisation:
        return Verdict(_("Only the seat's own municipality decides who sits there."))
    if reader.role not in APPOINTERS:
        return Verdict(
            _("A coordinator, secretary, registrar, administrator or chief executive registers who sits there.")
        )
    if seat.ends_on and seat.ends_on <= today:
        return Verdict(_("The seat has ended."))
    return ALLOWED


def may_recall(reader: Reader, holder: SeatHolder) -> Verdict:
    if holder.organisation_id != reader.organisation:
        return Verdict(_("Only the seat's own municipality decides who sits there."))
    return ALLOWED if reader.role in APPOINTERS else READER_ONLY


def may_wake(reader: Reader, forum: Forum) -> Verdict:
    """A resting forum is woken by those who keep its papers, on whoever's initiative."""
    if forum.ended_on and forum.ended_on <= reader.today:
        return Verdict(_("The forum has ended."))
    return may_edit(reader, forum)
