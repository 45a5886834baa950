"""Text in, typed values out, for the register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.collaborations.checklists import checklist
from samsyn.collaborations.enums import (
    NEXT_STAGES,
    ContactKind,
    DocumentKind,
    LegalForm,
    NoticeAnchor,
    PartyRole,
    ProcurementGround,
    SourceKind,
    Stage,
)
from samsyn.collaborations.models import Collaboration, Party
from samsyn.common.forms import ActingForm, Day, PeriodForm
from samsyn.common.swedish import upper_first
from samsyn.common.web import Request
from samsyn.networks.models import Network
from samsyn.organisations.enums import Area
from samsyn.organisations.forms import OrganisationsField


def text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


def line(label: Any, most: int = 300, *, help_text: Any = "", required: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


class RegisterForm(ActingForm):
    """The few answers that are needed to begin; the rest is filled in later."""

    name = line(gettext_lazy("Name"), 200, required=True)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Area.choices)
    form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=LegalForm.choices, initial=LegalForm.UNKNOWN)
    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=Stage.choices, initial=Stage.IDEA)
    starts_on = Day(label=gettext_lazy("Since"), required=False)
    starts_text = line(
        gettext_lazy("The beginning in words"),
        80,
        help_text=gettext_lazy("If the day is not known exactly, for example: spring 2022."),
    )
    purpose = text(gettext_lazy("Purpose"))
    parties = OrganisationsField(
        label=gettext_lazy("Parties"),
        required=False,
        help_text=gettext_lazy("Name or code, one on each line. Hosts and buyers are marked afterwards."),
    )
    source = line(gettext_lazy("Source"), 500)


class DescribeForm(ActingForm):
    """Everything that is told of a collaboration."""

    sections = (
        (
            gettext_lazy("What it is"),
            ("area", "area_text", "network", "purpose", "stays_local", "for_residents", "for_employees"),
        ),
        (gettext_lazy("Money, staff and risk"), ("cost_rule", "staff", "risk")),
        (
            gettext_lazy("Law"),
            (
                "external_delegation",
                "procurement_ground",
                "procurement_checked_on",
                "archive_responsible",
                "controller",
            ),
        ),
        (gettext_lazy("Follow-up"), ("last_follow_up_on", "next_follow_up_on")),
        (
            gettext_lazy("What is known, and what is not"),
            (
                "stated_parties",
                "unlisted_parties",
                "form_as_stated",
                "source_kind",
                "source",
                "checked_on",
                "doubt_notes",
                "note",
            ),
        ),
    )
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Area.choices)
    area_text = line(gettext_lazy("Area in words"))
    network = forms.ModelChoiceField(Network.objects.none(), label=gettext_lazy("Part of the network"), required=False)
    purpose = text(gettext_lazy("Purpose"))
    stays_local = text(gettext_lazy("What stays in each municipality"))
    for_residents = text(gettext_lazy("What it means for residents"))
    for_employees = text(gettext_lazy("What it means for employees"))
    cost_rule = text(
        gettext_lazy("How costs are shared, in words"),
        help_text=gettext_lazy("As the agreement, charter or rules say it."),
    )
    staff = text(gettext_lazy("Staff and employer"), rows=2)
    risk = text(gettext_lazy("Risk and vulnerability"), rows=2)
    external_delegation = text(gettext_lazy("External delegation, and how it is reported"), rows=2)
    procurement_ground = forms.ChoiceField(
        label=gettext_lazy("Ground in procurement law"), choices=ProcurementGround.choices, required=False
    )
    procurement_checked_on = Day(label=gettext_lazy("Procurement ground last checked"), required=False)
    archive_responsible = line(gettext_lazy("Who keeps the archive"), 200)
    controller = line(gettext_lazy("Controller of personal data, and processor agreement"))
    last_follow_up_on = Day(label=gettext_lazy("Last follow-up"), required=False)
    next_follow_up_on = Day(label=gettext_lazy("Next follow-up"), required=False)
    stated_parties = forms.IntegerField(
        label=gettext_lazy("Number of parties that the source states"), min_value=0, max_value=400, required=False
    )
    unlisted_parties = line(gettext_lazy("Parties the source does not name"))
    form_as_stated = line(gettext_lazy("Form in the source's words"), 200)
    source_kind = forms.ChoiceField(label=gettext_lazy("Kind of source"), choices=SourceKind.choices)
    source = line(gettext_lazy("Source"), 500)
    checked_on = Day(label=gettext_lazy("Last checked"), required=False)
    doubt_notes = text(
        gettext_lazy("What is doubtful"),
        rows=2,
        help_text=gettext_lazy("One doubt on each line. Shown with the collaboration until it is taken away here."),
    )
    note = text(gettext_lazy("Note"), rows=2)

    def __init__(self, request: Request, *, networks: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["network"].queryset = networks  # type: ignore[attr-defined]

    def clean_doubt_notes(self) -> list[str]:
        return [row.strip()[:300] for row in self.cleaned_data["doubt_notes"].splitlines() if row.strip()][:20]


class NameForm(ActingForm):
    name = line(gettext_lazy("New name"), 200, required=True)
    starts_on = Day(label=gettext_lazy("From"), help_text=gettext_lazy("The name that stands now ends the day before."))
    source = line(gettext_lazy("Source"), 500)


class FormForm(ActingForm):
    form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=LegalForm.choices)
    legal_basis = line(gettext_lazy("Legal basis"), 120, help_text=gettext_lazy("For example KL 9:37."))
    starts_on = Day(label=gettext_lazy("From"), help_text=gettext_lazy("The form that stands now ends the day before."))
    source = line(gettext_lazy("Source"), 500)


class StageForm(ActingForm):
    stage = forms.ChoiceField(label=gettext_lazy("Stage"))
    starts_on = Day(label=gettext_lazy("From"))
    replaced_by = forms.ModelChoiceField(
        Collaboration.objects.none(), label=gettext_lazy("Replaced by"), required=False
    )
    note = line(gettext_lazy("Note"))
    source = line(gettext_lazy("Source"), 500)

    def __init__(self, request: Request, *, now: str, others: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["stage"].choices = [(stage, upper_first(Stage(stage).label)) for stage in NEXT_STAGES[now]]  # type: ignore[attr-defined]
        self.fields["replaced_by"].queryset = others  # type: ignore[attr-defined]


class PartiesForm(PeriodForm):
    organisations = OrganisationsField(
        label=gettext_lazy("Organisations"), help_text=gettext_lazy("Name or code, one on each line.")
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=PartyRole.choices, initial=PartyRole.MEMBER)
    extent = line(gettext_lazy("Extent"), help_text=gettext_lazy("If it takes part in some of it only."))
    starts_text = line(gettext_lazy("The beginning in words"), 80)
    source = line(gettext_lazy("Source"), 500)


class PartyForm(PeriodForm):
    sections = (
        (gettext_lazy("Taking part"), ("role", "extent", "starts_on", "ends_on", "starts_text", "doubt")),
        (gettext_lazy("Its own decision"), ("registry_number", "decided_by", "decided_on", "decision_item")),
        (
            gettext_lazy("Money and follow-up"),
            ("ownership_share", "cost_year", "budget_kr", "actual_kr", "follow_up", "reported_year", "reported_item"),
        ),
        (gettext_lazy("Source"), ("source", "checked_on")),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=PartyRole.choices)
    extent = line(gettext_lazy("Extent"))
    starts_text = line(gettext_lazy("The beginning in words"), 80)
    doubt = line(
        gettext_lazy("Doubtful because"),
        200,
        help_text=gettext_lazy("If sources disagree about whether it takes part."),
    )
    registry_number = line(gettext_lazy("Its registry number"), 60)
    decided_by = line(gettext_lazy("Body that decided"), 120)
    decided_on = Day(label=gettext_lazy("Decided on"), required=False)
    decision_item = line(gettext_lazy("§"), 20)
    ownership_share = line(gettext_lazy("Share of assets and debts"), 60)
    cost_year = forms.IntegerField(
        label=gettext_lazy("Year of the costs"), min_value=1950, max_value=2199, required=False, localize=False
    )
    budget_kr = forms.IntegerField(
        label=gettext_lazy("Budget, kr"), min_value=-(10**12), max_value=10**12, required=False, localize=True
    )
    actual_kr = forms.IntegerField(
        label=gettext_lazy("Actual, kr"), min_value=-(10**12), max_value=10**12, required=False, localize=True
    )
    follow_up = line(gettext_lazy("Who follows up: committee and official"), 200)
    reported_year = forms.IntegerField(
        label=gettext_lazy("Last reported to the council (KL 9:38), year"),
        min_value=1950,
        max_value=2199,
        required=False,
        localize=False,
    )
    reported_item = line(gettext_lazy("Reported, §"), 20)
    source = line(gettext_lazy("Source"), 500)
    checked_on = Day(label=gettext_lazy("Last checked"), required=False)


class ContactForm(ActingForm):
    kind = forms.ChoiceField(label=gettext_lazy("Contact for"), choices=ContactKind.choices)
    name = line(gettext_lazy("Name"), 120, required=True)
    office = line(gettext_lazy("Office"), 200)
    email = forms.EmailField(
        label=gettext_lazy("Office e-mail"),
        required=False,
        help_text=gettext_lazy("The office's address, not a private one."),
    )


class DocumentForm(PeriodForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=DocumentKind.choices)
    title = line(gettext_lazy("Title"), 200, required=True)
    edition = line(gettext_lazy("Version"), 40, help_text=gettext_lazy("For example: revised 2020-12-15."))
    notice_months = forms.IntegerField(
        label=gettext_lazy("Notice period, months"), min_value=0, max_value=600, required=False
    )
    notice_anchor = forms.ChoiceField(
        label=gettext_lazy("Notice is counted back from"),
        choices=[("", gettext_lazy("not stated")), *NoticeAnchor.choices],
        required=False,
    )
    renewal_months = forms.IntegerField(
        label=gettext_lazy("Prolonged by, months"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=gettext_lazy("Each time nobody gives notice in time. Empty if it is not prolonged."),
    )
    entry_note = line(gettext_lazy("Condition for coming into force"), 200)
    source = line(gettext_lazy("Source"), 500)
    checked_on = Day(label=gettext_lazy("Last checked"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("notice_months") is not None and not cleaned.get("notice_anchor"):
            self.add_error("notice_anchor", _("Say what the notice period is counted back from."))
        if cleaned.get("notice_anchor") == NoticeAnchor.END_OF_TERM and not cleaned.get("ends_on"):
            self.add_error(
                "ends_on", _("The last day of the agreement is needed to count the notice period back from it.")
            )
        return cleaned


class NewDocumentForm(DocumentForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=gettext_lazy(
            "PDF or Word, at most 20 MB. No case files about individuals and no security-protected material."
        ),
    )


class SignatureForm(ActingForm):
    party = forms.ModelChoiceField(Party.objects.none(), label=gettext_lazy("For which party"))
    signed_on = Day(label=gettext_lazy("Signed on"), required=False)
    signed_by = line(
        gettext_lazy("Signed by"),
        200,
        required=True,
        help_text=gettext_lazy("Name and office, as they stand in the document."),
    )

    def __init__(self, request: Request, *, parties: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]


class SecrecyForm(ActingForm):
    secrecy_provision = line(
        gettext_lazy("Provision"),
        60,
        help_text=gettext_lazy(
            "For example OSL 19:3. Leave empty to lift the marking. A marking is a warning, not a decision."
        ),
    )


class ChecklistForm(ActingForm):
    """One question per point of the law, answered yes, no or not yet."""

    ANSWERS = (("", gettext_lazy("not checked")), ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))

    def __init__(self, request: Request, *, form: str, answers: dict[str, dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.points = checklist(form)
        for number, point in enumerate(self.points):
            given = answers.get(point.code, {})
            met = {True: "yes", False: "no", None: ""}[given.get("met")]
            label = f"{point.paragraph}: {point.text}" if point.paragraph else str(point.text)
            self.fields[f"met_{number}"] = forms.ChoiceField(
                label=label,
                choices=self.ANSWERS,
                required=False,
                initial=met,
                widget=forms.Select(attrs={"class": "inp w-s"}),
            )
            where = forms.CharField(
                label=_("Where, for point %(n)s") % {"n": number + 1},
                max_length=200,
                required=False,
                initial=given.get("where", ""),
                widget=forms.TextInput(attrs={"class": "inp"}),
            )
            self.fields[f"where_{number}"] = where

    def answers(self) -> dict[str, tuple[bool | None, str]]:
        said = {"yes": True, "no": False, "": None}
        return {
            point.code: (said[self.cleaned_data[f"met_{number}"]], self.cleaned_data[f"where_{number}"])
            for number, point in enumerate(self.points)
        }


class ImportForm(ActingForm):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt,.json"}),
        help_text=gettext_lazy(
            "Excel (xlsx), CSV or JSON, at most 10 MB and 20 000 rows. Nothing is saved until you have seen it."
        ),
    )

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        if upload.size > 10_000_000:
            raise ValidationError(_("The file is larger than 10 MB. Split it, or take away pictures and other sheets."))
        return upload


class OpennessForm(ActingForm):
    understood = forms.BooleanField(label=gettext_lazy("I understand who will be able to read it"))
