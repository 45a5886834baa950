"""make shots: every page of the running demonstration wide, at 320 px and as a print PDF, in shots/.

Follows the links, as each of a few people, to one page of every address; so a new page needs no line here.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS, HOME = ROOT / "shots", ROOT / ".tools" / "shots-home"
WHO = ("stranger", "elin", "ivar", "tove", "aino", "per")
UID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=/)\d+(?=/)")
ENOUGH = 5  # of each kind, to find their links: not every organisation is one's own
NOT_PAGES = (".csv", ".xlsx", "/fil/", "/sprak/", "/logga-ut/", "/api/")


def kind(path: str) -> str:
    """Pages of the same address are one kind: its path without what is particular."""
    return UID.sub("_", path).strip("/").replace("/", "-") or "start"


def links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    here = urlsplit(page.url)
    return [urlsplit(url).path for url in found if urlsplit(url).netloc == here.netloc]


def shoot(page: Page, name: str) -> None:
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    page.pdf(path=SHOTS / f"{name}.pdf", format="A4")


def walk(browser: Browser, base: str, who: str, seen: set[str]) -> None:
    page = browser.new_page(locale="sv-SE")
    page.goto(base + ("/" if who == "stranger" else "/demo/"))
    if who != "stranger":
        page.locator(f'form[action$="/{who}/"] button').click()
    waiting, asked, times = [urlsplit(page.url).path, *links(page)], set[str](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        if path in asked or times[kind(path)] == ENOUGH or any(part in path for part in NOT_PAGES):
            continue
        asked.add(path)
        times[kind(path)] += 1
        answer = page.goto(base + path)
        if not answer or answer.status != 200:
            continue
        waiting += links(page)
        if kind(path) not in seen:
            seen.add(kind(path))
            shoot(page, f"{kind(path)}-{who}")
            sys.stderr.write(f"{kind(path)} as {who}\n")
    page.close()


def main() -> None:
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "SAMSYN_DEMO": "1", "SAMSYN_HOME": str(HOME), "PORT": str(port)}
    running = subprocess.Popen([ROOT / ".venv/bin/samsyn", "run"], env=environment, stderr=subprocess.PIPE, text=True)
    try:
        assert running.stderr
        for line in running.stderr:
            sys.stderr.write(line)
            if "ready after" in line:
                break
        urllib.request.urlopen(f"http://localhost:{port}/", timeout=10).close()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--lang=sv"]
            )
            seen: set[str] = set()
            for who in WHO:
                walk(browser, f"http://localhost:{port}", who, seen)
            browser.close()
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(60)


if __name__ == "__main__":
    main()
