"""Who may do what with a matter: those who prepare it, and each municipality with its own part."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from samsyn.common.verdict import ALLOWED, Verdict
from samsyn.isolation.acting import Reader
from samsyn.matters.enums import NEXT_STAGES, OPEN, MatterStage
from samsyn.matters.models import ChainStep, LocalMatter, Matter, MatterDocument, Referral
from samsyn.networks.enums import Openness
from samsyn.networks.models import Forum
from samsyn.organisations.enums import EDITORS, PUBLISHERS, REGISTRARS, BodyKind, Role

READER_ONLY = Verdict(_("Your assignment lets you read. A coordinator, registrar or secretary can write."))
NOT_OPEN = Verdict(_("The matter is closed or withdrawn. Nothing more is written in it."))
COUNCILS = frozenset({BodyKind.COUNCIL, BodyKind.ASSOCIATION_ASSEMBLY})


def may_raise(reader: Reader, forum: Forum) -> Verdict:
    """A matter is raised in a forum by those who keep the forum's papers."""
    if forum.authority_id != reader.authority:
        return Verdict(_("Only the authority that keeps the forum's papers can raise a matter there."))
    if forum.ended_on and forum.ended_on <= reader.today:
        return Verdict(_("The forum has ended."))
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_prepare(reader: Reader, matter: Matter) -> Verdict:
    """Background, proposal, papers, and who is asked: by those who keep the matter, as long as it is open."""
    if matter.authority_id != reader.authority:
        return Verdict(_("Only the authority that keeps the matter can change what is shared."))
    if reader.role not in EDITORS:
        return READER_ONLY
    return ALLOWED if matter.stage in OPEN else NOT_OPEN


def may_share(reader: Reader, matter: Matter) -> Verdict:
    verdict = may_prepare(reader, matter)
    if verdict and matter.openness != Openness.DRAFT:
        return Verdict(_("It is shared already."))
    return verdict


def may_refer(reader: Reader, matter: Matter) -> Verdict:
    verdict = may_prepare(reader, matter)
    if not verdict:
        return verdict
    if matter.stage != MatterStage.PREPARING:
        return Verdict(_("The matter has been referred already."))
    if matter.openness == Openness.DRAFT:
        return Verdict(_("Share the matter with the forum first."))
    return _refers(reader)


def may_refer_anew(reader: Reader, matter: Matter) -> Verdict:
    """Those who are asked may be asked about a later version, until the matter has entered into force."""
    verdict = may_prepare(reader, matter)
    if not verdict:
        return verdict
    if matter.stage != MatterStage.REFERRED:
        return Verdict(_("The matter has not been referred."))
    return _refers(reader)


def _refers(reader: Reader) -> Verdict:
    if reader.role not in PUBLISHERS | {Role.SECRETARY}:
        return Verdict(_("A coordinator, registrar, secretary or chief executive refers a matter."))
    return ALLOWED


def may_remind(reader: Reader, referral: Referral) -> Verdict:
    verdict = may_prepare(reader, referral.matter)
    if verdict and referral.withdrawn_on:
        return NOT_OPEN
    return verdict


def may_close(reader: Reader, matter: Matter, *, to: str) -> Verdict:
    verdict = may_prepare(reader, matter)
    if verdict and to not in NEXT_STAGES[matter.stage]:
        return Verdict(_("It cannot go there from where it is."))
    return verdict


def may_apply(reader: Reader, *, keeper: int) -> Verdict:
    """What has entered into force is written in the register by the authority that keeps the record, or will."""
    if keeper != reader.authority:
        return Verdict(_("It is written in the register by the authority that keeps the record."))
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_publish(reader: Reader, matter: Matter) -> Verdict:
    """The public reads the matter, without what the municipalities have not published themselves."""
    if matter.authority_id != reader.authority:
        return Verdict(_("Only the authority that keeps the matter can change what is shared."))
    if reader.role not in PUBLISHERS:
        return Verdict(_("A coordinator, registrar or chief executive decides what is published."))
    if matter.openness == Openness.DRAFT:
        return Verdict(_("Share the matter with the forum first."))
    return ALLOWED


