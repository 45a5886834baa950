"""Querysets whose SQL is written once and then asked with other values.

For a page's reads Django spends several times longer on writing the SQL than PostgreSQL on answering it. A prepared
read is built once per process and shape, with placeholders in place of the values; each call puts the values of its
asker in. What comes back is an ordinary queryset, already narrowed: it may be iterated, not filtered further.
"""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import fields, replace
from datetime import date
from functools import update_wrapper
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import Prefetch, QuerySet

from samsyn.isolation.acting import Reader

_FAR = 10**15  # no key, day or address that anybody has


class NotPrepared(Exception):
    """The read cannot be prepared: a value went into the SQL otherwise than as a parameter of its own."""


class Prepared:
    """A function from values to a queryset, asked by keyword; made with the decorator `prepared`.

    A reader, day, number, address, text or list of numbers is a value; what changes the SQL itself (which filters,
    which order) stands in `shape`, and each shape is built of its own. A value may not be None.
    """

    keep = True  # `make mutants` builds anew each time, so that what it takes away is away

    def __init__(self, build: Callable[..., "QuerySet[Any]"]) -> None:
        self.build = build
        self.known: dict[Any, _Compiled] = {}
        update_wrapper(self, build)

    def __call__(self, *, shape: dict[str, Any] | None = None, **values: Any) -> "QuerySet[Any]":
        key = (tuple(sorted(values)), tuple(sorted((shape or {}).items())))
        compiled = self.known.get(key) if self.keep else None
        if compiled is None:
            compiled = self.known[key] = _Compiled(self.build, values, shape or {})
        return compiled.asked(values)

    def first(self, **values: Any) -> Any:
        """The first row, or None; the read itself is to ask for no more."""
        return next(iter(self(**values)), None)


prepared = Prepared


class _Compiled:
    def __init__(self, build: Callable[..., Any], values: dict[str, Any], shape: dict[str, Any]) -> None:
        holes = _Holes(values)
        self.queryset = build(**holes.values, **shape)
        prefetched = self.queryset._prefetch_related_lookups
        if any(isinstance(one, Prefetch) and one.queryset is not None for one in prefetched):
            raise NotPrepared("a prefetched queryset of its own would keep the placeholders")
        self.compiler = self.queryset.query.get_compiler(using=self.queryset.db)
        self.sql, params = self.compiler.as_sql()
        self.parts = [holes.taken(param) for param in params]
        if missing := holes.needed - holes.seen:
            raise NotPrepared(f"not a parameter of the SQL: {', '.join(sorted(missing))}")

    def asked(self, values: dict[str, Any]) -> "QuerySet[Any]":
        params = tuple(part(values) for part in self.parts)
        template = self.queryset
        found: QuerySet[Any] = type(template)(model=template.model, query=_Query(self, params), using=template._db)
        for name in ("_prefetch_related_lookups", "_iterable_class", "_fields"):
            setattr(found, name, getattr(template, name))
        return found


class _Query:
    """Stands where Django's own query stands, and hands out the compiler that has done its work."""

    def __init__(self, compiled: _Compiled, params: tuple[Any, ...]) -> None:
        self.compiled, self.params = compiled, params

    def get_compiler(self, using: str | None = None, connection: Any = None, elide_empty: bool = True) -> Any:
        compiler = copy(self.compiled.compiler)
        compiler.connection = connections[using] if using else connection
        compiler.as_sql = lambda *_args, **_kwargs: (self.compiled.sql, self.params)
        return compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiled.queryset.query, name)


class _Holes:
    """Placeholders that are told apart by their value, and found again among the parameters."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.number = 0
        self.by_value: dict[Any, tuple[str, Callable[[dict[str, Any]], Any]]] = {}
        self.needed: set[str] = set()
        self.seen: set[str] = set()
        self.values = {name: self._hole(name, value) for name, value in values.items()}

    def _hole(self, name: str, value: Any) -> Any:
        if isinstance(value, Reader):
            told = {}
            for one in fields(Reader):
                told[one.name] = self._placed(
                    f"{name}.{one.name}", getattr(value, one.name), _of_reader(name, one.name)
                )
            return replace(value, **told)
        self.needed.add(name)
        return self._placed(name, value, lambda values: values[name])

    def _placed(self, told: str, value: Any, find: Callable[[dict[str, Any]], Any]) -> Any:
        self.number += 1
        hole = _like(value, self.number)
        if hole is not None:
            self.by_value[_key(hole)] = (told, find)
        return hole

    def taken(self, param: Any) -> Callable[[dict[str, Any]], Any]:
        """How to get a parameter's value: from the asker, or always the same."""
        found = self.by_value.get(_key(param))
        if found is None:
            return lambda _values: param
        told, find = found
        self.seen.add(told)
        if isinstance(param, int) and type(param) is not int:  # psycopg's own kinds of integers
            kind = type(param)
            return lambda values: kind(find(values))
        if isinstance(param, list):
            return lambda values: list(find(values))
        return find


def _of_reader(name: str, field: str) -> Callable[[dict[str, Any]], Any]:
    return lambda values: getattr(values[name], field)


def _key(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return ("list", *value)
    return (date, value) if isinstance(value, date) else value if isinstance(value, str | int | UUID) else id(value)


def _like(value: Any, number: int) -> Any:
    """A value of the same kind that stands for nothing else."""
    if value is None:
        return None
    if isinstance(value, bool):
        raise NotPrepared("a yes or no changes the SQL: give it as shape")
    if isinstance(value, UUID):
        return UUID(int=number)
    if isinstance(value, date):
        return date.fromordinal(number)
    if isinstance(value, int):
        return -_FAR - number
    if isinstance(value, str):
        return f"\x01{number}"
    if isinstance(value, Sequence):
        return [-_FAR - number] if isinstance(value, list) else (-_FAR - number,)
    raise NotPrepared(f"{type(value).__name__} is no value of a read")
