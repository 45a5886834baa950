"""The public's pages. No sign-in, no cookie, no question asked (TF 2:18)."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.collaborations.enums import ContactKind
from samsyn.collaborations.facts import all_held
from samsyn.common import sheets
from samsyn.common.swedish import SvKey, sort_key
from samsyn.common.tables import read_day
from samsyn.common.web import Slice, get_or_404, page
from samsyn.isolation import clock
from samsyn.organisations.enums import Area
from samsyn.portal import queries
from samsyn.portal.models import Collaboration, Network

MAP_ROWS = 400


def public(view: Any) -> Any:
    """Open to everyone; the application's own database login is not used."""
    return transaction.non_atomic_requests(using="default")(login_not_required(require_safe(view)))


def _day(request: HttpRequest) -> Any:
    return read_day(request.GET.get("dag", "")) or clock.today()


def _networks(day: Any) -> list[dict[str, Any]]:
    listed = [
        network
        for network in Network.objects.all()
        if not network.content["ended_on"] or network.content["ended_on"] > day.isoformat()
    ]
    told = [
        {"network": network, "name": network.name_on(day), "members": queries.members(network, day)}
        for network in listed
    ]
    return sorted(told, key=lambda one: sort_key(one["name"]))


@public
def front(request: HttpRequest) -> HttpResponse:
    """What Samsyn is, and the networks with their municipalities."""
    return page(request, "portal/front.html", {"networks": _networks(clock.today()), "section": "front"})


@public
def networks(request: HttpRequest) -> HttpResponse:
    return page(request, "portal/networks.html", {"networks": _networks(clock.today()), "section": "networks"})


@public
def network(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A network as it is, or was on a day."""
    day = _day(request)
    found = get_or_404(Network.objects.all(), pk=uid)
    content = found.content
    rows = queries.rows(Collaboration.objects.filter(network=uid)[:MAP_ROWS], day, over=False)
    context = {
        "network": found,
        "name": found.name_on(day),
        "day": day,
        "is_today": day == clock.today(),
        "content": content,
        "members": queries.members(found, day),
        "purpose": all_held(content["purposes"], day),
        "section": "networks",
        "vision": all_held(content["visions"], day),
        "presidency": all_held(content["presidencies"], day),
        "rows": sorted(rows, key=lambda row: sort_key(row.name)),
    }
    return page(request, "portal/network.html", context)


@public
def register(request: HttpRequest) -> HttpResponse:
    """Every published collaboration, fifty at a time."""
    day, area = clock.today(), request.GET.get("omrade", "")
    text = request.GET.get("q", "").strip()[:100]
    found = Collaboration.objects.order_by("area", SvKey("name"))
    if text:
        found = found.filter(name__icontains=text)
    if area in Area:
        found = found.filter(area=area)
    sliced = Slice(lambda start, most: found[start : start + most], request.GET.get("sida"))
    rows = [queries.row(one, day) for one in sliced]
    context = {
        "found": sliced,
        "groups": queries.by_area(rows),
        "q": text,
        "area": area,
        "areas": Area.choices,
        "section": "register",
    }
    return page(request, "portal/register.html", context)


@public
def collaboration(request: HttpRequest, uid: UUID) -> HttpResponse:
    day = _day(request)
    found = get_or_404(Collaboration.objects.all(), pk=uid)
    contacts = {kind.label: [c for c in found.content["contacts"] if c["kind"] == kind] for kind in ContactKind}
    context = {
        "row": queries.row(found, day),
        "content": found.content,
        "day": day,
        "is_today": day == clock.today(),
        "section": "register",
        "area": dict(Area.choices)[found.area],
        "contacts": [(label, rows) for label, rows in contacts.items() if rows],
    }
    return page(request, "portal/collaboration.html", context)


def _map(request: HttpRequest) -> dict[str, Any]:
    day = _day(request)
    listed = _networks(day)
    chosen = next(
        (one for one in listed if str(one["network"].pk) == request.GET.get("kommuner")), listed[0] if listed else None
    )
    columns = [member["name"] for member in chosen["members"] if not member.get("network")] if chosen else []
    over = request.GET.get("avslutade") == "1"
    found = Collaboration.objects.filter(parties__overlap=columns).order_by(SvKey("name"))[:MAP_ROWS] if columns else []
    made = queries.map_rows(queries.rows(found, day, over=over), columns, day)
    return {
        "day": day,
        "is_today": day == clock.today(),
        "networks": listed,
        "chosen": chosen,
        "columns": [{"name": name} for name in columns],
        "groups": queries.by_area(made),
        "rows": len(made),
        "section": "map",
        "over": over,
        "width": len(columns) + 4,
    }


@public
def collaboration_map(request: HttpRequest) -> HttpResponse:
    """Collaborations × the municipalities of a network, as of any day."""
    return page(request, "portal/map.html", _map(request))


@public
def map_file(request: HttpRequest, kind: str) -> HttpResponse:
    told = _map(request)
    header = [
        _("Area"),
        _("Collaboration"),
        _("Form"),
        *[column["name"] for column in told["columns"]],
        _("More parties"),
        _("Validity"),
        _("Why"),
    ]
    words = {
        "v": _("host"),
        "p": _("party"),
        "k": _("buyer"),
        "a": _("adjunct"),
        "f": _("former party"),
        "o": _("sources disagree"),
    }
    lines = [
        [
            area,
            one.row.name,
            one.row.form_label,
            *[words.get(cell.get("code", ""), "") for cell in one.cells],
            one.others,
            one.row.validity.word,
            one.row.validity.why,
        ]
        for area, rows in told["groups"]
        for one in rows
    ]
    if kind == "csv":
        return sheets.as_csv("samverkanskarta", header, lines)
    return sheets.as_xlsx("samverkanskarta", header, lines, title=_("The collaboration map"))


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """The statement that lag 2018:1937 asks for."""
    return page(request, "portal/accessibility.html", {"section": "accessibility"})
