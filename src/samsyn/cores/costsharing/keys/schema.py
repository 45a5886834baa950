"""Keys as JSON: read strictly, with the place of what is wrong, and written so that reading gives the same key."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from samsyn.cores.costsharing.exact import exact, text_of
from samsyn.cores.costsharing.keys.basic import BaseAmounts, Equal, FixedShares, PerMille, Proportional, UnitRate
from samsyn.cores.costsharing.keys.combining import Among, InOrder, Lines, Mix
from samsyn.cores.costsharing.keys.fullcost import FullCost
from samsyn.cores.costsharing.keys.groups import Groups
from samsyn.cores.costsharing.keys.key import Key
from samsyn.cores.costsharing.keys.limits import Limits
from samsyn.cores.costsharing.keys.part import InvalidKey, Part, at
from samsyn.cores.costsharing.keys.phasing import Membership, PhaseIn
from samsyn.cores.costsharing.keys.services import Services
from samsyn.cores.costsharing.keys.tables import StepTable

SCHEMA = "samsyn-cost-key/1"
KINDS: dict[str, type[Part]] = {
    kind.kind: kind
    for kind in (
        Equal, FixedShares, Proportional, UnitRate, PerMille, BaseAmounts, Mix, InOrder, Among, Lines, StepTable,
        Services, Groups, Limits, PhaseIn, Membership, FullCost,
    )
}  # fmt: skip
MOST_CHARACTERS, DEEPEST = 200_000, 40


def key_from_json(text: str) -> Key:
    """Read a key.

    Raises
    ------
    InvalidKey : no JSON, another schema, something unknown or missing, or a key that cannot be meant; the refusal's
        `where` is the place (`operation.parts.1.percent`).
    NotANumber : what stands for a number is none.

    Source: docs/methods/keys.md, which lists every kind with its fields
    """
    if len(text) > MOST_CHARACTERS:
        raise InvalidKey("JSON_TOO_LONG", most=MOST_CHARACTERS)
    try:
        data = json.loads(text, parse_float=Decimal, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise InvalidKey("JSON_UNREADABLE", line=line) from None
    if not isinstance(data, dict):
        raise InvalidKey("WANTED_OBJECT")
    if data.get("schema") != SCHEMA:
        raise InvalidKey("SCHEMA_UNKNOWN", text=str(data.get("schema"))[:40], wanted=SCHEMA)
    found: Key = _object(Key, {name: value for name, value in data.items() if name != "schema"}, 0)
    return found


def key_to_json(key: Key) -> str:
    """Write a key; `key_from_json` gives the same key back."""
    return json.dumps({"schema": SCHEMA, **_written(key)}, ensure_ascii=False, indent=2)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise InvalidKey("FIELD_TWICE", names=tuple(sorted({name for name in names if names.count(name) > 1})))
    return found


def _refuse_constant(text: str) -> None:
    raise InvalidKey("NUMBER_NOT_FINITE", text=text)


def _object(kind: type, data: object, depth: int) -> Any:
    """A dataclass of the key from an object, field by field as they are annotated."""
    if not isinstance(data, dict):
        raise InvalidKey("WANTED_OBJECT")
    if depth > DEEPEST:
        raise InvalidKey("TOO_DEEP", most=DEEPEST)
    known = {each.name: each for each in fields(kind)}
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise InvalidKey("FIELD_UNKNOWN", names=tuple(unknown), known=tuple(known))
    missing = [
        name
        for name, each in known.items()
        if name not in data and each.default is MISSING and each.default_factory is MISSING
    ]
    if missing:
        raise InvalidKey("FIELD_MISSING", names=tuple(missing))
    hints = get_type_hints(kind)
    values = {}
    for name, value in data.items():
        with at(name):
            values[name] = _value(hints[name], value, depth)
    return kind(**values)


def _part(data: object, depth: int) -> Part:
    if not isinstance(data, dict):
        raise InvalidKey("WANTED_OBJECT")
    kind = KINDS.get(data["kind"]) if isinstance(data.get("kind"), str) else None
    if kind is None:
        raise InvalidKey("KIND_UNKNOWN", text=str(data.get("kind"))[:40], known=tuple(KINDS))
    found: Part = _object(kind, {name: value for name, value in data.items() if name != "kind"}, depth + 1)
    return found


def _value(hint: Any, value: object, depth: int) -> Any:
    """A value as its annotation says."""
    if get_origin(hint) in (Union, UnionType):  # always "something or None" in a key
        if value is None:
            return None
        hint = next(each for each in get_args(hint) if each is not NoneType)
    hint = getattr(hint, "__supertype__", hint)
    origin = get_origin(hint)
    if origin is tuple:
        return _list(get_args(hint)[0], value, depth)
    if origin is Mapping:
        return _mapping(get_args(hint)[1], value, depth)
    if hint is Part:
        return _part(value, depth)
    if hint is Fraction:
        return exact(value)
    if hint is date:
        return _day(value)
    if isinstance(hint, type) and is_dataclass(hint):
        return _object(hint, value, depth + 1)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise InvalidKey({str: "WANTED_TEXT", bool: "WANTED_YES_OR_NO"}.get(hint, "WANTED_WHOLE_NUMBER"))
    return value


def _list(hint: Any, value: object, depth: int) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise InvalidKey("WANTED_LIST")
    found = []
    for number, each in enumerate(value):
        with at(str(number)):
            found.append(_value(hint, each, depth))
    return tuple(found)


def _mapping(hint: Any, value: object, depth: int) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidKey("WANTED_OBJECT")
    found = {}
    for name, each in value.items():
        with at(name):
            found[name] = _value(hint, each, depth)
    return found


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidKey("WANTED_DAY", text=str(value)[:40]) from None


def _written(value: object) -> Any:
    if isinstance(value, Part | Key) or is_dataclass(value):
        written = {"kind": value.kind} if isinstance(value, Part) else {}
        for each in fields(value):  # type: ignore[arg-type]  # every part is a dataclass
            own = getattr(value, each.name)
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            if own != default:
                written[each.name] = _written(own)
        return written
    if isinstance(value, Fraction):
        return text_of(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _written(each) for name, each in value.items()}
    return value
