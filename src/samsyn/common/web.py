"""How views answer: whole pages, parts of pages, and where to go next."""

from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from samsyn.isolation.acting import Reader, reader

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

PAGE_SIZE = 50
COUNT_CAP = 1000


class Request(HttpRequest):
    """A request of a signed-in person, as the middleware hands it over."""

    htmx: "HtmxDetails"
    acting: Any  # organisations.Assignment


class NoAssignment(Exception):
    """Signed in, but the chosen assignment (uppdrag) is not valid today."""


def reader_of(request: HttpRequest) -> Reader:
    """Who reads, as the database granted it for this request's transaction."""
    found = reader()
    if not found:
        raise NoAssignment
    return found


def address(name: str, uid: UUID) -> str:
    """The address of a thing with a uid; as `reverse`, which would take as long as a query for a page of many."""
    before, after = _around(name)
    return f"{before}{uid}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    nobody = UUID(int=0)
    before, _uid, after = reverse(name, args=[nobody]).partition(str(nobody))
    return before, after


def get_or_404[M: Model](queryset: QuerySet[M], **lookup: Any) -> M:
    """One object of those that may be seen. Unseen and absent give the same answer."""
    found = queryset.filter(**lookup).first()
    if found is None:
        raise Http404
    return found


def one_or_404[M: Model](found: QuerySet[M]) -> M:
    """The only row of a read that asks for one."""
    one = next(iter(found), None)
    if one is None:
        raise Http404
    return one


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, part: str = "", status: int = 200
) -> HttpResponse:
    """The page, or only its named partial when htmx asks for it."""
    name = template
    if part and request.headers.get("HX-Request") and not request.headers.get("HX-Boosted"):
        name = f"{template}#{part}"
    response = render(request, name, context, status=status)
    if part:
        response.headers["Vary"] = "HX-Request, Cookie"
    return response


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """On to another page: a redirect for browsers and for htmx alike."""
    if not url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        url = "/"
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": url})
    return redirect(url)


class Slice:
    """One page of a list, without counting the whole of it: 50 rows, and whether there are more."""

    def __init__(self, read: Callable[[int, int], Iterable[Any]], number: str | None, size: int = PAGE_SIZE) -> None:
        """`read` gives so many rows from a start."""
        self.number = int(number) if number and number.isdecimal() and 0 < int(number) < 10_000 else 1
        start = (self.number - 1) * size
        rows = list(read(start, size + 1))
        self.rows = rows[:size]
        self.previous = self.number - 1 if self.number > 1 else None
        self.next = self.number + 1 if len(rows) > size else None
        self.first, self.last = start + 1, start + len(self.rows)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)
