"""Two texts side by side, word by word: what was taken away, and what was added."""

import difflib
import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
MOST_WORDS = 4_000  # longer texts are compared line by line


@dataclass(frozen=True)
class Compared:
    """The later text with marks, and how many places differ."""

    html: SafeString
    differences: int

    @property
    def same(self) -> bool:
        return not self.differences


def compare(before: str, after: str) -> Compared:
    """The later text, with what was taken away and added marked, and said to those who listen."""
    old, new = _parts(before), _parts(after)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    html: list[str] = []
    differences = 0
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            html.append(escape("".join(new[c:d])))
            continue
        differences += 1
        if a < b:
            html.append(f'<del><span class="sr">{escape(_("taken away"))}: </span>{escape("".join(old[a:b]))}</del>')
        if c < d:
            html.append(f'<ins><span class="sr">{escape(_("added"))}: </span>{escape("".join(new[c:d]))}</ins>')
    return Compared(mark_safe("".join(html).replace("\n", "<br>")), differences)  # noqa: S308  each part is escaped


def _parts(text: str) -> list[str]:
    plain = text.replace("\r\n", "\n").strip()
    words = _WORDS.findall(plain)
    return words if len(words) <= MOST_WORDS else plain.splitlines(keepends=True)
