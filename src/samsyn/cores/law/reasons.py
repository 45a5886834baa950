"""A reason as a code with its values: the pages make the sentence of it, in the reader's language. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True)
class Reason:
    """Why something is so, or a way forward; `values` are what the sentence names: parties, days, numbers."""

    code: StrEnum
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
