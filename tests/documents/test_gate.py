"""Everything that was planted is stopped, wherever it lies; documents with nothing to hide pass."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from types import ModuleType

import pytest
from django.utils import translation

from samsyn.common.verdict import Refused
from samsyn.documents import gate
from samsyn.documents.enums import FindingKind, Place
from samsyn.documents.examination import DOCX, PDF, TEXT
from samsyn.documents.gate import Finding
from tests.documents.examining import clean_documents, making_pdf, making_word
from tests.documents.examining.many import scan_all
from tests.documents.examining.numbers import IN_ONE_LINE, WRITTEN, identity_number

SEED = 20260312
MARKS = ("SEKRETESS", "Sekretess enligt 26 kap. 1 § OSL", "HEMLIG enligt OSL 15:2", "Hon har skyddad identitet")
PLANTED, CLEAN, FALSE_STOPS_PCT = 200, 72, 2


@dataclass(frozen=True)
class Planted:
    """A document, where something lies in it, and what must be found."""

    place: str
    data: bytes
    media_type: str
    expected: set[str] = field(default_factory=set)


def planted() -> Iterator[Planted]:
    """Every place with every kind of secret, over and over, until there are enough."""
    chance = random.Random(SEED)
    makers = cycle((_texts(chance), _of(making_word, DOCX, chance), _of(making_pdf, PDF, chance)))
    for documents in islice(makers, PLANTED):
        yield next(documents)


def _texts(chance: random.Random) -> Iterator[Planted]:
    while True:
        for name, written in WRITTEN.items():
            coordination = chance.random() < 0.3
            secret = written(identity_number(chance, coordination=coordination))
            encoding = "utf-8" if not secret.isascii() else chance.choice(("utf-8", "utf-8-sig", "cp1252", "utf-16"))
            text = f"{clean_documents.line(chance)}\nPersonen {secret} har hört av sig.\n{clean_documents.line(chance)}"
            yield Planted(f"text, {name}", text.encode(encoding), TEXT, {_kind(coordination)})
        for mark in MARKS:
            text = f"{clean_documents.line(chance)}\n{mark}\n{clean_documents.line(chance)}"
            yield Planted(f"text, {mark}", text.encode(), TEXT, {_kind_of(mark)})


def _of(making: ModuleType, media_type: str, chance: random.Random) -> Iterator[Planted]:
    while True:
        for make, besides in making.NUMBERS.items():
            coordination = chance.random() < 0.3
            names = IN_ONE_LINE if make.__name__ not in ("over_lines", "over_cells") else ["ten with hyphen", "twelve"]
            secret = WRITTEN[chance.choice(names)](identity_number(chance, coordination=coordination))
            yield Planted(make.__name__, make(secret), media_type, {_kind(coordination), *besides})
        for make, mark in zip(making.MARKS, cycle(MARKS), strict=False):
            yield Planted(make.__name__, make(mark), media_type, {_kind_of(mark)})
        for make, kind in making.CARRIED.items():
            yield Planted(make.__name__, make("191212-1215"), media_type, {kind})


def _kind(coordination: bool) -> str:
    return "COORDINATION_NUMBER" if coordination else "PERSONAL_NUMBER"


def _kind_of(mark: str) -> str:
    return "PROTECTED_IDENTITY" if "identitet" in mark else "SECRECY_MARK"


def stopped_by(findings: list[Finding]) -> set[str]:
    return {finding.kind.value for finding in findings}


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Planted, list[Finding]]]:
    """Every planted document with what was found in it."""
    documents = list(planted())
    found = scan_all([(each.data, each.media_type) for each in documents], tmp_path_factory.mktemp("planted"))
    return list(zip(documents, found, strict=True))


def test_two_hundred_planted_documents_are_all_stopped(stopped: list[tuple[Planted, list[Finding]]]):
    documents, found = zip(*stopped, strict=True)
    kinds = Counter(each.media_type.rpartition(".")[2].rpartition("/")[2] for each in documents)
    print(f"planted: {len(documents)}, stopped: {sum(1 for each in found if each)}; {dict(kinds)}")  # noqa: T201  figures
    missed = {
        f"{number} {each.place}": each.expected - stopped_by(findings)
        for number, (each, findings) in enumerate(stopped)
        if not each.expected <= stopped_by(findings)
    }
    assert missed == {}
    assert len(documents) == PLANTED
    assert {each.place for each in documents} >= {
        make.__name__
        for making in (making_word, making_pdf)
        for make in (*making.NUMBERS, *making.MARKS, *making.CARRIED)
    }


def test_clean_documents_pass(tmp_path: Path):
    chance = random.Random(SEED)
    makers: list[Callable[[random.Random], bytes]] = list(islice(cycle(clean_documents.KINDS), CLEAN))
    found = scan_all([(make(chance), clean_documents.KINDS[make]) for make in makers], tmp_path)

    stopped = {f"{n} {make.__name__}": each for n, (make, each) in enumerate(zip(makers, found, strict=True)) if each}
    print(f"clean: {len(makers)}, stopped all the same: {len(stopped)}")  # noqa: T201  figures
    assert len(stopped) * 100 <= FALSE_STOPS_PCT * len(makers), stopped


def test_the_gate_starts_a_process_for_each_and_tells_the_same(stopped: list[tuple[Planted, list[Finding]]]):
    some = stopped[5:11]

    assert [gate.scan(each.data, each.media_type) for each, _found in some] == [found for _each, found in some]


def test_no_excerpt_holds_a_whole_number(stopped: list[tuple[Planted, list[Finding]]]):
    excerpts = [finding.excerpt for _each, found in stopped for finding in found]

    assert len(excerpts) > PLANTED
    assert [each for each in excerpts if re.search(r"\d(?:\W?\d){4}", each)] == []


def test_what_is_saved_on_top_without_a_change_of_text_is_no_earlier_version():
    """A signature is saved so; linearized files have two ends from the beginning."""
    first = making_pdf.on_page("som förut")
    same = making_pdf.filling() + making_pdf.shown("Ärendet gäller som förut och avslutas.")

    assert gate.scan(making_pdf.on_top_of(first, same), PDF) == []
    assert [each.kind for each in gate.scan(making_pdf.on_top_of(first, making_pdf.shown("nu")), PDF)] == [
        FindingKind.EARLIER_VERSION
    ]
    assert gate.scan(making_pdf.saved(making_pdf.new("", ""), linearize=True), PDF) == []


# --- what is told -------------------------------------------------------------------------------------------------
def test_a_finding_says_where_and_what_to_do_in_swedish():
    (found,) = gate.scan(making_pdf.on_third_page("19121212-1212"), PDF)

    assert found == Finding(FindingKind.PERSONAL_NUMBER, Place.PAGE, 3, "19••••••-••••")
    assert (found.kind.label, found.where) == ("personnummer", "Sida 3")
    assert found.advice == "Ta bort numret, eller täck över det i själva dokumentet, och spara om."
    assert not found.cleanable
    assert found.as_json() == {"kind": "PERSONAL_NUMBER", "place": "PAGE", "number": 3, "excerpt": "19••••••-••••"}


def test_every_kind_of_finding_has_its_advice():
    assert set(gate.ADVICE) == set(FindingKind)
    with translation.override("en"):
        english = {kind: str(advice) for kind, advice in gate.ADVICE.items()}
    assert [kind for kind, advice in gate.ADVICE.items() if str(advice) == english[kind]] == []


def test_our_own_texts_are_searched_without_a_process():
    assert [(each.kind, each.number) for each in gate.scan_text("Rad\n19121212-1212\nHemlig")] == [
        (FindingKind.PERSONAL_NUMBER, 2),
        (FindingKind.SECRECY_MARK, 3),
    ]
    assert gate.scan_text("Avtalet gäller från 2026-03-12, dnr KS 2026/123.") == []
    assert gate.scan_text("") == []


@pytest.mark.parametrize("media_type", ["text/html", "application/zip", "", "image/svg+xml"])
def test_what_cannot_be_looked_through_is_not_let_through(media_type: str):
    with pytest.raises(Refused):
        gate.scan(b"<svg></svg>", media_type)
