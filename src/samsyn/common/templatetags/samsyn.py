"""What templates say often: dates, periods, signs and numbers."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.common.swedish import in_words, upper_first
from samsyn.isolation.clock import SWEDEN

register = template.Library()


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date in words, marked up as a date."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(SWEDEN).date()
    return mark_safe(f'<time datetime="{value.isoformat()}">{in_words(value)}</time>')  # noqa: S308  digits and month names only


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A date and a time, Swedish clock."""
    if value is None:
        return ""
    local = value.astimezone(SWEDEN)
    text = _("%(day)s at %(time)s") % {"day": in_words(local.date()), "time": local.strftime("%H.%M")}
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), text)


@register.filter
def period(thing: Any) -> SafeString:
    """'8 december 2023 – tills vidare', with what the source says when it knows no day."""
    starts, ends = thing.starts_on, thing.ends_on
    first = thing.starts_text or (day(starts) if starts else _("beginning not known"))
    if ends is None:
        return format_html("{} {}", _("from") if (starts or thing.starts_text) else "", first)
    return format_html("{} – {}", first, day(ends - timedelta(days=1)))


@register.filter
def number(value: int | None) -> str:
    """'9 165', with a no-break space."""
    return "" if value is None else f"{value:,}".replace(",", "\u00a0").replace("-", "−")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A sign of the sprite; hidden from readers unless it has a label."""
    return _icon(str(name), str(label))


@lru_cache(maxsize=500)
def _icon(name: str, label: str) -> SafeString:
    seen = (
        format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true" focusable="false"')
    )
    sprite = static("samsyn/sprite.svg")
    return format_html('<svg class="i" viewBox="0 0 20 20" {}><use href="{}#i-{}"/></svg>', seen, sprite, name)


@register.simple_tag
def state(judged: Any) -> SafeString:
    """A judgement's sign and word, and under it the weightiest reason."""
    told = (
        f'<span class="o-word o o-{escape(judged.sign)}">{icon(judged.icon)}<span>{escape(judged.word)}</span></span>'
    )
    why = f'<span class="why">{escape(judged.why)}</span>' if judged.why else ""
    return mark_safe(told + why)  # noqa: S308  each part is escaped


@register.simple_tag
def options(choices: Iterable[tuple[Any, Any]], chosen: Any) -> SafeString:
    """The options of a select, beginning with capitals."""
    said = [
        f'<option value="{escape(value)}"{" selected" * (value == chosen)}>{escape(upper_first(label))}</option>'
        for value, label in choices
    ]
    return mark_safe("".join(said))  # noqa: S308  each part is escaped


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The page's own address with some answers changed."""
    asked = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            asked.pop(name, None)
        else:
            asked[name] = value
    return f"?{asked.urlencode()}"
