"""The picture of a decision, in numbers and in Swedish."""

import numpy as np
import pytest

from samsyn.cores.costsharing.games import InvalidGame, singles
from samsyn.cores.costsharing.report import fairness_report, transfers
from samsyn.cores.costsharing.shapley import shapley_shares
from samsyn.cores.costsharing.wording import in_english, in_swedish
from tests.cores.costsharing.games import municipal

COSTS = np.array([0, 600_000, 500_000, 800_000, 700_000, 1_200_000, 1_100_000, 1_300_000], dtype=float)
NAMES = {"0": "Mellerud", "1": "Åmål", "2": "Bengtsfors"}


def said(saying) -> str:
    return in_swedish(saying, NAMES).replace("\u00a0", " ")


def test_the_rows_of_a_picture():
    report = fairness_report(COSTS, [412_000, 300_000, 588_000])

    first = report.rows[0]
    assert (first.share, first.marginal, first.alone, first.within) == (412_000, 200_000, 600_000, True)
    assert first.benchmarks == pytest.approx({"shapley_shares": shapley_shares(COSTS)[0], "nucleolus": 400_000})
    assert said(first.saying) == (
        "Mellerud betalar 412 000 kr, 188 000 kr mindre än ensam; kostnaden ökar med 200 000 kr av att Mellerud är med."
    )
    assert said(report.verdict) == "Ingen grupp tjänar på att bryta sig ur."
    assert (report.breakaways, report.notices) == ((), ())


def test_a_group_that_would_leave_is_a_sentence():
    report = fairness_report(COSTS, [450_000, 400_000, 450_000])
    assert said(report.verdict) == "Mellerud och Åmål skulle tillsammans spara 50 000 kr på att lämna."
    assert said(report.rows[2].saying) == (
        "Bengtsfors betalar 450 000 kr, 50 000 kr mindre än de 500 000 kr som kostnaden ökar med av att Bengtsfors är "
        "med; de andra betalar mellanskillnaden."
    )
    assert in_english(report.verdict, NAMES).endswith("by leaving.")


def test_dearer_than_alone_with_and_without_a_stated_benefit():
    shares = [650_000, 150_000, 500_000]
    plain = fairness_report(COSTS, shares)
    worth = fairness_report(COSTS, shares, benefits=[700_000, 0, 0])
    assert said(plain.rows[0].saying).startswith("Mellerud betalar 650 000 kr, 50 000 kr mer än ensam; kostnaden")
    assert said(worth.rows[0].saying).startswith(
        "Mellerud betalar 650 000 kr, 50 000 kr mer än ensam men inom den nytta som är angiven; kostnaden"
    )
    assert (plain.rows[0].within, worth.rows[0].within) == (False, True)


def test_as_much_as_alone():
    report = fairness_report(COSTS, [600_000, 200_000, 500_000])
    assert "lika mycket som ensam" in said(report.rows[0].saying)


def test_an_empty_core_says_that_no_shares_can_prevent_it():
    costs = 1e5 * np.array([0, 10, 10, 11, 10, 11, 11, 20], dtype=float)
    report = fairness_report(costs, [700_000, 700_000, 600_000])
    assert said(report.verdict) == (
        "Mellerud och Åmål skulle tillsammans spara 300 000 kr på att lämna. Ingen fördelning kan hindra det för alla "
        "grupper: det fattas 233 333 kr."
    )


def test_a_table_that_is_not_reasonable_is_said_and_left_as_it_is():
    costs = COSTS.copy()
    costs[6] = 1_300_000
    report = fairness_report(costs, [400_000, 300_000, 600_000])
    assert said(report.notices[0]).startswith(
        "Det finns grupper som kostar mer än två mindre grupper av samma parter (1 st). Åmål för sig och Bengtsfors"
    )


def test_a_benchmark_that_is_not_defined_is_missing_and_said():
    report = fairness_report([0, 100_000, 100_000, 250_000], [125_000, 125_000])
    assert set(report.rows[0].benchmarks) == {"shapley_shares"}
    assert said(report.notices[0]).startswith("Nukleolen saknas som jämförelse. Var för sig kostar parterna 200 000 kr")


def test_what_rounding_to_kronor_moves_is_no_reason_to_leave():
    costs = np.array([0, 3, 3, 4, 3, 4, 4, 5], dtype=float)
    assert fairness_report(costs, [2, 2, 1]).verdict.code == "NO_BREAKAWAY"


def test_shares_that_are_not_the_joint_cost_are_refused_by_how_much():
    with pytest.raises(InvalidGame) as refused:
        fairness_report(COSTS, [412_000, 300_000, 500_000])
    assert (
        refused.value.in_swedish()
        .replace("\u00a0", " ")
        .startswith(
            "Beloppen är tillsammans 1 212 000 kr och den gemensamma kostnaden 1 300 000 kr: 88 000 kr skiljer."
        )
    )


def test_many_parties_are_reported_without_looking_for_splits():
    costs = municipal(13, np.random.default_rng(1))
    report = fairness_report(costs, shapley_shares(costs))
    assert [notice.code for notice in report.notices] == ["SPLITS_NOT_CHECKED"]


def test_transfers_against_a_benchmark_sum_to_nothing():
    found = transfers([450_000, 400_000, 450_000], shapley_shares(COSTS))
    assert found.sum() == pytest.approx(0, abs=1e-6)
    with pytest.raises(InvalidGame):
        transfers([1], singles(COSTS))
