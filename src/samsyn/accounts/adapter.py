"""How allauth behaves here: nobody signs up by themselves, and secrets are encrypted."""

import base64
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A mail that cannot be sent is noted, without its address, and the page goes on.

        An error page would tell which addresses are known, and a traceback would carry the address into the log.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:  # smtplib's own are of that kind
            logger.error("A mail (%s) could not be sent: %s", template_prefix, type(error).__name__)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People are invited by the municipality that gives them an assignment."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        # The last address that our own proxy added; what the client claims before it is not believed.
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
        nearest = forwarded.rsplit(",", 1)[-1].strip()
        return nearest if nearest and settings.HTTPS else str(request.META["REMOTE_ADDR"])


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def _fernet(self) -> Fernet:
        key = HKDF(SHA256(), 32, None, b"samsyn mfa secrets").derive(settings.SECRET_KEY.encode())
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self._fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self._fernet().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Samsyn"}
