"""Letting a municipality in: its first administrator gets a mail, and the demonstration sends none."""

import re
from collections.abc import Iterator

import pytest

from tests import servers
from tests.cli.conftest import Command
from tests.mail import MailServer

pytestmark = pytest.mark.slow
WORDS = ("--name", "Anna Aleby", "--email", "Anna@ale.example")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def outside(server: MailServer) -> dict[str, str]:
    """No demonstration, mail to this server, and an address of the site's own."""
    return {
        "SAMSYN_DEMO": "0",
        "SAMSYN_SMTP_HOST": "127.0.0.1",
        "SAMSYN_SMTP_PORT": str(server.port),
        "SAMSYN_URL": "https://samsyn.ale.example",
    }


def assignments(samsyn: Command) -> list[tuple[object, ...]]:
    with servers.administrator(samsyn.database) as admin:
        return admin.execute(
            "select p.name, a.role, b.name, u.email from organisations_assignment a "
            "join accounts_person p on p.id = a.person_id join organisations_body b on b.id = a.body_id "
            "join accounts_user u on u.person_id = p.id join organisations_organisation o on o.id = a.organisation_id "
            "where o.code = '1440'"
        ).fetchall()


def test_it_is_opened_and_its_administrator_invited_once(samsyn_alone: Command, server: MailServer):
    done = samsyn_alone("organisation", "open", "1440", *WORDS, **outside(server))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip() == "Ale kommun is open. An invitation has been sent to Anna@ale.example."
    (mail,) = server.received
    assert mail.to == ["anna@ale.example"]
    assert "Du har ett uppdrag i Samsyn: Ale kommun, kommunstyrelsen." in mail.text
    assert re.search(r"^https://samsyn\.ale\.example/konto/losenord/nytt/\S+/$", mail.text, re.MULTILINE)
    administrator = ("Anna Aleby", "ADMINISTRATOR", "Kommunstyrelsen", "anna@ale.example")
    assert assignments(samsyn_alone) == [administrator]

    other = samsyn_alone("organisation", "open", "1441", *WORDS, **outside(server))
    assert (other.returncode, other.stdout) == (1, "")
    assert "Anna@ale.example already belongs to somebody's sign-in." in other.stderr
    assert len(server.received) == 1


def test_when_the_mail_is_not_taken_the_same_command_sends_it_again(samsyn_alone: Command, server: MailServer):
    server.refuses = "anna@ale.example"
    done = samsyn_alone("organisation", "open", "1440", *WORDS, **outside(server))
    assert (done.returncode, done.stdout) == (1, "")
    assert "Ale kommun is open, but the mail server did not take the invitation" in done.stderr
    assert "Traceback" not in done.stderr

    server.refuses = ""
    again = samsyn_alone("organisation", "open", "1440", *WORDS, **outside(server))

    assert again.stderr == ""
    assert (again.returncode, len(server.received), len(assignments(samsyn_alone))) == (0, 1, 1)


def test_the_demonstration_sends_nothing_and_lays_it_in_its_mailbox(samsyn_alone: Command, server: MailServer):
    done = samsyn_alone("organisation", "open", "1440", *WORDS, **outside(server) | {"SAMSYN_DEMO": "1"})

    assert done.returncode == 0
    assert server.received == []
    with servers.administrator(samsyn_alone.database) as admin:
        kept = admin.execute('select "to", subject, text from demo_sentmail').fetchall()
    assert [(to, subject) for to, subject, _text in kept] == [("anna@ale.example", "Nu kan du logga in i Samsyn")]


def test_a_code_that_is_nobodys_is_told_so(samsyn: Command):
    done = samsyn("organisation", "open", "114", *WORDS)
    assert (done.returncode, done.stdout) == (1, "")
    assert "No municipality or region has the code 114. Write all its digits, for example 0114." in done.stderr
