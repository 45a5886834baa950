"""Did it lead to anything: weights of comparison units, and effects with what speaks against them."""

from samsyn.cores.effects.discovery import Scan, q_values, scan_effects
from samsyn.cores.effects.effect import Effect, estimate_effect
from samsyn.cores.effects.reasons import Ground, Reason, Verdict
from samsyn.cores.effects.weights import Fit, fit_weights

__all__ = [
    "Effect",
    "Fit",
    "Ground",
    "Reason",
    "Scan",
    "Verdict",
    "estimate_effect",
    "fit_weights",
    "q_values",
    "scan_effects",
]
