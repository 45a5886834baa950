"""What happens to organisations, bodies, calendars and people."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from samsyn.accounts.invitations import correct_address, send_invitation
from samsyn.accounts.models import ApiKey, Person, User
from samsyn.audit.actions import record
from samsyn.common.periods import overlap
from samsyn.common.verdict import Refused, require
from samsyn.common.versions import save_version
from samsyn.isolation.acting import Reader
from samsyn.organisations import rules
from samsyn.organisations.enums import (
    ALWAYS_DECIDES,
    NEVER_DECIDES,
    OWN_AUTHORITY,
    PUBLIC_ROLES,
    Area,
    BodyKind,
    OrganisationKind,
)
from samsyn.organisations.models import (
    Assignment,
    Authority,
    Body,
    Circle,
    DecisionPath,
    Organisation,
    PathStep,
    ServedParty,
    Sitting,
)
from samsyn.organisations.reference import findable, make_authority
from samsyn.search.actions import Findable, index
from samsyn.search.models import Kind


def everyone() -> Circle:
    """The circle of everyone who is signed in."""
    return Circle.objects.get(everyone=True)


def register_organisation(
    *, by: Reader, at: datetime, kind: str, name: str, number: str = "", other_names: Sequence[str] = ()
) -> Organisation:
    """Add an organisation that is not a municipality or region."""
    require(rules.may_register_organisation(by))
    if kind in (OrganisationKind.MUNICIPALITY, OrganisationKind.REGION):
        raise Refused(_("All municipalities and regions are here already. Search for it by name or code."), "kind")
    if Organisation.objects.filter(name__iexact=name).exists():
        raise Refused(_("An organisation with that name is here already. Use that one."), "name")
    organisation = Organisation.objects.create(
        kind=kind, name=name, number=number, other_names=list(other_names), organisation_id=by.organisation
    )
    index([findable(organisation, everyone().pk)])
    record("register_organisation", organisation, by=by, at=at)
    return organisation


def describe_organisation(
    organisation: Organisation, *, by: Reader, at: datetime, version: int | None = None, **facts: Any
) -> Organisation:
    require(rules.may_describe_organisation(by, organisation))
    save_version(organisation, version, **facts)
    index([findable(organisation, everyone().pk)])
    record("describe_organisation", organisation, by=by, at=at)
    return organisation


def create_body(
    organisation: Organisation,
    *,
    by: Reader,
    at: datetime,
    kind: str,
    name: str,
    decides: bool,
    prepares: bool | None = None,
    parent: Body | None = None,
    serves: Sequence[Organisation] = (),
    starts_on: date | None = None,
    ends_on: date | None = None,
    term_note: str = "",
) -> Body:
    """Add a council, board, committee or subcommittee. It decides or it prepares, never both."""
    require(rules.may_administer(by, organisation))
    _require_one_task(kind, decides=decides, prepares=not decides if prepares is None else prepares)
    if kind == BodyKind.SUBCOMMITTEE and parent is None:
        raise Refused(_("Choose the committee or board that the subcommittee belongs to."), "parent")
    if parent and parent.organisation_id != organisation.pk:
        raise Refused(_("The subcommittee's committee must be in the same organisation."), "parent")
    if serves and kind != BodyKind.JOINT_COMMITTEE:
        raise Refused(_("Only a joint committee serves other municipalities."), "serves")
    if kind in OWN_AUTHORITY:
        authority = make_authority(organisation, name)
    elif parent:
        authority = parent.authority
    else:
        raise Refused(_("Choose the committee or board that it belongs to."), "parent")
    body = Body.objects.create(
        organisation=organisation,
        authority=authority,
        kind=kind,
        name=name,
        decides=decides,
        parent=parent,
        starts_on=starts_on,
        ends_on=ends_on,
        term_note=term_note,
    )
    for party in serves:
        ServedParty.objects.create(
            body=body, organisation=organisation, party=party, starts_on=starts_on, ends_on=ends_on
        )
    record("create_body", body, by=by, at=at)
    return body


def _require_one_task(kind: str, *, decides: bool, prepares: bool) -> None:
    if decides and prepares:
        raise Refused(_("A body either decides or prepares. Register two bodies if it really is two."), "task")
    if not decides and not prepares:
        raise Refused(_("Say whether the body decides or prepares."), "task")
    if not decides and kind in ALWAYS_DECIDES:
        raise Refused(_("A council or deciding assembly decides."), "task")
    if decides and kind in NEVER_DECIDES:
        raise Refused(_("A drafting committee or management group prepares; it cannot decide."), "task")


def change_body(body: Body, *, by: Reader, at: datetime, version: int | None = None, **facts: Any) -> Body:
    require(rules.may_administer(by, body.organisation))
    _require_one_task(body.kind, decides=facts["decides"], prepares=facts.pop("prepares", not facts["decides"]))
    if (ends_on := facts.get("ends_on")) and body.assignments.filter(ends_on=None).exists():
        last = body.assignments.filter(ends_on=None).first()
        raise Refused(
            _("%(who)s still has an assignment here without an end. End it first.")
            % {"who": last.person if last else ""},
            "ends_on",
        )
    if ends_on and body.sittings.filter(sits_on__gte=ends_on, cancelled=False).exists():
        raise Refused(_("There are sittings after that day. Cancel them first."), "ends_on")
    save_version(body, version, **facts)
    record("change_body", body, by=by, at=at)
    return body


def describe_authority(
    authority: Authority, *, by: Reader, at: datetime, version: int | None = None, **facts: Any
) -> Authority:
    """Where its registry is reached, and the head of its papers."""
    require(rules.may_describe_authority(by, authority))
    save_version(authority, version, **facts)
    record("describe_authority", authority, by=by, at=at)
    return authority


def set_path(
    organisation: Organisation,
    *,
    by: Reader,
    at: datetime,
    bodies: Sequence[Body],
    area: str = Area.ALL,
    change: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> DecisionPath:
    """Write down the chain of bodies for an area and a kind of change."""
    require(rules.may_administer(by, organisation))
    if not bodies:
        raise Refused(_("Choose at least one body."), "body_1")
    if len(set(bodies)) != len(bodies):
        raise Refused(_("The same body stands twice in the chain."), "body_1")
    for body in bodies:
        if body.organisation_id != organisation.pk:
            raise Refused(_("All bodies in the chain must be the organisation's own."), "body_1")
        if not overlap((starts_on, ends_on), (body.starts_on, body.ends_on)):
            raise Refused(_("%(body)s does not exist during that time.") % {"body": body}, "starts_on")
    if not bodies[-1].decides:
        raise Refused(
            _("The chain must end with a body that decides; %(body)s prepares.") % {"body": bodies[-1]}, "body_1"
        )
    path = DecisionPath.objects.create(
        organisation=organisation, area=area, change=change, starts_on=starts_on, ends_on=ends_on
    )
    PathStep.objects.bulk_create(
        PathStep(path=path, organisation=organisation, position=position, body=body)
        for position, body in enumerate(bodies, start=1)
    )
    record("set_path", path, by=by, at=at, bodies=[str(body) for body in bodies])
    return path


def end_path(
    path: DecisionPath, *, by: Reader, at: datetime, ends_on: date, version: int | None = None
) -> DecisionPath:
    require(rules.may_administer(by, path.organisation))
    save_version(path, version, ends_on=ends_on)
    record("end_path", path, by=by, at=at, ends_on=str(ends_on))
    return path


def add_sittings(body: Body, sittings: Sequence[dict[str, Any]], *, by: Reader, at: datetime) -> int:
    """Add days when the body sits; a day that is there already gets the new deadlines. All or nothing."""
    require(rules.may_keep_sittings(by, body))
    for row in sittings:
        if not body.holds_on(row["sits_on"]):
            raise Refused(_("%(body)s does not exist on %(day)s.") % {"body": body, "day": row["sits_on"]}, "sits_on")
    Sitting.objects.bulk_create(
        (Sitting(body=body, organisation_id=body.organisation_id, **row) for row in sittings),
        update_conflicts=True,
        unique_fields=["body", "sits_on"],
        update_fields=["copy_deadline_on", "mailing_on", "note", "cancelled"],
    )
    record("add_sittings", body, by=by, at=at, days=[str(row["sits_on"]) for row in sittings])
    return len(sittings)


def cancel_sitting(sitting: Sitting, *, by: Reader, at: datetime) -> Sitting:
    require(rules.may_keep_sittings(by, sitting.body))
    if sitting.cancelled:
        raise Refused(_("The sitting is cancelled already."))
    Sitting.objects.filter(pk=sitting.pk).update(cancelled=True)
    record("cancel_sitting", sitting, by=by, at=at)
    return sitting


def give_assignment(
    body: Body,
    *,
    by: Reader,
    at: datetime,
    role: str,
    person: Person | None = None,
    name: str = "",
    title: str = "",
    political_party: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Assignment:
    """Give somebody a post or a seat in a body."""
    require(rules.may_administer(by, body.organisation))
    if person is None and not name:
        raise Refused(_("Write the person's name."), "name")
    if not overlap((starts_on, ends_on), (body.starts_on, body.ends_on)) or (body.ends_on and not ends_on):
        raise Refused(_("%(body)s does not exist during all of that time.") % {"body": body}, "starts_on")
    public = role in PUBLIC_ROLES
    person = person or Person.objects.create(name=name, organisation_id=by.organisation, in_public_role=public)
    if public and not person.in_public_role and person.organisation_id == by.organisation:
        Person.objects.filter(pk=person.pk).update(in_public_role=True)
        person.in_public_role = True
    assignment = Assignment.objects.create(
        person=person,
        organisation=body.organisation,
        authority_id=body.authority_id,
        body=body,
        role=role,
        title=title,
        political_party=political_party,
        public=public,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    if person.in_public_role:
        index([person_findable(person, assignment)])
    record("give_assignment", assignment, by=by, at=at, role=role)
    return assignment


def person_findable(person: Person, assignment: Assignment) -> Findable:
    return Findable(
        kind=Kind.PERSON,
        uid=person.uid,
        title=person.name,
        url=person.get_absolute_url(),
        organisation=assignment.organisation_id,
        authority=assignment.authority_id,
        circle=everyone().pk,
        detail=f"{assignment.label}, {assignment.place}",
    )


def end_assignment(
    assignment: Assignment, *, by: Reader, at: datetime, ends_on: date, version: int | None = None
) -> Assignment:
    """End it after its last day: at midnight, Swedish time, what it allowed ends with it."""
    require(rules.may_end_assignment(by, assignment))
    if assignment.starts_on and ends_on <= assignment.starts_on:
        raise Refused(_("The last day must not come before the first."), "ends_on")
    save_version(assignment, version, ends_on=ends_on)
    record("end_assignment", assignment, by=by, at=at, ends_on=str(ends_on))
    return assignment


def invite(
    person: Person, assignment: Assignment, *, email: str, request: HttpRequest, by: Reader, at: datetime
) -> Person:
    """Give somebody a sign-in: a mail with a link where they choose their password.

    Another address than the one invited before corrects it, as long as nobody has come in by that.
    """
    require(rules.may_administer(by, assignment.organisation))
    # Locked: nobody comes in by the old address while it is corrected.
    user = User.objects.select_for_update().filter(person=person).first()
    corrected = user is not None and user.email != email.lower()
    if user is None:
        _require_free(email)
        user = User.objects.create_user(email, None, person=person)
    elif corrected:
        if not (verdict := rules.may_correct_address(by, person, user)):
            raise Refused(verdict.reason, "email")
        _require_free(email)
        correct_address(user, email.lower())
    send_invitation(user, place=assignment.place, request=request)
    record("correct_invitation" if corrected else "invite", person, by=by, at=at)
    return person


def _require_free(email: str) -> None:
    if User.objects.filter(email=email.lower()).exists():
        raise Refused(
            _("That address already belongs to somebody's sign-in. Each person has an address of their own."), "email"
        )


def make_key(*, by: Reader, at: datetime, purpose: str, may_write: bool, expires_on: date) -> tuple[ApiKey, str]:
    """A key for a program that acts by this assignment. The key itself is returned once; its hash is kept."""
    secret = f"samsyn_{secrets.token_urlsafe(32)}"
    key = ApiKey.objects.create(
        person_id=by.person,
        assignment_id=by.assignment,
        purpose=purpose,
        may_write=may_write,
        expires_on=expires_on,
        made_at=at,
        token_hash=hashlib.sha256(secret.encode()).hexdigest(),
    )
    record("make_key", key, by=by, at=at)
    return key, secret


def withdraw_key(key: ApiKey, *, by: Reader, at: datetime) -> ApiKey:
    ApiKey.objects.filter(pk=key.pk).update(withdrawn_at=at)
    record("withdraw_key", key, by=by, at=at)
    return key
