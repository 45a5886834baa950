"""Text in, typed values out, for networks and forums."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.accounts.models import Person
from samsyn.common.forms import ActingForm, Day, PeriodForm
from samsyn.common.swedish import upper_first
from samsyn.common.web import Request
from samsyn.networks.enums import SeatKind
from samsyn.networks.models import Network
from samsyn.organisations.forms import OrganisationField, OrganisationsField
from samsyn.organisations.models import Assignment, Authority

SOURCE: dict[str, Any] = {"label": gettext_lazy("Source"), "required": False, "max_length": 500}


def long_text(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=required, max_length=10_000, widget=widget, help_text=help_text)


class NetworkForm(ActingForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    starts_on = Day(label=gettext_lazy("Has had the name since"), required=False)
    starts_text = forms.CharField(
        label=gettext_lazy("The beginning in words"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("If the day is not known exactly, for example: spring 2022."),
        widget=forms.TextInput(attrs={"class": "inp w-m"}),
    )
    purpose = long_text(gettext_lazy("Purpose"))
    vision = long_text(gettext_lazy("Vision"), rows=2)
    rests_on = forms.CharField(
        label=gettext_lazy("Rests on"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example a declaration of intent."),
    )
    source = forms.CharField(**SOURCE)


class NetworkFactsForm(ActingForm):
    rests_on = forms.CharField(label=gettext_lazy("Rests on"), required=False, max_length=200)
    source = forms.CharField(**SOURCE)


class ForumForm(ActingForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    short_name = forms.CharField(
        label=gettext_lazy("Short name"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"class": "inp w-s"}),
    )
    starts_on = Day(label=gettext_lazy("Meets since"), required=False)
    starts_text = forms.CharField(label=gettext_lazy("The beginning in words"), required=False, max_length=80)
    purpose = long_text(gettext_lazy("Purpose"))
    mandate = long_text(
        gettext_lazy("Mandate"),
        help_text=gettext_lazy(
            "What the forum may prepare. It may take a standpoint; each municipality decides for itself."
        ),
    )
    reports_to = forms.CharField(label=gettext_lazy("Reports to"), required=False, max_length=300)
    dormant_after_months = forms.IntegerField(
        label=gettext_lazy("Called dormant after this many months without a meeting"),
        min_value=1,
        max_value=60,
        initial=9,
    )
    source = forms.CharField(**SOURCE)


class ForumFactsForm(ActingForm):
    short_name = forms.CharField(label=gettext_lazy("Short name"), required=False, max_length=40)
    last_met_on = Day(label=gettext_lazy("Last met"), required=False)
    dormant_after_months = forms.IntegerField(
        label=gettext_lazy("Called dormant after this many months without a meeting"), min_value=1, max_value=60
    )
    source = forms.CharField(**SOURCE)


class TextForm(PeriodForm):
    """A new name, purpose or the like from a day."""

    kind = forms.ChoiceField(label=gettext_lazy("What is changed"))
    text = long_text(gettext_lazy("New text"), required=True)
    source = forms.CharField(**SOURCE)

    def __init__(self, request: Request, *, kinds: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["kind"].choices = [(kind, upper_first(kind.label)) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["starts_on"].help_text = _("The text that stands now ends the day before.")


class MembersForm(PeriodForm):
    members = OrganisationsField(
        label=gettext_lazy("Municipalities and others"),
        required=False,
        help_text=gettext_lazy("Name or code, one on each line."),
    )
    network = forms.ModelChoiceField(
        Network.objects.none(), label=gettext_lazy("A network that becomes a member"), required=False
    )
    starts_text = forms.CharField(label=gettext_lazy("The beginning in words"), required=False, max_length=80)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    source = forms.CharField(**SOURCE)

    def __init__(self, request: Request, *, networks: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("members") and not cleaned.get("network"):
            self.add_error("members", _("Write at least one member."))
        return cleaned


class PresidencyForm(ActingForm):
    organisation = OrganisationField(label=gettext_lazy("Who presides"))
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=1950, max_value=2199, localize=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)
    source = forms.CharField(**SOURCE)


class KeepingForm(ActingForm):
    organisation = OrganisationField(label=gettext_lazy("Municipality"))
    authority = forms.CharField(
        label=gettext_lazy("Authority"),
        max_length=200,
        initial="Kommunstyrelsen",
        help_text=gettext_lazy("As a rule the executive board."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if organisation := cleaned.get("organisation"):
            found = Authority.objects.filter(
                organisation=organisation, name__iexact=cleaned.get("authority", "")
            ).first()
            if found is None:
                self.add_error("authority", _("%(name)s has no such authority in Samsyn.") % {"name": organisation})
            cleaned["found"] = found
        return cleaned


class SeatsForm(PeriodForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind of seat"), choices=SeatKind.choices)
    organisations = OrganisationsField(
        label=gettext_lazy("Municipalities that get the seat"),
        help_text=gettext_lazy("Name or code, one on each line."),
    )
    title = forms.CharField(label=gettext_lazy("What it is called"), required=False, max_length=120)
    starts_text = forms.CharField(label=gettext_lazy("The beginning in words"), required=False, max_length=80)


class AppointForm(PeriodForm):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Who"),
        help_text=gettext_lazy("People with an assignment in your own organisation today."),
    )

    def __init__(self, request: Request, *, organisation: int, today: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        ours = Assignment.objects.filter(organisation=organisation).on(today).values("person")
        self.fields["person"].queryset = Person.objects.filter(pk__in=ours).order_by("name")  # type: ignore[attr-defined]
        self.fields["starts_on"].required = True

    def clean_person(self) -> Person:
        person: Person = self.cleaned_data["person"]
        if not person.in_public_role:
            raise ValidationError(
                _("Only people in a public role can be shown to the others. Give them such an assignment first.")
            )
        return person


class WakeForm(ActingForm):
    starts_on = Day(label=gettext_lazy("Meets again from"))
    note = forms.CharField(
        label=gettext_lazy("On whose initiative"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example the chairs of two committees."),
    )


class OpennessForm(ActingForm):
    understood = forms.BooleanField(label=gettext_lazy("I understand who will be able to read it"))
