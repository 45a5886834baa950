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
    from samsyn.networks.models import Forum, Network  # noqa: PLC0415
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
    for name, path in listed.items():
        yield Figure(f"queries: {name}", queries(side, path), "queries", QUERIES)
    floors = []
    for name, path in listed.items():
        floor, page = in_turns(ROUNDS, (side, BARE), (side, path))
        floors += [answer.cpu for answer in floor]
        cost = middle([answer.cpu for answer in page])
        times = cost / middle([answer.cpu for answer in floor])
        yield Figure(f"CPU against the bare page: {name}", times, limit=TIMES, note=f"{cost:.1f} ms, {rows(page)}")
    yield Figure("CPU of the bare page", middle(floors), "ms")
    (long,) = in_turns(ROUNDS, (side, "/organisationer/"))
    yield Figure(
        "a list of 300 rows, by the clock", middle([answer.wall for answer in long]), "ms", LIST_MS, rows(long)
    )
    side.close()


def rows(answers: list) -> str:
    return f"{answers[0].body.count(b'<tr') + answers[0].body.count(b'<li')} rows"
