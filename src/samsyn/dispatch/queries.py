"""How far what was sent has come, for the pages that show it."""

from collections.abc import Iterable
from uuid import UUID

from samsyn.dispatch.enums import DeliveryState
from samsyn.dispatch.models import Delivery, Receipt


def latest_to(about: UUID, kinds: Iterable[str]) -> dict[int, Delivery]:
    """The latest delivery about something to each receiver, by authority."""
    found = Delivery.objects.filter(about=about, kind__in=list(kinds)).order_by("queued_at", "id")
    return {delivery.receiver_id: delivery for delivery in found}


def receipts(about: UUID) -> dict[int, Receipt]:
    """Who has said that it came in, by authority."""
    return {receipt.authority_id: receipt for receipt in Receipt.objects.filter(about=about)}


def troubled(authority: int) -> list[Delivery]:
    """Deliveries of an authority that somebody must look at."""
    return list(
        Delivery.objects.filter(
            authority=authority, state__in=[DeliveryState.FAILED, DeliveryState.UNCERTAIN]
        ).select_related("receiver__organisation")[:50]
    )
