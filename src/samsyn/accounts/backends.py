"""Sign-in through allauth; the person is fetched with the user, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from samsyn.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
