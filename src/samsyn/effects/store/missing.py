"""Why there is no value. A grey cell is never just grey."""

from collections.abc import Iterable
from enum import StrEnum


class Missing(StrEnum):
    """Why a cell is empty: what the source says, or what the store knows."""

    NOT_REPORTED = "NOT_REPORTED"  # bortfall, "-"
    NOT_APPLICABLE = "NOT_APPLICABLE"  # ej tillämplig, "."
    CONFIDENTIAL = "CONFIDENTIAL"  # sekretess, ".."
    UNEXPLAINED = "UNEXPLAINED"  # the source gives no reason
    UNKNOWN_STATUS = "UNKNOWN_STATUS"  # the source gives one that we do not know; its own words are kept
    WITHDRAWN = "WITHDRAWN"  # there was a value, and the source has taken it back
    NOT_PUBLISHED = "NOT_PUBLISHED"  # others have a value for the year
    NO_SUCH_YEAR = "NO_SUCH_YEAR"  # nobody has: not measured that year, or not yet published
    ENDED = "ENDED"  # the series ended before
    NOT_YET_THERE = "NOT_YET_THERE"  # the municipality did not exist


# The words are told by others who have used the API, and not by its description; the signs are those of its pages.
STATUSES = {
    "": Missing.UNEXPLAINED,
    "-": Missing.NOT_REPORTED,
    ".": Missing.NOT_APPLICABLE,
    "..": Missing.CONFIDENTIAL,
    "Missing": Missing.NOT_REPORTED,
    "Private": Missing.CONFIDENTIAL,
}


def why(status: str) -> Missing:
    """What a status of an empty value means."""
    return STATUSES.get(status, Missing.UNKNOWN_STATUS)


def unknown(statuses: Iterable[str]) -> list[str]:
    """Those that nobody has said what they mean, in order: to be looked into, and kept as they are until then."""
    return sorted({status for status in statuses if status not in STATUSES})
