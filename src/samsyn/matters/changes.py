"""What a proposal would change in the register, as data beside its text (förslag till ändring).

Organisations and collaborations are told by their uid, so that the same data mean the same in an export. The version
of a proposal is the SHA-256 of text, change and condition together: that is what a municipality says yes to.
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Self

from samsyn.collaborations.enums import DocumentKind, LegalForm, PartyRole
from samsyn.organisations.enums import ChangeKind


@dataclass(frozen=True)
class ProposedParty:
    """An organisation that would take part, in a role and to an extent."""

    organisation: str
    role: str = PartyRole.MEMBER
    extent: str = ""


@dataclass(frozen=True)
class Agreement:
    """The governing document that would begin to hold; `document` is a paper of the matter."""

    title: str
    kind: str = DocumentKind.AGREEMENT
    edition: str = ""
    document: str = ""
    sha256: str = ""
    ends_on: date | None = None
    renewal_months: int | None = None
    notice_months: int | None = None
    notice_anchor: str = ""


@dataclass(frozen=True)
class Change:
    """Start, join, amend, leave or end a collaboration, from a day.

    `named` are the organisations that must be asked; `parties` those the change is about: all of a new collaboration,
    those who join or leave, those whose role or extent is amended.
    """

    kind: str
    name: str = ""
    collaboration: str = ""
    area: str = ""
    form: str = ""
    legal_basis: str = ""
    purpose: str = ""
    cost_rule: str = ""
    parties: tuple[ProposedParty, ...] = ()
    named: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    agreement: Agreement | None = None
    amendment_clause: str = ""  # where the running agreement itself says what an amendment needs

    @classmethod
    def of(cls, told: dict[str, Any]) -> Self:
        """From JSON as it is stored; what it leaves out is empty."""
        known = {name: told[name] for name in cls.__dataclass_fields__ if told.get(name) is not None}
        known["parties"] = tuple(ProposedParty(**party) for party in told.get("parties", ()))
        known["named"] = tuple(told.get("named", ()))
        for day in ("starts_on", "ends_on"):
            known[day] = _day(told.get(day))
        if agreement := told.get("agreement"):
            known["agreement"] = Agreement(**agreement | {"ends_on": _day(agreement.get("ends_on"))})
        return cls(**known)

    def told(self) -> dict[str, Any]:
        """As JSON; days as text."""
        found: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return found

    @property
    def appoints_form(self) -> bool:
        return self.kind in (ChangeKind.START, ChangeKind.AMEND) and self.form not in ("", LegalForm.UNKNOWN)

    def starting(self, day: date | None) -> Self:
        return replace(self, starts_on=day)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def version_of(text: str, change: dict[str, Any], condition: list[dict[str, Any]]) -> str:
    """The SHA-256, in hex, of a proposal's text, change and condition. Line ends and key order do not matter."""
    plain = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    whole = {"text": plain, "change": change, "condition": condition}
    written = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    """A fact of the register as it is and as it would be; equal when nothing changes."""

    what: str
    now: str
    then: str

    @property
    def changes(self) -> bool:
        return self.now != self.then


@dataclass(frozen=True)
class Preview:
    """The register as it would be if every named party said yes."""

    rows: tuple[Row, ...] = ()
    remarks: tuple[str, ...] = field(default=())
