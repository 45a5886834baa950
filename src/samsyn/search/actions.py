"""Make things findable, and find them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connections
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from samsyn.common.bulk import insert_rows
from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.search.models import Entry, Kind, Word
from samsyn.search.words import stem, tokens, words


@dataclass(frozen=True)
class Findable:
    """What is to be found, and by whom: the same authority and circle as the thing itself."""

    kind: Kind
    uid: UUID
    title: str
    url: str
    organisation: int | None
    authority: int | None
    circle: int
    detail: str = ""
    text: str = ""

    @cached_property
    def words(self) -> set[str]:
        return words(self.title, self.detail, self.text)


def index(things: Iterable[Findable], *, using: str = "default") -> None:
    """Write the entries and words of these things anew."""
    listed = list(things)
    if not listed:
        return
    uids = [thing.uid for thing in listed]
    Word.objects.using(using).filter(entry__uid__in=uids).delete()
    Entry.objects.using(using).filter(uid__in=uids).delete()
    made = insert_rows(
        Entry,
        (
            {
                "kind": thing.kind,
                "uid": thing.uid,
                "title": thing.title[:300],
                "detail": thing.detail[:300],
                "url": thing.url,
                "organisation": thing.organisation,
                "authority": thing.authority,
                "circle": thing.circle,
            }
            for thing in listed
        ),
        using=using,
    )
    _speak([(entry, word) for entry, thing in zip(made, listed, strict=True) for word in thing.words], using)


def _speak(spoken: list[tuple[int, str]], using: str) -> None:
    """Words in one statement: as objects, those of an import of 5 000 rows would take longer than all the rest."""
    with connections[using].cursor() as cursor:
        cursor.execute(
            "insert into search_word (entry_id, word, organisation_id, authority_id, circle_id) "
            "select e.id, s.word, e.organisation_id, e.authority_id, e.circle_id "
            "from unnest(%s::bigint[], %s::text[]) as s(entry, word) join search_entry e on e.id = s.entry",
            [[entry for entry, _word in spoken], [word for _entry, word in spoken]],
        )


def forget(uid: UUID) -> None:
    Word.objects.filter(entry__uid=uid).delete()
    Entry.objects.filter(uid=uid).delete()


def find(text: str, reader: Reader, *, most: int = 50) -> QuerySet[Entry]:
    """Entries that hold every word of the text, as stem, part or beginning; at most `most` of them.

    A text without a word in it, only signs, finds nothing.
    """
    asked = tokens(text)[:8]
    found = Entry.objects.filter(readable_by(reader)) if asked else Entry.objects.none()
    for token in asked:
        known = {token, stem(token)}
        hit = Q(word__in=known) | (Q(word__gte=token) & Q(word__lt=token + "\U0010ffff"))
        found = found.filter(pk__in=Word.objects.filter(hit).values("entry"))
    return found.order_by("kind", "title")[:most]
