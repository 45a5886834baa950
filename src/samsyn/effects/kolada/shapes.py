"""The API's answers as typed values: those of version 3, and of 2 where it differs and can be told apart."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from samsyn.effects.kolada.faults import NotAsDescribed

Json = Mapping[str, Any]

GENDERS = ("T", "K", "M")  # total, women, men
MUNICIPALITY_TYPES = ("K", "L")  # municipality, region (the country among them)
# Fields that mean the same under an older name.
NEXT = ("next_url", "next_page")
DELETED = ("isdeleted", "is_deleted")
AUSPICE = ("auspice", "auspices")


@dataclass(frozen=True, slots=True)
class Kpi:
    """An indicator (nyckeltal) as the catalogue tells of it."""

    id: str
    title: str
    description: str
    is_divided_by_gender: bool
    municipality_type: str
    auspice: str | None
    operating_area: str | None
    perspective: str | None
    prel_publication_date: str | None
    publication_date: str | None
    publ_period: str | None
    has_ou_data: bool


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality (K), a region or the country (L)."""

    id: str
    title: str
    type: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of municipalities: a network, or the seven most similar to one. Its values are unweighted means."""

    id: str
    title: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationalUnit:
    """A school, a nursing home or the like (enhet)."""

    id: str
    title: str
    municipality: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value; `value` is None when there is none, and `status` says why in the source's own words, if it does."""

    kpi: str
    unit: str
    year: int
    gender: str
    value: float | None
    count: int | None
    status: str
    deleted: bool


@dataclass(frozen=True)
class Page:
    """One page: the objects as they came, how many the server counted, and where the next one is."""

    values: list[Any]
    count: int | None
    next: str | None


@dataclass
class Remarks:
    """For whoever looks after the system: fields that nobody described, and how much came twice, the same each time."""

    fields: set[str] = field(default_factory=set)
    repeated: int = 0

    def note(self, where: str, found: Json, known: frozenset[str]) -> None:
        if len(found) > len(known) or not known.issuperset(found):
            self.fields.update(f"{where}.{name}" for name in set(found) - known)


def _first(found: Json, names: tuple[str, ...]) -> Any:
    return next((found[name] for name in names if name in found), None)


def take[T](found: Json, name: str, kind: Callable[[Any], T], where: str) -> T:
    """A field that must be there.

    Raises
    ------
    NotAsDescribed : it is not there, or `kind` does not accept it.
    """
    if name not in found:
        raise NotAsDescribed(f"{where} has no field {name!r}; it has {', '.join(sorted(map(str, found))) or 'none'}")
    try:
        return kind(found[name])
    except (TypeError, ValueError) as error:
        raise NotAsDescribed(f"{where}.{name} is {found[name]!r}: {error}") from error


def text(found: Any) -> str:
    if not isinstance(found, str):
        raise TypeError("text is expected")
    return found


def text_or_none(found: Any) -> str | None:
    return None if found is None else text(str(found) if isinstance(found, int) else found)


def code(found: Any) -> str:
    """Codes are text: a number would have lost its leading nought."""
    if not text(found).strip() or found != found.strip():
        raise ValueError("a code is expected")
    return str(found)


def flag(found: Any) -> bool:
    """Version 2 says 0 and 1."""
    if found in (0, 1) and isinstance(found, int):
        return bool(found)
    raise TypeError("true or false is expected")


def year(found: Any) -> int:
    """A number in version 3, text in version 2."""
    if isinstance(found, str) and found.isascii() and found.isdigit():
        found = int(found)
    if isinstance(found, bool) or not isinstance(found, int):
        raise TypeError("a year is expected")
    if not 1900 <= found <= 2200:
        raise ValueError("a year is expected")
    return found


def number_or_none(found: Any) -> float | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float):
        raise TypeError("a number is expected")
    return float(found)


def count_or_none(found: Any) -> int | None:
    if found is None:
        return None
    if isinstance(found, float) and found.is_integer():
        return int(found)
    if isinstance(found, bool) or not isinstance(found, int):
        raise TypeError("a whole number is expected")
    return found


def one_of(*allowed: str) -> Callable[[Any], str]:
    def check(found: Any) -> str:
        if found not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} is expected")
        return str(found)

    return check


def objects(found: Any) -> list[Any]:
    if not isinstance(found, list):
        raise TypeError("a list is expected")
    return found


def an_object(found: Any, where: str) -> Json:
    if not isinstance(found, dict):
        raise NotAsDescribed(f"{where} is {found!r}, and not an object")
    return found


