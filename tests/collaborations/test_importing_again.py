"""A file that comes again, changed or not: one row per collaboration, all of the file or nothing of it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samsyn.audit.models import Event
from samsyn.collaborations.importing.planning import Outcome
from samsyn.collaborations.importing.saving import save
from samsyn.collaborations.models import Collaboration, CollaborationName, FormPeriod, Party, StagePeriod
from samsyn.common.verdict import NotAllowed, Refused
from samsyn.isolation import clock
from samsyn.networks.enums import Openness
from tests.collaborations.importing import (
    OWN_EXAMPLES,
    import_file,
    import_rows,
    imported,
    outcomes,
    planned,
    planned_file,
)
from tests.world import World

pytestmark = pytest.mark.django_db
ARCHIVE = {"namn": "Gemensam arkivarie", "parter": "Mellerud; Bengtsfors", "rättslig form": "avtalssamverkan"}
ARCHIVE |= {"status": "aktiv", "start": "2020", "källa": "avtalet"}
SWITCHBOARD = {"namn": "Gemensam växel", "parter": "Mellerud; Åmål", "status": "aktiv"}


def everything() -> list[Any]:
    models = (Collaboration, CollaborationName, FormPeriod, StagePeriod, Party, Event)
    return [list(model.objects.order_by("pk").values()) for model in models]


def test_a_dry_run_writes_nothing(world: World):
    with world.acting("a_coordinator") as by:
        before = everything()

        assert outcomes(planned_file(OWN_EXAMPLES, by)) == [Outcome.CREATE] * 60
        assert everything() == before


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"syfte": "Att dela på en arkivarie."}, ["purpose"]),
        ({"rättslig form": "köp"}, ["form_as_stated", "form"]),
        ({"status": "uppsagd"}, ["stage"]),
        ({"start": "2021"}, ["stage"]),
        ({"slut": "2199-12-31"}, ["stage"]),
        ({"lagstöd": "KL 9:37"}, ["form"]),
        ({"parter": "Mellerud; Bengtsfors; Åmål"}, ["parties"]),
        ({"parter": "Mellerud (värd); Bengtsfors"}, ["parties"]),
        ({"parter": "Mellerud; Bengtsfors (från 2022)"}, ["parties"]),
        ({"källa": "beslutet"}, ["source"]),
        ({"senast kontrollerad": "2026-01-31"}, ["checked_on"]),
    ],
)
def test_a_changed_row_changes_that_one_and_no_other(world: World, change: dict[str, str], changed: list[str]):
    with world.acting("a_coordinator") as by:
        import_rows([ARCHIVE, SWITCHBOARD], by)
        other = Collaboration.objects.get(name="Gemensam växel")

        rows = planned([ARCHIVE | change, SWITCHBOARD], by)
        counted = save(rows, by=by, at=clock.now())

        assert [(row.outcome, row.changes) for row in rows] == [(Outcome.CHANGE, changed), (Outcome.SAME, [])]
        assert counted == {"created": 0, "changed": 1, "same": 1}
        assert outcomes(planned([ARCHIVE | change, SWITCHBOARD], by)) == [Outcome.SAME, Outcome.SAME]
        assert Collaboration.objects.get(pk=other.pk).version == other.version
        kinds = Event.objects.filter(subject=imported().get(name="Gemensam arkivarie").uid).values_list(
            "kind", flat=True
        )
        assert sorted(kinds) == ["import_changed", "import_created"]


@pytest.mark.parametrize("row", [{"start": "2199"}, {"start": "2010", "slut": "2015-12-31"}, {"status": "utredning"}])
def test_a_row_that_has_not_changed_stays_as_it_is_whatever_its_days(world: World, row: dict[str, str]):
    with world.acting("a_coordinator") as by:
        import_rows([ARCHIVE | row], by)
        assert [(each.outcome, each.changes) for each in planned([ARCHIVE | row], by)] == [(Outcome.SAME, [])]


def test_a_row_with_an_id_may_change_its_name(world: World):
    with world.acting("a_coordinator") as by:
        import_rows([ARCHIVE | {"id": "A1"}], by)

        assert import_rows([ARCHIVE | {"id": "A1", "namn": "Delad arkivarie"}], by)["changed"] == 1

        found = imported().get()
        assert (found.name, [row.name for row in found.names.all()]) == ("Delad arkivarie", ["Delad arkivarie"])


def test_parties_that_the_file_no_longer_names_are_left(world: World):
    with world.acting("a_coordinator") as by:
        import_rows([ARCHIVE], by)
        import_rows([ARCHIVE | {"parter": "Mellerud", "syfte": "annat"}], by)

        names = Party.objects.filter(owner=imported().get()).values_list("organisation__name", flat=True)
        assert sorted(names) == ["Bengtsfors", "Mellerud"]


def test_another_municipalitys_import_of_the_same_file_is_its_own(world: World):
    with world.acting("a_coordinator") as by:
        import_rows([ARCHIVE], by)
    with world.acting("b_coordinator") as by:
        assert import_rows([ARCHIVE], by) == {"created": 1, "changed": 0, "same": 0}
        assert imported().count() == 1  # the other one is a draft that Bengtsfors does not see


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"parter": "Mellerud"}, "Raden har inget namn."),
        (ARCHIVE | {"namn": "  "}, "Raden har inget namn."),
        (ARCHIVE | {"namn": "Annan", "start": "igår"}, "”igår” går inte att läsa som datum (början)."),
        (ARCHIVE | {"namn": "Annan", "slut": "2020-13-45"}, "”2020-13-45” går inte att läsa som datum (slutet)."),
        (ARCHIVE | {"namn": "Annan", "start": "2021-02-01", "slut": "2020-01-31"}, "Slutet ligger före början."),
        (ARCHIVE, "Samma namn finns även på rad 1."),
    ],
)
def test_one_row_that_cannot_be_read_leaves_everything_untouched(world: World, row: dict[str, str], sentence: str):
    with world.acting("a_coordinator") as by:
        before = everything()
        rows = planned([ARCHIVE, SWITCHBOARD, row], by)

        assert outcomes(rows) == [Outcome.CREATE, Outcome.CREATE, Outcome.REFUSED]
        assert sentence in rows[2].draft.errors[0]
        with pytest.raises(Refused, match="Inget sparades"):
            save(rows, by=by, at=clock.now())
        assert everything() == before


def test_what_goes_wrong_while_saving_leaves_everything_untouched(world: World):
    overlapping = [{"namn": "Mellerud", "från": "2020"}, {"namn": "Mellerud", "från": "2022"}]
    with world.acting("a_coordinator") as by:
        before = everything()
        rows = planned([SWITCHBOARD, ARCHIVE | {"parter": overlapping}], by)

        assert outcomes(rows) == [Outcome.CREATE, Outcome.REFUSED]
        assert rows[1].draft.errors == ["Mellerud står två gånger för samma tid."]
        assert everything() == before


def test_a_reader_imports_nothing(world: World):
    with world.acting("a_coordinator") as by:
        rows = planned([ARCHIVE], by)
    with world.acting("a_opposition") as by, pytest.raises(NotAllowed, match="Ditt uppdrag ger dig rätt att läsa"):
        save(rows, by=by, at=clock.now())


def test_a_case_officer_imports_but_does_not_publish(world: World):
    with world.acting("a_officer") as by:
        rows = planned([ARCHIVE], by)
        with pytest.raises(NotAllowed, match="beslutar vad som publiceras"):
            save(rows, by=by, at=clock.now(), to=Openness.PUBLISHED)
        assert save(rows, by=by, at=clock.now(), to=Openness.SHARED)["created"] == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_registers_own_export_is_read_back_and_nothing_changes(
    world: World, clients: dict[str, Client], tmp_path: Path, kind: str
):
    with world.acting("a_coordinator") as by:
        import_file(OWN_EXAMPLES, by)
        before = list(imported().values())
    answer = clients["a_coordinator"].get(reverse(f"collaborations:list-{kind}"), {"visa": "alla", "avslutade": "1"})
    (tmp_path / "export").write_bytes(answer.content)

    with world.acting("a_coordinator") as by:
        ours = {row.draft.key: row for row in planned_file(tmp_path / "export", by)}
        again = [ours[thing.import_key] for thing in imported()]

        assert {row.draft.name: row.changes or row.draft.errors for row in again if row.outcome != Outcome.SAME} == {}
        assert list(imported().values()) == before


def test_what_is_doubtful_is_noted_once_however_often_it_is_read(world: World):
    row = ARCHIVE | {"rättslig form": "avtal", "tveksamt": "Källan är muntlig."}
    with world.acting("a_coordinator") as by:
        import_rows([row], by)
        notes = imported().get().doubt_notes
        import_rows([row | {"tveksamt": notes, "syfte": "nytt"}], by)

        assert imported().get().doubt_notes == notes
        assert notes == ["Källan är muntlig.", "Källans ord, ”avtal”, kan betyda mer än en rättslig form."]


def test_the_products_own_examples_are_sixty_with_a_source_each():
    rows = json.loads(OWN_EXAMPLES.read_text())["rader"]
    assert len(rows) == 60
    assert [row["namn"] for row in rows if not row.get("källa") or not row.get("senast kontrollerad")] == []
