"""A matter from its forum to the register, in a browser: five municipalities, each with its registrar."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from samsyn.collaborations.models import Collaboration, GoverningDocument, Party
from samsyn.dispatch.models import Delivery
from samsyn.isolation import clock
from samsyn.matters.models import Decision, Entry, Matter, Proposal, PublicAnswer, PublicMatter
from tests import servers
from tests.browser.serving import Site, served
from tests.conftest import wall_2_off
from tests.matters.making import AMAL, BENGTSFORS, DALS_ED, DALSLAND, FARGELANDA, MELLERUD, Dalsland, Post
from tests.world import World

pytestmark = pytest.mark.browser
TITLE = "Gemensam jour i Dalsland"
TEXT = "1. Kommunen ingår avtalet om gemensam jour.\n2. Värd är Mellerud."
OTHER_TEXT = "1. Kommunen ingår avtalet om gemensam jour på prov.\n2. Värd är Mellerud."


class Walk:
    """Everybody's browser, on a site whose day the walk decides."""

    def __init__(self, browser: Browser, site: Site, dalsland: Dalsland, *, scripts: bool) -> None:
        self.browser, self.site, self.dalsland, self.scripts = browser, site, dalsland, scripts
        self.first_day = clock.today() - timedelta(days=60)
        self.pages: dict[str, Page] = {}
        self.said: list[str] = []
        self.on(0)

    def on(self, days: int) -> date:
        """The day of the walk, for everybody."""
        day = self.first_day + timedelta(days=days)
        self.site.moment = datetime.combine(day, time(9, 0), tzinfo=clock.SWEDEN) + timedelta(minutes=len(self.pages))
        return day

    def page(self, name: str, post: Post) -> Page:
        """Somebody's own tab: signed in, wide with scripts and as a phone without."""
        if name not in self.pages:
            width = 1280 if self.scripts else 320
            context = self.browser.new_context(
                locale="sv-SE", java_script_enabled=self.scripts, viewport={"width": width, "height": 900}
            )
            cookie = post.signed_in().cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.site.address}])
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("console", lambda told: self.said.append(told.text) if told.type == "error" else None)
            page.on("pageerror", lambda error: self.said.append(str(error)))
            self.pages[name] = page
        return self.pages[name]

    @property
    def keeper(self) -> Page:
        return self.page("keeper", self.dalsland.keeper)

    def registrar(self, code: str) -> Page:
        return self.page(code, self.dalsland.registrars[code])

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


def follow(page: Page, words: str) -> None:
    """A link with those words, in what the page is about."""
    page.locator("main").get_by_role("link", name=words).first.click()


def send(page: Page, words: str) -> None:
    page.locator("main").get_by_role("button", name=words).click()
    faults = page.locator(".errsum")
    assert faults.count() == 0, faults.inner_text()


