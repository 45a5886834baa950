"""What was known on a day can be seen again: nothing that was ever loaded is lost."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.effects.store import Incoming, Indicator, InvalidValues, Part, Store, load, verify
from samsyn.effects.store.incoming import frame_of
from tests.effects.store.making import UNITS, Key, day, incoming, loaded, rows

A: Key = ("N1", "1461", "T", 2020)
B: Key = ("N1", "1461", "T", 2021)


def state(store: Store, **asked) -> dict[Key, tuple]:
    found = store.indicator("N1", **asked)
    keys = found.select("indicator", "unit", "gender", "year").rows()
    return dict(zip(keys, found.select("value", "count", "status").rows(), strict=True))


def test_a_value_that_changes_is_seen_as_it_was(tmp_path: Path):
    loaded(tmp_path, {A: 1.0, B: 2.0}, at=day(0))
    loaded(tmp_path, {A: 1.5, B: 2.0}, at=day(10))

    store = Store(tmp_path)

    assert state(store) == {A: (1.5, 1, ""), B: (2.0, 1, "")}
    assert state(store, as_of=day(9)) == {A: (1.0, 1, ""), B: (2.0, 1, "")}
    assert state(store, as_of=day(10)) == state(store)
    assert state(store, as_of=day(-1)) == {}
    assert store.unit("1461", as_of=day(9))["value"].to_list() == [1.0, 2.0]
    assert store.versions("N1", "1461", 2020).select("value", "load", "until").rows() == [(1.0, 0, 1), (1.5, 1, None)]
    assert (store.loads[1].added, store.loads[1].changed, store.loads[1].unchanged) == (0, 1, 1)
    assert verify(tmp_path) == []


def test_a_status_or_a_count_that_changes_is_a_new_version(tmp_path: Path):
    loaded(tmp_path, {A: (1.0, 5, "")}, at=day(0))
    loaded(tmp_path, {A: (1.0, 6, "")}, at=day(1))
    loaded(tmp_path, {A: (None, 0, "Private")}, at=day(2))
    loaded(tmp_path, {A: (None, 0, "Private")}, at=day(3))

    store = Store(tmp_path)

    assert store.versions("N1", "1461", 2020).select("value", "count", "status", "load").rows() == [
        (1.0, 5, "", 0), (1.0, 6, "", 1), (None, 0, "Private", 2),
    ]  # fmt: skip


def test_a_deleted_value_is_gone_and_was_there(tmp_path: Path):
    loaded(tmp_path, {A: 1.0, B: 2.0}, at=day(0))
    loaded(tmp_path, {}, deleted=[A], at=day(1))

    store = Store(tmp_path)

    assert set(state(store)) == {B}
    assert set(state(store, as_of=day(0))) == {A, B}
    assert store.loads[1].withdrawn == 1


def test_what_a_complete_answer_lacks_has_been_withdrawn_and_only_there(tmp_path: Path):
    other: Key = ("N1", "1461", "T", 2000)
    loaded(tmp_path, {A: 1.0, B: 2.0, other: 3.0}, at=day(0))
    loaded(tmp_path, {B: 2.0}, complete=True, years=(2020, 2021, 2022), at=day(1))

    assert set(state(Store(tmp_path))) == {B, other}
    loaded(tmp_path, {B: 2.0}, complete=True, at=day(2))
    assert set(state(Store(tmp_path))) == {B}
    assert set(state(Store(tmp_path), as_of=day(1))) == {B, other}


def test_what_a_partial_answer_lacks_is_as_it_was(tmp_path: Path):
    loaded(tmp_path, {A: 1.0, ("N2", "1461", "T", 2020): 9.0}, at=day(0))
    loaded(tmp_path, {B: 2.0}, at=day(1))

    store = Store(tmp_path)
    assert set(state(store)) == {A, B}
    assert store.indicator("N2")["value"].to_list() == [9.0]
    assert verify(tmp_path) == []


def test_an_indicator_of_which_everything_is_gone_is_still_known(tmp_path: Path):
    loaded(tmp_path, {A: 1.0}, at=day(0))
    loaded(tmp_path, {}, deleted=[A], at=day(1))
    assert Store(tmp_path).indicator("N1").height == 0
    assert verify(tmp_path) == []
    loaded(tmp_path, {A: 4.0}, at=day(2))
    assert [state(Store(tmp_path), as_of=day(n)).get(A, (None,))[0] for n in range(3)] == [1.0, None, 4.0]


def test_a_changed_definition_is_a_version_too(tmp_path: Path):
    first, second = Indicator("N1", "Gammal titel"), Indicator("N1", "Ny titel (-2024)")
    loaded(tmp_path, {A: 1.0}, indicators=[first], at=day(0), whole_catalogue=True)
    loaded(tmp_path, {A: 1.0}, indicators=[second], at=day(1), whole_catalogue=True)
    loaded(tmp_path, {("N2", "1461", "T", 2020): 1.0}, at=day(2), whole_catalogue=True)

    store = Store(tmp_path)

    assert store.definition("N1", as_of=day(0))["title"] == "Gammal titel"
    assert store.definition("N1", as_of=day(1))["title"] == "Ny titel (-2024)"
    assert store.definition("N1")["until"] == 2  # the last that was said, and until when
    assert store.loads[1].remarks == ("definition changed: N1",)
    assert store.loads[2].remarks == ("withdrawn from the catalogue: N1",)
    assert state(store) == {A: (1.0, 1, "")}  # the values are kept


def test_another_source_does_not_withdraw_from_the_catalogue(tmp_path: Path):
    loaded(tmp_path, {A: 1.0}, at=day(0), whole_catalogue=True)
    loaded(tmp_path, {("SCB:x", "1461", "T", 2020): 1.0}, source="SCB", at=day(1), whole_catalogue=True)
    assert Store(tmp_path).definition("N1")["until"] is None


def test_values_fetched_before_what_is_there_are_refused(tmp_path: Path):
    loaded(tmp_path, {A: 1.0}, at=day(5))
    with pytest.raises(InvalidValues, match="before what was last loaded"):
        loaded(tmp_path, {A: 2.0}, at=day(4))
    assert state(Store(tmp_path)) == {A: (1.0, 1, "")}


def test_two_values_of_the_same_thing_are_refused_and_equal_ones_counted(tmp_path: Path):
    double = rows({A: 1.0, B: 2.0}) + rows({A: 1.0})
    indicator = Indicator("N1", "Titel")
    made = Incoming("Kolada", "fri", day(0), UNITS, [indicator], [Part(("N1",), lambda: frame_of(double))])
    assert load(tmp_path, made).loads[0].remarks == ("1 values came more than once, the same each time",)
    assert state(Store(tmp_path)) == {A: (1.0, 1, ""), B: (2.0, 1, "")}

    differ = rows({A: 1.0}) + rows({A: 1.1})
    made = Incoming("Kolada", "fri", day(1), UNITS, [indicator], [Part(("N1",), lambda: frame_of(differ))])
    with pytest.raises(InvalidValues, match="two values of the same thing"):
        load(tmp_path, made)
    assert len(Store(tmp_path).loads) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({("N1", "1461", "F", 2020): 1.0}, "gender"),
        ({("N1", "1461", "T", 2020): float("nan")}, "a value is a number"),
        ({("N1", "1461", "T", 2020): float("inf")}, "a value is a number"),
        ({("N1", "1461", "T", 2020): (1.0, 1, None)}, "empty"),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, values, told: str):
    with pytest.raises(InvalidValues, match=told):
        loaded(tmp_path, values)
    assert not (tmp_path / "CURRENT").exists()


def test_an_indicator_is_announced_once_and_said_what_it_is(tmp_path: Path):
    frame = frame_of(rows({A: 1.0}))
    for parts, told in (
        ([Part(("N1",), lambda: frame), Part(("N1",), lambda: frame)], "in two parts"),
        ([Part(("N9",), lambda: frame)], "nobody says what"),
        ([Part((), lambda: frame)], "not announced"),
    ):
        with pytest.raises(InvalidValues, match=told):
            load(tmp_path, Incoming("Kolada", "fri", day(0), UNITS, [Indicator("N1", "Titel")], parts))


def test_groups_are_not_kept_and_are_counted(tmp_path: Path):
    manifest = loaded(tmp_path, {A: 1.0, ("N1", "G216668", "T", 2020): 7.0})
    assert manifest.loads[0].remarks == ("1 values of groups of municipalities and other units were not kept",)
    assert set(state(Store(tmp_path))) == {A}


keys = st.tuples(
    st.sampled_from(["N1", "N2", "N3"]), st.sampled_from(["1461", "0305", "0000"]), st.sampled_from("TKM"),
    st.integers(2018, 2020),
)  # fmt: skip
said = st.tuples(
    st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.5])), st.sampled_from([0, 1]), st.sampled_from(["", "x"])
)
loads = st.lists(
    st.tuples(st.dictionaries(keys, said, max_size=12), st.sets(keys, max_size=4), st.booleans()),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None)
@given(loads)
def test_any_loads_can_be_seen_again_as_they_were(tmp_path_factory, sequence):
    """Beside a model that keeps a whole copy of every state."""
    folder = tmp_path_factory.mktemp("store")
    model: dict[Key, tuple] = {}
    states = []
    everything = [Indicator(name, name) for name in ("N1", "N2", "N3")]
    for number, (values, deleted, complete) in enumerate(sequence):
        deleted = deleted - set(values)
        load(folder, incoming(values, at=day(number), deleted=deleted, complete=complete, indicators=everything))
        model = dict(values) if complete else {**model, **values}
        for key in deleted:
            model.pop(key, None)
        states.append(dict(model))

    store = Store(folder)
    assert verify(folder) == []
    for number, expected in enumerate(states):
        seen = {}
        for name in ("N1", "N2", "N3"):
            found = store.indicator(name, as_of=day(number))
            seen.update({row[:4]: row[4:7] for row in found.rows()})
        assert seen == expected
        by_unit = {
            row[:4]: row[4:7] for code in ("1461", "0305", "0000") for row in store.unit(code, as_of=day(number)).rows()
        }
        assert by_unit == expected
