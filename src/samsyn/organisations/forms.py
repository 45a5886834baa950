"""Text in, typed values out, for organisations, bodies, calendars and people."""

import csv
import io
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.accounts.models import Person
from samsyn.common.forms import ActingForm, Day, PeriodForm
from samsyn.common.tables import TextFileError, decoded, read_day
from samsyn.common.web import Request
from samsyn.organisations.enums import ELECTED, Area, BodyKind, ChangeKind, OrganisationKind, Role
from samsyn.organisations.models import Body, Organisation
from samsyn.organisations.queries import Directory


class OrganisationInput(forms.TextInput):
    """A text field that suggests the names of all organisations."""

    template_name = "organisations/organisation_input.html"

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["names"] = Organisation.objects.in_order().values_list("name", flat=True)[:2_000]
        return context


class OrganisationField(forms.CharField):
    """An organisation by its name or code, with all names as suggestions."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "organisations", "autocomplete": "off", "class": "inp w-m"}
        super().__init__(max_length=200, widget=OrganisationInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        directory = Directory.load()
        if found := directory.find(text):
            return found
        raise ValidationError(directory.why_not(text))


class OrganisationsField(forms.CharField):
    """Several organisations, one on each line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10_000, widget=forms.Textarea(attrs={"rows": 5, "class": "inp w-m"}), **kwargs)

    def clean(self, value: Any) -> list[Organisation]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        directory = Directory.load() if lines else None
        found = [directory.find(line) for line in lines] if directory else []
        if directory and (
            missing := [directory.why_not(line) for line, hit in zip(lines, found, strict=True) if hit is None]
        ):
            raise ValidationError(missing)
        return [organisation for organisation in found if organisation]


