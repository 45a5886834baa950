"""What the texts of an indicator say of its series."""

from dataclasses import replace

import pytest

from samsyn.effects.store.catalogue import SeriesFacts, series_facts
from tests import shared

PLAIN = SeriesFacts(None, (), break_years_unknown=False, method_changed=False, secrecy=False)


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("Invånare 13-15 år, antal (-2023)", 2023),
        ("Resultat efter synnerliga skäl i kommun, kr/inv ( -2023)", 2023),
        ("Nettokostnad (2010–2019)", 2019),
        ("Elever 16-19 år", None),
        ("Resultat (2019)", None),
    ],
)
def test_the_last_year_stands_in_the_title(title: str, ends: int | None):
    assert series_facts(title, "").ends == ends


@pytest.mark.parametrize(
    ("description", "facts"),
    [
        ("Antal invånare 31 december. Källa: SCB", {}),
        ("Från och med 2025 redovisas svaren viktade, och är inte jämförbara med tidigare års resultat.",
         {"breaks": (2025,)}),
        ("Från och med 2019 beräknas den på ett nytt sätt. Detta påverkar jämförbarheten med tidigare år. Källa: SKR",
         {"breaks": (2019,), "method_changed": True}),
        ("Metoden är ny, vilket påverkar jämförbarheten mellan 2018 och 2019.", {"breaks": (2019,)}),
        ("Utjämningen påverkar jämförbarheten mellan åren 2013 och 2014, samt 2018 och 2019.",
         {"breaks": (2014, 2019)}),
        ("Definitionen ändrades något år 2015 vilket kan påverka jämförelser över tid.",
         {"breaks": (2015,), "method_changed": True}),
        ("Ny definition av helheten från 2024.", {"breaks": (2024,), "method_changed": True}),
        ("Sekretess hos SCB. 2019 ändrades definitionen för låg inkomst.",
         {"breaks": (2019,), "method_changed": True, "secrecy": True}),
        ("Jämförelser mellan åren bör därför göras med försiktighet.", {"break_years_unknown": True}),
        ("Ersätter men ej jämförbart med tidigare nyckeltalet N20031.", {}),
        ("Fr.o.m. 2024 ersätts detta nyckeltal, på grund av ändring i definition är dessa inte jämförbara.", {}),
        ("Vid uppdatering revideras tidsserien bakåt.", {}),
        ("Måttet är inte direkt jämförbart mellan kommunerna.", {}),
        ("Anmälda våldsbrott, antal/100 000 inv. Källa: BRÅ", {}),
        ("Gemensamma kostnader fördelas ut för att öka jämförbarheten mellan kommuner.", {}),
        ("Titeln får användas till och med den 30 juni 2033 sedan de nya reglerna börjat gälla.", {}),
        ("Kommunen ska ha minst 10 svar för att svaren inte ska sekretessmarkeras.", {"secrecy": True}),
    ],
)  # fmt: skip
def test_what_a_description_says(description: str, facts):
    assert series_facts("Titel", description) == replace(PLAIN, **facts)


def test_breaks_that_were_declared_are_kept():
    assert series_facts("T", "Inte jämförbart med tidigare år från och med 2019.", [2015]).breaks == (2015, 2019)


@shared.needs_shared
def test_the_recorded_catalogue():
    """Every sentence that it finds there has been read: 70 indicators tell of a break, 18 of them without a year."""
    import polars as pl

    rows = pl.read_parquet(shared.path("kolada_kpi_catalogue.parquet")).select("title", "description").rows()
    facts = [series_facts(title, description or "") for title, description in rows]

    assert len(facts) == 6099
    assert sum(one.ends is not None for one in facts) == 426
    assert sum(one.secrecy for one in facts) == 100
    assert sum(bool(one.breaks) for one in facts) == 52
    assert sum(one.break_years_unknown for one in facts) == 18
    assert {year for one in facts for year in one.breaks} == {2014, 2015, 2019, 2021, 2022, 2023, 2024, 2025}
