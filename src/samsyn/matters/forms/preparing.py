"""Forms of those who keep a matter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, PartyRole
from samsyn.collaborations.models import Collaboration
from samsyn.common.forms import ActingForm, Day, LastDay
from samsyn.common.web import Request
from samsyn.matters.changes import Agreement, Change, ProposedParty
from samsyn.matters.enums import NextStep, TermKind
from samsyn.matters.terms import Stored
from samsyn.organisations.enums import Area, ChangeKind
from samsyn.organisations.forms import OrganisationField, OrganisationsField
from samsyn.organisations.models import Authority, Organisation
from samsyn.organisations.queries import Directory


def long_text(label: Any, *, rows: int = 4, required: bool = False, help_text: Any = "", most: int = 50_000) -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


def line(label: Any, most: int = 300, *, help_text: Any = "", required: bool = False) -> Any:
    return forms.CharField(label=label, required=required, max_length=most, help_text=help_text)


def number(label: Any, least: int, most: int, *, help_text: Any = "") -> Any:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False, help_text=help_text)


ANSWER_BY: dict[str, Any] = {
    "label": gettext_lazy("Answer by"),
    "required": False,
    "help_text": gettext_lazy("The day by which each municipality should have decided."),
}


class MatterForm(ActingForm):
    title = line(gettext_lazy("Title"), 200, required=True)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Area.choices)
    background = long_text(gettext_lazy("Background"), rows=6, help_text=gettext_lazy("What it is about, and why now."))
    registry_number = line(gettext_lazy("Registry number"), 60, help_text=gettext_lazy("In your own registry."))
    answer_by = Day(**ANSWER_BY)


class Extents(forms.CharField):
    """'Åmål: bara helger', one on each line; as a dictionary from organisation to text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3}), **kwargs)

    def clean(self, value: Any) -> dict[Organisation, str]:
        lines = [told.strip() for told in super().clean(value).splitlines() if told.strip()]
        directory = Directory.load() if lines else None
        found: dict[Organisation, str] = {}
        for told in lines:
            name, colon, extent = told.partition(":")
            organisation = directory.find(name.strip()) if directory else None
            if not colon or not extent.strip():
                raise ValidationError(_("Write the municipality, a colon and its extent: “%(line)s”.") % {"line": told})
            if organisation is None and directory:
                raise ValidationError(directory.why_not(name.strip()))
            if organisation:
                found[organisation] = extent.strip()[:300]
        return found