PAGE_FIELDS = frozenset({"values", "count", "previous_url", "previous_page", *NEXT})
KPI_FIELDS = frozenset(Kpi.__slots__) | {"auspices", "ou_publication_date"}
DATA_FIELDS = frozenset({"kpi", "municipality", "ou", "period", "values"})
VALUE_FIELDS = frozenset({"gender", "count", "status", "value", *DELETED})


def read_page(found: Any, remarks: Remarks) -> Page:
    """The envelope. Where the next page is must be told, be it by null: else nobody knows whether this was the last."""
    envelope = an_object(found, "the answer")
    remarks.note("answer", envelope, PAGE_FIELDS)
    values = take(envelope, "values", objects, "the answer")
    if not any(name in envelope for name in NEXT):
        raise NotAsDescribed(f"the answer has none of {' and '.join(NEXT)}, so it may not be the last page")
    following = _first(envelope, NEXT)
    if following is not None and not isinstance(following, str):
        raise NotAsDescribed(f"the address of the next page is {following!r}")
    return Page(values, take({"count": envelope.get("count")}, "count", count_or_none, "the answer"), following or None)


def read_kpi(found: Any, remarks: Remarks) -> Kpi:
    row = an_object(found, "an indicator")
    where = f"indicator {row.get('id', '?')}"
    remarks.note("kpi", row, KPI_FIELDS)
    texts = ("operating_area", "perspective", "prel_publication_date", "publication_date", "publ_period")
    return Kpi(
        id=take(row, "id", code, where),
        title=take(row, "title", text, where),
        description=take({"description": row.get("description")}, "description", text_or_none, where) or "",
        is_divided_by_gender=take(row, "is_divided_by_gender", flag, where),
        municipality_type=take(row, "municipality_type", one_of("K", "L", "A"), where),
        auspice=take({"auspice": _first(row, AUSPICE)}, "auspice", text_or_none, where),
        **{name: take({name: row.get(name)}, name, text_or_none, where) for name in texts},
        has_ou_data=take(row, "has_ou_data", flag, where),
    )


def read_municipality(found: Any, remarks: Remarks) -> Municipality:
    row = an_object(found, "a municipality")
    where = f"municipality {row.get('id', '?')}"
    remarks.note("municipality", row, frozenset({"id", "title", "type"}))
    kind = take(row, "type", one_of(*MUNICIPALITY_TYPES, "R"), where)
    return Municipality(take(row, "id", code, where), take(row, "title", text, where), "L" if kind == "R" else kind)


def read_group(found: Any, remarks: Remarks) -> Group:
    row = an_object(found, "a group")
    where = f"group {row.get('id', '?')}"
    remarks.note("group", row, frozenset({"id", "title", "members"}))
    members = [an_object(member, f"{where}.members") for member in take(row, "members", objects, where)]
    codes = tuple(take(member, "member_id", code, f"{where}.members") for member in members)
    return Group(take(row, "id", code, where), take(row, "title", text, where), codes)


def read_organisational_unit(found: Any, remarks: Remarks) -> OrganisationalUnit:
    row = an_object(found, "a unit")
    where = f"unit {row.get('id', '?')}"
    remarks.note("ou", row, frozenset({"id", "title", "municipality"}))
    return OrganisationalUnit(
        take(row, "id", code, where), take(row, "title", text, where), take(row, "municipality", code, where)
    )


def read_values(found: Any, unit: str, remarks: Remarks) -> Iterator[Value]:
    """The values of one object of data, one for each gender; `unit` is "municipality" or "ou"."""
    row = an_object(found, "a value")
    where = f"value of {row.get('kpi', '?')} {row.get(unit, '?')} {row.get('period', '?')}"
    remarks.note("data", row, DATA_FIELDS)
    kpi, place = take(row, "kpi", code, where), take(row, unit, code, where)
    period = take(row, "period", year, where)
    for inner in take(row, "values", objects, where):
        each = an_object(inner, where)
        remarks.note("data.values", each, VALUE_FIELDS)
        yield Value(
            kpi=kpi,
            unit=place,
            year=period,
            gender=take(each, "gender", one_of(*GENDERS), where),
            value=take(each, "value", number_or_none, where),
            count=take({"count": each.get("count")}, "count", count_or_none, where),
            status=take({"status": each.get("status")}, "status", text_or_none, where) or "",
            deleted=take({"deleted": _first(each, DELETED) or False}, "deleted", flag, where),
        )
