"""Forms of each municipality for its own part of a matter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.collaborations.enums import LegalForm
from samsyn.common.forms import ActingForm, Day
from samsyn.common.swedish import upper_first
from samsyn.common.verdict import Refused
from samsyn.common.web import Request
from samsyn.matters.enums import ForceKind, Outcome, Recommended, TermKind
from samsyn.matters.forms.preparing import line, long_text, number
from samsyn.matters.terms import Stored
from samsyn.organisations.models import Body, Organisation

LONGEST_CHAIN = 8


class ReceiveForm(ActingForm):
    received_on = Day(label=gettext_lazy("Received"))
    registry_number = line(
        gettext_lazy("Registry number"), 60, help_text=gettext_lazy("The number that the matter got in your registry.")
    )
    officer = line(gettext_lazy("Case officer"), 120)


class LocalForm(ActingForm):
    registry_number = line(gettext_lazy("Registry number"), 60)
    officer = line(gettext_lazy("Case officer"), 120)


class TextsForm(ActingForm):
    """The authority's own parts of its staff report; the shared parts come from the matter."""

    preamble = long_text(
        gettext_lazy("Local preamble"), rows=3, help_text=gettext_lazy("Stands first in the staff report.")
    )
    summary = long_text(gettext_lazy("Summary"))
    assessment = long_text(gettext_lazy("Assessment"), rows=6)
    economy = long_text(gettext_lazy("Economy"))
    children = long_text(gettext_lazy("The child's perspective"), rows=3)
    decision = long_text(
        gettext_lazy("Draft decision"),
        help_text=gettext_lazy("Leave empty to propose the shared proposal as it stands."),
    )
    sent_to = long_text(
        gettext_lazy("The decision is sent to"), rows=3, help_text=gettext_lazy("One receiver on each line.")
    )


