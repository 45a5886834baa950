"""python -m benchmarks.oracles: pysyncon's time for a fit, and the fits beside Clarabel's. One BLAS thread."""

import statistics
import time

import numpy as np
from pysyncon import Synth

from benchmarks.effects import _panel
from samsyn.cores.effects import fit_weights
from samsyn.cores.effects.weights import fit_each
from tests.cores.effects.oracles import clarabel_weights, objective

FITS = 5  # of pysyncon, at a second or two each
BATCHES = 50


def main() -> None:
    taken = []
    for seed in range(FITS):
        panel = _panel(seed)
        treated, donors = panel[0], panel[1:].T.copy()
        begun = time.perf_counter()
        Synth.w_optimize(np.eye(len(treated)), donors, treated)
        taken.append(time.perf_counter() - begun)
    ours = []
    for seed in range(BATCHES):
        panel = _panel(seed)
        allowed = ~np.eye(len(panel), dtype=bool)
        begun = time.perf_counter()
        fit_each(panel, panel.T, allowed=allowed)
        ours.append((time.perf_counter() - begun) / len(panel))
    excess, gap = [], []
    for seed in range(50):
        panel = _panel(seed)
        treated, donors = panel[0], panel[1:].T.copy()
        fit = fit_weights(treated, donors)
        theirs = objective(treated, donors, clarabel_weights(treated, donors))
        excess.append((fit.objective - theirs) / theirs)
        gap.append(fit.gap / fit.scale)
    print(statistics.median(taken), statistics.median(ours), max(excess), max(gap))


if __name__ == "__main__":
    main()
