"""What the database's own catalogue says of the wall, on the server that the tests run on."""

import pytest
from django.db import connection

from samsyn.isolation.catalogue import holes

pytestmark = pytest.mark.django_db


def test_catalogue_shows_no_holes():
    assert holes() == []


def test_tests_are_neither_superuser_nor_owner():
    with connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("samsyn_app", False, False)
