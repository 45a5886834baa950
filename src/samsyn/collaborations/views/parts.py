"""Pages about what belongs to a collaboration: parties, contacts and governing documents."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.collaborations import actions, forms, rules
from samsyn.collaborations.models import Collaboration, Contact, GoverningDocument, Party
from samsyn.collaborations.views.record import find, form_view, simple
from samsyn.common.forms import ActingForm
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, reader_of
from samsyn.documents import files
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.organisations.models import Authority


@form_view
def party_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.PartiesForm(request)

    def add() -> Any:
        values = form.values()
        return actions.add_parties(found, values.pop("organisations"), by=reader, at=clock.now(), **values)

    return simple(
        request, found, form, add, heading=_("Add parties"), button=_("Add"), said=_("The parties have been added.")
    )


def _child(reader: Reader, model: Any, uid: UUID) -> Any:
    """A row of a collaboration that may be seen."""
    seen = Collaboration.objects.visible_to(reader).as_of(reader.today).select_related("authority__organisation")
    child = get_or_404(model.objects.all(), uid=uid)
    child.owner = get_or_404(seen, pk=child.owner_id)
    return child


@form_view
def party_edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    party: Party = _child(reader, Party, uid)
    require(rules.may_edit(reader, party.owner))

    def current() -> dict[str, Any]:
        owner = party.owner
        party.refresh_from_db()
        party.owner = owner
        return {
            name: getattr(party, name) for name in (*forms.PartyForm.base_fields, "version") if hasattr(party, name)
        }

    form = forms.PartyForm(request, initial=current())
    return simple(
        request,
        party.owner,
        form,
        lambda: actions.change_party(
            party, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change the party %(name)s") % {"name": party.organisation},
        again=current,
    )


@form_view
def party_remove(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    party: Party = _child(reader, Party, uid)
    require(rules.may_edit(reader, party.owner))
    form = ActingForm(request)
    intro = _(
        "Only if it was registered by mistake. A party that has left is given a last day, so that history stays true."
    )
    return simple(
        request,
        party.owner,
        form,
        lambda: actions.remove_party(party, by=reader, at=clock.now()),
        heading=_("Take away the party %(name)s?") % {"name": party.organisation},
        button=_("Take away"),
        intro=intro,
    )


@form_view
def contact_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.ContactForm(request)
    return simple(
        request,
        found,
        form,
        lambda: actions.set_contact(found, by=reader, at=clock.now(), **form.values()),
        heading=_("Add a contact"),
        button=_("Add"),
    )


@form_view
def contact_remove(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    contact: Contact = _child(reader, Contact, uid)
    require(rules.may_edit(reader, contact.owner))
    form = ActingForm(request)
    return simple(
        request,
        contact.owner,
        form,
        lambda: actions.remove_contact(contact, by=reader, at=clock.now()),
        heading=_("Take away the contact %(name)s?") % {"name": contact},
        button=_("Take away"),
    )


@form_view
def document_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.NewDocumentForm(request)

    def add() -> GoverningDocument:
        values = form.values()
        upload = values.pop("file")
        stored = files.store(upload, authority=found.authority.uid) if upload else None
        return actions.add_document(found, by=reader, at=clock.now(), file=stored, **values)

    return simple(
        request,
        found,
        form,
        add,
        heading=_("Add a governing document"),
        button=_("Add"),
        said=_("The document has been added."),
    )


@form_view
def document_edit(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    document = _document(reader, uid)
    require(rules.may_edit(reader, document.owner))

    def current() -> dict[str, Any]:
        owner = document.owner
        document.refresh_from_db()
        document.owner = owner
        return {
            name: getattr(document, name)
            for name in (*forms.DocumentForm.base_fields, "version")
            if hasattr(document, name)
        }

    form = forms.DocumentForm(request, initial=current())
    return simple(
        request,
        document.owner,
        form,
        lambda: actions.change_document(
            document, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change %(name)s") % {"name": document},
        again=current,
    )


def _document(reader: Reader, uid: UUID) -> GoverningDocument:
    seen = Collaboration.objects.visible_to(reader).as_of(reader.today).select_related("authority__organisation")
    document: GoverningDocument = get_or_404(GoverningDocument.objects.visible_to(reader), uid=uid)
    document.owner = get_or_404(seen, pk=document.owner_id)
    return document


@require_safe
def document_file(request: Request, uid: UUID) -> HttpResponse:
    """The file itself, always as a download and never run in the page."""
    reader = reader_of(request)
    document = _document(reader, uid)
    if not document.sha256:
        raise Http404
    owner = Authority.objects.get(pk=document.authority_id)
    return files.download(owner.uid, document.sha256, document.media_type)


@form_view
def signature_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    document = _document(reader, uid)
    require(rules.may_edit(reader, document.owner))
    parties = Party.objects.filter(owner=document.owner).select_related("organisation")
    form = forms.SignatureForm(request, parties=parties)
    return simple(
        request,
        document.owner,
        form,
        lambda: actions.sign(
            document,
            form.cleaned_data["party"],
            by=reader,
            at=clock.now(),
            signed_on=form.cleaned_data["signed_on"],
            signed_by=form.cleaned_data["signed_by"],
        ),
        heading=_("Who signed %(name)s") % {"name": document},
    )


@form_view
def document_secrecy(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    document = _document(reader, uid)
    require(rules.may_mark_secret(reader, document))
    initial = {"secrecy_provision": document.secrecy_provision, "version": document.version}
    form = forms.SecrecyForm(request, initial=initial)
    intro = _(
        "A marked document is read by your own authority only, whoever the collaboration is shared with (OSL 5:5)."
    )
    return simple(
        request,
        document.owner,
        form,
        lambda: actions.mark_secret(
            document,
            by=reader,
            at=clock.now(),
            provision=form.cleaned_data["secrecy_provision"],
            version=form.cleaned_data["version"],
        ),
        heading=_("Secrecy marking of %(name)s") % {"name": document},
        intro=intro,
    )
