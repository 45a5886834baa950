"""A measured figure beside its limit, and the table they make."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """`value` and `limit` in the same unit; without a limit it is told for comparison."""

    what: str
    value: float
    unit: str = "×"
    limit: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return "ok" if self.value <= self.limit else "OVER"


def said(value: float, unit: str) -> str:
    if unit == "queries":
        return f"{value:.0f} {unit}"
    return f"{value:.2f} {unit}" if value < 20 else f"{value:.0f} {unit}"


def table(figures: Iterable[Figure]) -> str:
    """What, measured, limit and verdict, in columns."""
    rows = [("what", "measured", "limit", "verdict", "")]
    rows += [
        (f.what, said(f.value, f.unit), said(f.limit, f.unit) if f.limit is not None else "–", f.verdict, f.note)
        for f in figures
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        f"{row[0]:<{widths[0]}}  {row[1]:>{widths[1]}}  {row[2]:>{widths[2]}}  {row[3]:<{widths[3]}}  {row[4]}".rstrip()
        for row in rows
    ]
    lines.insert(1, "-" * (sum(widths) + 6))
    return "\n".join(lines)
