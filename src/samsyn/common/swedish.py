"""Swedish order, lists and names."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Func, TextField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

_FROM, _TO = "åäöæøéèêëáàâüûúùíìîïóòôñç", "{|}|}eeeeaaayuuuiiiiooonc"
_TABLE = str.maketrans(_FROM, _TO)
MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip

ENGLISH = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


def sort_key(text: str) -> str:
    """The key that samsyn.sv_key gives in the database: å, ä, ö after z."""
    return text.lower().translate(_TABLE)


class SvKey(Func):
    """Order names the Swedish way, whatever collations the server has."""

    function = "samsyn.sv_key"
    output_field = TextField()


def in_words(day: date) -> str:
    """'12 mars 2026'."""
    months = ENGLISH if get_language() == "en" else MONTHS
    return f"{day.day} {months[day.month - 1]} {day.year}"


def month_number(word: str) -> int | None:
    """3 for 'mars', also shortened to three letters or more."""
    low = word.lower()
    return next((n for n, month in enumerate(MONTHS, 1) if len(low) > 2 and month.startswith(low)), None)


def upper_first(text: object) -> str:
    """'IT och digitalisering' stays as it is but for its first letter."""
    said = str(text)
    return said[:1].upper() + said[1:]


def genitive(name: str) -> str:
    """'Mellerud' gives 'Melleruds'; names that end in s, x, z or a vowel stand as they are."""
    return name if name[-1].lower() in "sxzaeiouyåäö" else f"{name}s"


def joined(words: Iterable[str]) -> str:
    """'A, B och C'."""
    listed = list(words)
    if len(listed) < 2:
        return "".join(listed)
    return _("%(first)s and %(last)s") % {"first": ", ".join(listed[:-1]), "last": listed[-1]}
