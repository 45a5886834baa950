"""Sign-in through allauth; the person is fetched with the user, in one query."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from samsyn.accounts.models import User
from samsyn.common.prepared import prepared


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        found: User | None = _active.first(user=user_id)
        return found


@prepared
def _active(*, user: int) -> Any:
    return User.objects.filter(pk=user, is_active=True)[:1]
