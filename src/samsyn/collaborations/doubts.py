"""What in a register row does not add up: shown, never smoothed over. Pure: the same for a page and for an import."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from samsyn.collaborations.enums import LegalForm, SourceKind, Stage
from samsyn.collaborations.facts import Facts
from samsyn.collaborations.importing.words import read_form
from samsyn.common.swedish import in_words
from samsyn.organisations.enums import OrganisationKind


class DoubtKind(StrEnum):
    COUNT = "COUNT"
    PARTIES_UNKNOWN = "PARTIES_UNKNOWN"
    INFERRED = "INFERRED"
    PARTY_PERIODS = "PARTY_PERIODS"
    UNKNOWN_ORGANISATION = "UNKNOWN_ORGANISATION"
    FORM_UNKNOWN = "FORM_UNKNOWN"
    FORM_UNSURE = "FORM_UNSURE"
    FORM_NAME = "FORM_NAME"
    FORM_LAW = "FORM_LAW"
    TITLE_ONLY = "TITLE_ONLY"
    STATUS_UNCLEAR = "STATUS_UNCLEAR"
    DATES = "DATES"
    HOST = "HOST"
    POSSIBLE_DUPLICATE = "POSSIBLE_DUPLICATE"
    NOTED = "NOTED"


@dataclass(frozen=True)
class Doubt:
    kind: DoubtKind
    text: str


_COMMITTEE = re.compile(r"nämnd(en)?\b", re.IGNORECASE)
_ASSOCIATION = re.compile(r"(kommunal|räddningstjänst|samordnings|energi)förbund", re.IGNORECASE)
_BEFORE = {Stage.IDEA, Stage.INVESTIGATION, Stage.DECIDING}
STALE_DAYS = 2 * 365
_JOINT = {LegalForm.JOINT_COMMITTEE, LegalForm.JOINT_COMMITTEE_CARE}
_ASSOCIATIONS = {LegalForm.MUNICIPAL_ASSOCIATION, LegalForm.COORDINATION_ASSOCIATION}
_PUBLIC = {OrganisationKind.MUNICIPALITY, OrganisationKind.REGION}


def doubts(facts: Facts, *, today: date) -> list[Doubt]:
    """Everything doubtful about the row itself, the weightiest first."""
    return [
        *_parties(facts),
        *_form(facts),
        *_source(facts, today),
        *(Doubt(DoubtKind.NOTED, text) for text in facts.noted),
    ]


def _parties(facts: Facts) -> list[Doubt]:
    found = []
    here, sure = len(facts.parties), sum(1 for party in facts.parties if not party.doubt)
    stated = facts.stated_parties
    if stated is not None and not facts.unlisted_parties and stated != sure:
        said = _("The source states %(stated)s parties and %(here)s stand here.") % {"stated": stated, "here": sure}
        unsure = [f"{party.name}: {party.doubt.rstrip('.')}." for party in facts.parties if party.doubt]
        found.append(Doubt(DoubtKind.COUNT, " ".join([said, *unsure])))
    if facts.unlisted_parties:
        said = _("Not all parties are known. The source says: %(text)s.") % {"text": facts.unlisted_parties}
        found.append(Doubt(DoubtKind.PARTIES_UNKNOWN, said))
    elif here == 0:
        found.append(Doubt(DoubtKind.PARTIES_UNKNOWN, _("No parties are registered.")))
    return found


def _form(facts: Facts) -> list[Doubt]:
    found = []
    form = facts.form
    if form == LegalForm.UNKNOWN and read_form(facts.form_as_stated).unsure:
        found.append(unsure_form(facts.form_as_stated))
    elif form == LegalForm.UNKNOWN:
        said = _("The legal form is not known.")
        if facts.form_as_stated:
            said = _("“%(text)s” is not a legal form that the law knows.") % {"text": facts.form_as_stated}
        found.append(Doubt(DoubtKind.FORM_UNKNOWN, said))
    elif form not in _JOINT and _COMMITTEE.search(facts.name):
        found.append(Doubt(DoubtKind.FORM_NAME, _("The name says committee, but the form is another.")))
    elif form not in _ASSOCIATIONS and _ASSOCIATION.search(facts.name):
        found.append(Doubt(DoubtKind.FORM_NAME, _("The name says association, but the form is another.")))
    kinds = [party.kind for party in facts.parties]
    public = sum(1 for kind in kinds if kind in _PUBLIC)
    whole = not facts.unlisted_parties and kinds
    if form in _JOINT and whole and public < 2:
        found.append(
            Doubt(DoubtKind.FORM_LAW, _("A joint committee has at least two municipalities or regions (KL 9:19)."))
        )
    if form == LegalForm.CONTRACT and any(kind not in _PUBLIC for kind in kinds):
        said = _(
            "Contract collaboration under KL 9:37 is between municipalities and regions; other parties stand here."
        )
        found.append(Doubt(DoubtKind.FORM_LAW, said))
    if form == LegalForm.COORDINATION_ASSOCIATION and whole:
        names = {party.name for party in facts.parties}
        missing = [name for name in ("Försäkringskassan", "Arbetsförmedlingen") if name not in names]
        missing += [
            str(OrganisationKind(kind).label)
            for kind in (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
            if kind not in kinds
        ]
        if missing:
            said = _("A coordination association also has as member (2003:1210): %(who)s.") % {
                "who": ", ".join(missing)
            }
            found.append(Doubt(DoubtKind.FORM_LAW, said))
    return found


def unsure_form(stated: str) -> Doubt:
    said = _("The source's words, “%(text)s”, can mean more than one legal form.") % {"text": stated}
    return Doubt(DoubtKind.FORM_UNSURE, said)


def _source(facts: Facts, today: date) -> list[Doubt]:
    if facts.source_kind == SourceKind.TITLE_ONLY:
        return [Doubt(DoubtKind.TITLE_ONLY, _("Only a document's title has been seen, not the document."))]
    if facts.stage == Stage.UNKNOWN:
        return [
            Doubt(
                DoubtKind.STATUS_UNCLEAR,
                facts.stage_note or _("It is not clear from the source whether it is in force."),
            )
        ]
    if facts.stage in _BEFORE and facts.stage_since and (today - facts.stage_since).days > STALE_DAYS:
        said = _("It was at this stage %(day)s; what came of it is not known.") % {"day": in_words(facts.stage_since)}
        return [Doubt(DoubtKind.STATUS_UNCLEAR, said)]
    return []
