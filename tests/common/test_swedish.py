"""Swedish order, lists, genitives and days."""

from datetime import date

import pytest
from django.db import connection
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.common.swedish import genitive, in_words, joined, sort_key, upper_first
from samsyn.organisations.models import Organisation
from tests.world import World


def test_a_ring_and_the_dots_come_after_z():
    names = ["Öckerö", "Älvdalen", "Åmål", "Arboga", "Zinkgruvan", "Håbo", "Habo", "Hörby", "ånge", "öland", "Orsa"]
    assert sorted(names, key=sort_key) == [
        "Arboga", "Habo", "Håbo", "Hörby", "Orsa", "Zinkgruvan", "Åmål", "ånge", "Älvdalen", "Öckerö", "öland",
    ]  # fmt: skip


@pytest.mark.django_db
def test_the_database_orders_all_municipalities_as_python_does(world: World):
    with world.acting("a_coordinator"):
        names = [found.name for found in Organisation.objects.filter(kind="MUNICIPALITY").in_order()]

    assert len(names) == 290
    assert names == sorted(names, key=sort_key)
    assert names[-1] == "Övertorneå"
    assert names.index("Habo") + 1 < names.index("Håbo")


@pytest.mark.django_db
@settings(max_examples=50)
@given(name=st.text(alphabet="aAåÅäÄöÖéÉüÜæøzZ -–bB", max_size=12))
def test_the_key_is_the_same_in_the_database(name: str):
    with connection.cursor() as cursor:
        cursor.execute("select samsyn.sv_key(%s)", [name])
        assert cursor.fetchone()[0] == sort_key(name)


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("Mellerud", "Melleruds"),
        ("Åmål", "Åmåls"),
        ("Bengtsfors", "Bengtsfors"),
        ("Habo", "Habo"),
        ("Örebro", "Örebro"),
        ("Dals-Ed", "Dals-Eds"),
    ],
)
def test_genitive(name: str, of: str):
    assert genitive(name) == of


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["A"], "A"), (["A", "B"], "A och B"), (["A", "B", "C"], "A, B och C")]
)
def test_lists_end_with_och(words: list[str], said: str):
    assert joined(words) == said


def test_days_in_words():
    assert [in_words(date(2026, month, 3)) for month in (1, 5, 12)] == [
        "3 januari 2026",
        "3 maj 2026",
        "3 december 2026",
    ]
    with translation.override("en"):
        assert in_words(date(2026, 5, 3)) == "3 May 2026"


@pytest.mark.parametrize(("text", "first"), [("IT och drift", "IT och drift"), ("åldring", "Åldring"), ("", "")])
def test_only_the_first_letter_grows(text: str, first: str):
    assert upper_first(text) == first
