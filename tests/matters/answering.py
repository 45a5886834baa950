"""Answers of up to five municipalities, twice: as rows in the database, and as the law core knows them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from samsyn.cores.law.appeals import earliest_legal_force
from samsyn.cores.law.entry import Answer, Outcome, Proposal
from samsyn.cores.law.terms import Party, Term
from samsyn.isolation import clock
from samsyn.matters.models import ChainStep, Decision, ForceEvent, Matter, Wording
from samsyn.matters.models import Proposal as ProposalRow
from samsyn.matters.terms import Stored, core_terms
from samsyn.organisations.models import Organisation
from tests.conftest import wall_2_off
from tests.matters.making import Dalsland

LAW = {
    "APPROVED": Outcome.YES, "APPROVED_WITH_CHANGES": Outcome.YES_WITH_CHANGES, "REJECTED": Outcome.NO,
    "OPTED_OUT": Outcome.OPTED_OUT, "REMITTED": Outcome.REMITTED, "TABLED": Outcome.TABLED,
}  # fmt: skip
ALL, LEGAL_FORCE = {"kind": "ALL"}, {"kind": "LEGAL_FORCE"}


@dataclass(frozen=True)
class Told:
    """What one municipality has answered. `accepts`: "base", "old", or the number of whose wording it is."""

    outcome: str = ""
    accepts: tuple[Any, ...] = ("base",)
    changed: bool = False
    conditions: tuple[Any, ...] = ()
    force: tuple[tuple[str, int], ...] = ()  # kind, and how many days ago
    noted_after: bool = False


ANNOUNCED, CONFIRMED = ("ANNOUNCED", 50), ("CONFIRMED", 20)
SURE = (ANNOUNCED, CONFIRMED)


def alphabet(number: int, parties: int) -> list[Told]:
    """What a party may have answered: every outcome, own conditions, others' wordings, and every state of force."""
    following = {"kind": "THESE", "parties": ((number + 1) % parties,)}
    most = {"kind": "AT_LEAST", "number": parties - 1 or 1}
    later, come = {"kind": "NOT_BEFORE", "day": 30}, {"kind": "NOT_BEFORE", "day": -3}
    yes = "APPROVED"
    return [
        Told(),
        *(Told(outcome, ()) for outcome in ("REMITTED", "TABLED", "REJECTED", "OPTED_OUT")),
        Told("REJECTED", (), noted_after=True),
        Told("REJECTED", (), force=(("ANNULLED", 2),)),
        Told(yes, force=SURE),
        Told(yes, noted_after=True),
        Told(yes, ("old",)),
        Told(yes, force=(*SURE, ("ANNULLED", 2))),
        Told(yes, force=(*SURE, ("APPEALED", 10))),
        Told(yes, force=(*SURE, ("APPEALED", 30), ("APPEAL_ENDED", 25))),
        Told(yes, force=(*SURE, ("STAYED", 10))),
        Told(yes, force=(*SURE, ("STAYED", 10), ("STAY_LIFTED", 5))),
        Told(yes, force=(ANNOUNCED, ("TAKEN_DOWN", 40), CONFIRMED)),
        Told(yes, conditions=(ALL,), force=SURE),
        Told(yes, ("base", 0), conditions=(following,), force=SURE),
        Told(yes, ("base", 0, 1), conditions=(most,)),
        Told(yes, ("base", 0), conditions=(later,), force=SURE),
        Told(yes, ("base", 0, 1), conditions=(come,), force=SURE),
        Told(yes, conditions=(LEGAL_FORCE,), force=SURE),
        Told(yes, ("base", 0), conditions=(LEGAL_FORCE,)),
        Told(yes, ("base", 0), force=SURE),
        Told("APPROVED_WITH_CHANGES", (number,), changed=True, force=SURE),
        Told("APPROVED_WITH_CHANGES", (number, 0, 1), changed=True, force=SURE),
        Told("APPROVED_WITH_CHANGES", (number, "base", 0), changed=True, conditions=(ALL,)),
    ]


