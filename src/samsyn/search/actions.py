"""Make things findable, and find them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property

from samsyn.isolation.acting import Reader
from samsyn.isolation.lookups import readable_by
from samsyn.search.models import Entry, Kind, Word
from samsyn.search.words import parts, stem, tokens, words


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
    entries, spoken = Entry.objects.using(using), Word.objects.using(using)
    uids = [thing.uid for thing in listed]
    spoken.filter(entry__uid__in=uids).delete()
    entries.filter(uid__in=uids).delete()
    made = entries.bulk_create(
        Entry(
            kind=thing.kind,
            uid=thing.uid,
            title=thing.title[:300],
            detail=thing.detail[:300],
            url=thing.url,
            organisation_id=thing.organisation,
            authority_id=thing.authority,
            circle_id=thing.circle,
        )
        for thing in listed
    )
    spoken.bulk_create(
        (
            Word(
                entry=entry,
                word=word,
                organisation_id=thing.organisation,
                authority_id=thing.authority,
                circle_id=thing.circle,
            )
            for entry, thing in zip(made, listed, strict=True)
            for word in thing.words
        ),
        batch_size=5_000,
    )


def forget(uid: UUID) -> None:
    Word.objects.filter(entry__uid=uid).delete()
    Entry.objects.filter(uid=uid).delete()


def find(text: str, reader: Reader, *, most: int = 50) -> QuerySet[Entry]:
    """Entries that hold every word of the text, as stem, part or beginning; at most `most` of them."""
    found = Entry.objects.filter(readable_by(reader))
    for token in tokens(text)[:8]:
        known = {token, stem(token)}
        hit = Q(word__in=known) | (Q(word__gte=token) & Q(word__lt=token + "\U0010ffff"))
        if len(split := parts(token)) > 1 and not known & split:
            hit |= Q(word__in=known)
        found = found.filter(pk__in=Word.objects.filter(hit).values("entry"))
    return found.order_by("kind", "title")[:most]
