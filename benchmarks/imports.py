"""An import of 5 000 rows: read by a process of its own, planned against the register, saved with its copies."""

import csv
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import home
from benchmarks.asking import Side
from benchmarks.figures import Figure

ROWS, SECONDS = 5_000, 10.0
EMAIL = "elin@demo.example"


def table(folder: Path) -> Path:
    """A file as a coordinator would have it: names, forms, parties and days, some of them doubtful."""
    from samsyn.organisations.models import Organisation  # noqa: PLC0415  needs Django set up

    names = list(Organisation.objects.using("default").filter(kind="MUNICIPALITY").values_list("name", flat=True))
    forms = ("avtalssamverkan", "gemensam nämnd", "kommunalförbund", "nätverk", "bolag")
    path = folder / "register.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["namn", "område", "form", "parter", "start", "syfte"])
        for n in range(ROWS):
            parties = ", ".join(names[(n * 7 + k * 11) % len(names)] for k in range(2 + n % 5))
            begun = f"{2000 + n % 24}-01-01"
            writer.writerow([f"Samverkan nr {n}", "socialtjänst", forms[n % 5], parties, begun, "Göra mer tillsammans"])
    return path


def measure() -> Iterator[Figure]:
    from django.db import connection, transaction  # noqa: PLC0415

    from samsyn.accounts.models import User  # noqa: PLC0415
    from samsyn.collaborations.importing.files import read_file  # noqa: PLC0415
    from samsyn.collaborations.importing.planning import plan  # noqa: PLC0415
    from samsyn.collaborations.importing.saving import save  # noqa: PLC0415
    from samsyn.isolation import clock  # noqa: PLC0415
    from samsyn.isolation.acting import acting_as, reader  # noqa: PLC0415
    from samsyn.organisations.models import Assignment  # noqa: PLC0415

    with Side(home.DEMO, EMAIL), tempfile.TemporaryDirectory() as folder:
        person = User.objects.get(email=EMAIL).person_id
        with acting_as(person), transaction.atomic():
            chosen = Assignment.objects.filter(person=person).on(clock.today()).values_list("uid", flat=True)[0]
        with acting_as(person, chosen), transaction.atomic():
            path = table(Path(folder))
            begun, cpu = time.perf_counter(), time.process_time()
            found = read_file(path)
            planned = plan(found["rows"], found["places"], reader=reader())
            read = time.perf_counter()
            counted = save(planned, by=reader(), at=clock.now())
            with connection.cursor() as cursor:
                cursor.execute("set constraints all immediate")  # what a commit would check
            done, cpu = time.perf_counter(), time.process_time() - cpu
            transaction.set_rollback(True)
    assert counted["created"] == ROWS, counted
    note = f"{read - begun:.1f} s of it the dry run; {cpu:.1f} s of CPU in Python"
    yield Figure(f"an import of {ROWS} rows", done - begun, "s", SECONDS, note)
