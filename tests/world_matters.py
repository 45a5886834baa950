"""The world's matters: a draft, one that is referred and half answered, one in force, and one that was taken back."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from tests import servers

A, B = "1461", "1460"
PDF = b"%PDF-1.4 provfil"


class Matters:
    """Lays matters into the world, each step by the persona that may take it."""

    def __init__(self, world: Any, at: datetime) -> None:
        from samsyn.isolation import clock

        self.world, self.at, self.today = world, at, clock.today()

    def build(self) -> None:
        self._registries()
        self.draft("draft", "a_coordinator", "shared")
        self.draft("other", "b_coordinator", "other")
        self.draft("ready", "a_coordinator", "shared", share=True)
        self._asked("asked")
        self._newer("newer")
        self._received("received")
        self._answered("shared")
        self._answered("published", publish=True)
        self._entered("entered", apply=True)
        self._entered("unapplied", apply=False)
        self._withdrawn("ended")
        self._deliver()

    def _registries(self) -> None:
        from samsyn.organisations.models import Authority

        """Where papers are delivered, written as its administrator would have."""
        with servers.administrator(servers.WORLD) as admin:
            admin.execute(
                "update organisations_authority set registry_email = 'registrator-' || id || '@demo.example' "
                "where id in (select authority_id from organisations_assignment)"
            )
        for code in (A, B):
            found = Authority.objects.using("owner").get(organisation__code=code, name="Kommunstyrelsen")
            self.world.uids[f"authority_{code}"] = found.uid

    # --- steps ----------------------------------------------------------------------------------------------------
    def draft(self, key: str, persona: str, forum: str, *, share: bool = False) -> Any:
        from samsyn.matters.actions import preparing
        from samsyn.networks.models import Forum

        with self.world.acting(persona) as by:
            who = {"by": by, "at": self.at}
            found = Forum.objects.named_on(self.today).get(uid=self.world[f"forum_{forum}"])
            matter = preparing.raise_matter(
                found,
                title=f"Ärendet {key}",
                area="SOCIAL",
                background="Bakgrunden",
                registry_number=f"KS {key}",
                **who,
            )
            names = (A, B) if persona.startswith("a_") else (B,)
            preparing.propose(matter, text="Kommunen går med.", change=self._change(key, names), note="Det nya", **who)
            self._papers(key, matter, who)
            preparing.take_standpoint(
                matter, taken_on=self.today, text="Forumet ställer sig bakom.", next_step="REFER", **who
            )
            self.world.uids[f"matter_{key}"] = matter.uid
            for one in matter.asked.select_related("matter", "organisation", "receiver"):
                preparing.describe_asked(one, receiver=one.receiver, consequence="Det här betyder det.", **who)
                self.world.pks[f"asked_{key}_{one.organisation.code}"] = one.pk
            matter.refresh_from_db()
            if share:
                preparing.share_matter(matter, **who)
                preparing.share_document(
                    matter.documents.select_related("matter").get(uid=self.world[f"paper_{key}"]), **who
                )
        return matter

    def _change(self, key: str, codes: tuple[str, ...]) -> Any:
        from samsyn.matters.changes import Agreement, Change, ProposedParty
        from samsyn.organisations.models import Organisation

        uids = tuple(str(one.uid) for one in Organisation.objects.filter(code__in=codes).order_by("-code"))
        return Change(
            kind="START",
            name=f"Ny samverkan {key}",
            area="SOCIAL",
            form="CONTRACT",
            legal_basis="KL 9:37",
            purpose="Syftet",
            parties=tuple(ProposedParty(uid) for uid in uids),
            named=uids,
            starts_on=self.today - timedelta(days=1),
            agreement=Agreement(title="Avtalet"),
        )

    def _papers(self, key: str, matter: Any, who: dict[str, Any]) -> None:
        from samsyn.documents.files import Stored
        from samsyn.matters.actions import preparing

        stored = Stored(hashlib.sha256(PDF).hexdigest(), len(PDF), "bilaga.pdf", "application/pdf")
        for name, title in (("paper", "Bilagan"), ("hidden", "Den hemliga"), ("unshared", "Utkastet")):
            made = preparing.add_matter_document(matter, title=title, file=stored, **who)
            self.world.uids[f"{name}_{key}"] = made.uid
            if name == "hidden":
                preparing.mark_matter_document(made, provision="OSL 18:8", **who)

    def _asked(self, key: str) -> Any:
        from samsyn.matters.actions import referring
        from samsyn.matters.models import Referral

        matter = self.draft(key, "a_coordinator", "shared", share=True)
        with self.world.acting("a_coordinator") as by:
            matter.refresh_from_db()
            referring.refer(matter, by=by, at=self.at, answer_by=self.today + timedelta(days=30))
            for one in Referral.objects.filter(matter=matter).select_related("organisation"):
                self.world.uids[f"referral_{key}_{one.organisation.code}"] = one.uid
        return matter

    def receive(self, key: str, persona: str) -> Any:
        from samsyn.matters.actions import deciding
        from samsyn.matters.models import Referral

        code = A if persona.startswith("a_") else B
        with self.world.acting(persona) as by:
            who = {"by": by, "at": self.at}
            referral = Referral.objects.select_related("matter", "proposal").get(
                uid=self.world[f"referral_{key}_{code}"]
            )
            local = deciding.receive(
                referral, received_on=self.today, registry_number=f"DNR {key}", officer="Handläggaren", **who
            )
            deciding.write_texts(
                local,
                **dict.fromkeys(
                    ("preamble", "summary", "assessment", "economy", "children", "decision", "sent_to"), "Vår text"
                ),
                **who,
            )
            self.world.uids[f"local_{key}_{code}"] = local.uid
            for step in local.steps.select_related("body"):
                self.world.uids[f"step_{key}_{code}_{step.position}"] = step.uid
        return local

    def decide(self, key: str, persona: str, position: int, outcome: str, **more: Any) -> Any:
        from samsyn.documents.files import Stored
        from samsyn.matters.actions import deciding
        from samsyn.matters.models import ChainStep

        code = A if persona.startswith("a_") else B
        with self.world.acting(persona) as by:
            step = ChainStep.objects.select_related(
                "body", "local__matter", "local__referral__proposal", "local__organisation"
            ).get(uid=self.world[f"step_{key}_{code}_{position}"])
            made = deciding.record_decision(
                step,
                by=by,
                at=self.at,
                decided_on=self.today,
                outcome=outcome,
                item="7",
                reservations="Reservationen",
                reason="Skälet",
                file=Stored(hashlib.sha256(PDF).hexdigest(), len(PDF), "utdrag.pdf", "application/pdf"),
                **more,
            )
            self.world.uids[f"decision_{key}_{code}_{position}"] = made.uid
        return made

    # --- matters --------------------------------------------------------------------------------------------------
    def _answered(self, key: str, *, publish: bool = False) -> None:
        """Received by both; a yes with an announcement, and a yes with changes."""
        from samsyn.matters.actions import deciding, preparing

        matter = self._asked(key)
        locals_ = {persona: self.receive(key, persona) for persona in ("a_registrar", "b_registrar")}
        self.decide(key, "a_registrar", 1, "APPROVED")
        mine = self.decide(key, "a_registrar", 2, "APPROVED", decided_text="den dagen")
        theirs = self.decide(key, "b_registrar", 2, "APPROVED_WITH_CHANGES", wording="Kommunen går med senare.")
        for persona, made in (("a_registrar", mine), ("b_registrar", theirs)):
            with self.world.acting(persona) as by:
                deciding.record_force(made, by=by, at=self.at, kind="ANNOUNCED", on=self.today, note="Anslaget")
        if publish:
            for persona, local in locals_.items():
                with self.world.acting(persona) as by:
                    local.refresh_from_db()
                    deciding.publish_answer(local, by=by, at=self.at, to=True)
            with self.world.acting("a_coordinator") as by:
                matter.refresh_from_db()
                preparing.publish_matter(matter, by=by, at=self.at, to=True)

    def _newer(self, key: str) -> None:
        """Referred, and then written anew."""
        from samsyn.matters.actions import preparing

        matter = self._asked(key)
        with self.world.acting("a_coordinator") as by:
            preparing.propose(
                matter, text="Kommunen går med senare.", change=self._change(key, (A, B)), by=by, at=self.at
            )

    def _received(self, key: str) -> None:
        self._asked(key)
        for persona in ("a_registrar", "b_registrar"):
            self.receive(key, persona)

    def _entered(self, key: str, *, apply: bool) -> None:
        """Both said yes: in force and signed, and written in the register or not yet."""
        from samsyn.matters.actions import deciding, entering

        matter = self._asked(key)
        for persona in ("a_registrar", "b_registrar"):
            local = self.receive(key, persona)
            self.decide(key, persona, 2, "APPROVED")
            with self.world.acting(persona) as by:
                deciding.sign_decision(local, by=by, at=self.at, signed_on=self.today, signed_by="Ordföranden")
        with self.world.acting("a_coordinator") as by:
            entering.consider(matter.uid, by=by, at=self.at)
            if apply:
                assert entering.apply(matter.uid, by=by, at=self.at), "both said yes"

    def _withdrawn(self, key: str) -> None:
        from samsyn.matters.actions import referring

        matter = self._asked(key)
        self.receive(key, "b_registrar")
        with self.world.acting("a_coordinator") as by:
            matter.refresh_from_db()
            referring.withdraw(matter, by=by, at=self.at, reason="Skälet")

    def _deliver(self) -> None:
        """What lay in the outbox of each has gone, so that no job of the world's waits in the tests."""
        from samsyn.dispatch import actions
        from samsyn.dispatch.models import Delivery

        for persona in ("a_coordinator", "b_coordinator"):
            with self.world.acting(persona) as by:
                for one in Delivery.objects.filter(authority_id=by.authority):
                    begun = actions.begin_try(one.uid, at=self.at)
                    assert begun is not None
                    actions.taken(begun, at=self.at)
        with servers.administrator(servers.WORLD) as admin:
            admin.execute("delete from procrastinate_jobs")