def may_publish_answer(reader: Reader, local: LocalMatter) -> Verdict:
    """Each municipality publishes what its own bodies have decided."""
    verdict = may_write_local(reader, local)
    if verdict and reader.role not in PUBLISHERS | {Role.SECRETARY}:
        return Verdict(_("A coordinator, registrar, secretary or chief executive decides what is published."))
    return verdict


def may_share_document(reader: Reader, document: MatterDocument) -> Verdict:
    verdict = may_prepare(reader, document.matter)
    if not verdict:
        return verdict
    if document.secret:
        return Verdict(_("The paper is marked as secret and is not shared here."))
    if document.openness != "DRAFT":
        return Verdict(_("It is shared already."))
    if document.matter.openness == Openness.DRAFT:
        return Verdict(_("Share the matter first."))
    return ALLOWED


def may_mark_document(reader: Reader, document: MatterDocument) -> Verdict:
    verdict = may_prepare(reader, document.matter)
    if verdict and document.openness != "DRAFT":
        return Verdict(_("Others have been able to read it, so that a marking would come too late here."))
    return verdict


# --- each municipality's own part -----------------------------------------------------------------------------------
OTHERS = Verdict(_("Only the municipality itself writes its part of the matter."))


def may_receive(reader: Reader, referral: Referral) -> Verdict:
    """What was referred is received and registered by the authority that it was sent to."""
    if referral.organisation_id != reader.organisation:
        return OTHERS
    if referral.receiver_id != reader.authority:
        return Verdict(_("The matter was referred to another authority of your municipality, which receives it."))
    if reader.role not in EDITORS:
        return READER_ONLY
    if referral.withdrawn_on or referral.matter.stage != MatterStage.REFERRED:
        return NOT_OPEN
    return ALLOWED


def may_write_local(reader: Reader, local: LocalMatter) -> Verdict:
    """Registry number, case officer and the authority's own texts."""
    if local.organisation_id != reader.organisation:
        return OTHERS
    if local.authority_id != reader.authority:
        return Verdict(_("Another authority of your municipality has this matter."))
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_change_chain(reader: Reader, local: LocalMatter) -> Verdict:
    """The municipality's own way, until somebody on it has decided."""
    if local.organisation_id != reader.organisation:
        return OTHERS
    if local.matter.stage != MatterStage.REFERRED:
        return NOT_OPEN
    return ALLOWED if reader.role in EDITORS else READER_ONLY


def may_record_decision(reader: Reader, step: ChainStep, matter: Matter) -> Verdict:
    """A registrar or secretary records what a body of its own municipality did. A forum has none to record."""
    if step.organisation_id != reader.organisation:
        return Verdict(_("Only the municipality's own registrar can record its decision."))
    if reader.role not in REGISTRARS:
        return Verdict(_("A registrar or secretary of the municipality records what its bodies decide."))
    if matter.stage not in (MatterStage.REFERRED, MatterStage.CLOSED):
        return NOT_OPEN
    if step.local.referral.withdrawn_on:
        return Verdict(_("The matter has been taken back from the municipality. Nothing more is recorded of it here."))
    return ALLOWED


def may_record_force(reader: Reader, organisation: int) -> Verdict:
    """Announcement, legal force and appeals are recorded by the municipality whose decision it is."""
    if organisation != reader.organisation:
        return Verdict(_("Only the municipality's own registrar can record this."))
    if reader.role not in REGISTRARS:
        return Verdict(_("A registrar or secretary of the municipality records what its bodies decide."))
    return ALLOWED


def may_decide_by_minority(kind: str, earlier: int) -> Verdict:
    """A third of those present may have it postponed, once: in a council, never in a board (KL 5:50, 9:2, 6:33)."""
    if kind not in COUNCILS:
        return Verdict(
            _("A minority of a third can postpone only in a council or an association's assembly (KL 5:50, 6:33).")
        )
    if earlier:
        return Verdict(
            _("The matter has been postponed by a minority before. A second time needs a majority (KL 5:50).")
        )
    return ALLOWED


def has_sat(day: date, *, today: date, not_before: date) -> Verdict:
    """What is recorded has happened, and after the matter came in."""
    if day > today:
        return Verdict(_("The sitting is still to come. What a body decides is recorded afterwards."))
    if day < not_before:
        return Verdict(_("The sitting was before the matter was referred. Check the day."))
    return ALLOWED
