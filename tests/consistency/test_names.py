"""The same word everywhere: kinds of events, stages, labels, templates and addresses all agree."""

import ast
import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from samsyn.audit.models import KINDS
from tests.consistency.source import SOURCE, modules, strings, templates

# Which argument of which function tells the kind of an event.
TELLS = {"record": 0, "_changed": 1, "changed": 1, "touch": 1, "_event": 0}
# Words that are the same in Swedish and English.
SAME_LABEL = {("ContactKind", "OPPOSITION"), ("OrganisationKind", "REGION"), ("TextKind", "VISION")}
DJANGO_ASKS_FOR = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
ALLAUTH_ASKS_FOR = {"429.html"}


def _kinds_recorded() -> set[str]:
    found: set[str] = set()
    for tree in modules().values():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or (where := TELLS.get(ast.unparse(node.func).split(".")[-1])) is None:
                continue
            found |= {text for each in node.args[where : where + 1] for text in strings(each)}
    return found


def test_every_kind_of_event_is_in_the_list_and_happens():
    assert _kinds_recorded() == set(KINDS)


def _choices() -> list[type[models.TextChoices]]:
    found = []
    for path in modules():
        module = import_module(".".join(["samsyn", *path.relative_to(SOURCE).with_suffix("").parts]))
        for each in vars(module).values():
            if inspect.isclass(each) and issubclass(each, models.TextChoices) and each.__module__ == module.__name__:
                found.append(each)
    return found


def test_stages_are_named_in_the_table_of_what_may_come_next():
    from samsyn.collaborations.enums import NEXT_STAGES, Stage

    assert set(NEXT_STAGES) == set(Stage)
    assert {stage for following in NEXT_STAGES.values() for stage in following} <= set(Stage)


def test_a_stage_never_leads_to_itself():
    from samsyn.collaborations.enums import NEXT_STAGES

    assert [stage for stage, following in NEXT_STAGES.items() if stage in following] == []


def test_every_choice_has_a_swedish_label():
    same = {}
    for choices in _choices():
        for member in choices:
            with translation.override("en"):
                english = str(member.label)
            with translation.override("sv"):
                if str(member.label) == english:
                    same[choices.__name__, member.name] = english
    assert set(same) == SAME_LABEL


def test_every_code_is_spelled_as_its_name():
    """A stored code is the word in the source, or empty for what is not stated."""
    wrong = [repr(member) for choices in _choices() for member in choices if member.value not in (member.name, "")]
    assert wrong == []


def test_what_the_gate_finds_has_its_kind_and_place():
    """The process apart knows no enums: it tells their codes as words."""
    from samsyn.documents.enums import FindingKind, Place

    kinds, places, words = set(), set(), set()
    for path, tree in modules().items():
        if "examining" not in path.parts:
            continue
        words |= set(strings(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "found":
                kinds |= set(strings(node.args[0]))
                places |= set(strings(node.args[1]))
    assert kinds <= set(FindingKind)
    assert places <= set(Place)
    assert set(FindingKind) | set(Place) <= words


def _templates_named() -> set[str]:
    """Named in the source, or included or extended by another template."""
    found = {text.split("#")[0] for tree in modules().values() for text in strings(tree)}
    for text in templates().values():
        found |= {name.split("#")[0] for name in re.findall(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""", text)}
    return found


def _of_allauth() -> set[str]:
    """Templates that stand in front of allauth's own, under its names."""
    import allauth

    there = Path(next(iter(allauth.__path__)))
    return {str(path).partition("/templates/")[2] for path in there.rglob("templates/**/*") if path.is_file()}


def test_every_template_is_used():
    unused = set(templates()) - _templates_named() - DJANGO_ASKS_FOR - ALLAUTH_ASKS_FOR - _of_allauth()
    assert unused == set()


def _names(patterns: list[object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found |= _names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            found.add(prefix + pattern.name)
    return found


def test_every_address_is_led_to_from_somewhere():
    """Programs find the API's addresses in its description; allauth leads to its own."""
    here = {name for name in _names(get_resolver().url_patterns) if not name.startswith(("api:", "account_", "mfa_"))}
    said = {text for path, tree in modules().items() if path.name != "urls.py" for text in strings(tree)}
    said |= {name for text in templates().values() for name in re.findall(r"""{%\s*url\s+["']([^"']+)["']""", text)}
    said |= {name for text in templates().values() for name in re.findall(r"""["']([a-z]+:[a-z-]+)["']""", text)}
    assert here - said == set()


@pytest.mark.parametrize(
    "model",
    [m for m in apps.get_models() if m.__module__.startswith("samsyn.") and not hasattr(m, "pgh_tracked_model")],
    ids=lambda m: m._meta.label,
)
def test_every_model_says_what_it_is(model):
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}("), "Django's own, made of its fields"


def test_cores_tell_what_a_caller_needs():
    """Public functions and classes of the cores."""
    silent = [
        f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"
        for path, tree in modules().items()
        if "cores" in path.parts
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


# Files with nothing to explain: lists of addresses, words or tables, and Django's own registrations.
SPEAK_FOR_THEMSELVES = {"apps.py", "urls.py", "enums.py", "forms.py", "models.py", "views.py", "__init__.py"}


def test_every_module_says_what_it_is_for():
    silent = [
        str(path.relative_to(SOURCE))
        for path, tree in modules().items()
        if tree.body and path.name not in SPEAK_FOR_THEMSELVES and not ast.get_docstring(tree)
    ]
    assert silent == []