@dataclass
class Case:
    """A matter that is with all of them, and the rows that their answers become."""

    dalsland: Dalsland
    matter: Matter
    codes: tuple[str, ...]
    steps: list[ChainStep] = field(default_factory=list)
    shas: dict[Any, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.today = clock.today()
        with wall_2_off():
            steps = ChainStep.objects.filter(local__matter=self.matter, deciding=True)
            by_code = {one.organisation.code: one for one in steps.select_related("organisation", "local")}
            self.steps = [by_code[code] for code in self.codes]
            first, latest = ProposalRow.objects.filter(matter=self.matter).order_by("number")
            self.shas = {"old": first.sha256, "base": latest.sha256}
            self.proposal = latest
            self.wordings = [self._wording(number) for number in range(len(self.codes))]

    def _wording(self, number: int) -> Wording:
        step = self.steps[number]
        self.shas[number] = f"{number:x}" * 64
        return Wording.objects.create(
            matter=self.matter, organisation=step.organisation, circle_id=step.circle_id, proposal=self.proposal,
            text=f"Lydelse {number}", change=self.proposal.change, sha256=self.shas[number], made_at=clock.now(),
        )  # fmt: skip

    def uid(self, number: int) -> str:
        return self.dalsland.uids[self.codes[number]]

    def _decided_on(self, number: int) -> date:
        return self.today - timedelta(days=60 - number)

    def stored(self, conditions: tuple[Any, ...]) -> list[Stored]:
        """Conditions with organisations by uid, and days as such."""
        found: list[Stored] = []
        for told in conditions:
            one = dict(told)
            if "parties" in one:
                one["parties"] = sorted(self.uid(number) for number in one["parties"])
            if "day" in one:
                one["day"] = (self.today + timedelta(days=one["day"])).isoformat()
            found.append(one)
        return found

    # --- as rows ----------------------------------------------------------------------------------------------------
    def write(self, answers: tuple[Told, ...]) -> None:
        with wall_2_off():
            for number, told in enumerate(answers):
                if told.outcome:
                    self._write(number, told)

    def _write(self, number: int, told: Told) -> None:
        made = self._decision(number, told, self._decided_on(number))
        if told.noted_after:
            self._decision(number, Told("NOTED", ()), self._decided_on(number) + timedelta(days=5))
        ForceEvent.objects.bulk_create(
            ForceEvent(
                decision=made, organisation_id=made.organisation_id, circle_id=made.circle_id, kind=kind,
                on=self.today - timedelta(days=ago), recorded_at=clock.now(), note="Den som vet",
            )
            for kind, ago in told.force
        )  # fmt: skip

    def _decision(self, number: int, told: Told, day: date) -> Decision:
        step = self.steps[number]
        made = Decision(
            step=step, decided_on=day, outcome=told.outcome,
            accepts=[self.shas[one] for one in told.accepts], wording=self.wordings[number] if told.changed else None,
            conditions=self.stored(told.conditions), recorded_at=clock.now(), recorded_by_id=step.local.authority_id,
        )  # fmt: skip
        made.save()
        return made

    # --- as the cores know them ---------------------------------------------------------------------------------------
    def asked(self) -> Proposal:
        parties = tuple(self.uid(number) for number in self._order())
        return Proposal(self.shas["base"], parties)

    def _order(self) -> list[int]:
        """As the proposal names them."""
        named = self.proposal.change["named"]
        return sorted(range(len(self.codes)), key=lambda number: named.index(self.uid(number)))

    def given(self, answers: tuple[Told, ...]) -> dict[Party, Answer]:
        return {self.uid(number): self._answer(number, told) for number, told in enumerate(answers)}

    def _answer(self, number: int, told: Told) -> Answer:
        if not told.outcome:
            return Answer()
        kinds = dict(told.force)
        stayed = "STAYED" in kinds and "STAY_LIFTED" not in kinds
        appealed = "APPEALED" in kinds and "APPEAL_ENDED" not in kinds
        runs = "ANNOUNCED" in kinds and not (stayed or appealed or {"TAKEN_DOWN", "ANNULLED"} & kinds.keys())
        force_on = earliest_legal_force(self.today - timedelta(days=kinds["ANNOUNCED"])) if runs else None
        if force_on and "APPEAL_ENDED" in kinds:  # nothing can come of the appeal from that day
            force_on = max(force_on, self.today - timedelta(days=kinds["APPEAL_ENDED"]))
        return Answer(
            outcome=LAW[told.outcome],
            accepts=frozenset(self.shas[one] for one in told.accepts),
            wording=self.shas[number] if told.changed else None,
            decided_on=self._decided_on(number),
            confirmed=runs and "CONFIRMED" in kinds,
            legal_force_on=force_on,
            annulled="ANNULLED" in kinds,
            conditions=core_terms(self.stored(told.conditions)),
        )

    def terms(self, condition: tuple[Any, ...]) -> tuple[Term, ...]:
        return core_terms(self.stored(condition))


def asked_case(dalsland: Dalsland, codes: tuple[str, ...], condition: tuple[Any, ...]) -> Case:
    """A matter that was referred twice, received by all, and not answered by anybody."""
    with dalsland.keeper.acting():
        uids = {code: str(Organisation.objects.get(code=code).uid) for code in codes}
    today = clock.today()

    def stored(one: dict[str, Any]) -> dict[str, Any]:
        told = dict(one)
        if "parties" in told:
            told["parties"] = sorted(uids[codes[number]] for number in told["parties"])
        if "day" in told:
            told["day"] = (today + timedelta(days=told["day"])).isoformat()
        return told

    terms = [stored(one) for one in condition]
    matter = dalsland.referred(codes=codes, condition=terms, text="1. Den gamla texten.")
    for code in codes:
        dalsland.receive(matter, code)
    dalsland.propose(matter, codes=codes, condition=terms, text="1. Den nya texten.")
    dalsland.refer(matter, anew=True)
    return Case(dalsland, matter, codes)
