"""Documents with something odd anywhere in them: read and computed, or refused with words, and never anything else."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.cores.costsharing.keys.key import compute, describe
from samsyn.cores.costsharing.keys.schema import KINDS, key_from_json, key_to_json
from samsyn.cores.costsharing.refusal import Refusal
from samsyn.cores.costsharing.wording import in_english, in_swedish
from tests.cores.costsharing.keys.examples import EXAMPLES
from tests.cores.costsharing.keys.test_practice import written

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.sampled_from(["", "0", "-1", "1/3", "1461", "population", "2026-13-01", "kronor", "\ud800", "🙂" * 50, *KINDS]),
    st.just([]),
    st.just({}),
    st.sampled_from([json.loads(example.part) for example in EXAMPLES.values()]),
)


def places(node: Any, here: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document."""
    found = [here] if here else []
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for name, child in children:
        found += places(child, (*here, name))
    return found


@st.composite
def odd_documents(draw: st.DrawFn) -> tuple[str, str]:
    kind = draw(st.sampled_from(sorted(EXAMPLES)))
    document = copy.deepcopy(json.loads(written(EXAMPLES[kind])))
    for _ in range(draw(st.integers(1, 2))):
        *way, last = draw(st.sampled_from(places(document)))
        node = document
        try:
            for name in way:
                node = node[name]
            if draw(st.booleans()):
                node[last] = copy.deepcopy(draw(ODD))
            else:
                del node[last]
        except (KeyError, IndexError, TypeError):  # the first oddity took the place away
            continue
    return kind, json.dumps(document)


@settings(max_examples=400, deadline=None)
@given(odd_documents())
def test_an_odd_document_is_read_or_refused(case: tuple[str, str]):
    kind, document = case
    example = EXAMPLES[kind]
    said = []
    try:
        key = key_from_json(document)
        assert key_from_json(key_to_json(key)) == key
        said.append(describe(key))
        result = compute(key, example.inputs, total=example.total, purpose=example.purpose)
        assert sum(result.kronor.values()) == result.total
    except Refusal as refused:
        said.append(refused.saying)
    for each in said:
        assert in_swedish(each)
        assert in_english(each)
