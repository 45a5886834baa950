"""What is prepared together and decided apart (ärenden)."""

from samsyn.matters.models.answers import (
    ChainStep,
    Decision,
    ForceEvent,
    LocalMatter,
    LocalText,
    Signing,
    Wording,
)
from samsyn.matters.models.entry import Applied, Entry
from samsyn.matters.models.matter import Asked, Matter, MatterDocument, Proposal, Referral, Standpoint
from samsyn.matters.models.public import PublicAnswer, PublicMatter

__all__ = [
    "Applied",
    "Asked",
    "ChainStep",
    "Decision",
    "Entry",
    "ForceEvent",
    "LocalMatter",
    "LocalText",
    "Matter",
    "MatterDocument",
    "Proposal",
    "PublicAnswer",
    "PublicMatter",
    "Referral",
    "Signing",
    "Standpoint",
    "Wording",
]
