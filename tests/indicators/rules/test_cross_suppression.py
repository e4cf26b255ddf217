from collections.abc import Iterator, Sequence
from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.indicators.rules.cross_suppression import Cell, may_stand_beside, split_groupings
from portal.indicators.rules.suppression import Split

TEN = 10


def test_a_service_minus_the_counter_that_does_nothing_else() -> None:
    cells = {
        ("loket 1", "KTP-el"): 3,
        ("loket 1", "akta"): 30,
        ("loket 2", "KTP-el"): 40,
        ("loket 3", "akta"): 50,
    }
    counters, services = split_groupings(cells, TEN)
    assert services.shown == ("KTP-el", "akta")
    assert counters.shown == ("loket 3",)


def test_groupings_that_hide_nobody_are_shown_whole() -> None:
    cells = dict.fromkeys(product(("1", "2", "3"), ("x", "y")), 12)
    assert [split.held for split in split_groupings(cells, TEN)] == [(), ()]


def test_without_answers_there_is_nothing_to_split() -> None:
    assert split_groupings({}, TEN) == ()
    assert split_groupings({("1", "x"): 0}, TEN)[0].shown == ()


def test_many_rows_are_done_quickly_and_safely() -> None:
    cells = {(f"loket {c}", f"layanan {c % 15}"): 20 for c in range(30)}
    cells |= {(f"loket {c}", f"layanan {(c + 1) % 15}"): 4 for c in range(0, 30, 7)}
    splits = split_groupings(cells, TEN)
    for outer, inner in ((0, 1), (1, 0)):
        for row in known(cells, splits[outer], outer):
            for other in known(cells, splits[inner], inner):
                if other <= row:
                    assert not 1 <= sum(cells[cell] for cell in row - other) <= 9


def known(cells: dict[Cell, int], split: Split[str], position: int) -> list[frozenset[Cell]]:
    """The inhabited cells of each shown row and of what is left."""
    named = [{c for c in cells if c[position] == name} for name in split.shown]
    rows = [*named, {c for c in cells if c[position] in split.held}]
    return [frozenset(c for c in row if cells[c]) for row in rows if any(cells[c] for c in row)]


def families(rows: Sequence[frozenset[Cell]]) -> Iterator[tuple[frozenset[Cell], ...]]:
    return chain.from_iterable(combinations(rows, size) for size in range(1, len(rows) + 1))


small = st.sampled_from([0, 0, 0, 1, 3, 7, 10, 12, 20])


@st.composite
def cell_tables(draw: st.DrawFn) -> dict[Cell, int]:
    names = [range(draw(st.integers(1, 4))), range(draw(st.integers(1, 3)))]
    if draw(st.booleans()):
        names.append(range(2))
    return {tuple(map(str, cell)): draw(small) for cell in product(*names)}


@given(cell_tables())
@settings(max_examples=150, deadline=None)
def test_no_rows_of_two_groupings_isolate_a_few(cells: dict[Cell, int]) -> None:
    splits = split_groupings(cells, TEN)
    if sum(cells.values()) < TEN:
        assert not any(split.shown for split in splits)
        return
    rows = [known(cells, split, position) for position, split in enumerate(splits)]
    for outer, inner in product(rows, repeat=2):
        for union in families(outer):
            covered = frozenset().union(*union)
            inside = [row for row in inner if row <= covered]
            for taken in families(inside):
                left = covered.difference(*taken)
                assert not 1 <= sum(cells[cell] for cell in left) <= 9


def test_chosen_rows_may_stand_beside_each_other_only_if_nothing_is_left_alone() -> None:
    cells = {("1", "ktp"): 3, ("1", "akta"): 30, ("2", "ktp"): 40, ("3", "akta"): 50}
    assert may_stand_beside(cells, [{"3"}, {"ktp", "akta"}], TEN)
    assert not may_stand_beside(cells, [{"2", "3"}, {"ktp", "akta"}], TEN)  # ktp − 2 = 3
    assert not may_stand_beside({("1", "-"): 3, ("1", "x"): 20}, [set(), {"x"}], TEN)
    assert may_stand_beside({}, [set(), set()], TEN)
