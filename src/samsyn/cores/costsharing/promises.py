"""Which promise a method keeps. Samsyn never says that a method is fair."""

from samsyn.cores.costsharing.saying import Saying, say

SAME, NOTHING, ADDITIVE, UNIQUE = (
    "PROMISE_SAME_FOR_SAME", "PROMISE_NOTHING_FOR_NOTHING", "PROMISE_ADDITIVE", "PROMISE_UNIQUE",
)  # fmt: skip
ALONE, GROUPS, REST = "PROMISE_NOBODY_ABOVE_ALONE", "PROMISE_NO_GROUP_BETTER_IF_POSSIBLE", "PROMISE_EQUAL_PART_OF_REST"

# Method by the name of its function: what it keeps on every game that it is defined for.
PROMISES: dict[str, tuple[str, ...]] = {
    "shapley_shares": (SAME, NOTHING, ADDITIVE, UNIQUE),
    "nucleolus": (SAME, ALONE, GROUPS, UNIQUE),
    "prenucleolus": (SAME, GROUPS, NOTHING, UNIQUE),
    "least_core": (GROUPS,),
    "scrb_shares": (SAME, UNIQUE),
    "equal_nonseparable_shares": (SAME, REST, UNIQUE),
    "tau_shares": (SAME, NOTHING, ALONE, UNIQUE),
}


def promises_of(method: str) -> tuple[Saying, ...]:
    """The promises of a method as sayings; nothing for a contractual key, which keeps what the agreement says."""
    return tuple(say(promise) for promise in PROMISES.get(method, ()))
