"""Linear programs over allocations, with coalitions as rows that are added only when they matter."""

import highspy
import numpy as np
import numpy.typing as npt

from samsyn.cores.costsharing.games import FloatArray

TOLERANCE = 1e-10  # the finest that the solver takes; rows are scaled to about 1
INFINITE = highspy.kHighsInf
ROWWISE, MINIMIZE = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize)


class SolverFailed(RuntimeError):
    """The solver did not find an optimum where one exists; a fault of ours or of the solver's, never of the game's."""


class Program:
    """Minimise costs @ z over free z, subject to rows @ z <= upper; warm while rows are added, and used again."""

    def __init__(self) -> None:
        self._columns = 0
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its constructor has no annotations
        for option, value in (
            ("output_flag", False),
            ("presolve", "off"),
            ("solver", "simplex"),
            ("threads", 1),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("dual_feasibility_tolerance", TOLERANCE),
        ):
            self._solver.setOptionValue(option, value)

    def start(self, costs: FloatArray, rows: FloatArray, upper: FloatArray) -> None:
        """Another program: costs (columns,), rows (m, columns) and their upper sides (m,)."""
        self._columns = len(costs)
        many, few = np.full(len(rows), -INFINITE), np.full(len(costs), INFINITE)
        starts, index = self._places(len(rows))
        # From arrays: the fields of a HighsLp are copied number by number.
        self._solver.passModel(
            len(costs), len(rows), rows.size, ROWWISE, MINIMIZE, 0.0, costs, -few, few, many, upper, starts, index,
            rows.ravel(), np.zeros(len(costs), dtype=np.int32),
        )  # fmt: skip

    def _places(self, count: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        starts = np.arange(count, dtype=np.int32) * np.int32(self._columns)
        across = np.arange(self._columns, dtype=np.int32)
        return starts, np.broadcast_to(across, (count, self._columns)).ravel()

    def add(self, rows: FloatArray, upper: FloatArray) -> None:
        """More rows, (m, columns), with their upper sides (m,)."""
        starts, index = self._places(len(rows))
        self._solver.addRows(len(rows), np.full(len(rows), -INFINITE), upper, rows.size, starts, index, rows.ravel())

    def solve(self) -> tuple[FloatArray, FloatArray]:
        """The optimum z (columns,), and what each row's upper side is worth, (rows,), none negative.

        Raises
        ------
        SolverFailed : no optimum was found.
        """
        self._solver.run()
        status = self._solver.getModelStatus()
        if status != highspy.HighsModelStatus.kOptimal:
            raise SolverFailed(f"the linear program ended as {self._solver.modelStatusToString(status)}")
        found = self._solver.getSolution()
        return np.array(found.col_value), -np.array(found.row_dual)
