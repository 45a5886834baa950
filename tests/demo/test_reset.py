"""`samsyn demo reset`: everything anew, as often as one likes, and never by mistake."""

from pathlib import Path

import pytest

from tests import servers
from tests.demo import laid_out

pytestmark = pytest.mark.slow


def counts(name: str) -> dict[str, int]:
    """How many rows each table has."""
    with servers.administrator(name) as admin:
        tables = admin.execute(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('public', 'public_site')"
        ).fetchall()
        found = {}
        for (table,) in tables:
            row = admin.execute(f"select count(*) from {table}").fetchone()
            assert row
            found[table] = int(row[0])
    return found


def people(name: str) -> list[tuple[str, str]]:
    with servers.administrator(name) as admin:
        return admin.execute(
            "select p.name, u.email from accounts_user u join accounts_person p on p.id = u.person_id order by 2"
        ).fetchall()


def test_a_second_time_lays_out_the_same_and_takes_away_what_was_done(own_demonstration: str, tmp_path: Path):
    """The template was laid out by the same command."""
    before = counts(own_demonstration), people(own_demonstration)
    reached = laid_out.addresses(own_demonstration)
    file = tmp_path / "register.csv"
    file.write_text("namn;parter\nGemensam arkivarie;Mellerud\n")
    laid_out.samsyn(tmp_path, "register", "import", str(file), **reached)
    assert counts(own_demonstration) != before[0]

    done = laid_out.samsyn(tmp_path, "demo", "reset", "--yes", **reached)

    assert done.returncode == 0, done.stderr
    assert (counts(own_demonstration), people(own_demonstration)) == before
    with servers.administrator(own_demonstration) as admin:
        told = admin.execute("select count(*) from collaborations_collaboration where name = 'Gemensam arkivarie'")
        assert told.fetchone() == (0,)


def test_it_is_not_done_without_being_asked_for(demonstration: str, tmp_path: Path):
    before = counts(demonstration)
    reached = laid_out.addresses(demonstration)

    silent = laid_out.samsyn(tmp_path, "demo", "reset", **reached)
    assert (silent.returncode, "Go on?" in silent.stdout) == (130, True)
    outside = laid_out.samsyn(tmp_path, "demo", "reset", "--yes", **reached, SAMSYN_DEMO="0")
    assert outside.returncode == 1
    assert "Only with SAMSYN_DEMO=1: this takes away everything in the database." in outside.stderr
    assert counts(demonstration) == before
