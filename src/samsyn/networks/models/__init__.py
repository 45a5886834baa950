"""Who works together: networks and forums."""

from samsyn.networks.models.forum import Activity, Forum, ForumKeeping, ForumText, Seat, SeatHolder
from samsyn.networks.models.network import Membership, Network, NetworkKeeping, NetworkText, Presidency, PublicNetwork

__all__ = [
    "Activity",
    "Forum",
    "ForumKeeping",
    "ForumText",
    "Membership",
    "Network",
    "NetworkKeeping",
    "NetworkText",
    "Presidency",
    "PublicNetwork",
    "Seat",
    "SeatHolder",
]
