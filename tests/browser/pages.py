"""Opens an answer of the program in a real browser, and asks axe and the Nu HTML checker what they think of it.

The document is the very answer that the test client got, with its headers; style sheets and scripts come from the
product's own folders. Nothing else is reachable, so a page that asks for something from outside shows it.
"""

import json
import re
import shutil
import socket
import subprocess
import time
import urllib.request
from html.parser import HTMLParser
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route

from tests.servers import ROOT

TOOLS = ROOT / ".tools" / "node_modules"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
HOST = "http://localhost"  # trusted like https
HEADING = re.compile(r"h[1-6] ")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}


class _Skeleton(HTMLParser):
    """What a page is built of, without what it says: tags, classes, roles, and which attributes stand there.

    How many of a kind there are makes no other page of it; in which order its headings come does.
    """

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = [
            name if name in ("href", "value", "id", "for", "content", "datetime") else f"{name}={value}"
            for name, value in attrs
        ]
        self.parts.append(UUID.sub("", f"{tag} {' '.join(sorted(told))}"))


def skeleton(html: str) -> str:
    parser = _Skeleton()
    parser.feed(html)
    headings = [level for level, _more in groupby(part[:2] for part in parser.parts if HEADING.match(part))]
    return "\n".join([*headings, *sorted(set(parser.parts))])


class Opened:
    """One tab. Wide with scripts, or 320 pixels without them."""

    def __init__(self, browser: Browser, *, width: int, scripts: bool) -> None:
        self.width, self.scripts = width, scripts
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900}, locale="sv-SE")
        self.page.route("**/*", self._answer)
        self.page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
        self.said: list[str] = []
        self.asked_outside: list[str] = []
        self.response: Any = None

    def _answer(self, route: Route) -> None:
        url = route.request.url
        path = urlsplit(url).path
        if not url.startswith(HOST):
            self.asked_outside.append(url)
            route.abort()
        elif route.request.resource_type == "document":
            headers = {
                k: v for k, v in self.response.headers.items() if k.lower() not in ("content-length", "set-cookie")
            }
            route.fulfill(status=200, headers=headers, body=self.response.content)
        elif path.startswith(settings.STATIC_URL):
            found = finders.find(path.removeprefix(settings.STATIC_URL))
            if not found or (path.endswith(".js") and not self.scripts):
                route.abort()
            else:
                route.fulfill(path=found, content_type=TYPES.get(path.rsplit(".", 1)[-1], "application/octet-stream"))
        else:
            route.abort()

    def show(self, response: Any) -> Page:
        self.said.clear()
        self.asked_outside.clear()
        self.response = response
        self.page.goto(HOST + "/sidan/")
        return self.page

    def faults(self, response: Any) -> list[str]:
        """What axe, the width and the browser's own console have to say."""
        page = self.show(response)
        found = [f"asked for {url}" for url in self.asked_outside]
        if self.scripts:
            found += [f"console: {said}" for said in self.said]
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > self.width:
            found.append(f"{wide} px wide at {self.width} px: {page.evaluate(_WIDEST)}")
        page.evaluate((TOOLS / "axe-core" / "axe.min.js").read_text())
        for fault in page.evaluate("options => axe.run(document, options)", AXE)["violations"]:
            nodes = "; ".join(
                f"{node['target'][0]} ({node['any'][0]['message'] if node['any'] else node['html'][:120]})"
                for node in fault["nodes"][:3]
            )
            found.append(f"{fault['id']}: {nodes}")
        return found


_WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1)
  .slice(0, 3).map(e => e.tagName + '.' + e.className).join(', ')"""


class Checker:
    """The Nu HTML checker as a server on this machine: one start for many pages."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        java = shutil.which("java") or "java"
        jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
        self.process = subprocess.Popen(
            [
                java,
                "-Xmx512m",
                "-Dnu.validator.servlet.bind-address=127.0.0.1",
                "-cp",
                str(jar),
                "nu.validator.servlet.Main",
                str(self.port),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def faults(self, html: bytes) -> list[str]:
        end = time.monotonic() + 60
        while True:
            try:
                request = urllib.request.Request(
                    f"http://127.0.0.1:{self.port}/?out=json",
                    data=html,
                    headers={"Content-Type": "text/html; charset=utf-8"},
                )
                with urllib.request.urlopen(request, timeout=60) as answer:
                    told = json.loads(answer.read())["messages"]
                break
            except OSError:
                assert time.monotonic() < end, "the HTML checker does not answer"
                time.sleep(0.2)
        return [
            f"html: {one['message']} – {one.get('extract', '')[:120]!r}"
            for one in told
            if one["type"] != "info" or one.get("subType") == "warning"
        ]
