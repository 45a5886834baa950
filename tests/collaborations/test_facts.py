"""The same judgement from the register and from the copy that the public reads."""

from datetime import date, timedelta

import pytest

from samsyn.collaborations import publishing, queries
from samsyn.collaborations.facts import all_held, from_content, held
from samsyn.collaborations.models import Collaboration
from samsyn.collaborations.validity import judge
from tests.collaborations.importing import OWN_EXAMPLES, import_file
from tests.world import World

ROWS = [
    {"n": 1, "starts_on": None, "ends_on": "2020-01-01"},
    {"n": 2, "starts_on": "2020-01-01", "ends_on": "2023-12-08"},
    {"n": 3, "starts_on": "2023-12-08", "ends_on": None},
]


@pytest.mark.parametrize(("day", "n"), [("1900-01-01", 1), ("2019-12-31", 1), ("2020-01-01", 2), ("2023-12-07", 2)])
def test_the_row_that_held_on_a_day(day: str, n: int):
    assert held(ROWS, date.fromisoformat(day))["n"] == n


def test_no_row_held_before_the_first_or_after_the_last():
    assert held(ROWS[1:2], date(2019, 12, 31)) == {}
    assert held(ROWS[1:2], date(2023, 12, 8)) == {}
    assert [row["n"] for row in all_held([*ROWS, ROWS[2]], date(2024, 1, 1))] == [3, 3]


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["2015-06-30", "2023-12-07", "2023-12-08", "today"])
def test_register_and_public_copy_give_the_same_facts_and_the_same_judgement(world: World, day: str):
    with world.acting("a_coordinator") as by:
        import_file(OWN_EXAMPLES, by)
        asked = by.today if day == "today" else date.fromisoformat(day)
        detailed = {thing.pk: thing for thing in Collaboration.objects.as_of(by.today).with_histories()}
        compared = 0
        for row in queries.with_rows(Collaboration.objects.visible_to(by).as_of(asked), by, asked):
            parties = list(row.collaboration.parties.select_related("organisation"))
            documents = [paper for paper in row.collaboration.documents.all() if not paper.secret]
            copy = publishing.content(detailed[row.collaboration.pk], parties, documents)
            facts = from_content(copy, name=row.collaboration.name, day=asked)
            own = queries.facts_of(row.collaboration, parties, documents, asked)

            assert facts == own
            assert judge(facts, today=asked) == judge(own, today=asked)
            compared += 1
        assert compared > 60


@pytest.mark.django_db
def test_the_latest_version_of_a_document_counts_also_when_it_has_run_out(world: World):
    from samsyn.collaborations import actions
    from samsyn.isolation import clock

    with world.acting("a_coordinator") as by:
        made = actions.register(by=by, at=clock.now(), name="Växel", area="IT", form="CONTRACT", stage="IN_FORCE")
        over = by.today - timedelta(days=10)
        for first, ends in ((date(2010, 1, 1), date(2015, 1, 1)), (date(2015, 1, 1), over)):
            actions.add_document(
                made, by=by, at=clock.now(), kind="AGREEMENT", title="Avtalet", starts_on=first, ends_on=ends
            )
        row = queries.with_rows(Collaboration.objects.as_of(by.today).filter(pk=made.pk), by, by.today)[0]

        assert row.validity.word == "Gäller, men behöver ses över"
        assert row.validity.reasons[0].text == "”Avtalet” har gått ut och ingen ny version är registrerad."
