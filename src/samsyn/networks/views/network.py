"""Pages about networks, and what forums share with them."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samsyn.audit.actions import form_page
from samsyn.common.forms import ActingForm, EndForm
from samsyn.common.periods import Told
from samsyn.common.swedish import joined
from samsyn.common.tables import read_day
from samsyn.common.verdict import require
from samsyn.common.web import Request, get_or_404, one_or_404, page, reader_of
from samsyn.isolation import clock
from samsyn.isolation.acting import Reader
from samsyn.networks import actions, forms, publishing, queries, rules
from samsyn.networks.enums import FORUM_TEXTS, NETWORK_TEXTS, Openness, TextKind
from samsyn.networks.models import Forum, Membership, Network

form_view = require_http_methods(["GET", "HEAD", "POST"])


def as_of(request: Request, today: date) -> date:
    """The day asked about; today when none is, or when it cannot be read."""
    return read_day(request.GET.get("dag", "")) or today


def find(model: type[Network] | type[Forum], reader: Reader, uid: UUID, day: date | None = None) -> Any:
    return one_or_404(queries.seen(model, reader, uid, day or reader.today))


@require_safe
def listing(request: Request) -> HttpResponse:
    reader = reader_of(request)
    context = {"networks": queries.networks(reader, reader.today), "may_create": rules.may_create(reader)}
    return page(request, "networks/list.html", context)


@require_safe
def detail(request: Request, uid: UUID) -> HttpResponse:
    """A network as it is, or as it was on a day."""
    reader = reader_of(request)
    day = as_of(request, reader.today)
    network = find(Network, reader, uid, day)
    texts = Told.of(network.texts_told)
    held = {row.kind: row.text for row in texts if row.holds_on(day)}
    context = {
        "network": network,
        "day": day,
        "is_today": day == reader.today,
        "purpose": held.get(TextKind.PURPOSE),
        "vision": held.get(TextKind.VISION),
        "names": [row for row in texts if row.kind == TextKind.NAME],
        "members": queries.members_on(network, day),
        "presidencies": Told.of(network.presidencies_told)[::-1],
        "forums": queries.forums_of(network, reader, day),
        "may_edit": rules.may_edit(reader, network),
        "may_share": rules.may_open(reader, network, to=Openness.SHARED),
        "may_publish": rules.may_open(reader, network, to=Openness.PUBLISHED),
        "may_take_over": rules.may_take_over(reader, network),
        "our": reader.organisation,
    }
    return page(request, "networks/detail.html", context)


@require_safe
def history(request: Request, uid: UUID) -> HttpResponse:
    """Everything that has held: names, members, who kept the papers."""
    reader = reader_of(request)
    network = find(Network, reader, uid)
    context = {
        "network": network,
        "texts": network.texts.order_by("kind", "starts_on"),
        "memberships": network.memberships.select_related("organisation").order_by("starts_on", "organisation__name"),
        "keepings": network.keepings.select_related("keeper__organisation").order_by("starts_on"),
        "may_edit": rules.may_edit(reader, network),
        "today": reader.today,
    }
    return page(request, "networks/history.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    reader = reader_of(request)
    require(rules.may_create(reader))
    form = forms.NetworkForm(request)
    return form_page(
        request,
        form,
        lambda: actions.found_network(by=reader, at=clock.now(), **form.values()),
        heading=_("Add a network"),
        button=_("Add"),
        back=reverse("networks:list"),
        said=_("The network has been added. It is a draft until you share it."),
        intro=_("A network is nobody in law. Your authority keeps its papers until another takes over."),
    )


@form_view
def edit(request: Request, uid: UUID, model: type[Network] | type[Forum]) -> HttpResponse:
    reader = reader_of(request)
    thing = find(model, reader, uid)
    require(rules.may_edit(reader, thing))
    kind = forms.NetworkFactsForm if model is Network else forms.ForumFactsForm

    def current() -> dict[str, Any]:
        thing.refresh_from_db()
        return {name: getattr(thing, name) for name in (*kind.base_fields, "version") if hasattr(thing, name)}

    form = kind(request, initial=current())
    return form_page(
        request,
        form,
        lambda: actions.describe(
            thing, by=reader, at=clock.now(), version=form.cleaned_data["version"], **form.values()
        ),
        heading=_("Change %(name)s") % {"name": thing},
        button=_("Save"),
        back=thing.get_absolute_url(),
        said=_("Saved."),
        again=current,
        crumbs=[thing],
    )


@form_view
def text_new(request: Request, uid: UUID, model: type[Network] | type[Forum]) -> HttpResponse:
    reader = reader_of(request)
    thing = find(model, reader, uid)
    require(rules.may_edit(reader, thing))
    kinds = NETWORK_TEXTS if model is Network else FORUM_TEXTS
    form = forms.TextForm(request, kinds=kinds, initial={"kind": request.GET.get("slag"), "starts_on": reader.today})
    return form_page(
        request,
        form,
        lambda: actions.set_text(thing, by=reader, at=clock.now(), **form.values()),
        heading=_("New name or text"),
        button=_("Save"),
        back=thing.get_absolute_url(),
        said=_("Saved."),
        crumbs=[thing],
    )


@form_view
def member_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    network = find(Network, reader, uid)
    require(rules.may_edit(reader, network))
    others = Network.objects.visible_to(reader).named_on(reader.today).exclude(pk=network.pk)
    form = forms.MembersForm(request, networks=others)

    def add() -> Network:
        values = form.values()
        nested = values.pop("network")
        members = [*values.pop("members"), *([nested] if nested else [])]
        return actions.add_members(network, members, by=reader, at=clock.now(), **values)

    warn = warning(network, reader) if network.openness != Openness.DRAFT else []
    return form_page(
        request,
        form,
        add,
        heading=_("Add members"),
        button=_("Add"),
        back=network.get_absolute_url(),
        said=_("The members have been added."),
        crumbs=[network],
        point_of_no_return=warn
        and [_("New members can read everything that is shared in the network from their first day.")],
    )


@form_view
def member_end(request: Request, pk: int, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    network = find(Network, reader, uid)
    membership = get_or_404(Membership.objects.filter(owner=network).select_related("organisation"), pk=pk)
    membership.owner = network
    require(rules.may_edit(reader, network))
    form = EndForm(request, initial={"ends_on": membership.ends_on})
    return form_page(
        request,
        form,
        lambda: actions.end_membership(membership, by=reader, at=clock.now(), ends_on=form.cleaned_data["ends_on"]),
        heading=_("End the membership: %(name)s") % {"name": membership},
        button=_("End"),
        back=network.get_absolute_url(),
        said=_("The membership ends after that day."),
        crumbs=[network],
    )


@form_view
def presidency_new(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    network = find(Network, reader, uid)
    require(rules.may_edit(reader, network))
    form = forms.PresidencyForm(request, initial={"year": reader.today.year + 1})

    def give() -> Network:
        values = form.values()
        year = values.pop("year")
        period: Any = {"starts_on": date(year, 1, 1), "ends_on": date(year + 1, 1, 1)}
        return actions.set_presidency(
            network, values.pop("organisation"), by=reader, at=clock.now(), **period, **values
        )

    return form_page(
        request,
        form,
        give,
        heading=_("Give the presidency"),
        button=_("Save"),
        back=network.get_absolute_url(),
        said=_("Saved."),
        crumbs=[network],
    )


@form_view
def end(request: Request, uid: UUID) -> HttpResponse:
    reader = reader_of(request)
    network = find(Network, reader, uid)
    require(rules.may_edit(reader, network))
    form = EndForm(request, initial={"version": network.version})
    return form_page(
        request,
        form,
        lambda: actions.end_network(
            network,
            by=reader,
            at=clock.now(),
            ends_on=form.cleaned_data["ends_on"],
            version=form.cleaned_data["version"],
        ),
        heading=_("End %(name)s") % {"name": network},
        button=_("End"),
        back=network.get_absolute_url(),
        said=_("The network ends after that day."),
        crumbs=[network],
        intro=_("Members, names and presidencies end with it. Everything stays readable."),
    )


def warning(thing: Network | Forum, reader: Reader) -> list[str]:
    return list(publishing.readers(thing, reader.today))


@form_view
def openness(request: Request, uid: UUID, model: type[Network] | type[Forum], to: str) -> HttpResponse:
    """A step that lets others read: says who, before it happens."""
    reader = reader_of(request)
    thing = find(model, reader, uid)
    require(rules.may_open(reader, thing, to=to))
    form = forms.OpennessForm(request, initial={"version": thing.version})
    who = joined(publishing.readers(thing, reader.today)) or _("nobody else yet")
    if to == Openness.PUBLISHED:
        said, heading = _("Published."), _("Publish %(name)s") % {"name": thing}
        warn = [
            _("Everyone can read this on the public pages, also without signing in."),
            _("What is changed later is shown there at once."),
        ]
    elif thing.openness == Openness.PUBLISHED:
        said, heading = (
            _("Withdrawn from the public pages."),
            _("Withdraw %(name)s from the public pages") % {"name": thing},
        )
        warn = [
            _("It disappears from the public pages at once. Those who take part still read it: %(who)s.") % {"who": who}
        ]
    else:
        said, heading = _("Shared."), _("Share %(name)s") % {"name": thing}
        warn = [
            _("From now on these can read it: %(who)s.") % {"who": who},
            _("It may thereby become an official document with them (TF 2:6, 2:9). This cannot be undone."),
        ]
    return form_page(
        request,
        form,
        lambda: actions.set_openness(thing, by=reader, at=clock.now(), to=to, version=form.cleaned_data["version"]),
        heading=heading,
        button=heading,
        back=thing.get_absolute_url(),
        said=said,
        crumbs=[thing],
        point_of_no_return=warn,
    )


@form_view
def keeping_offer(request: Request, uid: UUID, model: type[Network] | type[Forum]) -> HttpResponse:
    reader = reader_of(request)
    thing = find(model, reader, uid)
    require(rules.may_offer(reader, thing))
    form = forms.KeepingForm(request, initial={"version": thing.version})
    return form_page(
        request,
        form,
        lambda: actions.offer_keeping(
            thing, form.cleaned_data["found"], by=reader, at=clock.now(), version=form.cleaned_data["version"]
        ),
        heading=_("Hand over the keeping of the papers"),
        button=_("Offer"),
        back=thing.get_absolute_url(),
        said=_("The offer has been made."),
        crumbs=[thing],
        intro=_("The other authority takes over the day it accepts. Until then nothing changes."),
    )


@form_view
def keeping_take(request: Request, uid: UUID, model: type[Network] | type[Forum]) -> HttpResponse:
    reader = reader_of(request)
    thing = find(model, reader, uid)
    require(rules.may_take_over(reader, thing))
    form = ActingForm(request)
    return form_page(
        request,
        form,
        lambda: actions.take_over(thing, by=reader, at=clock.now()),
        heading=_("Take over the papers of %(name)s") % {"name": thing},
        button=_("Take over"),
        back=reverse("desk:my-turn"),
        said=_("Your authority now keeps the papers."),
        intro=_("From today your authority keeps and answers for them. What was written earlier stays as it was."),
    )
