"""Rows of the list of organisations, of which there are three hundred: in Python, as template nodes cost more."""

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.common.templatetags.samsyn import number

register = template.Library()


@register.simple_tag
def organisation_rows(rows: list[dict[str, Any]]) -> SafeString:
    """Name, code, county and population of each organisation."""
    code, county, population = (escape(word) for word in (_("Code"), _("County"), _("Inhabitants")))
    return mark_safe(  # noqa: S308  each part is escaped
        "".join(
            f'<tr><th scope="row"><a href="/organisationer/{row["uid"]}/">{escape(row["name"])}</a></th>'
            f'<td data-l="{code}">{escape(row["code"])}</td><td data-l="{county}">{escape(row["county"])}</td>'
            f'<td class="num" data-l="{population}">{number(row["population"])}</td></tr>'
            for row in rows
        )
    )