def fill(page: Page, **answers: Any) -> None:
    for name, value in answers.items():
        field = page.locator(f"main [name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            (field if value == "on" else page.locator(f'main [name={name}][value="{value}"]')).check()
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def walk(request: Any, own_database: str, world: World, chromium: Browser) -> Iterator[Walk]:
    dalsland = Dalsland(world, DALSLAND)
    with served() as site:
        made = Walk(chromium, site, dalsland, scripts=request.param)
        yield made
        made.close()


def worked(database: str) -> None:
    """The process that does jobs, until none is left."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "SAMSYN_TEST_DATABASE": database,
        "PYTHONPATH": f"{servers.ROOT}:{servers.ROOT / 'src'}",
    }
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)
    command = [sys.executable, "-m", "django", "procrastinate", "worker", "--one-shot", "--concurrency", "1"]
    done = subprocess.run(command, check=False, env=environment, timeout=120, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]


# --- steps ------------------------------------------------------------------------------------------------------------
def prepared(walk: Walk) -> str:
    """Raised, written, shared, and found good by the forum. Returns where the matter is."""
    page = walk.keeper
    page.goto(walk.site.address + reverse("networks:forum", args=[walk.dalsland.forum]))
    follow(page, "Väck ett ärende")
    fill(page, title=TITLE, area="SOCIAL", background="Ingen har underlag för en egen jour.", registry_number="KS 1-26")
    send(page, "Väck ärendet")
    expect(page.locator("h1")).to_have_text(TITLE)
    url = page.url
    follow(page, "Skriv förslaget")
    follow(page, "Start av samverkan")
    assert page.locator("[name=named]").input_value().split("\n") == [
        "Bengtsfors", "Dals-Ed", "Färgelanda", "Mellerud", "Åmål",
    ]  # fmt: skip
    start = walk.first_day + timedelta(days=100)
    fill(page, text=TEXT, form="CONTRACT", legal_basis="KL 9:37", host="Mellerud", starts_on=start, at_least=3)
    fill(page, these="Mellerud", agreement_title="Jouravtalet", agreement_edition="1", cost_rule="Per invånare")
    send(page, "Spara som version 1")
    register = page.locator("table").filter(has_text="Som det skulle bli").inner_text()
    assert "Jouravtalet" in register
    page.goto(url)
    follow(page, "Dela det med forumet")
    assert "Bengtsfors, Dals-Ed, Färgelanda och Åmål" in page.inner_text("main")
    send(page, "Dela")
    follow(page, "Forumets ställningstagande")
    fill(page, text="Forumet ställer sig bakom.", next_step="REFER")
    send(page, "Spara ställningstagandet")
    return url


def referred(walk: Walk, url: str) -> None:
    page = walk.keeper
    page.goto(url)
    follow(page, "Hänskjut för beslut")
    said = page.inner_text("main")
    for name in ("Bengtsfors (Kommunstyrelsen)", "Åmål (Kommunstyrelsen)", "allmän handling"):
        assert name in said
    fill(page, answer_by=walk.first_day + timedelta(days=45))
    send(page, "Hänskjut till 5")
    assert "Ingen av fem kommuner har sagt ja." in page.inner_text("main")


def received(walk: Walk, code: str, number: str) -> None:
    """From my turn to its own part of the matter."""
    page = walk.registrar(code)
    page.goto(walk.site.address + reverse("desk:my-turn"))
    page.locator("main a").filter(has_text=TITLE).first.click()
    if page.locator("main").get_by_role("link", name="Ta emot och diarieför").count():
        follow(page, "Ta emot och diarieför")
    fill(page, registry_number=number)
    send(page, "Diarieför som inkommet")
    assert number in page.inner_text("main")


def recorded(walk: Walk, code: str, url: str, body: str, day: date, outcome: str, **answers: Any) -> None:
    page = walk.registrar(code)
    page.goto(url)
    follow(page, "Vår egen del")
    page.locator("main tr").filter(has_text=body).get_by_role("link", name="Registrera ett steg").click()
    fill(page, decided_on=day, outcome=outcome, **answers)
    send(page, "Registrera")
    assert "Registrerat för" in page.inner_text("main")


def lead_of(walk: Walk, url: str) -> str:
    walk.keeper.goto(url)
    return walk.keeper.locator("main .lead").first.inner_text()


# --- the whole way ----------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("files")
def test_a_matter_goes_from_the_forum_to_the_register(walk: Walk, own_database: str):
    url = prepared(walk)
    walk.on(1)
    referred(walk, url)
    for days, code in enumerate(DALSLAND, start=2):
        walk.on(days)
        received(walk, code, f"KS 26-{code}")

    day = walk.on(10)
    recorded(walk, MELLERUD, url, "Socialnämnden", day, "APPROVED", item="8")
    day = walk.on(14)
    recorded(walk, MELLERUD, url, "Kommunstyrelsen", day, "APPROVED", item="27", votes_for=9, votes_against=2)
    recorded(walk, AMAL, url, "Kommunstyrelsen", day, "APPROVED", item="3")
    day = walk.on(17)
    recorded(walk, BENGTSFORS, url, "Kommunstyrelsen", day, "APPROVED_WITH_CHANGES", wording=OTHER_TEXT)
    recorded(walk, FARGELANDA, url, "Kommunfullmäktige", day, "REMITTED", minority="on", reason="Utred kostnaden.")
    day = walk.on(20)
    recorded(walk, DALS_ED, url, "Kommunfullmäktige", day, "REJECTED", reservations="Två ledamöter")
    day = walk.on(24)
    only_if = walk.dalsland.uids[FARGELANDA]
    recorded(walk, AMAL, url, "Kommunfullmäktige", day, "APPROVED", these=only_if)

    said = lead_of(walk, url)
    assert "Tre av fem kommuner har sagt ja, varav en med ändringar." in said
    assert "Dals-Ed har sagt nej." in said
    assert "Färgelanda har återremitterat." in said
    page = walk.keeper
    assert "Minst 3 måste säga ja. Hittills räknas 1." in page.inner_text("#villkor")
    assert "på prov" in page.locator("#forslag ins").inner_text()
    board = page.locator("#tavla tbody tr").filter(has_text="Färgelanda").inner_text()
    assert "av en minoritet på en tredjedel" in board
    with wall_2_off():
        assert not Entry.objects.filter(matter__title=TITLE).exists()

    day = walk.on(30)
    recorded(walk, FARGELANDA, url, "Kommunfullmäktige", day, "APPROVED", item="51")

    start = walk.first_day + timedelta(days=100)
    with wall_2_off():
        matter = Matter.objects.get(title=TITLE)
        entry = Entry.objects.get(matter=matter)
        latest = Decision.objects.filter(local__matter=matter, deciding=True, outcome="APPROVED")
        assert entry.on == start
        assert set(entry.decisions) == set(latest.values_list("uid", flat=True))
        assert entry.sha256 == Proposal.objects.get(matter=matter).sha256
    walk.site.moment = None
    worked(own_database)

    page.goto(url)
    assert "Villkoret är uppfyllt" in page.inner_text("main")
    follow(page, "Samverkan i registret")
    said = page.inner_text("main")
    assert [name in said for name in ("Mellerud", "Åmål", "Färgelanda", "Jouravtalet")] == [True] * 4
    with wall_2_off():
        record = Collaboration.objects.get(name=TITLE)
        held = Party.objects.filter(owner=record).select_related("organisation")
        assert {(one.organisation.code, one.role, one.starts_on, one.decision_item) for one in held} == {
            (MELLERUD, "HOST", start, "27"), (AMAL, "MEMBER", start, ""), (FARGELANDA, "MEMBER", start, "51"),
        }  # fmt: skip
        assert GoverningDocument.objects.get(owner=record).starts_on == start
        kinds = Delivery.objects.filter(about=matter.uid).values_list("kind", "state")
        assert sorted(set(kinds)) == [("ENTRY", "SENT"), ("REFERRAL", "SENT")]
        assert len(kinds) == 10

    published(walk, url)
    assert walk.said == []


def published(walk: Walk, url: str) -> None:
    """The matter by its keeper, and each answer by its own municipality."""
    page = walk.keeper
    page.goto(url)
    follow(page, "Publicera det")
    send(page, "Publicera")
    ours = walk.registrar(AMAL)
    ours.goto(url)
    follow(ours, "Vår egen del")
    follow(ours, "Publicera våra beslut")
    send(ours, "Publicera")
    with wall_2_off():
        told = PublicMatter.objects.get(title=TITLE)
        assert told.content["background"] == "Ingen har underlag för en egen jour."
        (answer,) = PublicAnswer.objects.filter(matter=told.uid)
        assert answer.organisation == "Åmål"
        assert [(one["body"], one["outcome"]) for one in answer.content["decisions"]] == [
            ("Kommunstyrelsen", "APPROVED"), ("Kommunfullmäktige", "APPROVED"),
        ]  # fmt: skip
