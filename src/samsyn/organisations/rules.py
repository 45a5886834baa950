"""Who may do what with organisations, bodies, calendars and people."""

from django.utils.translation import gettext_lazy as _

from samsyn.accounts.models import Person, User
from samsyn.common.verdict import ALLOWED, Verdict
from samsyn.isolation.acting import Reader
from samsyn.organisations.enums import EDITORS, SITTING_KEEPERS, OrganisationKind, Role
from samsyn.organisations.models import Assignment, Authority, Body, Organisation

OTHERS = Verdict(_("Only the organisation's own people can change this."))


def may_register_organisation(reader: Reader) -> Verdict:
    """Whoever keeps a register may add an organisation that it needs."""
    if reader.role in EDITORS or reader.role == Role.ADMINISTRATOR:
        return ALLOWED
    return Verdict(_("Your assignment lets you read. A coordinator or registrar can add organisations."))


def may_describe_organisation(reader: Reader, organisation: Organisation) -> Verdict:
    if (
        organisation.kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION)
        and organisation.organisation_id is None
    ):
        return Verdict(_("Municipalities and regions come from Statistics Sweden's list and are not changed here."))
    if organisation.organisation_id != reader.organisation:
        return Verdict(_("Only the organisation that added it can change this."))
    return may_register_organisation(reader)


def may_administer(reader: Reader, organisation: Organisation) -> Verdict:
    """Bodies, decision paths and people are kept by the organisation's own administrator."""
    if reader.organisation != organisation.pk:
        return OTHERS
    if reader.role != Role.ADMINISTRATOR:
        return Verdict(_("Only an administrator of the organisation can do this."))
    return ALLOWED


def may_keep_sittings(reader: Reader, body: Body) -> Verdict:
    if reader.organisation != body.organisation_id:
        return OTHERS
    if reader.role not in SITTING_KEEPERS:
        return Verdict(_("A secretary, registrar or administrator keeps the calendar."))
    return ALLOWED


def may_describe_authority(reader: Reader, authority: Authority) -> Verdict:
    """Where its registry is reached, and the head of its papers."""
    if reader.organisation != authority.organisation_id:
        return OTHERS
    if reader.role not in (Role.ADMINISTRATOR, Role.REGISTRAR):
        return Verdict(_("An administrator or registrar of the organisation can do this."))
    return ALLOWED


def may_end_assignment(reader: Reader, assignment: Assignment) -> Verdict:
    verdict = may_administer(reader, assignment.organisation)
    if verdict and assignment.pk == reader.assignment:
        return Verdict(
            _("You cannot end the assignment you act by. Ask another administrator, so that one always remains.")
        )
    return verdict


def may_correct_address(reader: Reader, person: Person, user: User) -> Verdict:
    """A mistyped address, until somebody has come in by it.

    Only where the person was added: another organisation could otherwise turn to itself what a colleague's assignment
    here lets them see.
    """
    if user.is_in_use:
        return Verdict(
            _("%(name)s already signs in with another address. They change it themselves.") % {"name": person}
        )
    if person.organisation_id != reader.organisation:
        return Verdict(
            _("The address is corrected by the organisation that added %(name)s. Ask them to do it.") % {"name": person}
        )
    if reader.role != Role.ADMINISTRATOR:
        return Verdict(_("Only an administrator of the organisation can do this."))
    return ALLOWED
