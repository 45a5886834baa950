"""The register as it is and as it would be, if everybody who is named said yes."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from samsyn.collaborations.enums import DocumentKind, LegalForm, NoticeAnchor, PartyRole, Stage
from samsyn.collaborations.models import Collaboration, GoverningDocument, Party
from samsyn.common.swedish import SvKey, in_words, sort_key
from samsyn.isolation.acting import Reader
from samsyn.matters.changes import Change, Preview, Row
from samsyn.organisations.enums import Area, ChangeKind
from samsyn.organisations.models import Organisation

ONE_DAY = timedelta(days=1)


def preview(change: Change, reader: Reader) -> Preview:
    """Each fact that stands in the register today beside what would stand there."""
    names = dict(Organisation.objects.filter(uid__in=change.named).values_list("uid", "name"))
    told = {str(uid): name for uid, name in names.items()}
    record = _record(change, reader)
    day = change.starts_on or reader.today
    now = _parties(record, day) if record else {}
    then = _then(change, now, told)
    rows = [
        Row(_("Name"), record.name if record else "", record.name if record else change.name),
        Row(_("Area"), _label(Area, record.area if record else ""), _label(Area, change.area)),
        _form(record, change),
        _stage(record, change),
    ]
    if change.cost_rule or (record and record.cost_rule):
        rule = record.cost_rule if record else ""
        rows.append(Row(_("How costs are shared"), rule, change.cost_rule or rule))
    rows += [Row(name, now.get(name, ""), then.get(name, "")) for name in sorted({*now, *then}, key=sort_key)]
    if change.agreement and change.agreement.title:
        rows.append(Row(_("Governing document"), _document(record, change), _agreement(change)))
    remarks = []
    if not change.starts_on and change.kind not in (ChangeKind.LEAVE, ChangeKind.END):
        remarks.append(_("No first day is proposed: it holds from the day the condition does."))
    if change.collaboration and record is None:
        remarks.append(_("You may not see the collaboration in the register."))
    return Preview(tuple(row for row in rows if row.now or row.then), tuple(remarks))


def _record(change: Change, reader: Reader) -> Any:
    if not change.collaboration:
        return None
    seen: Any = Collaboration.objects.visible_to(reader).as_of(change.starts_on or reader.today)
    return seen.filter(uid=change.collaboration).first()


def _parties(record: Any, day: date) -> dict[str, str]:
    held = Party.objects.filter(owner=record).on(day).select_related("organisation")
    return {
        party.organisation.name: _party(party.role, party.extent)
        for party in held.order_by(SvKey("organisation__name"))
    }


def _party(role: str, extent: str) -> str:
    label = str(PartyRole(role).label)
    return f"{label}: {extent}" if extent else label


def _then(change: Change, now: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """The parties as they would be."""
    if change.kind in (ChangeKind.LEAVE, ChangeKind.END):
        last = in_words(change.ends_on - ONE_DAY) if change.ends_on else ""
        leaving = {names.get(uid) for uid in change.named} if change.kind == ChangeKind.LEAVE else set(now)
        until = _("until %(day)s") % {"day": last}
        return {name: f"{told}, {until}" if name in leaving else told for name, told in now.items()}
    told = {names[party.organisation]: party for party in change.parties if party.organisation in names}
    return now | {name: _party(party.role, party.extent) for name, party in told.items()}


def _label(choices: Any, value: str) -> str:
    return str(choices(value).label) if value else ""


def _form(record: Any, change: Change) -> Row:
    now = _label(LegalForm, record.form) if record else ""
    then = _label(LegalForm, change.form) if change.form else now
    basis = f" ({change.legal_basis})" if change.legal_basis and change.legal_basis not in then else ""
    return Row(_("Legal form"), now, f"{then}{basis}")


def _stage(record: Any, change: Change) -> Row:
    now = _label(Stage, record.stage) if record else ""
    if change.kind == ChangeKind.END:
        return Row(_("Stage"), now, _label(Stage, Stage.ENDED))
    return Row(_("Stage"), now, _label(Stage, Stage.IN_FORCE) if change.kind == ChangeKind.START else now)


def _document(record: Any, change: Change) -> str:
    if record is None or change.agreement is None:
        return ""
    held = GoverningDocument.objects.filter(owner=record, kind=change.agreement.kind, ends_on=None).first()
    return str(held) if held else ""


def _agreement(change: Change) -> str:
    told = change.agreement
    assert told is not None  # noqa: S101  asked only when there is one
    parts = [told.title, told.edition, str(DocumentKind(told.kind).label)]
    if told.ends_on:
        parts.append(_("until %(day)s") % {"day": in_words(told.ends_on - ONE_DAY)})
    if told.notice_months is not None:
        anchor = str(NoticeAnchor(told.notice_anchor).label) if told.notice_anchor else ""
        parts.append(_("notice %(n)s months before %(anchor)s") % {"n": told.notice_months, "anchor": anchor})
    return ", ".join(part for part in parts if part)
