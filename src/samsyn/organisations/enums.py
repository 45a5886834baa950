from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samsyn.isolation.functions import AUTOMATION


class OrganisationKind(models.TextChoices):
    MUNICIPALITY = "MUNICIPALITY", _("municipality")
    REGION = "REGION", _("region")
    MUNICIPAL_ASSOCIATION = "MUNICIPAL_ASSOCIATION", _("municipal association")
    COORDINATION_ASSOCIATION = "COORDINATION_ASSOCIATION", _("coordination association")
    COMPANY = "COMPANY", _("company")
    STATE_AGENCY = "STATE_AGENCY", _("state agency")
    ASSOCIATION = "ASSOCIATION", _("association")


class BodyKind(models.TextChoices):
    COUNCIL = "COUNCIL", _("council")
    DRAFTING_COMMITTEE = "DRAFTING_COMMITTEE", _("drafting committee of the council")
    EXECUTIVE_BOARD = "EXECUTIVE_BOARD", _("executive board")
    COMMITTEE = "COMMITTEE", _("committee")
    SUBCOMMITTEE = "SUBCOMMITTEE", _("subcommittee")
    JOINT_COMMITTEE = "JOINT_COMMITTEE", _("joint committee")
    ASSOCIATION_ASSEMBLY = "ASSOCIATION_ASSEMBLY", _("deciding assembly of an association")
    BOARD = "BOARD", _("board of an association or company")
    OFFICE = "OFFICE", _("management group or office")


# Those that are an authority (myndighet) of their own: TF 2:5, KL 9:20. The others belong to their parent's.
OWN_AUTHORITY = frozenset(
    {
        BodyKind.COUNCIL,
        BodyKind.EXECUTIVE_BOARD,
        BodyKind.COMMITTEE,
        BodyKind.JOINT_COMMITTEE,
        BodyKind.ASSOCIATION_ASSEMBLY,
        BodyKind.BOARD,
    }
)
ALWAYS_DECIDES = frozenset({BodyKind.COUNCIL, BodyKind.ASSOCIATION_ASSEMBLY})
NEVER_DECIDES = frozenset({BodyKind.DRAFTING_COMMITTEE, BodyKind.OFFICE})


class Role(models.TextChoices):
    COORDINATOR = "COORDINATOR", _("collaboration coordinator")
    REGISTRAR = "REGISTRAR", _("registrar")
    SECRETARY = "SECRETARY", _("secretary")
    CASE_OFFICER = "CASE_OFFICER", _("case officer")
    HEAD_OF_SOCIAL_SERVICES = "HEAD_OF_SOCIAL_SERVICES", _("head of social services")
    CHIEF_EXECUTIVE = "CHIEF_EXECUTIVE", _("chief executive")
    ECONOMIST = "ECONOMIST", _("economist")
    CHAIR = "CHAIR", _("chair")
    VICE_CHAIR = "VICE_CHAIR", _("vice chair")
    MEMBER = "MEMBER", pgettext_lazy("role", "member")
    ALTERNATE = "ALTERNATE", _("alternate")
    OPPOSITION_COMMISSIONER = "OPPOSITION_COMMISSIONER", _("opposition commissioner")
    AUDITOR = "AUDITOR", _("auditor")
    ADMINISTRATOR = "ADMINISTRATOR", _("administrator")
    OBSERVER = "OBSERVER", _("reader")


ELECTED = frozenset(
    {Role.CHAIR, Role.VICE_CHAIR, Role.MEMBER, Role.ALTERNATE, Role.OPPOSITION_COMMISSIONER, Role.AUDITOR}
)
# Named in public by the office they hold: elected people, and the officials that others must be able to reach.
PUBLIC_ROLES = ELECTED | {Role.COORDINATOR, Role.HEAD_OF_SOCIAL_SERVICES, Role.CHIEF_EXECUTIVE}
# Who may write their authority's records, publish them, and keep its bodies and people. AUTOMATION is samsyn itself,
# in a job, carrying out what the authorities have decided; nobody is given that role.
EDITORS: frozenset[str] = frozenset(
    {
        AUTOMATION,
        Role.COORDINATOR,
        Role.REGISTRAR,
        Role.SECRETARY,
        Role.CASE_OFFICER,
        Role.HEAD_OF_SOCIAL_SERVICES,
        Role.CHIEF_EXECUTIVE,
    }
)
PUBLISHERS: frozenset[str] = frozenset({AUTOMATION, Role.COORDINATOR, Role.REGISTRAR, Role.CHIEF_EXECUTIVE})
REGISTRARS = frozenset({Role.REGISTRAR, Role.SECRETARY})  # who write down what bodies of their organisation decided
SITTING_KEEPERS = frozenset({Role.ADMINISTRATOR, Role.REGISTRAR, Role.SECRETARY})


class Area(models.TextChoices):
    ALL = "ALL", _("all areas")
    SOCIAL = "SOCIAL", _("social services")
    CARE = "CARE", _("health and care")
    REHABILITATION = "REHABILITATION", _("rehabilitation")
    ENVIRONMENT = "ENVIRONMENT", _("environment and supervision")
    RESCUE = "RESCUE", _("rescue services")
    FINANCE = "FINANCE", _("finance and payroll")
    PROCUREMENT = "PROCUREMENT", _("procurement")
    IT = "IT", _("IT and digitalisation")
    CUSTOMER_SERVICE = "CUSTOMER_SERVICE", _("switchboard and customer service")
    GUARDIANS = "GUARDIANS", _("chief guardians")
    EDUCATION = "EDUCATION", _("school and education")
    CULTURE = "CULTURE", _("culture and leisure")
    BUSINESS = "BUSINESS", _("business and tourism")
    BUILDING = "BUILDING", _("building and infrastructure")
    ARCHIVES = "ARCHIVES", _("archives")
    STAFF = "STAFF", _("staff")
    FOOD = "FOOD", _("meals")
    PREPAREDNESS = "PREPAREDNESS", _("preparedness")
    ADVOCACY = "ADVOCACY", _("advocacy")
    OTHER = "OTHER", _("other")


class ChangeKind(models.TextChoices):
    START = "START", _("start a collaboration")
    JOIN = "JOIN", _("join")
    AMEND = "AMEND", _("amend")
    LEAVE = "LEAVE", _("leave or give notice")
    END = "END", _("end")


class CircleKind(models.TextChoices):
    EVERYONE = "EVERYONE", _("everyone")
    AUTHORITY = "AUTHORITY", _("one authority")
    NETWORK = "NETWORK", _("a network's members")
    FORUM = "FORUM", _("a forum")
    COLLABORATION = "COLLABORATION", _("a collaboration's parties")
    MATTER = "MATTER", _("those who prepare and decide a matter")