class ProposalForm(ActingForm):
    """The proposal's text, and beside it, as data, what it would change; other questions for each kind of change."""

    text = long_text(
        gettext_lazy("Proposal"),
        rows=10,
        required=True,
        help_text=gettext_lazy("The text that each municipality decides on. One point on each line, numbered."),
    )
    note = line(gettext_lazy("What is new in this version"))
    collaboration = forms.ModelChoiceField(Collaboration.objects.none(), label=gettext_lazy("Collaboration"))
    name = line(gettext_lazy("Name of the collaboration"), 200, required=True)
    area = forms.ChoiceField(label=gettext_lazy("Area"), choices=Area.choices)
    form = forms.ChoiceField(label=gettext_lazy("Legal form"), choices=LegalForm.choices, initial=LegalForm.UNKNOWN)
    legal_basis = line(gettext_lazy("Legal basis"), 120, help_text=gettext_lazy("For example KL 9:37."))
    purpose = long_text(gettext_lazy("Purpose"), rows=3)
    cost_rule = long_text(gettext_lazy("How costs are shared, in words"), rows=2)
    named = OrganisationsField(
        label=gettext_lazy("Municipalities that are to decide"),
        help_text=gettext_lazy("Name or code, one on each line. Whoever is bound by the proposal decides on it."),
    )
    host = OrganisationField(label=gettext_lazy("Host or seat"), required=False)
    parties = OrganisationsField(
        label=gettext_lazy("Who joins or leaves"),
        help_text=gettext_lazy("Name or code, one on each line."),
    )
    extents = Extents(
        label=gettext_lazy("Extent, of those who take part in some of it only"),
        help_text=gettext_lazy("One on each line, for example: Åmål: weekends only."),
    )
    starts_on = Day(label=gettext_lazy("From"), required=False)
    ends_on = LastDay(label=gettext_lazy("Last day"), required=False)
    agreement_title = line(gettext_lazy("Title of the agreement"), 200)
    agreement_kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=DocumentKind.choices, initial=DocumentKind.AGREEMENT
    )
    agreement_edition = line(gettext_lazy("Version"), 40)
    agreement_document = forms.ChoiceField(label=gettext_lazy("The document"), required=False)
    agreement_ends_on = LastDay(label=gettext_lazy("Holds up to and including"), required=False)
    agreement_renewal_months = number(gettext_lazy("Prolonged by, months"), 1, 600)
    agreement_notice_months = number(gettext_lazy("Notice period, months"), 0, 600)
    agreement_notice_anchor = forms.ChoiceField(
        label=gettext_lazy("Notice is counted back from"),
        choices=[("", gettext_lazy("not stated")), *NoticeAnchor.choices],
        required=False,
    )
    amendment_clause = line(
        gettext_lazy("What the agreement says"),
        help_text=gettext_lazy(
            "Only if the running agreement itself says that an amendment needs less than a yes from all: where it does."
        ),
    )
    all_must = forms.BooleanField(label=gettext_lazy("All must say yes to the same text"), required=False)
    these = OrganisationsField(
        label=gettext_lazy("These must say yes"),
        required=False,
        help_text=gettext_lazy("Name or code, one on each line. Leave empty if nobody is more needed than another."),
    )
    at_least = number(gettext_lazy("At least so many must say yes"), 1, 400)
    not_before = Day(label=gettext_lazy("Not before"), required=False)
    legal_force = forms.BooleanField(
        label=gettext_lazy("Only when every decision has confirmed legal force"), required=False
    )

    SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (gettext_lazy("The proposal"), ("text", "note")),
        (
            gettext_lazy("What it would change"),
            ("collaboration", "name", "area", "form", "legal_basis", "purpose", "cost_rule", "starts_on", "ends_on"),
        ),
        (gettext_lazy("Who decides, and who takes part"), ("named", "parties", "host", "extents")),
        (
            gettext_lazy("Agreement or other governing document"),
            (
                "agreement_title",
                "agreement_kind",
                "agreement_edition",
                "agreement_document",
                "agreement_ends_on",
                "agreement_renewal_months",
                "agreement_notice_months",
                "agreement_notice_anchor",
            ),
        ),
        (
            gettext_lazy("When it enters into force"),
            ("amendment_clause", "all_must", "these", "at_least", "not_before", "legal_force"),
        ),
    )
    AGREEMENT = tuple(name for name in SECTIONS[3][1])
    LEFT_OUT: dict[str, tuple[str, ...]] = {
        ChangeKind.START: ("parties", "ends_on", "amendment_clause"),
        ChangeKind.JOIN: ("name", "area", "form", "legal_basis", "purpose", "cost_rule", "host", "ends_on"),
        ChangeKind.AMEND: ("name", "area", "purpose", "parties", "ends_on"),
        ChangeKind.LEAVE: (
            "name", "area", "form", "legal_basis", "purpose", "cost_rule", "host", "extents", "starts_on", "parties",
            "all_must", "these", "at_least", "amendment_clause", *AGREEMENT,
        ),
        ChangeKind.END: (
            "name", "area", "form", "legal_basis", "purpose", "cost_rule", "host", "extents", "starts_on", "parties",
            *AGREEMENT,
        ),
    }  # fmt: skip

    def __init__(
        self,
        request: Request,
        *,
        kind: str,
        collaborations: Any,
        documents: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        self.kind = kind
        for name in self.LEFT_OUT[kind]:
            del self.fields[name]
        self.sections = tuple(
            (legend, names) for legend, names in self.SECTIONS if any(name in self.fields for name in names)
        )
        chosen: Any = self.fields["collaboration"]
        chosen.queryset = collaborations
        chosen.to_field_name = "uid"
        if kind == ChangeKind.START:
            chosen.required = False
            chosen.label = _("Already in the register as")
            chosen.help_text = _("If it stands there as an idea or under investigation. Otherwise leave it empty.")
        if "agreement_document" in self.fields:
            papers: Any = self.fields["agreement_document"]
            papers.choices = [("", _("– none –")), *documents]
        if kind in (ChangeKind.LEAVE, ChangeKind.END):
            self.fields["ends_on"].required = True
        if kind == ChangeKind.LEAVE:
            self.fields["named"].label = _("Who leaves")
            self.fields["named"].help_text = _("Whoever leaves decides it for itself. Name or code, one on each line.")
        if kind == ChangeKind.JOIN:
            self.fields["parties"].label = _("Who joins")
        if kind == ChangeKind.AMEND:
            self.fields["form"].help_text = _("As it is today, or the new one.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        named, host = cleaned.get("named") or [], cleaned.get("host")
        if host and named and host not in named:
            self.add_error("host", _("The host must be among those who decide."))
        for organisation in cleaned.get("extents") or {}:
            if named and organisation not in named:
                self.add_error("extents", _("%(who)s is not among those who are asked.") % {"who": organisation})
        for organisation in cleaned.get("these") or []:
            if named and organisation not in named:
                self.add_error("these", _("%(who)s is not among those who are asked.") % {"who": organisation})
        if (cleaned.get("at_least") or 0) > len(named) > 0:
            self.add_error(
                "at_least",
                _("At least %(number)s cannot say yes when only %(parties)s are asked.")
                % {"number": cleaned["at_least"], "parties": len(named)},
            )
        if cleaned.get("agreement_notice_months") is not None and not cleaned.get("agreement_notice_anchor"):
            self.add_error("agreement_notice_anchor", _("Say what the notice period is counted back from."))
        if cleaned.get("agreement_document") and not cleaned.get("agreement_title"):
            self.add_error("agreement_title", _("Write what the agreement is called."))
        return cleaned

    def change(self) -> Change:
        """What is proposed, as data."""
        given = self.cleaned_data
        collaboration = given.get("collaboration")
        told = {name: given.get(name) or "" for name in ("name", "area", "form", "legal_basis", "purpose", "cost_rule")}
        return Change(
            kind=self.kind,
            collaboration=str(collaboration.uid) if collaboration else "",
            parties=self._parties(),
            named=tuple(str(one.uid) for one in given["named"]),
            starts_on=given.get("starts_on"),
            ends_on=given.get("ends_on"),
            agreement=self._agreement(),
            amendment_clause=given.get("amendment_clause") or "",
            **told,
        )

    def _parties(self) -> tuple[ProposedParty, ...]:
        given = self.cleaned_data
        extents, host = given.get("extents") or {}, given.get("host")
        about = given["parties"] if self.kind == ChangeKind.JOIN else given["named"]
        if self.kind == ChangeKind.AMEND:
            about = [one for one in about if one in extents or one == host]
        return tuple(
            ProposedParty(str(one.uid), PartyRole.HOST if one == host else PartyRole.MEMBER, extents.get(one, ""))
            for one in about
        )

    def _agreement(self) -> Agreement | None:
        given = self.cleaned_data
        if not given.get("agreement_title"):
            return None
        return Agreement(
            **{name: given[f"agreement_{name}"] for name in ("title", "kind", "edition", "document", "ends_on")},
            renewal_months=given["agreement_renewal_months"],
            notice_months=given["agreement_notice_months"],
            notice_anchor=given["agreement_notice_anchor"],
        )

    def condition(self) -> list[Stored]:
        """The chosen terms; what the legal form requires is added by the action."""
        given = self.cleaned_data
        found: list[Stored] = []
        if given.get("all_must"):
            found.append({"kind": str(TermKind.ALL)})
        if given.get("these"):
            found.append({"kind": str(TermKind.THESE), "parties": sorted(str(one.uid) for one in given["these"])})
        if given.get("at_least"):
            found.append({"kind": str(TermKind.AT_LEAST), "number": given["at_least"]})
        if given.get("not_before"):
            found.append({"kind": str(TermKind.NOT_BEFORE), "day": given["not_before"].isoformat()})
        if given.get("legal_force"):
            found.append({"kind": str(TermKind.LEGAL_FORCE)})
        return found


def told_again(text: str, change: Change, condition: list[Stored], names: dict[str, str]) -> dict[str, Any]:
    """The form's values of an earlier version, to go on from."""

    def lines(uids: Iterable[str]) -> str:
        return "\n".join(names.get(uid, uid) for uid in uids)

    terms = {one["kind"]: one for one in condition}
    found: dict[str, Any] = {
        name: getattr(change, name)
        for name in (
            "collaboration", "name", "area", "form", "legal_basis", "purpose", "cost_rule", "starts_on", "ends_on",
            "amendment_clause",
        )
    }  # fmt: skip
    found |= {
        "text": text,
        "named": lines(change.named),
        "parties": lines(party.organisation for party in change.parties),
        "host": next((names.get(p.organisation) for p in change.parties if p.role == PartyRole.HOST), ""),
        "extents": "\n".join(f"{names.get(p.organisation)}: {p.extent}" for p in change.parties if p.extent),
        "all_must": TermKind.ALL in terms,
        "these": lines(terms.get(TermKind.THESE, {}).get("parties", ())),
        "at_least": terms.get(TermKind.AT_LEAST, {}).get("number"),
        "legal_force": TermKind.LEGAL_FORCE in terms,
    }
    if day := terms.get(TermKind.NOT_BEFORE, {}).get("day"):
        found["not_before"] = date.fromisoformat(day)
    if change.agreement:
        found |= {f"agreement_{name}": value for name, value in vars(change.agreement).items()}
    return found


class AskedForm(ActingForm):
    receiver = forms.ModelChoiceField(
        Authority.objects.none(),
        label=gettext_lazy("Authority that receives the matter"),
        required=False,
        help_text=gettext_lazy("As a rule the executive board."),
    )
    consequence = long_text(
        gettext_lazy("What it means for the municipality"),
        rows=6,
        help_text=gettext_lazy("Cost, staff, residents. Stands in that municipality's staff report."),
    )

    def __init__(self, request: Request, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        authorities: Any = self.fields["receiver"]
        authorities.queryset = Authority.objects.filter(organisation=organisation).order_by("name")


class StandpointForm(ActingForm):
    taken_on = Day(label=gettext_lazy("Meeting"))
    text = long_text(gettext_lazy("Standpoint"), required=True, most=10_000)
    next_step = forms.ChoiceField(
        label=gettext_lazy("Next step"), choices=NextStep.choices, widget=forms.RadioSelect, initial=NextStep.REFER
    )


class ReferForm(ActingForm):
    answer_by = Day(**ANSWER_BY)


class ReasonForm(ActingForm):
    reason = line(gettext_lazy("Why"), required=True)


class CloseForm(ActingForm):
    note = line(gettext_lazy("Note"), help_text=gettext_lazy("For example: handled, now in force."))


class RemindForm(ActingForm):
    text = long_text(gettext_lazy("The reminder"), rows=8, required=True, most=10_000)


class DocumentForm(ActingForm):
    title = line(
        gettext_lazy("Title"),
        200,
        required=True,
        help_text=gettext_lazy("Write the same title as before, and it becomes a new version of that paper."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=gettext_lazy("PDF or Word (docx), at most 20 MB."),
    )


class ProvisionForm(ActingForm):
    provision = line(
        gettext_lazy("Provision"),
        60,
        help_text=gettext_lazy(
            "For example OSL 19:3. Leave empty to lift the marking. A marking is a warning, not a decision."
        ),
    )
