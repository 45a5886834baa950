"""The second steps at sign-in of one person: an app, recovery codes, and a passkey with keys that are real."""

import secrets
from typing import Any

from tests.world import World

HAS_THEM = "a_coordinator"


def passkey_of(world: World) -> int:
    """Its number; 0 when there is none."""
    from allauth.mfa.models import Authenticator

    found = Authenticator.objects.filter(user__email=world.people[HAS_THEM]["email"], type="webauthn")
    return found.values_list("pk", flat=True).first() or 0


def second_steps(world: World) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from allauth.mfa.webauthn.internal.auth import WebAuthn

    from samsyn.accounts.models import User

    if not passkey_of(world):
        user = User.objects.get(email=world.people[HAS_THEM]["email"])
        TOTP.activate(user, generate_totp_secret())
        RecoveryCodes.activate(user)
        WebAuthn.add(user, "Min dator", registration())


def registration() -> dict[str, Any]:
    """What a browser answers when a passkey is made.

    Source: W3C Web Authentication Level 2, section 5.2.1, with the attestation format "none" of section 8.7.
    """
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import (
        AttestationObject,
        AttestedCredentialData,
        AuthenticatorData,
        CollectedClientData,
    )

    key, number = ec.generate_private_key(ec.SECP256R1()).public_key(), secrets.token_bytes(32)
    credential = AttestedCredentialData.create(b"\0" * 16, number, ES256.from_cryptography_key(key))
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(secrets.token_bytes(32), flags, 0, credential)
    client = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), "http://localhost")
    return {
        "id": websafe_encode(number),
        "rawId": websafe_encode(number),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
