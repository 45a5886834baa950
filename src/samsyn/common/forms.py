"""Forms that carry who acts, which version was read, and a key that makes sending twice harmless."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.common.periods import DAY
from samsyn.common.swedish import upper_first
from samsyn.common.tables import read_day
from samsyn.common.verdict import Refused
from samsyn.common.web import Request

FIRST_DAY, LAST_DAY = date(1862, 1, 1), date(2199, 12, 31)  # from the first municipal ordinances on
HIDDEN = ("acting", "key", "version")


class Renderer(TemplatesSetting):
    field_template_name = "common/field.html"
    form_template_name = "common/form.html"


class Day(forms.DateField):
    """A date that may be typed as 2026-03-12, 12/3 2026, 12.3.2026 or 12 mars 2026.

    A text field: browsers show their own date fields in their own language, whatever the page's. `day.js` adds the
    browser's calendar beside it.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages", {"invalid": gettext_lazy("Write the date as year-month-day, for example 2026-03-12.")}
        )
        attrs: dict[str, Any] = {"inputmode": "numeric", "class": "inp w-s day", "autocomplete": "off"}
        attrs["placeholder"] = gettext_lazy("YYYY-MM-DD")
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip() and (day := read_day(value)):
            return day
        return super().to_python(value)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day and not FIRST_DAY <= day <= LAST_DAY:
            raise ValidationError(_("The year must be between 1862 and 2199."))
        return day  # type: ignore[no-any-return]


class LastDay(Day):
    """Asked as "till och med", kept as the first day after."""

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        return day + DAY if day else None

    def prepare_value(self, value: Any) -> Any:
        return value - DAY if isinstance(value, date) else value


class ActingForm(forms.Form):
    """A form opened for one assignment is saved for that one, whatever happened in another tab.

    Fields named in `sections` are shown under their legends, in that order.
    """

    sections: tuple[tuple[Any, tuple[str, ...]], ...] = ()
    acting = forms.UUIDField(widget=forms.HiddenInput, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)

    def __init__(self, request: Request, *, initial: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.request = request
        self.theirs: list[dict[str, Any]] = []
        data: Any = request.POST if request.method == "POST" else None
        start = {"acting": getattr(request.acting, "uid", None), "key": uuid4(), **(initial or {})}
        if data is not None and any(name.startswith("pick-") for name in data):
            data = data.copy()
            for name, choice in list(data.items()):
                if name.startswith("pick-") and choice == "theirs":
                    field = name.removeprefix("pick-")
                    data[field] = data.get(f"theirs-{field}", "")
        super().__init__(data, request.FILES if data is not None else None, initial=start, **kwargs)
        for each in self.fields.values():
            if isinstance(each, forms.ChoiceField) and not isinstance(each, forms.ModelChoiceField):
                each.choices = [(value, upper_first(label)) for value, label in each.widget.choices]
            if isinstance(each, forms.ModelChoiceField) and each.empty_label is not None:
                each.empty_label = _("– choose –")  # Django's own words have no Swedish yet
            each.widget.attrs.setdefault("class", _css(each))

    @property
    def sent(self) -> bool:
        """Sent in, and nothing wrong with it."""
        return self.request.method == "POST" and self.is_valid()

    def values(self) -> dict[str, Any]:
        """What the user answered, without the form's own bookkeeping."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}

    def clean_key(self) -> UUID:
        return self.cleaned_data["key"] or uuid4()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The last day must not come before the first."))
        return cleaned

    def add_error(self, field: str | None, error: Any) -> None:
        """What cannot be read as a number is shown as it was typed, which such fields would hide."""
        super().add_error(field, error)
        typed = field and self.fields[field].widget
        if isinstance(typed, forms.NumberInput) and self.has_error(field or "", "invalid"):
            typed.input_type = "text"
            typed.attrs = {name: told for name, told in typed.attrs.items() if name not in ("min", "max", "step")}

    def refuse(self, refused: Refused) -> None:
        """Show a sentence from an action where it belongs."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, ValidationError(str(refused.reason)))

    def compare(self, now: dict[str, Any], version: int) -> None:
        """Somebody else saved first: show theirs beside one's own, field by field, and lose neither."""
        for name in self.fields:
            if name in HIDDEN or name not in now:
                continue
            bound = self[name]
            current = bound.field.prepare_value(now[name])
            mine = bound.value()
            if str(mine if mine is not None else "") != str(current if current is not None else ""):
                self.theirs.append(
                    {"name": name, "label": bound.label, "theirs": _plain(current), "mine": _plain(mine)}
                )
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["version"] = str(version)  # type: ignore[index]

    def parts(self) -> list[dict[str, Any]]:
        """The visible fields by section, for the template."""
        if not self.sections:
            return [{"legend": "", "fields": self.visible_fields()}]
        return [
            {"legend": legend, "fields": [self[name] for name in names if name in self.fields]}
            for legend, names in self.sections
        ]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _css(field: forms.Field) -> str:
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple | forms.HiddenInput):
        return ""
    if isinstance(widget, forms.NumberInput):
        return "inp w-xs"
    return "inp w-m" if isinstance(widget, forms.Select) else "inp"


class PeriodForm(ActingForm):
    """A form that ends with from and to, as people say them."""

    starts_on = Day(label=gettext_lazy("From"), required=False)
    ends_on = LastDay(
        label=gettext_lazy("Up to and including"), required=False, help_text=gettext_lazy("Leave empty if it goes on.")
    )

    def __init__(self, request: Request, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        for name in ("starts_on", "ends_on"):
            self.fields[name] = self.fields.pop(name)


class EndForm(ActingForm):
    """The last day of something."""

    ends_on = LastDay(label=gettext_lazy("Last day"))


def all_labels() -> dict[str, str]:
    """What the fields of all forms are called, for giving typed text back when its form cannot be shown again."""
    found: dict[str, str] = {}
    waiting = list(ActingForm.__subclasses__())
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        found |= {name: str(field.label or name) for name, field in form.base_fields.items()}
    return found