class OrganisationForm(ActingForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[c for c in OrganisationKind.choices if c[0] not in ("MUNICIPALITY", "REGION")],
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    number = forms.RegexField(
        r"^\d{6}-\d{4}$",
        label=gettext_lazy("Organisation number"),
        required=False,
        max_length=11,
        help_text=gettext_lazy("For example 222000-0877."),
        widget=forms.TextInput(attrs={"class": "inp w-s"}),
        error_messages={
            "invalid": gettext_lazy("Write the organisation number as six digits, a hyphen and four digits.")
        },
    )
    other_names = forms.CharField(
        label=gettext_lazy("Other names"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Earlier names and short forms, one on each line. They are understood in imports and in the search."
        ),
    )

    def clean_other_names(self) -> list[str]:
        return [line.strip()[:200] for line in self.cleaned_data["other_names"].splitlines() if line.strip()]


LONGEST_PATH = 6
TASKS = [("DECIDES", gettext_lazy("Decides")), ("PREPARES", gettext_lazy("Prepares"))]


class AuthorityForm(ActingForm):
    registry_email = forms.EmailField(
        label=gettext_lazy("E-mail of the registry"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("Matters and notes from others are delivered here."),
    )
    letterhead = forms.CharField(
        label=gettext_lazy("Address on its papers"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One line each: street, postal address, telephone, web."),
    )


class BodyForm(PeriodForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of body"), choices=BodyKind.choices)
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("As the organisation itself writes it.")
    )
    task = forms.ChoiceField(
        label=gettext_lazy("What it does"),
        choices=TASKS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A body decides or prepares. A forum between municipalities is no body and is added under Networks."
        ),
    )
    parent = forms.ModelChoiceField(
        Body.objects.none(),
        label=gettext_lazy("Belongs to"),
        required=False,
        help_text=gettext_lazy(
            "For a subcommittee, drafting committee or office: the board whose authority it is part of."
        ),
    )
    serves = OrganisationsField(
        label=gettext_lazy("Serves, besides the host"),
        required=False,
        help_text=gettext_lazy("For a joint committee: the other municipalities, one on each line."),
    )
    term_note = forms.CharField(
        label=gettext_lazy("Term of office"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("When the body changes after an election, if it is not 1 January."),
    )

    def __init__(self, request: Request, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        parents = Body.objects.filter(organisation=organisation).exclude(kind=BodyKind.SUBCOMMITTEE)
        self.fields["parent"].queryset = parents.order_by("name")  # type: ignore[attr-defined]

    def body(self) -> dict[str, Any]:
        values = self.values()
        return values | {"decides": values.pop("task") == "DECIDES"}


class BodyChangeForm(BodyForm):
    def __init__(self, request: Request, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(request, organisation=organisation, **kwargs)
        for name in ("kind", "parent", "serves"):
            del self.fields[name]


class SittingForm(ActingForm):
    sits_on = Day(label=gettext_lazy("Sits on"))
    copy_deadline_on = Day(
        label=gettext_lazy("Copy deadline"),
        required=False,
        help_text=gettext_lazy("Last day to hand in papers (manusstopp)."),
    )
    mailing_on = Day(
        label=gettext_lazy("Mailing"), required=False, help_text=gettext_lazy("The day the papers are sent.")
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        _check_days(cleaned, self.add_error)
        return cleaned


def _check_days(row: dict[str, Any], error: Any) -> None:
    sits, deadline, mailing = row.get("sits_on"), row.get("copy_deadline_on"), row.get("mailing_on")
    if sits and deadline and deadline > sits:
        error("copy_deadline_on", _("The copy deadline must not come after the sitting."))
    if sits and mailing and mailing > sits:
        error("mailing_on", _("The mailing must not come after the sitting."))
    if deadline and mailing and deadline > mailing:
        error("copy_deadline_on", _("The copy deadline must not come after the mailing."))


class SittingsFileForm(ActingForm):
    """A calendar as a text file: sitting; copy deadline; mailing; note."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
        help_text=gettext_lazy(
            "CSV with one sitting on each row: sitting; copy deadline; mailing; note. Only the first is needed."
        ),
    )
    MOST = 500

    def clean_file(self) -> list[dict[str, Any]]:
        upload = self.cleaned_data["file"]
        if upload.size > 200_000:
            raise ValidationError(_("The file is too large for a calendar. At most 200 kB."))
        try:
            text = decoded(upload.read())
        except TextFileError as error:
            raise ValidationError(str(error)) from error
        delimiter = max(";\t,", key=text.split("\n", 1)[0].count)
        rows, wrong = [], []
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            cells = [cell.strip() for cell in cells] + [""] * 4
            if not any(cells) or (number == 1 and read_day(cells[0]) is None):
                continue
            row: dict[str, Any] = {
                "sits_on": read_day(cells[0]),
                "copy_deadline_on": read_day(cells[1]),
                "mailing_on": read_day(cells[2]),
            }
            row["note"] = cells[3][:200]
            if row["sits_on"] is None:
                wrong.append(_("Row %(row)s: “%(text)s” is not a date.") % {"row": number, "text": cells[0]})
            _check_days(
                row,
                lambda _field, said, number=number: wrong.append(
                    _("Row %(row)s: %(said)s") % {"row": number, "said": said}
                ),
            )
            rows.append(row)
        if wrong:
            raise ValidationError([*wrong[:20], _("Nothing was saved.")])
        if not rows or len(rows) > self.MOST:
            raise ValidationError(_("The file must have between 1 and %(most)s sittings.") % {"most": self.MOST})
        return list({row["sits_on"]: row for row in rows}.values())


class PathForm(PeriodForm):
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Area.choices)
    change = forms.ChoiceField(
        label=gettext_lazy("Kind of change"), choices=[("", gettext_lazy("any")), *ChangeKind.choices], required=False
    )

    def __init__(self, request: Request, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        bodies = Body.objects.filter(organisation=organisation).order_by("name")
        for number in range(1, LONGEST_PATH + 1):
            label = _("Step %(number)s") % {"number": number}
            select = forms.Select(attrs={"class": "inp w-m"})
            self.fields[f"body_{number}"] = forms.ModelChoiceField(
                bodies, required=number == 1, label=label, widget=select
            )
        self.order_fields(
            ["area", "change", *[name for name in self.fields if name.startswith("body_")], "starts_on", "ends_on"]
        )

    def path(self) -> dict[str, Any]:
        values = self.values()
        bodies = [body for number in range(1, LONGEST_PATH + 1) if (body := values.pop(f"body_{number}"))]
        return values | {"bodies": bodies}


class AssignmentForm(PeriodForm):
    body = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("Body"))
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=120, help_text=gettext_lazy("First name and surname.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("If it differs from the role."),
    )
    political_party = forms.CharField(
        label=gettext_lazy("Political party"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Only for elected people."),
    )

    def __init__(
        self, request: Request, *, organisation: Organisation, person: Person | None = None, **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.person = person
        self.fields["body"].queryset = Body.objects.filter(organisation=organisation).order_by("name")  # type: ignore[attr-defined]
        self.fields["starts_on"].required = True
        if person:
            del self.fields["name"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("political_party") and cleaned.get("role") not in ELECTED:
            self.add_error("political_party", _("A political party is kept for elected people only."))
        return cleaned


class InviteForm(ActingForm):
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("A link to choose a password is sent there. It works for three days."),
    )
