"""Forms as people send them: opened on the page, filled in, and sent with what the page hid in them."""

import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from tests.world import World

_INPUT = re.compile(r"<input[^>]*>")


@dataclass
class Opened:
    """A form as it stood when somebody opened it."""

    client: Client
    url: str
    fields: dict[str, str] = field(default_factory=dict)

    def send(self, **answers: Any) -> Any:
        return self.client.post(self.url, {**self.fields, **answers})


def opened(client: Client, url: str) -> Opened:
    """Open a page and keep the hidden fields of its form: who acts, the key and the version."""
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    hidden = [tag for tag in _INPUT.findall(answer.content.decode()) if 'type="hidden"' in tag]
    told = {_attribute(tag, "name"): _attribute(tag, "value") for tag in hidden}
    return Opened(client, url, {name: told[name] for name in ("acting", "key", "version", "about") if told.get(name)})


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return unescape(found[1]) if found else ""


def send(client: Client, world: World, persona: str, route: str, /, *args: Any, **answers: Any) -> Any:
    """Send a form straight away, as a persona, with a key of its own."""
    sent = {"acting": world.people[persona]["assignment"], "key": str(uuid4()), **answers}
    return client.post(reverse(route, args=args), sent)


def text(answer: Any) -> str:
    """What the page says, as a reader sees it: no tags, entities as letters."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def kept(answer: Any, value: str) -> bool:
    """Whether what was typed stands in a field of the form on the page."""
    page = unescape(answer.content.decode())
    return f'value="{value}"' in page or bool(re.search(rf"<textarea[^>]*>\s*{re.escape(value)}", page))
