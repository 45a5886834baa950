"""Pages about forums: the charter, the seats, who sits there."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.actions import form_page
from samsyn.common.forms import EndForm
from samsyn.common.periods import Told
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, page, reader_of
from samsyn.isolation import clock
from samsyn.networks import actions, forms, queries, rules, sections
from samsyn.networks.enums import Openness, TextKind
from samsyn.networks.models import Forum, Network, Seat, SeatHolder
from samsyn.networks.views.network import as_of, find, form_view


@form_view
def forum_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    network = find(Network, reader, uid)
    require(rules.may_edit(reader, network))
    form = forms.ForumForm(request)
    return form_page(
        request,
        form,
        lambda: actions.found_forum(by=reader, at=clock.now(), network=network, **form.values()),
        heading=_("Add a forum"),
        button=_("Add"),
        back=network.get_absolute_url(),
        said=_("The forum has been added. It is a draft until you share it."),
        crumbs=[network],
        intro=_("A forum prepares and takes standpoints. It never decides: each municipality does that for itself."),
    )


@require_safe
def forum(request: Request, uid: UUID) -> HttpResponse:
    """A forum: its charter, its seats and who sits there."""
    reader = reader_of(request)
    day = as_of(request, reader.today)
    found = find(Forum, reader, uid, day)
    network = queries.named(found.network_id, reader, day) if found.network_id else None
    texts = {row.kind: row.text for row in Told.of(found.texts_told) if row.holds_on(day)}
    seats = queries.seats_on(found, day)
    for seat in seats:
        seat.may_appoint = rules.may_appoint(reader, seat, today=reader.today)
    context = {
        "forum": found,
        "network": network,
        "day": day,
        "is_today": day == reader.today,
        "purpose": texts.get(TextKind.PURPOSE),
        "mandate": texts.get(TextKind.MANDATE),
        "reports_to": texts.get(TextKind.REPORTS_TO),
        "seats": seats,
        "vacant": sum(1 for seat in seats if not seat.now),
        "activities": Told.of(found.activities_told)[::-1],
        "state": queries.state_of(found, day),
        "may_edit": rules.may_edit(reader, found),
        "may_wake": rules.may_wake(reader, found),
        "may_take_over": rules.may_take_over(reader, found),
        "may_share": rules.may_open(reader, found, to=Openness.SHARED),
        "may_publish": rules.may_open(reader, found, to=Openness.PUBLISHED),
        "our": reader.organisation,
        "sections": [section(found, reader) for section in sections.FORUM],
    }
    return page(request, "networks/forum.html", context)


@form_view
def seat_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    require(rules.may_edit(reader, found))
    form = forms.SeatsForm(request)

    def add() -> Forum:
        actions.add_seats(found, by=reader, at=clock.now(), **form.values())
        return found  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        add,
        heading=_("Add seats"),
        button=_("Add"),
        back=found.get_absolute_url(),
        said=_("The seats have been added."),
        crumbs=[found],
        intro=_("Each municipality then decides for itself who sits there."),
    )


@form_view
def seat_end(request: Request, uid: UUID, pk: int) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    seat = get_or_404(Seat.objects.filter(owner=found).select_related("organisation"), pk=pk)
    seat.owner = found
    require(rules.may_edit(reader, found))
    form = EndForm(request)
    return form_page(
        request,
        form,
        lambda: actions.end_seat(seat, by=reader, at=clock.now(), ends_on=form.cleaned_data["ends_on"]),
        heading=_("End the seat: %(name)s, %(seat)s") % {"name": seat.organisation, "seat": seat},
        button=_("End"),
        back=found.get_absolute_url(),
        said=_("The seat ends after that day."),
        crumbs=[found],
    )


@form_view
def appoint(request: Request, uid: UUID, pk: int) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    seat = get_or_404(Seat.objects.filter(owner=found).select_related("organisation"), pk=pk)
    seat.owner = found
    require(rules.may_appoint(reader, seat, today=reader.today))
    form = forms.AppointForm(
        request, organisation=reader.organisation, today=reader.today, initial={"starts_on": reader.today}
    )

    def send() -> Forum:
        values = form.values()
        actions.appoint(seat, values.pop("person"), by=reader, at=clock.now(), **values)
        return found  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        send,
        heading=_("Who sits for %(name)s: %(seat)s") % {"name": seat.organisation, "seat": seat},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("Saved."),
        crumbs=[found],
    )


@form_view
def recall(request: Request, uid: UUID, pk: int) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    holder = get_or_404(SeatHolder.objects.filter(seat__owner=found).select_related("seat", "person"), pk=pk)
    holder.seat.owner = found
    require(rules.may_recall(reader, holder))
    form = EndForm(request)

    def leave() -> Forum:
        actions.recall(holder, by=reader, at=clock.now(), ends_on=form.cleaned_data["ends_on"])
        return found  # type: ignore[no-any-return]

    return form_page(
        request,
        form,
        leave,
        heading=_("%(name)s leaves the seat") % {"name": holder},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("The seat is shown as vacant after that day."),
        crumbs=[found],
    )


@form_view
def wake(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    require(rules.may_wake(reader, found))
    form = forms.WakeForm(request, initial={"starts_on": reader.today})
    return form_page(
        request,
        form,
        lambda: actions.wake(found, by=reader, at=clock.now(), **form.values()),
        heading=_("Wake %(name)s") % {"name": found},
        button=_("Wake the forum"),
        back=found.get_absolute_url(),
        said=_("The forum meets again."),
        crumbs=[found],
    )


@form_view
def rest(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    found = find(Forum, reader, uid)
    require(rules.may_edit(reader, found))
    form = EndForm(request)
    return form_page(
        request,
        form,
        lambda: actions.rest(found, by=reader, at=clock.now(), ends_on=form.cleaned_data["ends_on"]),
        heading=_("Let %(name)s rest") % {"name": found},
        button=_("Save"),
        back=found.get_absolute_url(),
        said=_("The forum rests after that day."),
        crumbs=[found],
        intro=_("It is shown as dormant to those who could wake it."),
    )
