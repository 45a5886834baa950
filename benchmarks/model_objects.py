"""python -m benchmarks.model_objects ROWS FILE: seconds to read one municipality's values as Django's model objects.

SQLite, in the same process as the objects: quicker than the product's database would be over a socket.
"""

import sqlite3
import statistics
import sys
import time

import django
import polars as pl
from django.conf import settings
from django.db import connection, models

ROWS, FILE = sys.argv[1:3]
settings.configure(
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FILE}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
)
django.setup()


class Value(models.Model):
    """A value, as one would first think of storing it."""

    indicator = models.CharField(max_length=20, db_index=True)
    unit = models.CharField(max_length=10, db_index=True)
    gender = models.CharField(max_length=1)
    year = models.SmallIntegerField()
    value = models.FloatField(null=True)
    count = models.IntegerField(null=True)
    status = models.CharField(max_length=40)

    class Meta:
        app_label = "benchmarks"

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.year}"


def main() -> None:
    with connection.schema_editor() as editor:
        editor.create_model(Value)
    rows = pl.read_parquet(ROWS)
    unit = rows["unit"][0]
    with sqlite3.connect(FILE) as database:
        columns = ", ".join(rows.columns)
        database.executemany(f"insert into benchmarks_value ({columns}) values (?, ?, ?, ?, ?, ?, ?)", rows.iter_rows())
    taken = []
    for _time in range(5):
        begun = time.perf_counter()
        found = list(Value.objects.filter(unit=unit))
        taken.append(time.perf_counter() - begun)
        assert len(found) == rows.height
    print(statistics.median(taken))


if __name__ == "__main__":
    main()
