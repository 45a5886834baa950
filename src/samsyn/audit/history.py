"""Every version of a row, kept by triggers: also what bulk updates and raw SQL change."""

from dataclasses import replace

import pghistory
from django.db.models import Model

from samsyn.isolation.tables import OURS_ALONE, OWN


def tracked[M: type[Model]](model: M) -> M:
    """Keep every version of the model's rows, readable by those who are responsible for them."""
    kept = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,
    )(model)
    columns = {field.column for field in model._meta.fields}
    isolation = OWN if "authority_id" in columns and not hasattr(model, "kept_by_organisation") else OURS_ALONE
    model.pgh_event_model.isolation = replace(isolation.append_only(), owner_reads=True)  # type: ignore[attr-defined]
    return kept  # type: ignore[no-any-return]
