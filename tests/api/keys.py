"""Keys of every sort, and clients that carry them."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from django.test import Client

from tests.world import World

# name of the column in policy.txt: whose key, what it may, and what has happened to it
KEYS: dict[str, tuple[str, bool, str]] = {
    "none": ("", False, ""),
    "read": ("a_coordinator", False, ""),
    "write": ("a_coordinator", True, ""),
    "reader": ("a_chair", True, ""),
    "administrator": ("a_administrator", True, ""),
    "registrar": ("a_registrar", True, ""),
    "b": ("b_coordinator", True, ""),
    "b_registrar": ("b_registrar", True, ""),
    "c": ("c_coordinator", True, ""),
    "withdrawn": ("a_coordinator", True, "withdrawn"),
    "expired": ("a_coordinator", True, "expired"),
    "ended": ("ex_member", True, ""),
}
OPENS_NOTHING = ("none", "withdrawn", "expired", "ended")


class KeyClient(Client):
    """Sends one key with everything, and JSON."""

    def __init__(self, secret: str) -> None:
        super().__init__(headers={"Authorization": f"Bearer {secret}"} if secret else None)
        self.secret = secret

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        url = f"/api/v1{path}"
        if method == "GET":
            return self.get(url)
        if isinstance(body, dict) and "file" in body:
            return self.post(url, body)
        return self.generic(method, url, body if isinstance(body, bytes) else _json(body), "application/json")


def _json(body: Any) -> bytes:
    import json

    return json.dumps(body).encode()


def make_keys(world: World) -> dict[str, KeyClient]:
    """One client for each column; the keys are written straight into their table, where a hash is all that is kept."""
    from samsyn.accounts.models import ApiKey
    from samsyn.isolation import clock
    from samsyn.organisations.models import Assignment
    from tests.conftest import wall_2_off

    with wall_2_off():
        assignments = {str(uid): pk for uid, pk in Assignment.objects.values_list("uid", "pk")}
    found, rows = {}, []
    for name, (persona, may_write, happened) in KEYS.items():
        found[name] = KeyClient(f"samsyn_{secrets.token_urlsafe(32)}" if persona else "")
        if persona:
            told = world.people[persona]
            rows.append(
                ApiKey(
                    person_id=told["person"],
                    assignment_id=assignments[told["assignment"]],
                    purpose=f"prov {name}",
                    may_write=may_write,
                    token_hash=hashlib.sha256(found[name].secret.encode()).hexdigest(),
                    made_at=clock.now(),
                    expires_on=clock.today() - timedelta(days=1) if happened == "expired" else clock.today(),
                    withdrawn_at=clock.now() if happened == "withdrawn" else None,
                )
            )
    ApiKey.objects.bulk_create(rows)
    return found
