"""What an account keeps, and what it takes to be somebody without the demonstration."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from samsyn.accounts.models import Person, User
from tests.servers import ROOT
from tests.world import World

database = pytest.mark.django_db
TENANT = "https://inloggning.mellerud.example/oidc"


def account(world: World, name: str, **kept: str) -> User:
    with world.acting("a_administrator") as by:
        person = Person.objects.create(name=name, organisation_id=by.organisation)
    return User.objects.create_user(f"{name}@demo.example", None, person=person, **kept)


@database
def test_an_account_keeps_issuer_subject_and_connection(world: World):
    made = account(world, "anna", issuer=TENANT, subject="8f1c", connection="mellerud-oidc")
    kept = User.objects.get(pk=made.pk)
    assert (kept.issuer, kept.subject, kept.connection) == (TENANT, "8f1c", "mellerud-oidc")
    assert not kept.has_usable_password()


@database
def test_the_same_subject_of_the_same_issuer_is_one_account(world: World):
    account(world, "anna", issuer=TENANT, subject="8f1c", connection="mellerud-oidc")
    with pytest.raises(IntegrityError, match="user_once_by_issuer_and_subject"), transaction.atomic():
        account(world, "berit", issuer=TENANT, subject="8f1c", connection="annan")


@database
def test_the_same_subject_of_another_issuer_is_somebody_else(world: World):
    account(world, "anna", issuer=TENANT, subject="8f1c")
    account(world, "berit", issuer="https://inloggning.amal.example/oidc", subject="8f1c")
    account(world, "cilla")
    account(world, "disa")  # without single sign-on there is nothing to tell apart


@database
@pytest.mark.parametrize("email", ["anna@demo.example", "ANNA@Demo.Example"])
def test_an_address_belongs_to_one_account_however_it_is_written(world: World, email: str):
    account(world, "anna")
    with world.acting("a_administrator") as by:
        person = Person.objects.create(name="Annan", organisation_id=by.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user(email, None, person=person)


@database
def test_a_person_has_one_account(world: World):
    person = account(world, "anna").person
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("annan@demo.example", None, person=person)


OUTSIDE_THE_DEMO = """
import json, django
django.setup()
from django.conf import settings
from django.urls import Resolver404, resolve
def there(path):
    try:
        return str(resolve(path).view_name)
    except Resolver404:
        return None
print(json.dumps({
    "there": {path: there(path) for path in ("/demo/", "/demo/elin/", "/demo/brevlada/", "/konto/logga-in/")},
    "app": "samsyn.demo" in settings.INSTALLED_APPS,
    "mail": settings.MAILERS["default"]["BACKEND"],
    "insecure passkeys": settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN,
    "https": settings.SECURE_SSL_REDIRECT,
    "debug": settings.DEBUG,
}))
"""


def as_shipped(home: Path, **more: str) -> dict[str, Any]:
    """Asks the program in a process of its own, with nothing said but this."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSYN_", "DATABASE_"))}
    environment = {**kept, "SAMSYN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "samsyn.settings", **more}
    done = subprocess.run(
        [sys.executable, "-c", OUTSIDE_THE_DEMO], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("said", [{}, {"SAMSYN_DEMO": "true"}], ids=["nothing", "something else than 1"])
def test_outside_the_demonstration_nobody_steps_into_an_invented_person(tmp_path: Path, said: dict[str, str]):
    """The addresses are not there at all; and what the demonstration allows is not allowed."""
    assert as_shipped(tmp_path, **said) == {
        "there": {"/demo/": None, "/demo/elin/": None, "/demo/brevlada/": None, "/konto/logga-in/": "account_login"},
        "app": False,
        "mail": "django.core.mail.backends.smtp.EmailBackend",
        "insecure passkeys": False,
        "https": True,
        "debug": False,
    }
