from django.db import migrations

from samsyn.isolation.functions import HISTORY, SETTINGS, SORTING

CACHE = """
create table samsyn_cache (
    cache_key varchar(255) primary key, value text not null, expires timestamp with time zone not null);
create index samsyn_cache_expires on samsyn_cache (expires);
"""


class Migration(migrations.Migration):
    run_before = [("accounts", "0001_initial")]
    operations = [
        migrations.RunSQL(SETTINGS + HISTORY + SORTING, "select 1"),
        migrations.RunSQL(CACHE, "drop table samsyn_cache"),
    ]
