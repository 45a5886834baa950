"""What people write in register files, and what it means: headings, forms, stages, areas, dates and numbers. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.collaborations.enums import LegalForm, Stage
from samsyn.common.tables import read_day
from samsyn.organisations.enums import Area

# Headings in Swedish and English, as our own export writes them and as others have.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("id", "nummer", "nr"),
    "name": ("name", "namn", "samverkan", "benämning"),
    "area": ("area", "område", "verksamhetsområde", "verksamhet"),
    "area_text": ("område i ord", "area in words"),
    "purpose": ("purpose", "syfte", "ändamål"),
    "parties": ("parties", "parter", "kommuner", "medlemmar", "deltagare"),
    "host": ("host", "värd", "värdkommun", "säte", "värdkommun/säte", "värd eller säte"),
    "form": ("form", "rättslig form", "samverkansform", "legal form"),
    "legal_basis": ("legal_basis", "lagstöd", "lagstöd (§)", "legal basis"),
    "stage": ("stage", "status", "skede", "läge"),
    "starts": ("start", "från", "gäller från", "startdatum", "from"),
    "ends": ("end", "slut", "till", "till och med", "gäller till", "slutdatum", "to"),
    "cost_rule": (
        "financing",
        "finansiering",
        "kostnad",
        "kostnadsfördelning",
        "kostnadsnyckel",
        "hur kostnaden delas",
    ),
    "stays_local": ("stays_local", "stannar lokalt", "vad som stannar i varje kommun"),
    "for_residents": ("for_residents", "för invånare", "vad det betyder för invånare"),
    "for_employees": ("for_employees", "för anställda", "vad det betyder för anställda"),
    "staff": ("staff", "personal", "personal (årsarbetare, arbetsgivare)"),
    "risk": ("risk", "risk/sårbarhet", "sårbarhet"),
    "controller": ("controller", "personuppgiftsansvar", "personuppgiftsansvar/biträdesavtal"),
    "external_delegation": ("external_delegation", "extern delegering"),
    "archive_responsible": ("archive", "arkiv", "arkivansvar"),
    "stated_parties": ("stated_parties", "antal parter enligt källan"),
    "unlisted_parties": ("unlisted_parties", "parter som inte namnges", "övriga parter"),
    "doubt_notes": ("doubts", "tveksamt", "vad som är tveksamt"),
    "source": ("source", "källa"),
    "source_kind": ("source_kind", "källtyp"),
    "checked_on": ("checked_on", "kontrollerad", "senast kontrollerad", "källa och senast kontrollerad"),
    "note": ("note", "anmärkning", "notering", "anteckning"),
    "region": ("region", "trakt"),
}
_BY_HEADING = {heading.replace("_", " "): field for field, headings in HEADINGS.items() for heading in headings}


def field_of(heading: str) -> str | None:
    """The field that a heading means, or None."""
    return _BY_HEADING.get(" ".join(heading.lower().replace("_", " ").split()))


def is_ours(heading: str) -> bool:
    """What our own export tells and the register works out for itself."""
    return heading.strip().lower() in ("giltighet", "validity")


_FORMS: tuple[tuple[str, LegalForm], ...] = (
    (r"2003:192", LegalForm.JOINT_COMMITTEE_CARE),
    (r"gemensam (?:\w+)?nämnd|joint committee", LegalForm.JOINT_COMMITTEE),
    (r"samordningsförbund|2003:1210|coordination association", LegalForm.COORDINATION_ASSOCIATION),
    (r"kommunalförbund|municipal association", LegalForm.MUNICIPAL_ASSOCIATION),
    (r"avtalssamverkan|samverkansavtal|kl 9:37|contract collaboration", LegalForm.CONTRACT),
    (r"avtal \(köp\)|köp\b|purchase", LegalForm.PURCHASE),
    (r"avsiktsförklaring|letter of intent", LegalForm.LETTER_OF_INTENT),
    (r"nätverk|(?:ej|utan egen) juridisk person|\bnetwork\b", LegalForm.NETWORK),
    (r"\b(?:aktie)?bolag\b|company", LegalForm.COMPANY),
    (r"\bförening\b|ideell förening|ekonomisk förening", LegalForm.ASSOCIATION),
)
_PLAIN_AGREEMENT = re.compile(r"\bavtal\b(?! \(köp\))", re.IGNORECASE)
_NOT_YET = re.compile(r"utreds|under beslut|föreslås|proposed", re.IGNORECASE)


@dataclass(frozen=True)
class FormRead:
    form: LegalForm
    unsure: bool = False


def read_form(text: str) -> FormRead:
    """The legal form that is meant; unsure when several are named or only "avtal" stands there."""
    said = text.strip()
    if said.upper() in LegalForm.values:
        return FormRead(LegalForm(said.upper()))
    for value, label in LegalForm.choices:
        if said.lower() == str(label).lower():
            return FormRead(LegalForm(value))
    hits = sorted(
        (found.start(), form) for pattern, form in _FORMS if (found := re.search(pattern, said, re.IGNORECASE))
    )
    forms = list(dict.fromkeys(form for _where, form in hits))
    if LegalForm.LETTER_OF_INTENT in forms and LegalForm.NETWORK in forms:
        forms.remove(LegalForm.NETWORK)  # a network that rests on a declaration: both say that nobody is bound
    if LegalForm.JOINT_COMMITTEE_CARE in forms and LegalForm.JOINT_COMMITTEE in forms:
        forms.remove(LegalForm.JOINT_COMMITTEE)  # the special law names a kind of joint committee
    if not forms:
        plain = bool(_PLAIN_AGREEMENT.search(said))
        return FormRead(LegalForm.CONTRACT if plain else LegalForm.UNKNOWN, unsure=plain)
    if _NOT_YET.search(said):
        return FormRead(LegalForm.UNKNOWN, unsure=True)
    bound_too = LegalForm.LETTER_OF_INTENT in forms and bool(_PLAIN_AGREEMENT.search(said))
    return FormRead(forms[0], unsure=len(forms) > 1 or bound_too)


_STAGES: tuple[tuple[str, Stage], ...] = (
    (r"^(?:superseded|ersatt|ombildad|replaced)", Stage.REPLACED),
    (r"^(?:under notice|uppsag)", Stage.UNDER_NOTICE),
    (r"^(?:ended|avslutad|avslutat|upphörd|upphört)", Stage.ENDED),
    (r"^(?:active|aktiv|gäller|i kraft|in force)", Stage.IN_FORCE),
    (r"^(?:idé|idea)", Stage.IDEA),
    (r"^(?:feasibility|utred|investigation)", Stage.INVESTIGATION),
    (r"^(?:proposal|förslag|beslut pågår|decisions? under way|deciding)", Stage.DECIDING),
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class StageRead:
    stage: Stage
    on: date | None = None
    note: str = ""


def read_stage(text: str) -> StageRead:
    """The stage that is meant, the day it is told of, and what stands in brackets."""
    said = text.strip()
    note = found[1] if (found := re.search(r"\(([^)]*)\)", said)) else ""
    on = read_day(day[0]) if (day := _DATE.search(said)) else None
    if said.upper() in Stage.values:
        return StageRead(Stage(said.upper()))
    for value, label in Stage.choices:
        if said.lower() == str(label).lower():
            return StageRead(Stage(value))
    for pattern, stage in _STAGES:
        if re.search(pattern, said, re.IGNORECASE):
            return StageRead(stage, on, note)
    return StageRead(Stage.UNKNOWN, on, said)


_AREAS: tuple[tuple[str, Area], ...] = (
    (r"alla områden|^flera|all areas", Area.ALL),
    (r"vård och omsorg|hälso- och sjukvård(?!.*socialtjänst)|health and care", Area.CARE),
    (r"socialtjänst|familjerätt|ifo\b|lss\b|social", Area.SOCIAL),
    (r"rehabilit", Area.REHABILITATION),
    (r"räddning|brand", Area.RESCUE),
    (r"miljö|hälsoskydd|livsmedel|alkohol|tobak|tillsyn", Area.ENVIRONMENT),
    (r"upphandling|inköp", Area.PROCUREMENT),
    (r"ekonomi|\blön|pension|löne", Area.FINANCE),
    (r"kundtjänst|växel|telefoni", Area.CUSTOMER_SERVICE),
    (r"\bit\b|it-|digital", Area.IT),
    (r"överförmynd", Area.GUARDIANS),
    (r"skol|gymnasi|utbildning|lärcent|campus", Area.EDUCATION),
    (r"kultur|bibliotek|fritid", Area.CULTURE),
    (r"näringsliv|turism|tillväxt|besök", Area.BUSINESS),
    (r"bygg|samhällsbyggnad|vatten|avlopp|renhållning", Area.BUILDING),
    (r"arkiv", Area.ARCHIVES),
    (r"^personal|personalfrågor", Area.STAFF),
    (r"\bkost\b|måltid", Area.FOOD),
    (r"beredskap|kris", Area.PREPAREDNESS),
    (r"påverkan|intressebevakning", Area.ADVOCACY),
)


def read_area(text: str) -> Area:
    """The area that is named first."""
    said = text.strip()
    if said.upper() in Area.values:
        return Area(said.upper())
    for value, label in Area.choices:
        if said.lower() == str(label).lower():
            return Area(value)
    hits = [(found.start(), area) for pattern, area in _AREAS if (found := re.search(pattern, said, re.IGNORECASE))]
    return min(hits, key=lambda hit: hit[0])[1] if hits else Area.OTHER


_SEASONS = {"vår": 3, "våren": 3, "spring": 3, "sommaren": 6, "hösten": 9, "höst": 9, "autumn": 9, "vintern": 12}
_SEASON = re.compile(r"^(\w+) (1[89]\d{2}|2[01]\d{2})$")
_YEAR = re.compile(r"^(1[89]\d{2}|2[01]\d{2})$")
_MONTH = re.compile(r"^(1[89]\d{2}|2[01]\d{2})-(0[1-9]|1[0-2])$")


@dataclass(frozen=True)
class DayRead:
    """`day` is the first day; `text` the source's words when it knows no exact day; `aside` what stood in brackets."""

    day: date | None
    last: date | None
    text: str = ""
    aside: str = ""
    bad: bool = False


