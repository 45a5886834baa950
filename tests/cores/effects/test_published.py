"""What the articles printed, and what is found here. The same table stands in docs/methods/effects.md."""

import numpy as np
import pytest

from samsyn.cores.effects import estimate_effect, fit_weights
from tests import shared
from tests.cores.effects import panels

# Method, published, and how far off: Arkhangelsky et al. (2021), table 1. The last is this core's own figure: the
# article's -19.620 has a small ridge left in it, and the exact minimum lies lower.
PROPOSITION_99 = [("did", -27.349, 0.01), ("sdid", -15.604, 0.01), ("sc", -19.514, 0.01)]


@pytest.mark.parametrize(("method", "published", "within"), PROPOSITION_99)
def test_proposition_99(method: str, published: float, within: float):
    values, california, start = panels.proposition_99()

    found = estimate_effect(values, [california], start, method=method)

    assert found.mean == pytest.approx(published, abs=within)
    assert found.per_period.shape == (12,)
    assert found.per_period.mean() == pytest.approx(found.mean)
    assert found.gap_ratio < 1e-10


def test_proposition_99_with_the_ridge_that_the_article_used():
    """Synthetic control as the article's own code has it: ridge (1e-6 noise)² on a Frank-Wolfe that stops early."""
    synthdid = pytest.importorskip("synthdid")
    values, california, start = panels.proposition_99()
    theirs = synthdid.sc_estimate(values, california, start)

    assert float(theirs) == pytest.approx(-19.620, abs=0.01)
    before = values[:, :start]
    ours = fit_weights(before[california], before[:california].T)
    missed = ((before[california] - theirs.weights.omega @ before[:california]) ** 2).sum()
    assert ours.objective < missed  # so much for the difference: theirs is not yet at the minimum


def test_california_is_not_the_most_extreme_without_predictors():
    """Third of 39 by the ratio of errors after to before; the article's first place needs its predictors."""
    values, california, start = panels.proposition_99()
    found = estimate_effect(values, [california], start, method="sc")

    def ratio(gaps: np.ndarray) -> np.ndarray:
        return (gaps[..., start:] ** 2).mean(axis=-1) / (gaps[..., :start] ** 2).mean(axis=-1)

    assert 1 + (ratio(found.placebo_gaps) >= ratio(found.gaps)).sum() == 3
    assert found.least_p == pytest.approx(1 / 39)


GERMANY = [
    ("gdp", range(1981, 1991)),
    ("trade", range(1981, 1991)),
    ("infrate", range(1981, 1991)),
    ("industry", range(1981, 1991)),
    ("schooling", (1980, 1985)),
    ("invest80", (1980,)),
]
TRAINING = [
    ("gdp", range(1971, 1981)),
    ("trade", range(1971, 1981)),
    ("infrate", range(1971, 1981)),
    ("industry", range(1971, 1981)),
    ("schooling", (1970, 1975)),
    ("invest70", (1980,)),
]
# Importances that fit the training period as well as any that a search from 40 starts found (mean square 4580.36).
# They are not unique: others as good move Austria between .414 and .432.
IMPORTANCE = [0.627762, 0.095768, 0.04101, 0.006349, 0.076936, 0.152178]
# Abadie, Diamond and Hainmueller (2015), table 1.
PUBLISHED_GERMANY = {"Austria": 0.42, "USA": 0.22, "Japan": 0.16, "Switzerland": 0.11, "Netherlands": 0.09}


@shared.needs_shared
def test_german_reunification():
    rows = panels.table("germany")
    names = list(dict.fromkeys(row["country"] for row in rows))
    west = names.index("West Germany")
    donors = [name for name in names if name != "West Germany"]

    def fit(asked):
        importance = np.sqrt(np.array(IMPORTANCE) / sum(IMPORTANCE))[:, None]
        found = importance * panels.predictors(rows, names, asked)
        return fit_weights(found[:, west], np.delete(found, west, axis=1))

    trained = fit(TRAINING).weights
    income = panels.outcomes(rows, "country", names, "gdp")[:, 21:31]  # 1981 to 1990
    assert ((income[west] - trained @ np.delete(income, west, axis=0)) ** 2).mean() == pytest.approx(4580.36, abs=0.05)

    found = fit(GERMANY)
    weights = dict(zip(donors, found.weights, strict=True))
    assert {name for name, weight in weights.items() if weight > 0.001} == set(PUBLISHED_GERMANY)
    assert {name: weights[name] for name in PUBLISHED_GERMANY} == pytest.approx(PUBLISHED_GERMANY, abs=0.005)
    assert found.gap < 1e-12


@shared.needs_shared
def test_german_reunification_by_income_alone_cannot_be_told_from_chance_among_sixteen():
    rows = panels.table("germany")
    names = list(dict.fromkeys(row["country"] for row in rows))
    income = panels.outcomes(rows, "country", names, "gdp")

    found = estimate_effect(income, [names.index("West Germany")], 30, method="sc")  # 1990

    assert found.least_p == pytest.approx(1 / 17)
    assert np.isinf(found.interval.high)
    assert found.mean < 0  # lower income per head than the comparison's, as published
    assert found.per_period[-1] < -2000  # 2003; the article tells of some 3 400 US dollars with predictors


BASQUE = [
    *[(name, range(1964, 1970)) for name in ("school.illit", "school.prim", "school.med", "school.high")],
    ("school.post.high", range(1964, 1970)),
    ("invest", range(1964, 1970)),
    ("gdpcap", range(1960, 1970)),
    *[(f"sec.{name}", range(1961, 1970, 2)) for name in ("agriculture", "energy", "industry", "construction")],
    ("sec.services.venta", range(1961, 1970, 2)),
    ("sec.services.nonventa", range(1961, 1970, 2)),
    ("popdens", (1969,)),
]
# As pysyncon's search found them from equal importances, with Spain as a whole among the donors.
BASQUE_IMPORTANCE = [
    0.072634, 0.119516, 0.003446, 0.102228, 0.010842, 0.000122, 0.117298,
    0.063405, 0.155597, 0.095821, 0.05311, 0.001541, 0.023723, 0.180716,
]  # fmt: skip


@shared.needs_shared
@pytest.mark.parametrize("with_spain", [True, False])
def test_basque_country(with_spain: bool):
    """Catalonia .851 and Madrid .149 (Abadie and Gardeazabal 2003), whether a donor without weight is there or not."""
    rows = panels.table("basque")
    names = list(dict.fromkeys(row["regionname"] for row in rows))
    found = np.sqrt(BASQUE_IMPORTANCE)[:, None] * panels.predictors(rows, names, BASQUE)
    if not with_spain:  # the predictors keep the scale that the importances were found for
        found = np.delete(found, names.index("Spain (Espana)"), axis=1)
        names.remove("Spain (Espana)")
    basque = names.index("Basque Country (Pais Vasco)")

    fit = fit_weights(found[:, basque], np.delete(found, basque, axis=1))

    donors = [name for name in names if name != names[basque]]
    weights = {name: weight for name, weight in zip(donors, fit.weights, strict=True) if weight > 0.001}
    assert weights == pytest.approx({"Cataluna": 0.851, "Madrid (Comunidad De)": 0.149}, abs=0.005)
    income = panels.outcomes(rows, "regionname", names, "gdpcap")[:, 5:15]  # 1960 to 1969
    missed = ((income[basque] - fit.weights @ np.delete(income, basque, axis=0)) ** 2).mean()
    assert missed == pytest.approx(0.0089, abs=0.0001)
