"""Every list and detail page against the bare page: queries, and CPU of the web process."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from benchmarks import home
from benchmarks.asking import Side, checked, counted, in_turns, middle
from benchmarks.figures import Figure

PERSONA = "elin@demo.example"
BARE = "/bare/"
QUERIES, TIMES, LIST_MS = 8, 3.0, 50.0
ROUNDS = 60


@contextmanager
def everything_seen() -> Iterator[None]:
    """Without row-level security, to find what the pages are about."""
    with connections["default"].cursor() as cursor:
        cursor.execute("set role samsyn_test")
        yield
        cursor.execute("reset role")


def pages(side: Side) -> dict[str, str]:
    """Each page by the name it has here, with its address."""
    from samsyn.collaborations.models import Collaboration  # noqa: PLC0415  needs Django set up
    from samsyn.networks.models import Forum  # noqa: PLC0415
    from samsyn.organisations.models import Assignment, Body, Organisation  # noqa: PLC0415

    with side, everything_seen():
        forum = Forum.objects.select_related("network").get(short_name="USD")
        network = forum.network
        assert network
        ours = Organisation.objects.get(code="1461")
        board = Body.objects.get(organisation=ours, kind="EXECUTIVE_BOARD")
        person = Assignment.objects.select_related("person").get(body=board, role="COORDINATOR").person
        agreed = Collaboration.objects.filter(name="Övningsexempel: delad arkivarie").get()
        published = Collaboration.objects.filter(openness="PUBLISHED", network=network).order_by("pk")[0]
    return {
        "my turn": "/min-tur/",
        "search": "/sok/?q=arkivarie",
        "networks": "/natverk/",
        "network": network.get_absolute_url(),
        "network, history": f"{network.get_absolute_url()}historik/",
        "forum": forum.get_absolute_url(),
        "organisations of a county": "/organisationer/?lan=14",
        "organisation": ours.get_absolute_url(),
        "body and its sittings": board.get_absolute_url(),
        "person": person.get_absolute_url(),
        "register, ours": "/samverkan/",
        "register, all": "/samverkan/?visa=alla",
        "collaboration": agreed.get_absolute_url(),
        "collaboration, history": f"{agreed.get_absolute_url()}handelser/",
        "map": f"/samverkan/karta/?kommuner={network.uid}",
        "account": "/konto/",
        "portal, front": "/",
        "portal, networks": "/oppet/natverk/",
        "portal, network": f"/oppet/natverk/{network.uid}/",
        "portal, register": "/oppet/samverkan/",
        "portal, collaboration": f"/oppet/samverkan/{published.uid}/",
        "portal, map": f"/oppet/karta/?kommuner={network.uid}",
    }


def queries(side: Side, path: str) -> int:
    """How many questions a page asks: not its transaction, nor the one that tells who acts."""
    checked(side, path)
    with counted(side) as asked:
        checked(side, path)
    told = ("SAVEPOINT", "RELEASE", "BEGIN")
    return sum(1 for sql in asked if "samsyn.enter" not in sql and not sql.startswith(told))


def measure() -> Iterator[Figure]:
    side = Side(home.DEMO, PERSONA)
    listed = pages(side)
    yield from worst(
        "queries of a page", "queries", QUERIES, {name: queries(side, path) for name, path in listed.items()}
    )
    floors, costs = [], {}
    for name, path in listed.items():
        floor, page = in_turns(ROUNDS, (side, BARE), (side, path))
        floors += [answer.cpu for answer in floor]
        cost = middle([answer.cpu for answer in page])
        costs[name] = cost / middle([answer.cpu for answer in floor])
    yield Figure("CPU of the bare page", middle(floors), "ms")
    yield from worst("CPU of a page against the bare page", "×", TIMES, costs)
    (long,) = in_turns(ROUNDS, (side, "/organisationer/"))
    rows = long[0].body.count(b"<tr")
    yield Figure(f"a list of {rows} rows, by the clock", middle([answer.wall for answer in long]), "ms", LIST_MS)
    side.close()


def compared(
    what: str, floor: Side, side: Side, before: dict[str, str], after: dict[str, str], *, limit: float
) -> Iterator[Figure]:
    """CPU of the same pages, web and database together, on one side against the other."""
    ratios, sums = {}, [0.0, 0.0]
    for name, path in before.items():
        costs = [
            middle([answer.both for answer in answers])
            for answers in in_turns(ROUNDS, (floor, path), (side, after[name]))
        ]
        ratios[name] = costs[1] / costs[0]
        sums = [total + cost for total, cost in zip(sums, costs, strict=True)]
    yield Figure(f"{what}: all pages", sums[1] / sums[0], limit=limit)
    yield from worst(f"{what}: a page", "×", limit, ratios)


def worst(what: str, unit: str, limit: float, found: dict[str, float]) -> Iterator[Figure]:
    """The page that is farthest out, and every other that is over the limit, or all of them when asked."""
    ordered = sorted(found, key=lambda name: -found[name])
    shown = [name for number, name in enumerate(ordered) if number == 0 or found[name] > limit or home.EVERY]
    for name in shown:
        yield Figure(f"{what}: {name}", found[name], unit, limit)
    if left := len(found) - len(shown):
        yield Figure(f"{what}: the middle of {len(found)}", middle(list(found.values())), unit, None, f"{left} within")
