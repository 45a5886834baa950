"""Who pays what: contractual keys, and what is known of fairness. Pure: no database, no files, no clock.

Every public name is found here. A module is imported when a name of it is first asked for: a page that shows a key
needs neither NumPy nor a solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samsyn.cores.costsharing.airport import airport_nucleolus_shares, airport_shapley_shares
    from samsyn.cores.costsharing.coming_and_going import entry_interval, exit_cost
    from samsyn.cores.costsharing.estimates import sensitivity, share_spread, vary_costs, vary_structures
    from samsyn.cores.costsharing.games import InvalidGame, Undefined
    from samsyn.cores.costsharing.keys.key import Key, Result, compute, describe, with_more
    from samsyn.cores.costsharing.keys.measures import (
        Inputs,
        InvalidMeasure,
        Measure,
        MeasureRule,
        MissingMeasure,
        MixedDates,
        Reading,
    )
    from samsyn.cores.costsharing.keys.part import Infeasible, InvalidKey
    from samsyn.cores.costsharing.keys.reproduction import Published, Reproduction, reproduce
    from samsyn.cores.costsharing.keys.schema import key_from_json, key_to_json
    from samsyn.cores.costsharing.keys.tables import jumps
    from samsyn.cores.costsharing.kohlberg import is_nucleolus
    from samsyn.cores.costsharing.nucleoli import nucleolus, prenucleolus
    from samsyn.cores.costsharing.promises import promises_of
    from samsyn.cores.costsharing.refusal import Refusal
    from samsyn.cores.costsharing.report import FairnessReport, fairness_report, transfers
    from samsyn.cores.costsharing.rounding import InvalidTotal, instalments, settlement, whole_kronor
    from samsyn.cores.costsharing.saying import Saying
    from samsyn.cores.costsharing.separable import equal_nonseparable_shares, scrb_shares, tau_shares
    from samsyn.cores.costsharing.shapley import approximate_shapley_shares, shapley_shares
    from samsyn.cores.costsharing.stability import (
        EmptyCore,
        breakaways,
        core_excess,
        in_core,
        least_core,
        share_ranges,
        standalone_test,
    )
    from samsyn.cores.costsharing.structures import cost_function, cost_game, with_stand_alone
    from samsyn.cores.costsharing.subadditive import subadditive_hull, subadditivity
    from samsyn.cores.costsharing.wording import in_english, in_swedish

_WHERE = {
    "airport": ["airport_nucleolus_shares", "airport_shapley_shares"],
    "coming_and_going": ["entry_interval", "exit_cost"],
    "estimates": ["sensitivity", "share_spread", "vary_costs", "vary_structures"],
    "games": ["InvalidGame", "Undefined"],
    "keys.key": ["Key", "Result", "compute", "describe", "with_more"],
    "keys.measures": [
        "Inputs", "InvalidMeasure", "Measure", "MeasureRule", "MissingMeasure", "MixedDates", "Reading",
    ],
    "keys.part": ["Infeasible", "InvalidKey"],
    "keys.reproduction": ["Published", "Reproduction", "reproduce"],
    "keys.schema": ["key_from_json", "key_to_json"],
    "keys.tables": ["jumps"],
    "kohlberg": ["is_nucleolus"],
    "nucleoli": ["nucleolus", "prenucleolus"],
    "promises": ["promises_of"],
    "refusal": ["Refusal"],
    "report": ["FairnessReport", "fairness_report", "transfers"],
    "rounding": ["InvalidTotal", "instalments", "settlement", "whole_kronor"],
    "saying": ["Saying"],
    "separable": ["equal_nonseparable_shares", "scrb_shares", "tau_shares"],
    "shapley": ["approximate_shapley_shares", "shapley_shares"],
    "stability": [
        "EmptyCore", "breakaways", "core_excess", "in_core", "least_core", "share_ranges", "standalone_test",
    ],
    "structures": ["cost_function", "cost_game", "with_stand_alone"],
    "subadditive": ["subadditive_hull", "subadditivity"],
    "wording": ["in_english", "in_swedish"],
}  # fmt: skip
_MODULE_OF = {name: module for module, names in _WHERE.items() for name in names}

__all__ = [
    "EmptyCore",
    "FairnessReport",
    "Infeasible",
    "Inputs",
    "InvalidGame",
    "InvalidKey",
    "InvalidMeasure",
    "InvalidTotal",
    "Key",
    "Measure",
    "MeasureRule",
    "MissingMeasure",
    "MixedDates",
    "Published",
    "Reading",
    "Refusal",
    "Reproduction",
    "Result",
    "Saying",
    "Undefined",
    "airport_nucleolus_shares",
    "airport_shapley_shares",
    "approximate_shapley_shares",
    "breakaways",
    "compute",
    "core_excess",
    "cost_function",
    "cost_game",
    "describe",
    "entry_interval",
    "equal_nonseparable_shares",
    "exit_cost",
    "fairness_report",
    "in_core",
    "in_english",
    "in_swedish",
    "instalments",
    "is_nucleolus",
    "jumps",
    "key_from_json",
    "key_to_json",
    "least_core",
    "nucleolus",
    "prenucleolus",
    "promises_of",
    "reproduce",
    "scrb_shares",
    "sensitivity",
    "settlement",
    "shapley_shares",
    "share_ranges",
    "share_spread",
    "standalone_test",
    "subadditive_hull",
    "subadditivity",
    "tau_shares",
    "transfers",
    "vary_costs",
    "vary_structures",
    "whole_kronor",
    "with_more",
    "with_stand_alone",
]


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULE_OF})
