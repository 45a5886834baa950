"""What held of a collaboration on a day, gathered by the database.

As querysets of subqueries these would take longer to write down for every page than to answer. They read as whoever
asks, under row-level security.
"""

from typing import Any

from django.db.models import DateField, F, Func, JSONField, Value

HELD = "(x.starts_on is null or x.starts_on <= day) and (x.ends_on is null or x.ends_on > day)"
PERIOD = ("id", "starts_on", "ends_on", "starts_text", "source", "checked_on")


def _rows(table: str, *fields: str) -> str:
    """All rows of a table of periods, in the order of their beginnings."""
    told = ", ".join(f"'{name}', x.{name}" for name in (*PERIOD, *fields))
    listed = f"jsonb_agg(jsonb_build_object({told}) order by x.starts_on nulls first, x.id)"
    return f"(select coalesce({listed}, '[]') from public.collaborations_{table} x where x.owner_id = c)"  # noqa: S608


SQL = f"""
create or replace function samsyn.collaboration_then(c bigint, named text, day date) returns jsonb
language sql stable parallel safe as $$
    select jsonb_build_object(
        'name', coalesce((select x.name from public.collaborations_collaborationname x
            where x.owner_id = c and {HELD} limit 1), named),
        'form', coalesce((select x.form from public.collaborations_formperiod x
            where x.owner_id = c and {HELD} limit 1), 'UNKNOWN'),
        'stage', 'UNKNOWN') || coalesce((select jsonb_build_object('stage', x.stage, 'since', x.starts_on,
            'until', x.ends_on, 'note', x.note, 'since_text', x.starts_text)
            from public.collaborations_stageperiod x where x.owner_id = c and {HELD} limit 1), '{{}}')
$$;
create or replace function samsyn.collaboration_history(c bigint) returns jsonb language sql stable parallel safe as $$
    select jsonb_build_object(
        'names', {_rows("collaborationname", "name")},
        'forms', {_rows("formperiod", "form", "legal_basis")},
        'stages', {_rows("stageperiod", "stage", "note")},
        'contacts', {_rows("contact", "uid", "kind", "name", "office", "email")},
        'points', (select coalesce(
                jsonb_agg(jsonb_build_object('point', x.point, 'met', x.met, 'where', x.where)), '[]')
            from public.collaborations_checkedpoint x where x.owner_id = c))
$$;
"""  # noqa: S608  names of our own tables


class Then(Func):
    """Name, form and stage on a day."""

    function = "samsyn.collaboration_then"
    output_field = JSONField()

    def __init__(self, day: Any, **extra: Any) -> None:
        super().__init__(F("pk"), F("name"), Value(day, DateField()), **extra)


class History(Func):
    """All names, forms, stages, contacts and checked points."""

    function = "samsyn.collaboration_history"
    output_field = JSONField()
