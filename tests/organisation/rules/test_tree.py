"""A tree may come in any order; a cycle is none."""

from hypothesis import given
from hypothesis import strategies as st

from portal.organisation.rules.tree import cycle_through, parents_first


def test_parents_come_first_whatever_the_order() -> None:
    parents = {"C": "B", "B": "A", "A": None, "X": "STORED"}
    assert parents_first(parents) == ["A", "B", "C", "X"]


def test_a_cycle_is_named_and_what_hangs_under_it_left_out() -> None:
    parents = {"A": "B", "B": "C", "C": "A", "D": "A", "E": "E", "F": None}
    assert parents_first(parents) == ["F"]
    assert cycle_through("A", parents) == ("A", "B", "C", "A")
    assert cycle_through("E", parents) == ("E", "E")
    assert cycle_through("D", parents) == ()
    assert cycle_through("F", parents) == ()


CODES = st.sampled_from("ABCDEF")


@given(parents=st.dictionaries(CODES, CODES | st.none()))
def test_all_of_a_tree_is_ordered_and_nothing_else(parents: dict[str, str | None]) -> None:
    ordered = parents_first(parents)
    for at, code in enumerate(ordered):
        parent = parents[code]
        assert parent is None or parent not in parents or parent in ordered[:at]
    has_cycle = any(cycle_through(code, parents) for code in parents)
    assert has_cycle == (len(ordered) < len(parents))
