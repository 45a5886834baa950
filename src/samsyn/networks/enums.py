from django.db import models
from django.utils.translation import gettext_lazy as _

from samsyn.organisations.enums import Role


class TextKind(models.TextChoices):
    NAME = "NAME", _("name")
    PURPOSE = "PURPOSE", _("purpose")
    VISION = "VISION", _("vision")
    MANDATE = "MANDATE", _("mandate")
    REPORTS_TO = "REPORTS_TO", _("reports to")


NETWORK_TEXTS = (TextKind.NAME, TextKind.PURPOSE, TextKind.VISION)
FORUM_TEXTS = (TextKind.NAME, TextKind.PURPOSE, TextKind.MANDATE, TextKind.REPORTS_TO)


class Openness(models.TextChoices):
    """How far a record is open (öppenhetssteg)."""

    DRAFT = "DRAFT", _("draft, our authority only")
    SHARED = "SHARED", _("shared with those who take part")
    PUBLISHED = "PUBLISHED", _("published, also on the public pages")


class SeatKind(models.TextChoices):
    SOCIAL_CHAIR = "SOCIAL_CHAIR", _("chair of the social committee or equivalent")
    OPPOSITION = "OPPOSITION", _("representative of the opposition")
    HEAD_OF_SOCIAL_SERVICES = "HEAD_OF_SOCIAL_SERVICES", _("head of social services")
    EXECUTIVE_CHAIR = "EXECUTIVE_CHAIR", _("chair of the executive board")
    OPPOSITION_COMMISSIONER = "OPPOSITION_COMMISSIONER", _("opposition commissioner or equivalent")
    CHIEF_EXECUTIVE = "CHIEF_EXECUTIVE", _("chief executive")
    COORDINATOR = "COORDINATOR", _("coordinator")
    SECRETARY = "SECRETARY", _("secretary")
    OTHER = "OTHER", _("other seat")


# Who sends people to the seats of their own municipality.
APPOINTERS = frozenset({Role.COORDINATOR, Role.SECRETARY, Role.REGISTRAR, Role.ADMINISTRATOR, Role.CHIEF_EXECUTIVE})
