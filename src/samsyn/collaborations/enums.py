from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    NETWORK = "NETWORK", _("network")
    LETTER_OF_INTENT = "LETTER_OF_INTENT", _("letter of intent")
    CONTRACT = "CONTRACT", _("contract collaboration, KL 9:37")
    CONTRACT_OTHER_LAW = "CONTRACT_OTHER_LAW", _("contract collaboration under other law")
    PURCHASE = "PURCHASE", _("purchase between authorities")
    JOINT_COMMITTEE = "JOINT_COMMITTEE", _("joint committee")
    JOINT_COMMITTEE_CARE = "JOINT_COMMITTEE_CARE", _("joint committee for health and care, 2003:192")
    MUNICIPAL_ASSOCIATION = "MUNICIPAL_ASSOCIATION", _("municipal association")
    COORDINATION_ASSOCIATION = "COORDINATION_ASSOCIATION", _("coordination association, 2003:1210")
    COMPANY = "COMPANY", _("company")
    ASSOCIATION = "ASSOCIATION", _("association")
    UNKNOWN = "UNKNOWN", _("form not known")


class Stage(models.TextChoices):
    IDEA = "IDEA", _("idea")
    INVESTIGATION = "INVESTIGATION", _("investigation")
    DECIDING = "DECIDING", _("decisions under way")
    IN_FORCE = "IN_FORCE", _("in force")
    UNDER_NOTICE = "UNDER_NOTICE", _("under notice")
    ENDED = "ENDED", _("ended")
    REPLACED = "REPLACED", _("replaced")
    UNKNOWN = "UNKNOWN", _("not clear whether it is in force")


# What may come next; tested to name every stage. A correction of a mistake is made on the period itself.
NEXT_STAGES: dict[str, tuple[str, ...]] = {
    Stage.IDEA: (Stage.INVESTIGATION, Stage.DECIDING, Stage.IN_FORCE, Stage.ENDED),
    Stage.INVESTIGATION: (Stage.IDEA, Stage.DECIDING, Stage.IN_FORCE, Stage.ENDED),
    Stage.DECIDING: (Stage.INVESTIGATION, Stage.IN_FORCE, Stage.ENDED),
    Stage.IN_FORCE: (Stage.UNDER_NOTICE, Stage.ENDED, Stage.REPLACED),
    Stage.UNDER_NOTICE: (Stage.IN_FORCE, Stage.ENDED, Stage.REPLACED),
    Stage.ENDED: (),
    Stage.REPLACED: (),
    Stage.UNKNOWN: tuple(stage for stage in Stage if stage != "UNKNOWN"),
}
OVER = (Stage.ENDED, Stage.REPLACED)
ALIVE = (Stage.IN_FORCE, Stage.UNDER_NOTICE)


class PartyRole(models.TextChoices):
    HOST = "HOST", _("host or seat")
    MEMBER = "MEMBER", _("party")
    BUYER = "BUYER", _("buyer")
    ADJUNCT = "ADJUNCT", _("adjunct")


class DocumentKind(models.TextChoices):
    LETTER_OF_INTENT = "LETTER_OF_INTENT", _("letter of intent")
    AGREEMENT = "AGREEMENT", _("collaboration agreement")
    ARRANGEMENT = "ARRANGEMENT", _("arrangement for a joint committee, KL 9:22")
    CHARTER = "CHARTER", _("association charter")
    RULES = "RULES", _("rules of procedure")
    OWNER_DIRECTIVE = "OWNER_DIRECTIVE", _("owner directive")
    CONSORTIUM_AGREEMENT = "CONSORTIUM_AGREEMENT", _("consortium agreement")
    OTHER = "OTHER", _("other governing document")


class NoticeAnchor(models.TextChoices):
    """What a notice period is counted back from (uppsägningstidens utgångspunkt)."""

    END_OF_TERM = "END_OF_TERM", _("the end of the period of the agreement")
    YEAR_END = "YEAR_END", _("the end of a calendar year")
    ANY_DAY = "ANY_DAY", _("any day: it ends that long after notice")


class ProcurementGround(models.TextChoices):
    NONE = "", _("not stated")
    INTERNAL = "INTERNAL", _("internal procurement, LOU 3:11–16")
    COOPERATION = "COOPERATION", _("cooperation between authorities, LOU 3:17–18")
    PROCURED = "PROCURED", _("procured")
    NOT_PROCUREMENT = "NOT_PROCUREMENT", _("not a procurement")


class SourceKind(models.TextChoices):
    OWN = "OWN", _("our own papers")
    WEB = "WEB", _("public web page")
    DOCUMENT = "DOCUMENT", _("document")
    TITLE_ONLY = "TITLE_ONLY", _("only a document's title has been seen")


class ContactKind(models.TextChoices):
    MAJORITY = "MAJORITY", _("majority")
    OPPOSITION = "OPPOSITION", _("opposition")
    OFFICIAL = "OFFICIAL", _("official")
