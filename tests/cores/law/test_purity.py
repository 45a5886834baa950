"""The law's core runs where Django and the database's driver cannot be imported, and asks no clock."""

import subprocess
import sys

from tests.servers import ROOT

PROGRAM = """
import importlib, pkgutil, sys
for blocked in ("django", "psycopg"):
    sys.modules[blocked] = None
import samsyn.cores.law as law
for module in pkgutil.iter_modules(law.__path__):
    importlib.import_module(f"samsyn.cores.law.{module.name}")
    print(module.name)
"""


def test_every_module_is_imported_with_django_blocked():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env={"PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (0, "")
    modules = {path.stem for path in (ROOT / "src" / "samsyn" / "cores" / "law").glob("*.py")} - {"__init__"}
    assert set(done.stdout.split()) == modules


def test_no_module_asks_the_clock():
    asking = ("date.today", "datetime.now", "time.time", "timezone.now")
    found = [
        (path.name, call)
        for path in (ROOT / "src" / "samsyn" / "cores" / "law").glob("*.py")
        for call in asking
        if call in path.read_text()
    ]
    assert found == []
