"""The benchmarks' own server and databases, under .tools: one with the demonstration, and clones of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
HOME = Path(os.environ.get("SAMSYN_BENCH_HOME", ROOT / ".tools" / "bench-home")).resolve()
os.environ["SAMSYN_TEST_HOME"] = str(HOME)  # read by tests.servers

from tests import servers  # noqa: E402

DEMO = "bench_demo"
EVERY = False  # tell of every page, not of the worst alone


@contextmanager
def serving() -> Iterator[None]:
    """Our server, with the demonstration in it, and Django set up in this process."""
    with servers.server():
        prepare()
        os.environ |= {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "SAMSYN_BENCH_DATABASE": DEMO}
        import django  # noqa: PLC0415  settings are read when the server is there

        django.setup()
        yield


def say(text: str) -> None:
    sys.stderr.write(f"-- {text}\n")
    sys.stderr.flush()


def run(code: str, database: str, *, owner: bool = False) -> None:
    """A line of Python in a process of its own, with Django set up on that database."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "SAMSYN_BENCH_DATABASE": database,
        "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}",
        **({"SAMSYN_MIGRATE": "1"} if owner else {}),
    }
    command = [sys.executable, "-c", f"import django; django.setup(); {code}"]
    subprocess.run(command, check=True, env=environment)


def kept(database: str, mark: str) -> bool:
    """Whether the database stands since an earlier run, made from the same."""
    with servers.administrator() as admin:
        found = admin.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s", [database]
        ).fetchone()
    return bool(found and found[0] == mark)


def keep(database: str, mark: str) -> None:
    with servers.administrator(database) as admin:
        admin.execute("vacuum analyze")
        admin.execute(f"comment on database {database} is '{mark}'")


def prepare() -> None:
    """The database with the demonstration as it stands today, laid out by the product itself."""
    servers.prepare(with_world=False)
    mark = f"{date.today()} {servers.fingerprint(ROOT / 'src' / 'samsyn')}"  # noqa: DTZ011  when to lay it out anew
    if kept(DEMO, mark):
        return
    say("laying out the demonstration")
    servers.clone(servers.MIGRATED, DEMO)
    run(
        "from samsyn.isolation.laying import lay_down; lay_down(); "
        "from samsyn.demo.layout import Layout; Layout(lambda text: None).build()",
        DEMO,
        owner=True,
    )
    run(
        "from django.core.management import call_command as c; c('collectstatic', interactive=False, verbosity=0)", DEMO
    )
    with servers.administrator(DEMO) as admin:
        admin.execute("grant execute on all functions in schema samsyn to samsyn_test")
    keep(DEMO, mark)


def cpu_of(pid: int) -> int:
    """Nanoseconds of CPU that a process has used; the server's process for one connection, say."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])