class ChainForm(ActingForm):
    """The bodies in order, the one that decides, and the sittings that are meant."""

    def __init__(self, request: Request, *, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        bodies = Body.objects.filter(organisation=organisation, ends_on=None).order_by("name")
        self.rows = self._rows()
        for position in range(1, self.rows + 1):
            self.fields[f"body_{position}"] = forms.ModelChoiceField(
                bodies,
                required=position == 1,
                label=_("Body"),
                empty_label=_("– choose –"),
                widget=forms.Select(attrs={"class": "inp w-m"}),
            )
            self.fields[f"planned_{position}"] = Day(label=_("Sitting that is meant"), required=False)
        self.fields["deciding"] = forms.ModelChoiceField(
            bodies.filter(decides=True),
            required=False,
            label=_("Body that decides"),
            empty_label=_("– choose –"),
            widget=forms.Select(attrs={"class": "inp w-m"}),
            help_text=_("The one whose yes or no is the municipality's answer."),
        )

        steps = tuple(
            (_("Step %(number)s") % {"number": position}, (f"body_{position}", f"planned_{position}"))
            for position in range(1, self.rows + 1)
        )
        self.sections = (*steps, (_("The answer"), ("deciding",)))

    def _rows(self) -> int:
        """The steps there are and two more; a longer way is saved in two turns, or sent as it is."""
        used = [*self.initial, *(self.data or {})]
        known = [int(name.removeprefix("body_")) for name in used if name.removeprefix("body_").isdigit()]
        most = max((number for number in known if number <= LONGEST_CHAIN), default=0)
        return min(LONGEST_CHAIN, max(3, most + (0 if self.is_bound else 2)))

    def chain(self) -> dict[str, Any]:
        given = self.cleaned_data
        steps = [
            (body, given.get(f"planned_{position}"))
            for position in range(1, self.rows + 1)
            if (body := given.get(f"body_{position}"))
        ]
        return {
            "bodies": [body for body, _planned in steps],
            "planned": {body.pk: planned for body, planned in steps},
            "deciding": given["deciding"],
        }


class DecisionForm(ActingForm):
    """What a body did with the matter at a sitting."""

    about = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)  # the version one had before one
    decided_on = Day(label=gettext_lazy("Sitting"))
    decided_text = line(
        gettext_lazy("The day in words"),
        80,
        help_text=gettext_lazy("Only of old matters whose day is not known, for example: spring 2022."),
    )
    item = line(gettext_lazy("§"), 20)
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    wording = long_text(
        gettext_lazy("What was decided instead"),
        rows=6,
        help_text=gettext_lazy("Only when it was approved with changes: the whole text as it was decided."),
    )
    starts_on = Day(
        label=gettext_lazy("Other first day"),
        required=False,
        help_text=gettext_lazy("Only when it was approved with changes, and from another day."),
    )
    accepts = forms.MultipleChoiceField(
        label=gettext_lazy("Also says yes to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    if_all = forms.BooleanField(label=gettext_lazy("Only if all the others say yes"), required=False)
    these = forms.MultipleChoiceField(
        label=gettext_lazy("Only if these say yes"), required=False, widget=forms.CheckboxSelectMultiple
    )
    at_least = number(gettext_lazy("Only if at least so many say yes, this one included"), 1, 400)
    not_before = Day(label=gettext_lazy("Not before"), required=False)
    legal_force = forms.BooleanField(
        label=gettext_lazy("Only when the decisions have confirmed legal force"), required=False
    )
    preferred_form = forms.ChoiceField(
        label=gettext_lazy("Form that is preferred"),
        choices=[("", gettext_lazy("nothing is said")), *LegalForm.choices],
        required=False,
    )
    votes_for = number(gettext_lazy("Votes for"), 0, 2000)
    votes_against = number(gettext_lazy("Votes against"), 0, 2000)
    abstained = number(gettext_lazy("Abstained"), 0, 2000)
    minority = forms.BooleanField(
        label=gettext_lazy("Postponed by a minority of a third"),
        required=False,
        help_text=gettext_lazy("Only in a council or an association's assembly (KL 5:50, 9:2; not in a board, 6:33)."),
    )
    reservations = long_text(gettext_lazy("Reservations"), rows=2, help_text=gettext_lazy("Who, and from which party."))
    reason = long_text(gettext_lazy("Reason"), rows=3)
    file = forms.FileField(
        label=gettext_lazy("Minutes extract"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=gettext_lazy("PDF or Word (docx), at most 20 MB."),
    )

    SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (gettext_lazy("What happened"), ("decided_on", "item", "outcome", "reason")),
        (gettext_lazy("Changes"), ("wording", "starts_on")),
        (
            gettext_lazy("Conditions of one's own"),
            ("accepts", "if_all", "these", "at_least", "not_before", "legal_force"),
        ),
        (
            gettext_lazy("Vote and reservations"),
            ("votes_for", "votes_against", "abstained", "minority", "reservations"),
        ),
        (gettext_lazy("Form and minutes"), ("preferred_form", "file", "decided_text")),
    )

    def __init__(
        self,
        request: Request,
        *,
        deciding: bool,
        wordings: Iterable[tuple[str, str]],
        others: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        outcomes: Any = self.fields["outcome"]
        outcomes.choices = [
            (value, upper_first(str(label))) for value, label in (Outcome if deciding else Recommended).choices
        ]
        accepts: Any = self.fields["accepts"]
        accepts.choices = list(wordings)
        these: Any = self.fields["these"]
        these.choices = list(others)
        if not accepts.choices:
            del self.fields["accepts"]
        if not deciding:
            for name in ("accepts", "if_all", "these", "at_least", "not_before", "legal_force"):
                self.fields.pop(name, None)
        self.sections = tuple(
            (legend, names) for legend, names in self.SECTIONS if any(name in self.fields for name in names)
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super(ActingForm, self).clean() or self.cleaned_data
        votes = [cleaned.get(name) for name in ("votes_for", "votes_against")]
        if votes.count(None) == 1:
            missing = "votes_for" if votes[0] is None else "votes_against"
            self.add_error(missing, _("Write both the votes for and those against, or neither."))
        return cleaned

    def refuse(self, refused: Refused) -> None:
        """Shown again, the form is about the version that is shown with it."""
        super().refuse(refused)
        if refused.field == "about":
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data["about"] = self.initial["about"]  # type: ignore[index]

    def decision(self) -> dict[str, Any]:
        """The action's arguments."""
        given = self.cleaned_data
        told = {
            name: given[name]
            for name in ("about", "decided_on", "decided_text", "item", "outcome", "reason", "wording", "starts_on")
        }
        told |= {name: given[name] for name in ("votes_for", "votes_against", "abstained", "minority", "reservations")}
        return {
            **told,
            "preferred_form": given["preferred_form"],
            "accepts": given.get("accepts", []),
            "conditions": self._conditions(),
        }

    def _conditions(self) -> list[Stored]:
        given = self.cleaned_data
        found: list[Stored] = []
        if given.get("if_all"):
            found.append({"kind": str(TermKind.ALL)})
        if given.get("these"):
            found.append({"kind": str(TermKind.THESE), "parties": sorted(given["these"])})
        if given.get("at_least"):
            found.append({"kind": str(TermKind.AT_LEAST), "number": given["at_least"]})
        if given.get("not_before"):
            found.append({"kind": str(TermKind.NOT_BEFORE), "day": given["not_before"].isoformat()})
        if given.get("legal_force"):
            found.append({"kind": str(TermKind.LEGAL_FORCE)})
        return found


def conditions_again(conditions: Iterable[Stored]) -> dict[str, Any]:
    """The form's values of conditions that were recorded, to go on from."""
    told = {one["kind"]: one for one in conditions}
    day = told.get(TermKind.NOT_BEFORE, {}).get("day")
    return {
        "if_all": TermKind.ALL in told,
        "these": told.get(TermKind.THESE, {}).get("parties", []),
        "at_least": told.get(TermKind.AT_LEAST, {}).get("number"),
        "not_before": date.fromisoformat(day) if day else None,
        "legal_force": TermKind.LEGAL_FORCE in told,
    }


class ForceForm(ActingForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What happened"), choices=ForceKind.choices, widget=forms.RadioSelect, initial="ANNOUNCED"
    )
    on = Day(label=gettext_lazy("Day"))
    board = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Notice board of"),
        required=False,
        help_text=gettext_lazy("Only for a joint committee: the time runs from the last board (KL 9:32, 13:5)."),
    )
    note = line(gettext_lazy("Note"), help_text=gettext_lazy("For example who confirmed it, or the court's number."))

    def __init__(self, request: Request, *, boards: Any, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        boards_field: Any = self.fields["board"]
        boards_field.queryset = boards
        if not boards:
            del self.fields["board"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == ForceKind.CONFIRMED and not cleaned.get("note"):
            self.add_error("note", ValidationError(_("Write who confirmed that it was not appealed.")))
        return cleaned


class SigningForm(ActingForm):
    signed_on = Day(label=gettext_lazy("Signed on"))
    signed_by = line(gettext_lazy("Signed by"), 200, required=True, help_text=gettext_lazy("Name and office."))
