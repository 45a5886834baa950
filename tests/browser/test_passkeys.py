"""Passkeys (lösennycklar), with the browser's own virtual authenticator: no password is typed."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page

from tests.accounts.signing import password_of
from tests.browser.serving import served
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("own_database")]
CHAIR = "a_chair@demo.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site() -> Iterator[str]:
    with served() as site:
        yield site.address


class Device:
    """A browser with an authenticator of its own."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.context = browser.new_context(locale="sv-SE")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        self.said: list[str] = []
        self.page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
        self.tools = self.context.new_cdp_session(self.page)
        self.tools.send("WebAuthn.enable")
        added = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        self.authenticator = added["authenticatorId"]

    def go(self, name: str) -> None:
        self.page.goto(self.site + reverse(name))

    def at(self, name: str) -> None:
        self.page.wait_for_url(self.site + reverse(name) + "**")

    def sign_in(self, email: str, password: str) -> None:
        self.go("account_login")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("form[action='/konto/logga-in/'] button[type=submit]:not([form])")

    def sign_out(self) -> None:
        """As on another day: the session is gone, the authenticator keeps its keys."""
        self.context.clear_cookies()

    def credentials(self) -> list[dict[str, Any]]:
        found = self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.authenticator})
        return list(found["credentials"])

    def register(self, password: str, name: str = "Min dator") -> None:
        self.go("mfa_add_webauthn")
        self.page.fill("input[name=password]", password)
        self.page.click("main button[type=submit]")
        self.at("mfa_add_webauthn")
        self.page.fill("input[name=name]", name)
        self.page.check("input[name=passwordless]")
        self.page.click("#mfa_webauthn_add")
        self.page.wait_for_url(lambda url: reverse("mfa_add_webauthn") not in url)


@pytest.fixture
def device(chromium: Browser, site: str) -> Iterator[Device]:
    made = Device(chromium, site)
    yield made
    made.context.close()


@pytest.fixture
def registered(world: World, device: Device) -> Device:
    device.sign_in(CHAIR, password_of("a_chair"))
    device.at("desk:my-turn")
    device.register(password_of("a_chair"))
    return device


def test_a_passkey_is_registered_and_opens_without_a_password(registered: Device):
    device = registered
    (key,) = device.credentials()
    assert (key["rpId"], key["isResidentCredential"]) == ("localhost", True)
    device.go("mfa_list_webauthn")
    assert "Min dator" in device.page.inner_text("main")

    device.sign_out()
    device.go("account_login")
    device.page.click("#passkey_login")

    device.at("desk:my-turn")
    assert "Person a_chair" in device.page.inner_text("body")
    assert device.credentials()[0]["signCount"] > key["signCount"]
    assert device.said == []


def test_a_passkey_is_the_second_step_for_who_signs_in_by_password(registered: Device):
    device = registered
    device.sign_out()
    device.sign_in(CHAIR, password_of("a_chair"))
    device.at("mfa_authenticate")
    device.go("desk:my-turn")  # the password alone leads back to the second step
    device.at("mfa_authenticate")

    device.page.click("#mfa_webauthn_authenticate")

    device.at("desk:my-turn")


def test_a_device_without_the_key_does_not_get_in(registered: Device, chromium: Browser, site: str):
    other = Device(chromium, site)
    other.go("account_login")
    other.page.click("#passkey_login")
    other.page.wait_for_timeout(1000)
    assert other.page.url == site + reverse("account_login")

    other.go("desk:my-turn")
    other.at("account_login")
    other.context.close()


def test_a_passkey_that_was_taken_away_opens_nothing(registered: Device):
    device = registered
    device.go("mfa_list_webauthn")
    device.page.click("main a[href$='/ta-bort/']")
    device.page.click("main button[type=submit]")
    device.at("mfa_list_webauthn")
    assert device.page.query_selector_all("main a[href$='/ta-bort/']") == []

    device.sign_out()
    device.go("account_login")
    with device.page.expect_navigation():
        device.page.click("#passkey_login")
    assert device.page.inner_text("main .notice.bad") == "Felaktig kod."
    assert len(device.credentials()) == 1  # the device still has it; the account does not
    device.go("desk:my-turn")
    device.at("account_login")
