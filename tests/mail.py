"""A real mail server on this machine, and what came to it."""

import socket
from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller


@dataclass(frozen=True)
class Received:
    """A mail as it arrived: the envelope, the subject, and the text decoded."""

    sender: str
    to: list[str]
    subject: str
    text: str
    raw: bytes


class MailServer:
    """Listens on a free port of this machine for as long as the block runs."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.refuses = ""  # the address that it takes no mail for
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> "MailServer":
        self.controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address == self.refuses:
            return f"550 No mailbox {address} here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
        self.received.append(
            Received(envelope.mail_from, list(envelope.rcpt_tos), str(message["Subject"]), text, envelope.content)
        )
        return "250 OK"

    def mailers(self) -> dict[str, Any]:
        """The product's own way out, to this server."""
        from samsyn.settings import _SMTP

        options = {**_SMTP, "host": "127.0.0.1", "port": self.port}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
