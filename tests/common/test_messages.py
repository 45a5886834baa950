"""What a page says after something was done looks like what it is."""

import re
from datetime import timedelta

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from samsyn.isolation import clock
from samsyn.organisations.models import Assignment
from tests.conftest import wall_2_off
from tests.desk.assigning import also_at_bengtsfors
from tests.world import World

SHOWN = re.compile(r'<div class="notice (\w+)"\s+role="(\w+)">\s*<svg[^>]*><use href="[^"]*#i-(\w+)"/>')


@pytest.mark.parametrize(
    ("level", "looks"),
    [
        (messages.SUCCESS, ("good", "status", "bifall")),
        (messages.INFO, ("info", "status", "bifall")),
        (messages.WARNING, ("warn", "status", "varning")),
        (messages.ERROR, ("bad", "alert", "varning")),
    ],
)
def test_each_kind_has_its_colour_and_its_sign(level: int, looks: tuple[str, str, str]):
    page = render_to_string("common/messages.html", {"messages": [Message(level, "Så här gick det.")]})
    assert SHOWN.findall(page) == [looks]


@pytest.mark.django_db(databases=["default", "portal"])
def test_a_warning_that_one_acts_by_another_assignment_looks_like_one(world: World, clients: dict[str, Client]):
    client, given = clients["a_chair"], also_at_bengtsfors(world, "a_chair")
    client.post(reverse("desk:choose", args=[given.uid]))
    client.get(reverse("desk:my-turn"))  # says whom one acts for now
    with wall_2_off():
        Assignment.objects.filter(pk=given.pk).update(starts_on=None, ends_on=clock.today() - timedelta(days=1))

    page = client.get(reverse("desk:my-turn"), follow=True).content.decode()

    assert "Ditt tidigare uppdrag har upphört." in page
    assert SHOWN.findall(page) == [("warn", "status", "varning")]


@pytest.mark.django_db(databases=["default", "portal"])
def test_what_sign_in_says_looks_the_same(world: World, clients: dict[str, Client]):
    page = clients["a_chair"].post(reverse("account_logout"), follow=True).content.decode()
    assert [looks[0] for looks in SHOWN.findall(page)] in ([], ["good"])
