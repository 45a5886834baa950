"""A worked example from practice for every kind of key. The amounts were worked out by hand from the formula.

Where figures are published they are those; where only the form of the key is known from practice, `note` says that
the figures are made up. Populations are SCB's of 31 December.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from samsyn.cores.costsharing.keys.key import OPERATION
from samsyn.cores.costsharing.keys.measures import Inputs, Measure, MeasureRule, Reading

YEAR_END_2023, BUDGET_DAY = date(2023, 12, 31), date(2025, 9, 30)
DALSLAND = {"1438": 4606, "1439": 6434, "1460": 9138, "1461": 9165, "1492": 12006}
NAMES = {
    "1438": "Dals-Ed",
    "1439": "Färgelanda",
    "1460": "Bengtsfors",
    "1461": "Mellerud",
    "1492": "Åmål",
    "1480": "Göteborg",
    "2403": "Bjurholm",
}
POPULATION = {"population": MeasureRule(month=12, day=31, years_before=1, source="SCB")}


@dataclass(frozen=True)
class Example:
    """A key with its inputs, and the kronor and the Swedish sentence that it has to give."""

    part: str  # the part as JSON
    kronor: Mapping[str, int]
    sentence: str
    inputs: Inputs
    total: int | None = None
    rules: Mapping[str, MeasureRule] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=lambda: NAMES)
    purpose: str = OPERATION


def population(values: Mapping[str, int] = DALSLAND, *, on: date = YEAR_END_2023, year: int = 2024) -> Inputs:
    return Inputs({"population": Measure.of(values, source="SCB", on=on)}, year=year)


def figures(**values: int | str) -> dict[str, Reading]:
    """Named figures of a budget; an underscore in a name is a blank."""
    return {name.replace("_", " "): Reading(Fraction(v), "budget", BUDGET_DAY) for name, v in values.items()}


SUNNMORE = {"Ålesund": 47199, "Ørskog": 2296, "Norddal": 1663, "Skodje": 4667, "Sula": 9007, "Giske": 8176, "Haram": 9312, "Sandøy": 1246}  # fmt: skip  # noqa: E501  one row of a table

EXAMPLES: dict[str, Example] = {
    # Two municipalities share a head of social services half each.
    "equal": Example(
        part='{"kind": "equal"}',
        total=1_250_001,
        inputs=Inputs(),
        kronor={"1460": 625_001, "1461": 625_000},
        sentence="Kostnaden för drift fördelas lika.",
    ),
    # The rescue association of Jämtland: how assets and debts are owned (2021), of an illustrative 10 million.
    "fixed_shares": Example(
        part="""{"kind": "fixed_shares", "shares": {"Berg": "10.44", "Bräcke": "8.23", "Härjedalen": "18.47",
            "Krokom": "14.27", "Ragunda": "8.07", "Strömsund": "13.66", "Östersund": "26.86"}}""",
        total=10_000_001,
        inputs=Inputs(),
        purpose="assets_and_debts",
        names={},
        kronor={
            "Berg": 1_044_000,
            "Bräcke": 823_000,
            "Härjedalen": 1_847_000,
            "Krokom": 1_427_000,
            "Ragunda": 807_000,
            "Strömsund": 1_366_000,
            "Östersund": 2_686_001,
        },
        sentence=(
            "Tillgångar och skulder vid utträde fördelas med fasta andelar (Berg 10,44 procent, Bräcke 8,23 procent, "
            "Härjedalen 18,47 procent, Krokom 14,27 procent, Ragunda 8,07 procent, Strömsund 13,66 procent och "
            "Östersund 26,86 procent)."
        ),
    ),
    # Storsthlm's admission office goes by the 16-year-olds registered; the numbers here are made up.
    "proportional": Example(
        part='{"kind": "proportional", "measure": "sixteen"}',
        total=900_000,
        rules={
            "sixteen": MeasureRule(
                label="antal folkbokförda 16-åringar", unit="16-åring", month=11, day=1, years_before=1
            )
        },
        inputs=Inputs(
            {
                "sixteen": Measure.of(
                    {"1438": 51, "1460": 97, "1461": 104, "1492": 126}, source="SCB", on=date(2025, 11, 1)
                )
            },
            year=2026,
        ),
        # 900 000 / 378 = 2 380.952…: × 51 = 121 428.57, × 97 = 230 952.38, × 104 = 247 619.05, × 126 = 300 000
        kronor={"1438": 121_429, "1460": 230_952, "1461": 247_619, "1492": 300_000},
        sentence="Kostnaden för drift fördelas efter antal folkbokförda 16-åringar den 1 november året före.",
    ),
    # A member fee with öre for each inhabitant.
    "unit_rate": Example(
        part='{"kind": "unit_rate", "measure": "population", "rate": "42.25"}',
        inputs=population(),
        rules=POPULATION,
        # 194 603.50, 271 836.50, 386 080.50, 387 221.25, 507 253.50: together 1 746 995.25
        kronor={"1438": 194_603, "1439": 271_836, "1460": 386_081, "1461": 387_221, "1492": 507_254},
        sentence=(
            "Kostnaden för drift fördelas med 42,25 kr per invånare (efter antal invånare den 31 december året före "
            "enligt SCB)."
        ),
    ),
    # The fee to SKR in 2020: 0.1149 per mille, 10 percent off above 200 000 inhabitants. The base is the country's
    # mean tax capacity (here a made-up 225 000 kr) times the population of 2018.
    "per_mille": Example(
        part="""{"kind": "per_mille", "measure": "base", "per_mille": "0.1149",
            "rebates": [{"percent": 10, "measure": "population", "above": 200000}]}""",
        inputs=Inputs(
            {
                "base": Measure.of(
                    {"1461": 9354 * 225_000, "1480": 571_868 * 225_000}, source="SCB", on=date(2018, 12, 31)
                ),
                "population": Measure.of({"1461": 9354, "1480": 571_868}, source="SCB", on=date(2018, 12, 31)),
            },
            year=2020,
        ),
        rules={
            "base": MeasureRule(label="medelskattekraften gånger antal invånare", month=12, day=31, years_before=2),
            "population": MeasureRule(month=12, day=31, years_before=2),
        },
        # 9 354 × 25.8525 = 241 824.285; 571 868 × 25.8525 × 0.9 = 13 305 795.723; together 13 547 620.008
        kronor={"1461": 241_824, "1480": 13_305_796},
        sentence=(
            "Kostnaden för drift fördelas med 0,1149 promille av medelskattekraften gånger antal invånare den 31 "
            "december 2 år före, med 10 procent rabatt över 200 000 invånare."
        ),
    ),
    # A base amount for each, as 400 000 kr is in the key of "in_order"; here the fee of a small network, made up.
    "base_amounts": Example(
        part='{"kind": "base_amounts", "each": 30000, "own": {"1492": 45000}}',
        inputs=Inputs(),
        kronor={"1438": 30_000, "1460": 30_000, "1492": 45_000},
        sentence="Kostnaden för drift fördelas med ett grundbelopp av 30 000 kr per part utom Åmål 45 000 kr.",
    ),
    # eKommune Sunnmøre 2017: 30 percent equally, 70 percent by population on 1 January of the same year.
    "mix": Example(
        part="""{"kind": "mix", "parts": [{"percent": 30, "part": {"kind": "equal"}},
            {"percent": 70, "part": {"kind": "proportional", "measure": "population"}}]}""",
        total=10_000_000,
        names={},
        inputs=population(SUNNMORE, on=date(2017, 1, 1), year=2017),
        rules={"population": MeasureRule(month=1, day=1, source="SSB")},
        # 375 000 each, and 7 000 000 × population / 83 566
        kronor={
            "Ålesund": 4_328_677,
            "Ørskog": 567_327,
            "Norddal": 514_303,
            "Skodje": 765_937,
            "Sula": 1_129_481,
            "Giske": 1_059_872,
            "Haram": 1_155_030,
            "Sandøy": 479_373,
        },
        sentence=(
            "Kostnaden för drift fördelas med 30 procent lika och 70 procent efter antal invånare den 1 januari samma"
            " år enligt SSB."
        ),
    ),
    # A base amount and weighted keys, 400 000 kr and 75/25; the total is made up.
    "in_order": Example(
        part="""{"kind": "in_order", "first": [{"kind": "base_amounts", "each": 400000}],
            "rest": {"kind": "mix", "parts": [
                {"percent": 75, "part": {"kind": "proportional", "measure": "population"}},
                {"percent": 25, "part": {"kind": "equal"}}]}}""",
        total=6_000_000,
        inputs=population(),
        rules=POPULATION,
        # 400 000 + 200 000 each, and 3 000 000 × population / 41 349
        kronor={"1438": 934_180, "1439": 1_066_807, "1460": 1_262_991, "1461": 1_264_949, "1492": 1_471_073},
        sentence=(
            "Kostnaden för drift fördelas först med ett grundbelopp av 400 000 kr per part och det som återstår med "
            "75 procent efter antal invånare den 31 december året före enligt SCB och 25 procent lika."
        ),
    ),
    # An archive shared by two of the parties to a wider agreement; made up.
    "among": Example(
        part='{"kind": "among", "parties": ["1460", "1461"], "part": {"kind": "equal"}}',
        total=640_001,
        inputs=Inputs(),
        kronor={"1438": 0, "1460": 320_001, "1461": 320_000},
        sentence="Kostnaden för drift fördelas lika mellan Bengtsfors och Mellerud.",
    ),
    # Costs by line, a state grant as an income per head; what is financed from outside is no line. Made-up amounts.
    "lines": Example(
        part="""{"kind": "lines", "lines": [
            {"figure": "kansli", "part": {"kind": "equal"}},
            {"figure": "tillsyn", "part": {"kind": "proportional", "measure": "population"}},
            {"figure": "statsbidrag", "income": true, "part": {"kind": "proportional", "measure": "population"}}]}""",
        inputs=Inputs(
            population().measures, figures(kansli=500_000, tillsyn=2_400_000, statsbidrag=332_510), year=2024
        ),
        rules=POPULATION,
        # 100 000 each, and (2 400 000 − 332 510) × population / 41 349 = 50.000967… per head
        kronor={"1438": 330_304, "1439": 421_706, "1460": 556_909, "1461": 558_259, "1492": 700_312},
        sentence=(
            "Kostnaden för drift fördelas rad för rad: ”kansli” lika, ”tillsyn” efter antal invånare den 31 december "
            "året före enligt SCB och avdrag för ”statsbidrag” efter antal invånare den 31 december året före enligt "
            "SCB."
        ),
    ),
    # The fees of the association Sambruk from 2020, with the borders that its page leaves open ("7 000 – 15 000",
    # "15 000 – 25 000") read so that the upper class begins at the border.
    "step_table": Example(
        part="""{"kind": "step_table", "measure": "population", "classes": [
            {"at_least": 0, "below": 7000, "gives": 5000}, {"at_least": 7000, "below": 15000, "gives": 10000},
            {"at_least": 15000, "below": 25000, "gives": 25000}, {"at_least": 25000, "below": 50000, "gives": 35000},
            {"at_least": 50000, "below": 100000, "gives": 50000},
            {"at_least": 100000, "below": 150000, "gives": 65000}, {"at_least": 150000, "gives": 80000}]}""",
        inputs=population({**DALSLAND, "1480": 571_868, "2403": 2348}),
        rules=POPULATION,
        kronor={
            "1438": 5_000,
            "1439": 5_000,
            "1460": 10_000,
            "1461": 10_000,
            "1492": 10_000,
            "1480": 80_000,
            "2403": 5_000,
        },
        sentence=(
            "Kostnaden för drift fördelas med en trappa efter antal invånare den 31 december året före enligt SCB "
            "(från 0 till under 7 000 ger 5 000 kr, från 7 000 till under 15 000 ger 10 000 kr, från 15 000 till "
            "under 25 000 ger 25 000 kr, från 25 000 till under 50 000 ger 35 000 kr, från 50 000 till under 100 000 "
            "ger 50 000 kr, från 100 000 till under 150 000 ger 65 000 kr och 150 000 och mer ger 80 000 kr)."
        ),
    ),
    # As in Lystkom: services à la carte, and a common overhead by participation; the amounts are made up.
    "services": Example(
        part="""{"kind": "services", "services": [
            {"figure": "lönesystem", "parties": ["1438", "1460", "1461"],
             "part": {"kind": "proportional", "measure": "population"}},
            {"figure": "växel", "parties": ["1460", "1461"], "part": {"kind": "equal"}},
            {"figure": "arkiv", "parties": ["1438", "1460", "1461", "1492"], "part": {"kind": "equal"}}]}""",
        total=2_500_000,
        inputs=Inputs(
            {
                "population": Measure.of(
                    {p: DALSLAND[p] for p in ("1438", "1460", "1461", "1492")}, source="SCB", on=YEAR_END_2023
                )
            },
            figures(lönesystem=1_145_450, växel=400_000, arkiv=600_000),
            year=2024,
        ),
        rules=POPULATION,
        # The payroll is 50 kr a head (22 909): 230 300, 456 900, 458 250. Overhead 354 550 by 2, 3, 3 and 1 services.
        kronor={"1438": 459_089, "1460": 925_083, "1461": 926_433, "1492": 189_395},
        sentence=(
            "Kostnaden för drift fördelas tjänst för tjänst (”lönesystem” efter antal invånare den 31 december året "
            "före enligt SCB mellan Dals-Ed, Bengtsfors och Mellerud, ”växel” lika mellan Bengtsfors och Mellerud och"
            " ”arkiv” lika mellan Dals-Ed, Bengtsfors, Mellerud och Åmål), med gemensamma kostnader efter antalet "
            "tjänster."
        ),
    ),
    # Two neighbours who already share a unit count as one party, and split inside by population; made up.
    "groups": Example(
        part="""{"kind": "groups", "across": {"kind": "equal"}, "groups": [
            {"name": "Mellerud–Bengtsfors", "members": ["1460", "1461"],
             "within": {"kind": "proportional", "measure": "population"}}]}""",
        total=1_830_300,
        inputs=population({p: DALSLAND[p] for p in ("1460", "1461", "1492")}),
        rules=POPULATION,
        # 915 150 for the group of 18 303 inhabitants: 50 kr a head
        kronor={"1460": 456_900, "1461": 458_250, "1492": 915_150},
        sentence=(
            "Kostnaden för drift fördelas mellan grupper som var och en räknas som en part (Mellerud–Bengtsfors: "
            "Bengtsfors och Mellerud) lika, och inom Mellerud–Bengtsfors efter antal invånare den 31 december året "
            "före enligt SCB."
        ),
    ),
    # Nobody's fee falls by more than 10 percent or rises by more than 8 in a year; amounts made up.
    "limits": Example(
        part="""{"kind": "limits", "part": {"kind": "proportional", "measure": "population"},
            "floor": {"basis": "percent_change", "value": -10}, "cap": {"basis": "percent_change", "value": 8}}""",
        total=4_134_900,
        inputs=Inputs(
            population().measures,
            previous={
                "1438": Fraction(400_000),
                "1439": Fraction(800_000),
                "1460": Fraction(900_000),
                "1461": Fraction(900_000),
                "1492": Fraction(1_150_000),
            },
            year=2024,
        ),
        rules=POPULATION,
        # 100 kr a head: 460 600, 643 400, 913 800, 916 500, 1 200 600. Dals-Ed is over its cap of 432 000 by 28 600,
        # Färgelanda under its floor of 720 000 by 76 600. The floor is the heavier side: Färgelanda stays at 720 000
        # and 3 414 900 is shared by the other 34 915; then Dals-Ed (450 500) is over its cap and stays at 432 000;
        # 2 982 900 by 30 309: 899 328.26, 901 985.50, 1 181 586.24.
        kronor={"1438": 432_000, "1439": 720_000, "1460": 899_328, "1461": 901_986, "1492": 1_181_586},
        sentence=(
            "Kostnaden för drift fördelas efter antal invånare den 31 december året före enligt SCB, dock för var och"
            " en minst 10 procent mindre än året före och högst 8 procent mer än året före."
        ),
    ),
    # From equal shares to population in three years; made up.
    "phase_in": Example(
        part="""{"kind": "phase_in", "old": {"kind": "equal"},
            "new": {"kind": "proportional", "measure": "population"},
            "years": [{"year": 2023, "percent": 25}, {"year": 2024, "percent": 60}, {"year": 2025, "percent": 100}]}""",
        total=1_830_300,
        inputs=population({"1460": 9138, "1461": 9165}),
        rules=POPULATION,
        # 40 percent of 915 150 each, and 60 percent of 913 800 and 916 500
        kronor={"1460": 914_340, "1461": 915_960},
        sentence=(
            "Kostnaden för drift fördelas med övergång från den gamla nyckeln (lika) till den nya (efter antal "
            "invånare den 31 december året före enligt SCB), varav ny 25 procent 2023, 60 procent 2024 och 100 "
            "procent 2025."
        ),
    ),
    # Åmål comes in on 1 July 2024 with an entry fee of 4 kr for each inhabitant (Sydarkivera's in 2018): 48 024 kr.
    "membership": Example(
        part="""{"kind": "membership", "part": {"kind": "proportional", "measure": "population"},
            "stays": [{"party": "1492", "starts_on": "2024-07-01", "entry_fee": 48024}]}""",
        total=3_660_000,
        inputs=population({p: DALSLAND[p] for p in ("1460", "1461", "1492")}),
        rules=POPULATION,
        # 10 000 kr a day. 182 days by 18 303: 908 657.59…, 911 342.40…; 184 days by 30 309: 554 750.07…, 556 389.19…,
        # 728 860.73…; and the fee on top.
        kronor={"1460": 1_463_408, "1461": 1_467_731, "1492": 776_885},
        sentence=(
            "Kostnaden för drift fördelas efter antal invånare den 31 december året före enligt SCB, i förhållande "
            "till dagarna för Åmål från och med den 1 juli 2024 med en inträdesavgift av 48 024 kr."
        ),
    ),
    # The principles of Hörby and Höör: direct costs, premises by the rooms used, and a surcharge; amounts made up.
    "full_cost": Example(
        part="""{"kind": "full_cost", "direct": ["löner", "resor"],
            "pools": [{"name": "lokaler", "driver": "arbetsplatser", "driver_total": "arbetsplatser i huset"},
                      {"name": "administration", "percent_on_direct": 8}],
            "part": {"kind": "equal"}}""",
        inputs=Inputs(
            figures=figures(
                löner=3_000_000, resor=125_000, lokaler=2_400_000, arbetsplatser=6, arbetsplatser_i_huset=96
            )
        ),
        # 3 125 000 + 150 000 + 250 000
        kronor={"1460": 1_762_500, "1461": 1_762_500},
        sentence=(
            "Kostnaden för drift fördelas som värdens fulla kostnad (direkt löner och resor, indirekt ”lokaler” efter"
            " ”arbetsplatser” och ”administration” 8 procent av det direkta) lika."
        ),
    ),
}
