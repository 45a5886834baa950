"""Wall 1's half of "in my circles": one array parameter, however many circles there are."""

from typing import Any

from django.db.models import BigAutoField, ForeignKey, Lookup, Q

from samsyn.isolation.acting import Reader


@BigAutoField.register_lookup
@ForeignKey.register_lookup
class EqualAny(Lookup):  # type: ignore[type-arg,unused-ignore]
    """`circle__any=[1, 2]` as `circle_id = any(array)`."""

    lookup_name = "any"

    def get_prep_lookup(self) -> list[int]:
        return list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        lhs, params = self.process_lhs(compiler, connection)
        return f"{lhs} = any(%s::bigint[])", (*params, self.rhs)


def readable_by(reader: Reader) -> Q:
    """One's own authority's records, and what is shared in one's circles."""
    return Q(authority=reader.authority) | Q(circle__any=reader.circles)
