"""A rule's answer: yes, or no with the sentence that is shown."""

from dataclasses import dataclass

from django.utils.functional import Promise

Sentence = str | Promise  # translated when shown


@dataclass(frozen=True)
class Verdict:
    """True when allowed. The reason is shown on the page, returned by the API and printed by the command line."""

    reason: Sentence = ""

    def __bool__(self) -> bool:
        return not self.reason


ALLOWED = Verdict()


class NotAllowed(Exception):
    """Somebody tried what a rule forbids; carries the rule's sentence."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


class Conflict(Exception):
    """Somebody else saved the same thing in the meantime. Nothing was overwritten."""


class Refused(Exception):
    """The data itself cannot be right; carries a sentence, and the field it is about when there is one."""

    def __init__(self, reason: Sentence, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


def require(verdict: Verdict) -> None:
    """Raise NotAllowed when the rule said no."""
    if not verdict:
        raise NotAllowed(verdict.reason)
