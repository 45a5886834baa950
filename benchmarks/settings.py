"""The product's settings, on a database of the benchmarks' own and with the bare page beside the others.

One connection stays open for each login, instead of the pool, so that the benchmarks know which server process works
for them.
"""

import os

from benchmarks import home

os.environ["SAMSYN_HOME"] = str(home.HOME)
os.environ["SAMSYN_DEMO"] = "1"

from samsyn.settings import *  # noqa: F403
from samsyn.settings import DATABASES, TEMPLATES

for told in DATABASES.values():
    told["NAME"] = os.environ.get("SAMSYN_BENCH_DATABASE", "postgres")
    told["OPTIONS"].pop("pool", None)
    told["CONN_MAX_AGE"] = None
ROOT_URLCONF = "benchmarks.urls"
TEMPLATES[0]["DIRS"] = [home.HERE / "templates"]
