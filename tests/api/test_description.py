"""The description of the API: public, valid, and true in what it says of refusals."""

import re
from typing import Any

import pytest
import schemathesis
from django.test import Client
from django.urls import reverse

from tests.world import World

pytestmark = pytest.mark.django_db(databases=["default", "portal"])
PATH = "/api/v1/openapi.json"


@pytest.fixture
def described(world: World) -> dict[str, Any]:
    return dict(Client().get(PATH).json())


def operations(described: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    ]


def test_it_is_public_and_gives_no_cookie(world: World):
    response = Client().get(PATH)
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/json")
    assert not response.cookies
    assert reverse("api:openapi-json") == PATH


def test_the_public_pages_lead_to_it(world: World):
    assert f'href="{PATH}"' in Client().get(reverse("portal:front")).content.decode()


def test_it_is_valid_as_its_own_version_of_openapi(described: dict[str, Any]):
    assert described["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(described).validate()


def test_a_description_with_a_fault_is_not_valid(described: dict[str, Any]):
    """That the validation can say no."""
    described["paths"]["/api/v1/me"]["get"]["responses"] = 7
    with pytest.raises(Exception, match="7 is not"):
        schemathesis.openapi.from_dict(described).validate()


def test_every_operation_asks_for_a_key_and_says_what_it_does(described: dict[str, Any]):
    assert described["components"]["securitySchemes"] == {"Key": {"type": "http", "scheme": "bearer"}}
    for name, operation in operations(described):
        assert operation["security"] == [{"Key": []}], name
        assert operation["summary"], name
        assert len(operation["tags"]) == 1, name
    ids = [operation["operationId"] for _name, operation in operations(described)]
    assert len(ids) == len(set(ids))


def test_every_operation_tells_how_it_refuses(described: dict[str, Any]):
    document = {"$ref": "#/components/schemas/ProblemOut"}
    for name, operation in operations(described):
        refusals = {status: told for status, told in operation["responses"].items() if int(status) >= 400}
        assert set(refusals) == {"400", "401", "403", "404", "409", "422"}, name
        assert all(told["content"] == {"application/problem+json": {"schema": document}} for told in refusals.values())
        assert [status for status in operation["responses"] if int(status) < 400] in (["200"], ["201"]), name


def test_it_names_nobody_and_nothing_of_what_is_kept(described: dict[str, Any]):
    text = str(described)
    assert not re.search(r"[\w.]+@[\w.]+", text)
    assert not re.search(r"qz\d", text)
