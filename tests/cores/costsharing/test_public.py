"""The package as its users see it: every name, no Django, and nothing heavier than what was asked for."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from samsyn.cores import costsharing
from samsyn.cores.costsharing import nucleolus, shapley_shares

SOURCE = Path(str(costsharing.__file__)).parent


@pytest.mark.parametrize("name", costsharing.__all__)
def test_every_public_name_is_what_its_module_has(name: str):
    module = import_module(f"samsyn.cores.costsharing.{costsharing._MODULE_OF[name]}")
    assert getattr(costsharing, name) is getattr(module, name)
    assert name in dir(costsharing)


def test_the_list_of_names_is_the_same_in_both_places():
    assert sorted(costsharing._MODULE_OF) == costsharing.__all__


def test_other_names_are_none():
    with pytest.raises(AttributeError, match="has no attribute 'fair_shares'"):
        _ = costsharing.fair_shares  # type: ignore[attr-defined]


def test_the_names_are_functions_and_not_modules():
    assert nucleolus([0, 60, 100, 120]).tolist() == pytest.approx(shapley_shares([0, 60, 100, 120]).tolist())


def _without(*blocked: str, do: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.modules.update(dict.fromkeys({blocked!r})); {do}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", ["compute", "key_from_json", "reproduce", "whole_kronor", "settlement", "in_swedish"])
def test_keys_need_neither_django_nor_numpy_nor_a_solver(name: str):
    ran = _without("django", "numpy", "highspy", do=f"from samsyn.cores.costsharing import {name}")
    assert ran.returncode == 0, ran.stderr


def test_fairness_needs_no_django():
    ran = _without("django", do="from samsyn.cores.costsharing import fairness_report as r; r([0, 6, 10, 12], [4, 8])")
    assert ran.returncode == 0, ran.stderr


def test_every_module_is_imported_with_django_blocked():
    names = [".".join(path.relative_to(SOURCE).with_suffix("").parts) for path in SOURCE.rglob("[a-z]*.py")]
    loads = "; ".join(f"import samsyn.cores.costsharing.{name}" for name in names)
    ran = _without("django", "psycopg", do=loads)
    assert ran.returncode == 0, ran.stderr
    assert len(names) > 30


def test_no_module_asks_the_clock_or_unseeded_chance():
    asking = ("date.today", "datetime.now", "import time", "import random", "default_rng()", "np.random.rand")
    found = [(path.name, call) for path in SOURCE.rglob("*.py") for call in asking if call in path.read_text()]
    assert found == []
