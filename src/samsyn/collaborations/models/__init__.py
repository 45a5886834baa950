"""What municipalities do together: the register (samverkansregister)."""

from samsyn.collaborations.models.collaboration import (
    CheckedPoint,
    Collaboration,
    CollaborationName,
    Contact,
    FormPeriod,
    Party,
    PublicCollaboration,
    StagePeriod,
)
from samsyn.collaborations.models.documents import GoverningDocument, Signature
from samsyn.collaborations.models.imports import ImportRun

__all__ = [
    "CheckedPoint",
    "Collaboration",
    "CollaborationName",
    "Contact",
    "FormPeriod",
    "GoverningDocument",
    "ImportRun",
    "Party",
    "PublicCollaboration",
    "Signature",
    "StagePeriod",
]
