"""Bring planned rows into the register: all of them or none, in a handful of statements."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from samsyn.audit.actions import lock
from samsyn.audit.models import Event
from samsyn.collaborations import publishing, rules
from samsyn.collaborations.actions import make_circles
from samsyn.collaborations.importing.interpreting import Draft, DraftParty
from samsyn.collaborations.importing.planning import Outcome, Planned, same_party, told_of
from samsyn.collaborations.models import Collaboration, CollaborationName, FormPeriod, Party, StagePeriod
from samsyn.common.bulk import insert_rows
from samsyn.common.periods import overlap
from samsyn.common.verdict import NotAllowed, Refused, require
from samsyn.isolation.acting import Reader
from samsyn.networks.enums import Openness
from samsyn.organisations.actions import everyone
from samsyn.organisations.enums import PUBLISHERS


@transaction.atomic
def save(
    planned: list[Planned],
    *,
    by: Reader,
    at: datetime,
    to: str = Openness.DRAFT,
    progress: Callable[[int], None] | None = None,
) -> dict[str, int]:
    """Save what was planned. Returns how many were created, changed and left as they were."""
    require(rules.may_import(by))
    if to == Openness.PUBLISHED and by.role not in PUBLISHERS:
        raise NotAllowed(_("A coordinator, registrar or chief executive decides what is published."))
    if any(row.outcome == Outcome.REFUSED for row in planned):
        raise Refused(
            _("Some rows cannot be read. Put them right in the file and read it in again. Nothing was saved.")
        )
    lock(f"import {by.authority}")
    new = [row for row in planned if row.outcome == Outcome.CREATE]
    kept = set(
        Collaboration.objects.filter(authority=by.authority, import_key__in=[row.draft.key for row in new]).values_list(
            "import_key", flat=True
        )
    )
    new = [row for row in new if row.draft.key not in kept]  # somebody else imported the same file just now
    made = _create(new, by=by, to=to)
    changed = [_change(row) for row in planned if row.outcome == Outcome.CHANGE]
    for start in range(0, len(made) + len(changed), 1_000):
        publishing.bring_up_to_date([*made, *changed][start : start + 1_000], today=by.today, at=at)
        if progress:
            progress(start)
    insert_rows(
        Event,
        (
            _event("import_created" if number < len(made) else "import_changed", thing, by, at)
            for number, thing in enumerate([*made, *changed])
        ),
    )
    return {"created": len(made), "changed": len(changed), "same": len(planned) - len(made) - len(changed)}


def _event(kind: str, thing: Collaboration, by: Reader, at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "at": at,
        "authority": by.authority,
        "person": by.person,
        "assignment": by.assignment,
        "subject": thing.uid,
        "subject_name": thing.name,
    }


def _create(rows: list[Planned], *, by: Reader, to: str) -> list[Collaboration]:
    if not rows:
        return []
    circles, draft_circle = make_circles(by, len(rows))
    everybody = everyone().pk if to == Openness.PUBLISHED else 0
    read_by = [{Openness.DRAFT: draft_circle, Openness.PUBLISHED: everybody}.get(Openness(to), own) for own in circles]
    keys = insert_rows(
        Collaboration,
        (
            {
                "authority": by.authority,
                "circle": circle,
                "openness": to,
                "own_circle": own,
                "name": row.draft.name,
                "import_key": row.draft.key,
                **row.draft.facts,
            }
            for row, own, circle in zip(rows, circles, read_by, strict=True)
        ),
    )
    names, forms, stages, parties = [], [], [], []
    for row, owner, circle in zip(rows, keys, read_by, strict=True):
        draft = row.draft
        told = {"source": draft.facts.get("source", ""), "checked_on": draft.facts.get("checked_on")}
        common = {"owner": owner, "authority": by.authority, "circle": circle, **told}
        begun = {"starts_on": draft.starts_on, "starts_text": draft.starts_text}
        names.append({**common, "name": draft.name, **begun})
        forms.append({**common, "form": draft.form, "legal_basis": draft.legal_basis, **begun})
        stages += [{**common, **stage} for stage in draft.stages]
        parties += [{**common, **_party(party)} for party in draft.parties]
    for model, listed in ((CollaborationName, names), (FormPeriod, forms), (StagePeriod, stages), (Party, parties)):
        insert_rows(model, listed)
    made = Collaboration.objects.in_bulk(keys)
    return [made[key] for key in keys]


def _party(draft: DraftParty) -> dict[str, Any]:
    period = {"starts_on": draft.starts_on, "ends_on": draft.ends_on, "starts_text": draft.starts_text[:80]}
    return {
        "organisation": draft.organisation,
        "role": draft.role,
        "extent": draft.extent,
        "doubt": draft.doubt,
    } | period


def _change(row: Planned) -> Collaboration:
    """The file's facts take the place of ours; parties that the file does not name are left."""
    draft = row.draft
    thing = Collaboration.objects.select_for_update().get(pk=row.existing or 0)
    Collaboration.objects.filter(pk=thing.pk).update(**draft.facts, version=thing.version + 1)
    if "name" in row.changes:
        Collaboration.objects.filter(pk=thing.pk).update(name=draft.name)
        CollaborationName.objects.filter(owner=thing, ends_on=None).update(name=draft.name)
        thing.name = draft.name
    if "form" in row.changes:
        basis = {"legal_basis": draft.legal_basis} if draft.legal_basis else {}
        FormPeriod.objects.filter(owner=thing, ends_on=None).update(form=draft.form, **basis)
    if "stage" in row.changes:
        _begin(thing, draft)
        StagePeriod.objects.filter(owner=thing).delete()
        for stage in draft.stages:
            StagePeriod.objects.create(owner=thing, **stage)
    for party in draft.parties:
        rows = list(Party.objects.filter(owner=thing, organisation=party.organisation).order_by("starts_on"))
        if any(same_party(party, row) for row in rows):
            continue
        if stands := _meant(party, rows):
            told = {"role": party.role, "ends_on": party.ends_on, **told_of(party)}
            Party.objects.filter(pk=stands.pk).update(version=stands.version + 1, **told)
        else:
            Party.objects.create(owner=thing, **_party(party))
    return thing


def _meant(party: DraftParty, rows: list[Party]) -> Party | None:
    """The time as a party that the file tells of anew; None when it is another time than those that stand."""
    if len(rows) == 1:
        return rows[0] if overlap((party.starts_on, party.ends_on), (rows[0].starts_on, rows[0].ends_on)) else None
    return next((row for row in rows if row.starts_on == party.starts_on), None)


def _begin(thing: Collaboration, draft: Draft) -> None:
    """Another beginning in the file is that of the first name and form as well."""
    if draft.starts_on is None:
        return
    for model in (CollaborationName, FormPeriod):
        first = model.objects.filter(owner=thing).order_by(F("starts_on").asc(nulls_first=True)).first()
        if first and (first.ends_on is None or first.ends_on > draft.starts_on):
            first.starts_on, first.starts_text = draft.starts_on, draft.starts_text
            first.save(update_fields=["starts_on", "starts_text"])