def read_when(value: object) -> DayRead:
    """A day, a month, a year or a season, with what is told beside it in brackets."""
    if value in (None, ""):
        return DayRead(None, None)
    said = str(value).strip()
    aside = found[1] if (found := re.search(r"\(([^)]*)\)", said)) else ""
    plain = re.sub(r"\([^)]*\)", "", said).strip()
    if (day := read_day(plain)) and _YEAR.match(str(day.year)):
        return DayRead(day, day, "", aside)
    if found := _MONTH.match(plain):
        first = date(int(found[1]), int(found[2]), 1)
        return DayRead(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1), plain, aside)
    if found := _YEAR.match(plain):
        return DayRead(date(int(plain), 1, 1), date(int(plain), 12, 31), plain, aside)
    if (found := _SEASON.match(plain)) and (month := _SEASONS.get(found[1].lower())):
        return DayRead(date(int(found[2]), month, 1), date(int(found[2]), min(month + 2, 12), 28), plain, aside)
    return DayRead(None, None, plain, aside, bad=True)


_WORDS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "en": 1,
    "två": 2,
    "tre": 3,
    "fyra": 4,
    "fem": 5,
    "sex": 6,
    "sju": 7,
    "åtta": 8,
    "nio": 9,
    "tio": 10,
    "elva": 11,
    "tolv": 12,
}
_COUNT = re.compile(r"\b(\d{1,3}|" + "|".join(_WORDS) + r")\b", re.IGNORECASE)


def read_count(text: str) -> int | None:
    """The first number in a phrase, in figures or words."""
    if not (found := _COUNT.search(text)):
        return None
    said = found[1].lower()
    return int(said) if said.isdecimal() else _WORDS[said]
