"""Rows of the register and the map. Written in Python: as template nodes they would be half of such a page's time."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.common.templatetags.samsyn import state

register = template.Library()
LETTERS = {"v": "V", "k": "K", "a": "A", "o": "?"}


@register.simple_tag
def register_rows(rows: list[Any], base: str) -> SafeString:
    """Name, form, parties and validity of each collaboration."""
    form, parties = escape(_("Form")), escape(_("Parties"))
    return mark_safe(  # noqa: S308  each part is escaped
        "".join(
            f'<tr><th scope="row"><a href="{base}{row.collaboration.uid}/">{escape(row.name)}</a></th>'
            f'<td data-l="{form}">{escape(row.form_label)}</td><td data-l="{parties}">{escape(row.party_names)}</td>'
            f"<td>{state(row.validity)}</td></tr>"
            for row in rows
        )
    )


@register.simple_tag
def map_cells(cells: list[dict[str, str]]) -> SafeString:
    """A row of the map: what each municipality is in the collaboration, as a sign and in words."""
    words = {
        "v": _("host"),
        "p": _("party"),
        "k": _("buyer"),
        "a": _("adjunct"),
        "f": _("former party"),
        "o": _("sources disagree"),
    }
    return mark_safe("".join(_cell(cell, words) for cell in cells))  # noqa: S308  each part is escaped


def _cell(cell: dict[str, str], words: dict[str, str]) -> str:
    if not cell:
        return '<td class="k"></td>'
    code = cell["code"]
    # "Party" is the ordinary case: it is read aloud, and not repeated in print.
    word = f'<span class="sr">{escape(words[code])}</span>' if code == "p" else escape(words[code])
    return (
        f'<td class="k has"><span class="r r-{code}" aria-hidden="true">{LETTERS.get(code, "")}</span>'
        f'<span class="kn">{escape(cell["name"])}<span class="sr">:</span> {word}</span></td>'
    )
