"""What the demonstration is made of: real municipalities and collaborations, invented people, dates around today."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from samsyn.accounts.models import Person, User
from samsyn.collaborations.models import Collaboration, GoverningDocument
from samsyn.demo.layout import DATA, first_of_month, months_from, nth_weekday
from samsyn.demo.people import DALSLAND, OTHERS, PERSONAS, REGION_10
from samsyn.isolation import clock
from samsyn.networks.models import Forum, Network
from samsyn.organisations.models import Assignment, Organisation, Sitting
from tests import servers
from tests.conftest import wall_2_off
from tests.hearing import ADDRESS

pytestmark = pytest.mark.slow
on_the_demonstration = pytest.mark.usefixtures("laid")


def names(queryset: Any) -> set[str]:
    return {str(found) for found in queryset}


# --- networks and register --------------------------------------------------------------------------------------------
@on_the_demonstration
def test_both_networks_stand_with_their_members_and_forums():
    with wall_2_off():
        found = {network.name: network for network in Network.objects.named_on(clock.today())}
        members = {
            name: {
                row.organisation.name for row in network.memberships.filter(ends_on=None).select_related("organisation")
            }
            for name, network in found.items()
        }
        forums = {forum.name: forum.openness for forum in Forum.objects.named_on(clock.today())}
    assert members == {
        "Dalslandssamverkan": {"Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud", "Åmål"},
        "Region 10": {
            *("Arjeplog", "Arvidsjaur", "Dorotea", "Lycksele", "Malå"),
            *("Norsjö", "Sorsele", "Storuman", "Vilhelmina", "Åsele"),
        },
    }
    assert forums == dict.fromkeys(
        ("Samverkansrådet", "USD, Utveckling socialtjänst Dalsland", "Kommundirektörerna", "Stormötet"), "PUBLISHED"
    )


@on_the_demonstration
def test_every_row_of_the_registers_own_fixture_is_published_with_its_source():
    rows = json.loads(DATA.read_text())["rader"]
    assert len(rows) == 60
    with wall_2_off():
        kept = {c.name: c for c in Collaboration.objects.all()}
        practice = {name: c.openness for name, c in kept.items() if name.startswith("Övningsexempel")}
    assert set(kept) - set(practice) == {row["namn"] for row in rows}
    assert {c.openness for name, c in kept.items() if name not in practice} == {"PUBLISHED"}
    assert [name for name, c in kept.items() if name not in practice and not c.source] == []
    assert practice == {
        "Övningsexempel: gemensam socialjour": "DRAFT",
        "Övningsexempel: delad arkivarie": "SHARED",
    }


@on_the_demonstration
def test_what_is_invented_says_so():
    with wall_2_off():
        practice = Collaboration.objects.filter(name__startswith="Övningsexempel")
        assert [c.purpose for c in practice if not c.purpose.startswith("Påhittat, för att öva på.")] == []
        assert practice.count() == 2


# --- people -----------------------------------------------------------------------------------------------------------
@on_the_demonstration
def test_everybody_is_invented():
    """Those of people.py, and an administrator for each municipality that has none there."""
    opened = {*DALSLAND, *REGION_10}
    with wall_2_off():
        kept = names(Person.objects.all())
        municipalities = names(Organisation.objects.filter(code__in=opened))
    told = {persona.name for persona in PERSONAS} | {name for name, _post in OTHERS}
    administrators = {f"Administratör {name}" for name in municipalities} - {"Administratör Mellerud"}
    assert kept == told | administrators


def texts(name: str) -> Iterator[tuple[str, str]]:
    """Every text in every table of ours: where it stands, and what it says."""
    with servers.administrator(name) as admin:
        columns = admin.execute(
            "select format('%I.%I', table_schema, table_name), quote_ident(column_name) "
            "from information_schema.columns where table_schema in ('public', 'public_site') "
            "and data_type in ('text', 'character varying', 'jsonb', 'ARRAY')"
        ).fetchall()
        assert len(columns) > 100
        for table, column in columns:
            for (text,) in admin.execute(f"select distinct {column}::text from {table} where {column} is not null"):
                yield f"{table}.{column}", text


def test_addresses_lead_nowhere_and_no_numbers_of_people_stand_anywhere(demonstration: str):
    """No e-mail address but in .example, which nobody can register (RFC 2606); no identity number, no telephone."""
    identity = re.compile(r"\b(?:19|20)?\d{2}[01]\d[0-3]\d[-+]\d{4}\b")
    telephone = re.compile(r"\b0\d{1,3}[- ]\d{2,3} \d{2} \d{2}\b")
    wrong, seen = [], 0
    for where, text in texts(demonstration):
        addresses = ADDRESS.findall(text)
        seen += len(addresses)
        wrong += [f"{where}: {word}" for word in addresses if not word.endswith("@demo.example")]
        wrong += [f"{where}: {word}" for word in (*identity.findall(text), *telephone.findall(text))]
    assert wrong == []
    assert seen >= len(PERSONAS)


@on_the_demonstration
def test_nobody_has_a_password():
    assert [user.email for user in User.objects.all() if user.has_usable_password()] == []


# --- days -------------------------------------------------------------------------------------------------------------
@on_the_demonstration
def test_what_is_now_is_laid_out_around_today():
    today = clock.today()
    with wall_2_off():
        sittings = list(Sitting.objects.values_list("sits_on", "copy_deadline_on", "mailing_on"))
        met = {forum.name: (today - forum.last_met_on).days for forum in Forum.objects.named_on(today)}
        since = set(Assignment.objects.values_list("starts_on", flat=True))
        agreement = GoverningDocument.objects.get(title="Avtal om delad arkivarie")
        idea = Collaboration.objects.get(name="Övningsexempel: gemensam socialjour")
        begun = idea.stages.get().starts_on
    assert min(sits for sits, *_more in sittings) >= today
    assert max(sits for sits, *_more in sittings) <= today + timedelta(days=366)
    assert {(sits - copy).days for sits, copy, _mailed in sittings} == {14}
    assert {(sits - mailed).days for sits, _copy, mailed in sittings} == {7}
    assert {sits.month for sits, *_more in sittings} == set(range(1, 13)) - {7}
    assert met == {
        "Samverkansrådet": 75,
        "USD, Utveckling socialtjänst Dalsland": 40,
        "Kommundirektörerna": 20,
        "Stormötet": 340,
    }
    assert since == {date(2022, 1, 1)}  # the oldest matter is of that spring
    assert today < agreement.ends_on <= today + timedelta(days=260)
    assert agreement.ends_on.day == 1
    assert begun == today - timedelta(days=30)


def test_months_go_on_over_the_new_year():
    assert list(months_from(date(2026, 11, 24), 3)) == [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("first", "nth", "weekday", "day"),
    [
        (date(2026, 12, 1), 1, 1, date(2026, 12, 1)),  # a Tuesday itself
        (date(2026, 12, 1), 2, 2, date(2026, 12, 9)),
        (date(2027, 2, 1), 4, 2, date(2027, 2, 24)),
        (date(2027, 8, 1), 3, 1, date(2027, 8, 17)),
    ],
)
def test_the_nth_weekday_of_a_month(first: date, nth: int, weekday: int, day: date):
    assert nth_weekday(first, nth, weekday) == day
    assert day.weekday() == weekday


def test_the_first_of_a_month():
    assert first_of_month(date(2028, 2, 29)) == date(2028, 2, 1)
