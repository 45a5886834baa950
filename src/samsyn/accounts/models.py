"""Who somebody is, how they sign in, and the keys their programs use."""

from typing import Any, Self
from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.common.web import address
from samsyn.isolation.acting import Reader
from samsyn.isolation.tables import OURS, PERSON, SIGNED_IN, Isolation, open_table


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, reader: Reader) -> Self:
        """One's own organisation's people, oneself, and everybody in a public role."""
        return self.filter(
            models.Q(organisation=reader.organisation) | models.Q(pk=reader.person) | models.Q(in_public_role=True)
        )


class Person(models.Model):
    """Somebody with a name. Belongs to nobody; kept by the organisation that wrote the name down."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    in_public_role = models.BooleanField(_("holds or has held a public role"), default=False)

    objects = PersonQuerySet.as_manager()
    isolation = Isolation(
        read=f"{OURS} or id = {PERSON} or (in_public_role and {SIGNED_IN})",
        add=OURS,
        change=OURS,
        change_to=OURS,
        remove=OURS,
        owner_reads=True,
        owner_writes=True,
    )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("organisations:person", self.uid)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """The sign-in of a person; may be missing. Single sign-on later is known by issuer, subject and connection."""

    email = models.EmailField(_("e-mail"), unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="user")
    is_active = models.BooleanField(default=True)
    issuer = models.CharField(max_length=300, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    connection = models.CharField(max_length=100, blank=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    isolation = open_table(
        "read before anybody is known; holds the address people sign in with", "select, insert, update"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=~models.Q(subject=""), name="user_once_by_issuer_and_subject"
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_in_use(self) -> bool:
        """Whether somebody has come in by the invitation; until then nobody but who invited knows the address."""
        return self.last_login is not None or self.has_usable_password()


class ApiKey(models.Model):
    """A key for a program (nyckel): acts for one assignment, for one purpose, and can be withdrawn."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    assignment = models.ForeignKey("organisations.Assignment", models.CASCADE, related_name="+")
    purpose = models.CharField(_("purpose"), max_length=120)
    may_write = models.BooleanField(_("may also write"), default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField(_("valid up to and including"))
    withdrawn_at = models.DateTimeField(null=True)

    isolation = open_table(
        "read before anybody is known; holds a hash of the key, never the key", "select, insert, update"
    )

    def __str__(self) -> str:
        return self.purpose
