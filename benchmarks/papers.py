"""Papers: one of thirty items, staff reports for every municipality, and the gate before one is published."""

import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.figures import Figure

MUNICIPALITIES, ITEMS, ROUNDS = 290, 30, 15
MILLISECONDS, SECONDS, MEBIBYTES = 100.0, 60.0, 250.0


def measure() -> Iterator[Figure]:
    from samsyn.documents import gate  # noqa: PLC0415  needs Django set up
    from samsyn.documents.examination import PDF  # noqa: PLC0415
    from samsyn.documents.papers import ItemList, Letterhead, Paragraph, Section, render_docx, render_pdf  # noqa: PLC0415
    from tests.documents.samples import MARKUP, long_paper, paper  # noqa: PLC0415

    items = ItemList(
        tuple(f"att godkänna punkt {n} i förslaget, {MARKUP[: 2 * n]}" for n in range(ITEMS)), ordered=True
    )
    one = paper(sections=(Section("Förslag till beslut", (items,)), *paper().sections))
    note = f"median of {ROUNDS}; the first took {_seconds(lambda: render_pdf(one)) * 1000:.0f} ms"
    yield Figure(f"PDF of {ITEMS} items, warm", _median(lambda: render_pdf(one)) * 1000, "ms", MILLISECONDS, note)
    yield Figure(f"Word file of {ITEMS} items", _median(lambda: render_docx(one)) * 1000, "ms")
    yield Figure("PDF of 40 pages and 400 rows", _seconds(lambda: render_pdf(long_paper())), "s")

    before = _memory()
    local = [
        replace(
            one,
            letterhead=Letterhead(f"Kommun {n}", "Kommunstyrelsen", (f"Torget {n}",)),
            registry_number=f"KS 2026/{n}",
            sections=(*one.sections, Section("Kommunens egen del", (Paragraph(f"Det som gäller kommun {n}. " * 40),))),
        )
        for n in range(MUNICIPALITIES)
    ]
    made: list[bytes] = []
    cpu = time.process_time()
    pdfs = _seconds(lambda: made.extend(render_pdf(each) for each in local))
    words = _seconds(lambda: made.extend(render_docx(each) for each in local))
    assert len(set(made)) == 2 * MUNICIPALITIES, "each is another paper"
    cpu = time.process_time() - cpu
    told = f"{pdfs:.1f} s for the PDFs, {words:.1f} s for the Word files; {cpu:.1f} s of CPU"
    yield Figure(f"{MUNICIPALITIES} staff reports, as PDF and as Word file", pdfs + words, "s", SECONDS, told)
    yield Figure("memory that they took at the most", _memory() - before, "MiB", MEBIBYTES)

    yield Figure(
        "a PDF through the gate, with the start of its process", _median(lambda: gate.scan(made[0], PDF)) * 1000, "ms"
    )


def _seconds(do: Callable[[], object]) -> float:
    begun = time.perf_counter()
    do()
    return time.perf_counter() - begun


def _median(do: Callable[[], object]) -> float:
    return statistics.median(_seconds(do) for _round in range(ROUNDS))


def _memory() -> float:
    """The largest the process has been."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
