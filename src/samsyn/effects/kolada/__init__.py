"""A client of Kolada's API that answers everything or an error."""

from samsyn.effects.kolada.client import API, Kolada, Query
from samsyn.effects.kolada.faults import Endless, Incomplete, KoladaFault, NotAsDescribed, Refused, Unreachable
from samsyn.effects.kolada.shapes import Group, Kpi, Municipality, OrganisationalUnit, Value

__all__ = [
    "API",
    "Endless",
    "Group",
    "Incomplete",
    "Kolada",
    "KoladaFault",
    "Kpi",
    "Municipality",
    "NotAsDescribed",
    "OrganisationalUnit",
    "Query",
    "Refused",
    "Unreachable",
    "Value",
]
