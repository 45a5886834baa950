"""What happened, provably: a log that only grows, and forms that were sent."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.isolation.tables import OWN, PERSONAL

# Every kind of event, in words; a test holds the list complete.
KINDS = {
    "register_organisation": _("organisation added"),
    "describe_organisation": _("organisation changed"),
    "describe_authority": _("authority's address changed"),
    "create_body": _("body added"),
    "change_body": _("body changed"),
    "set_path": _("decision path added"),
    "end_path": _("decision path ended"),
    "add_sittings": _("sittings added"),
    "cancel_sitting": _("sitting cancelled"),
    "give_assignment": _("assignment given"),
    "end_assignment": _("assignment ended"),
    "invite": _("invited to sign in"),
    "correct_invitation": _("address corrected and invited anew"),
    "found_network": _("network added"),
    "found_forum": _("forum added"),
    "describe": _("facts changed"),
    "set_text": _("name or text changed"),
    "add_members": _("members added"),
    "end_membership": _("membership ended"),
    "set_presidency": _("presidency given"),
    "end_network": _("network ended"),
    "set_openness": _("openness changed"),
    "offer_keeping": _("keeping of the papers offered"),
    "take_over": _("keeping of the papers taken over"),
    "add_seats": _("seats added"),
    "end_seat": _("seat ended"),
    "appoint": _("somebody sent to a seat"),
    "recall": _("somebody left a seat"),
    "wake": _("forum woken"),
    "rest": _("forum put to rest"),
    "register": _("collaboration added"),
    "rename": _("renamed"),
    "change_form": _("legal form changed"),
    "change_stage": _("stage changed"),
    "add_parties": _("parties added"),
    "change_party": _("party changed"),
    "remove_party": _("party taken away"),
    "set_contact": _("contact added"),
    "remove_contact": _("contact taken away"),
    "add_document": _("document added"),
    "change_document": _("document changed"),
    "sign": _("signature registered"),
    "mark_secret": _("secrecy marking changed"),
    "check_points": _("checklist answered"),
    "begin_import": _("file received"),
    "import": _("file imported"),
    "import_created": _("added by import"),
    "import_changed": _("changed by import"),
    "raise_matter": _("matter raised"),
    "describe_matter": _("matter changed"),
    "propose": _("version of the proposal written"),
    "describe_asked": _("consequences written"),
    "take_standpoint": _("standpoint taken"),
    "share_matter": _("matter shared"),
    "publish_matter": _("matter published or taken away from the public pages"),
    "close_matter": _("matter closed"),
    "add_matter_document": _("paper added"),
    "share_document": _("paper shared"),
    "mark_matter_document": _("secrecy marking of a paper changed"),
    "refer": _("referred for decision"),
    "refer_anew": _("referred anew"),
    "withdraw": _("matter withdrawn"),
    "remind": _("reminder sent"),
    "receive": _("matter received"),
    "describe_local": _("registry number or case officer changed"),
    "write_texts": _("local texts written"),
    "set_chain": _("way through the bodies changed"),
    "record_decision": _("decision recorded"),
    "record_force": _("announcement, legal force or appeal recorded"),
    "publish_answer": _("own decisions published or taken away from the public pages"),
    "sign_decision": _("signature recorded"),
    "apply": _("the register was written"),
    "make_key": _("key made"),
    "withdraw_key": _("key withdrawn"),
}


class Event(models.Model):
    """Something somebody did (händelse). Never changed, never removed."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    kind = models.CharField(_("what happened"), max_length=60)
    at = models.DateTimeField(_("when"))
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    assignment = models.ForeignKey("organisations.Assignment", models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=40, blank=True)  # 'samsyn' for what happens by itself
    subject = models.UUIDField()
    subject_name = models.CharField(max_length=300)
    details = models.JSONField(default=dict)

    isolation = OWN.append_only()

    class Meta:
        indexes = [models.Index(fields=["subject", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_name}"

    @property
    def what(self) -> str:
        """What happened, in words."""
        return str(KINDS.get(self.kind, self.kind))


class Submission(models.Model):
    """A form that was sent: sending it again leads to the same answer and does nothing."""

    key = models.UUIDField(primary_key=True)
    person = models.ForeignKey("accounts.Person", models.CASCADE, related_name="+")
    location = models.CharField(max_length=500)
    at = models.DateTimeField()

    isolation = PERSONAL

    class Meta:
        indexes = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return self.location
