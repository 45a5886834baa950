"""Facts of a collaboration that is in order, to be put out of order one thing at a time."""

from datetime import date
from typing import Any

from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, PartyRole, SourceKind, Stage
from samsyn.collaborations.facts import DocumentFacts, Facts, PartyFacts
from samsyn.organisations.enums import OrganisationKind

TODAY = date(2026, 11, 24)
MUNICIPALITY, REGION, AGENCY = OrganisationKind.MUNICIPALITY, OrganisationKind.REGION, OrganisationKind.STATE_AGENCY
MELLERUD = PartyFacts("Mellerud", MUNICIPALITY, PartyRole.HOST)
BENGTSFORS = PartyFacts("Bengtsfors", MUNICIPALITY, PartyRole.MEMBER)
AMAL = PartyFacts("Åmål", MUNICIPALITY, PartyRole.MEMBER)
GOTALAND = PartyFacts("Västra Götalandsregionen", REGION, PartyRole.MEMBER)
INSURANCE = PartyFacts("Försäkringskassan", AGENCY, PartyRole.MEMBER)
EMPLOYMENT = PartyFacts("Arbetsförmedlingen", AGENCY, PartyRole.MEMBER)


def document(**told: Any) -> DocumentFacts:
    usual: dict[str, Any] = {"title": "Avtalet", "kind": DocumentKind.AGREEMENT, "ends_on": None, "notice_months": 6}
    usual |= {"notice_anchor": NoticeAnchor.ANY_DAY, "renewal_months": None}
    return DocumentFacts(**(usual | told))


def facts(**told: Any) -> Facts:
    """In force, followed up, checked, and without a doubt."""
    usual: dict[str, Any] = {
        "name": "Gemensam arkivarie",
        "form": LegalForm.CONTRACT,
        "stage": Stage.IN_FORCE,
        "stage_since": date(2020, 1, 1),
        "parties": (MELLERUD, BENGTSFORS),
        "documents": (document(),),
        "source_kind": SourceKind.DOCUMENT,
        "checked_on": date(2026, 1, 1),
        "last_follow_up_on": date(2026, 3, 1),
        "next_follow_up_on": date(2027, 3, 1),
    }
    return Facts(**(usual | told))
