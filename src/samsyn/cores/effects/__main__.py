"""python -m samsyn.cores.effects: compile the inner loop, so that the first page that needs it does not wait."""

import numpy as np

from samsyn.cores.effects import estimate_effect


def main() -> None:
    """One small effect by each method goes through all of it."""
    panel = np.random.default_rng(0).normal(size=(24, 16))
    for method in ("did", "sdid", "sc"):
        estimate_effect(panel, [0], 10, method=method)


if __name__ == "__main__":
    main()
