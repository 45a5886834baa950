"""Who may what in the register, as a table."""

from typing import Any

import pytest

from samsyn.collaborations import rules
from samsyn.collaborations.enums import NEXT_STAGES, Stage
from samsyn.collaborations.models import Collaboration, GoverningDocument
from samsyn.networks.enums import Openness
from samsyn.organisations.enums import Role
from tests.readers import OTHERS, OURS, allowed, reader

WRITE = {
    Role.COORDINATOR, Role.REGISTRAR, Role.SECRETARY, Role.CASE_OFFICER, Role.HEAD_OF_SOCIAL_SERVICES,
    Role.CHIEF_EXECUTIVE,
}  # fmt: skip
PUBLISH = {Role.COORDINATOR, Role.REGISTRAR, Role.CHIEF_EXECUTIVE}
DRAFT, SHARED, PUBLISHED = Openness.DRAFT, Openness.SHARED, Openness.PUBLISHED


def kept(openness: str = DRAFT) -> Collaboration:
    return Collaboration(authority_id=OURS, openness=openness, name="Växeln")


@pytest.mark.parametrize(
    ("rule", "may"),
    [
        (lambda by: rules.may_register(by), WRITE),
        (lambda by: rules.may_import(by), WRITE),
        (lambda by: rules.may_edit(by, kept()), WRITE),
        (lambda by: rules.may_mark_secret(by, GoverningDocument(owner=kept())), WRITE),
        (lambda by: rules.may_change_stage(by, kept(), now=Stage.IDEA, to=Stage.IN_FORCE), WRITE),
        (lambda by: rules.may_change_stage(by, kept(), now=None, to=Stage.IDEA), WRITE),
        (lambda by: rules.may_change_stage(by, kept(), now=Stage.ENDED, to=Stage.IN_FORCE), set()),
        (lambda by: rules.may_open(by, kept(DRAFT), to=SHARED), WRITE),
        (lambda by: rules.may_open(by, kept(DRAFT), to=PUBLISHED), PUBLISH),
        (lambda by: rules.may_open(by, kept(SHARED), to=PUBLISHED), PUBLISH),
        (lambda by: rules.may_open(by, kept(PUBLISHED), to=SHARED), PUBLISH),
        (lambda by: rules.may_open(by, kept(SHARED), to=DRAFT), set()),
        (lambda by: rules.may_open(by, kept(PUBLISHED), to=DRAFT), set()),
        (lambda by: rules.may_open(by, kept(SHARED), to=SHARED), set()),
    ],
)
def test_which_roles_of_the_authority_that_keeps_the_record_may(rule: Any, may: set[Role]):
    assert allowed({role: rule(reader(role)) for role in Role}) == may


@pytest.mark.parametrize(
    "rule",
    [
        lambda by: rules.may_edit(by, kept()),
        lambda by: rules.may_mark_secret(by, GoverningDocument(owner=kept(PUBLISHED))),
        lambda by: rules.may_change_stage(by, kept(), now=Stage.IDEA, to=Stage.IN_FORCE),
        lambda by: rules.may_open(by, kept(SHARED), to=PUBLISHED),
    ],
)
@pytest.mark.parametrize("organisation", [OTHERS, OURS], ids=["another municipality", "our own"])
def test_no_other_authority_may_not_even_of_the_same_municipality(rule: Any, organisation: int):
    verdict = rule(reader(Role.COORDINATOR, authority=OTHERS, organisation=organisation))
    assert not verdict
    assert str(verdict.reason) == "Bara den myndighet som ansvarar för uppgifterna kan ändra dem."


@pytest.mark.parametrize("now", list(Stage))
@pytest.mark.parametrize("to", list(Stage))
def test_stages_follow_the_table_of_next_stages(now: Stage, to: Stage):
    verdict = rules.may_change_stage(reader(Role.COORDINATOR), kept(), now=now, to=to)
    assert bool(verdict) is (to in NEXT_STAGES[now])


def test_the_table_of_next_stages_names_every_stage_and_ends():
    assert set(NEXT_STAGES) == set(Stage)
    assert {stage for stage, after in NEXT_STAGES.items() if not after} == {Stage.ENDED, Stage.REPLACED}
    assert [stage for stage, after in NEXT_STAGES.items() if stage in after] == []
