"""Who the authorities are: organisations and bodies; people's posts in them; the ways and days of decisions."""

from samsyn.organisations.models.bodies import Authority, Body, Circle, CircleMember, Organisation, ServedParty
from samsyn.organisations.models.calendars import DecisionPath, PathStep, Sitting
from samsyn.organisations.models.people import Assignment, current, place_of

__all__ = [
    "Assignment",
    "Authority",
    "Body",
    "Circle",
    "CircleMember",
    "DecisionPath",
    "Organisation",
    "PathStep",
    "ServedParty",
    "Sitting",
    "current",
    "place_of",
]
