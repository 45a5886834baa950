"""What matters tell of a forum, a collaboration or an organisation, for their pages."""

from typing import Any

from samsyn.collaborations.models import Collaboration
from samsyn.isolation.acting import Reader
from samsyn.matters import queries, rules
from samsyn.matters.enums import MatterStage
from samsyn.networks.models import Forum


def of_forum(forum: Forum, reader: Reader) -> dict[str, Any]:
    """The matters raised in it, and whether the reader may raise one."""
    return {
        "template": "matters/sections/list.html",
        "matters": _labelled(queries.in_forum(reader, forum.pk)),
        "forum": forum,
        "may_raise": rules.may_raise(reader, forum),
    }


def of_collaboration(collaboration: Collaboration, reader: Reader) -> dict[str, Any]:
    """The matters that have changed it, or would."""
    return {
        "template": "matters/sections/list.html",
        "matters": _labelled(queries.with_collaboration(reader, collaboration.uid)),
    }


def _labelled(matters: list[Any]) -> list[Any]:
    for matter in matters:
        matter.stage_label = MatterStage(matter.stage).label
    return matters
