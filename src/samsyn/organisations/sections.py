"""Where higher rooms show, on an organisation's or a person's page, what they know of them.

Each is a function of (organisation or person, reader) that gives the template and what it needs.
"""

from collections.abc import Callable
from typing import Any

from samsyn.isolation.acting import Reader

Section = Callable[[Any, Reader], dict[str, Any]]
ORGANISATION: list[Section] = []
PERSON: list[Section] = []
