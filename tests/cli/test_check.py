"""Looking for what is wrong with an installation."""

import pytest

from tests import servers
from tests.cli.conftest import Command

pytestmark = pytest.mark.slow
NOT_DEMO = {"SAMSYN_DEMO": "0", "SAMSYN_HOSTS": "samsyn.ale.example", "SAMSYN_URL": "https://samsyn.ale.example"}


def test_a_sound_installation_has_no_holes_and_one_that_is_not_is_told_which(samsyn_alone: Command):
    with servers.administrator(samsyn_alone.database) as admin:
        admin.execute("drop table demo_sentmail")  # what only the demonstration has
    done = samsyn_alone("check", **NOT_DEMO)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "The database wall has no holes.")

    with servers.administrator(samsyn_alone.database) as admin:
        admin.execute("alter table networks_network no force row level security")
        admin.execute("create table forgotten (id int)")
        admin.execute("grant select on forgotten to samsyn_app")
    done = samsyn_alone("check", **NOT_DEMO)

    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == f"{len(done.stderr.strip().splitlines())} holes in the database wall."
    assert "networks_network" in done.stderr
    assert "forgotten" in done.stderr


def test_settings_that_are_not_for_the_open_net_are_told_of(samsyn: Command):
    """The demonstration runs without https."""
    done = samsyn("check")
    assert done.returncode == 1
    assert "SESSION_COOKIE_SECURE" in done.stderr
    assert "The database wall has no holes." in done.stdout
