"""What an effect is judged to be, and every reason that a verdict may rest on. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """How sure one can be; the value is the word that the users read, the name is what is stored."""

    CLEAR = "tydlig"
    POSSIBLE = "möjlig"
    NONE_VISIBLE = "ingen synlig"
    CANNOT_BE_JUDGED = "kan inte bedömas"


class Ground(StrEnum):
    """What a reason is about. The first ones make an effect impossible to judge; the last ones speak for or against."""

    START_OUTSIDE = "START_OUTSIDE"
    TREATED_AMONG_DONORS = "TREATED_AMONG_DONORS"
    NO_VALUES = "NO_VALUES"
    TREATED_MISSING = "TREATED_MISSING"
    CONSTANT = "CONSTANT"
    FEW_DONORS = "FEW_DONORS"
    FEW_PERIODS = "FEW_PERIODS"
    BREAK = "BREAK"
    SUSPECTED_BREAK = "SUSPECTED_BREAK"
    EXACT_FITS = "EXACT_FITS"
    PRE_TREND = "PRE_TREND"
    PRE_FIT = "PRE_FIT"

    DONORS_DROPPED = "DONORS_DROPPED"
    PERIODS_DROPPED = "PERIODS_DROPPED"
    LARGER_THAN_PLACEBOS = "LARGER_THAN_PLACEBOS"
    WITHIN_PLACEBOS = "WITHIN_PLACEBOS"
    FEW_PLACEBOS = "FEW_PLACEBOS"
    SCALES_DISAGREE = "SCALES_DISAGREE"
    DRIFT = "DRIFT"
    IN_TIME = "IN_TIME"
    ONE_DONOR_DECIDES = "ONE_DONOR_DECIDES"


SENTENCES = {
    Ground.START_OUTSIDE: "The start is period %(start)d, and the data have periods 0 to %(last)d with one before it.",
    Ground.TREATED_AMONG_DONORS: "%(count)d of those treated stand among the units to compare with.",
    Ground.NO_VALUES: "There are no values.",
    Ground.TREATED_MISSING: "Unit %(unit)d is treated and has no value in period %(period)d; %(count)d such in all.",
    Ground.CONSTANT: "The values never vary.",
    Ground.FEW_DONORS: "%(donors)d units to compare with; at least %(needed)d are needed.",
    Ground.FEW_PERIODS: "%(periods)d periods before the start; this method needs at least %(needed)d.",
    Ground.BREAK: "The series begins anew in period %(period)d: values before and after cannot be compared.",
    Ground.SUSPECTED_BREAK: "In period %(period)d the units to compare with change %(times).1f times as much or as"
    " unevenly as usual, as when a definition is changed.",
    Ground.EXACT_FITS: "%(share_pct).0f per cent of the placebos are fitted exactly (at most %(most_pct).0f): the past"
    " cannot tell good weights from bad.",
    Ground.PRE_TREND: "Those treated were on another path already before the start (p %(p).3f), which by itself would"
    " give %(drift).3g.",
    Ground.PRE_FIT: "The comparison misses by %(error).3g before the start, more than for others (p %(p).3f).",
    Ground.DONORS_DROPPED: "%(count)d units are left out of the comparison because values are missing.",
    Ground.PERIODS_DROPPED: "%(count)d periods in which nobody has a value are left out.",
    Ground.LARGER_THAN_PLACEBOS: "Larger than %(share_pct).0f per cent of %(count)d placebos (p %(p).3f).",
    Ground.WITHIN_PLACEBOS: "No larger than what is seen among %(count)d placebos (p %(p).3f).",
    Ground.FEW_PLACEBOS: "With %(count)d placebos p cannot be below %(least_p).3f.",
    Ground.SCALES_DISAGREE: "Beside each unit's own variation p is %(p).3f; without regard to it, %(p_unscaled).3f.",
    Ground.DRIFT: "The path before the start, continued, would by itself give %(drift).3g.",
    Ground.IN_TIME: "A start pretended in period %(start)d already gives %(mean).3g (p %(p).3f).",
    Ground.ONE_DONOR_DECIDES: "Without unit %(unit)d the effect would be %(mean).3g.",
}


@dataclass(frozen=True)
class Reason:
    """`sentence` is English with named places, for the pages to translate; the figures go into it."""

    ground: Ground
    figures: Mapping[str, float] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.ground]

    def __str__(self) -> str:
        return self.sentence % self.figures
