from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.indicators.rules.blocks import Block, join_months
from portal.indicators.rules.publication import Limits
from portal.month import Month

FIRST = Month(2026, 1)
LIMITS = Limits()


def joined(*answers: int) -> tuple[Block, ...]:
    return join_months([(FIRST.plus(i), n) for i, n in enumerate(answers)], LIMITS)


def told(blocks: tuple[Block, ...]) -> list[tuple[int, int, int, str]]:
    """(months, answers, months shown alone, open | shown | withheld)."""
    return [
        (
            len(block.months),
            block.answers,
            len(block.alone),
            ("shown" if block.is_shown else "withheld") if block.is_closed else "open",
        )
        for block in blocks
    ]


@pytest.mark.parametrize(
    ("answers", "blocks"),
    [
        ((), []),
        ((0, 0), []),
        ((40, 31), [(1, 40, 1, "shown"), (1, 31, 1, "shown")]),
        ((4,), [(1, 4, 0, "open")]),
        # three small months make one block; the next begins anew
        ((9, 9, 12, 4), [(3, 30, 1, "shown"), (1, 4, 0, "open")]),
        # 25 was shown by itself, so 31 in two months would give the six away
        ((25, 6), [(2, 31, 1, "open")]),
        ((25, 6, 20), [(3, 51, 1, "shown")]),
        # a big month after six answers is joined with them and not shown by itself
        ((6, 300, 40), [(2, 306, 0, "shown"), (1, 40, 1, "shown")]),
        ((6, 7, 300), [(3, 313, 1, "shown")]),
        # twelve months at most
        ((1,) * 13, [(12, 12, 0, "shown"), (1, 1, 0, "open")]),
        ((1, *[0] * 11, 30), [(12, 1, 0, "withheld"), (1, 30, 1, "shown")]),
        ((0, 0, 9, 0, 21), [(3, 30, 0, "shown")]),
    ],
)
def test_small_months_are_joined(answers: tuple[int, ...], blocks: list[object]) -> None:
    assert told(joined(*answers)) == blocks


def test_a_month_left_out_counts_as_none() -> None:
    blocks = join_months([(FIRST, 5), (FIRST.plus(14), 40)], LIMITS)
    assert told(blocks) == [(12, 5, 0, "withheld"), (1, 40, 1, "shown")]
    assert blocks[0].months[-1] == FIRST.plus(11)


def test_months_out_of_order_are_a_mistake() -> None:
    with pytest.raises(ValueError):
        join_months([(FIRST.next(), 3), (FIRST, 3)], LIMITS)


counts = st.lists(st.sampled_from([0, 1, 4, 9, 10, 11, 15, 25, 29, 30, 60]), max_size=16)


@given(counts)
def test_blocks_are_disjoint_and_hold_every_answer(answers: list[int]) -> None:
    blocks = joined(*answers)
    months = [month for block in blocks for month in block.months]
    assert months == sorted(set(months))
    assert sum(block.answers for block in blocks) == sum(answers)


@given(counts)
def test_no_difference_between_a_block_and_its_months_isolates_a_few(answers: list[int]) -> None:
    for block in joined(*answers):
        by_month = {m: answers[FIRST.months_until(m)] for m in block.alone}
        assert all(n >= 10 for n in by_month.values())
        if block.is_shown:
            for size in range(len(by_month) + 1):
                for taken in combinations(by_month.values(), size):
                    assert not 1 <= block.answers - sum(taken) <= 9


@given(counts, st.integers(0, 40))
def test_a_later_month_changes_no_closed_block(answers: list[int], more: int) -> None:
    before = [block for block in joined(*answers) if block.is_closed]
    assert list(joined(*answers, more)[: len(before)]) == before


@given(counts)
def test_what_stands_alone_stays_alone(answers: list[int]) -> None:
    shown: set[Month] = set()
    for count in range(len(answers)):
        now = {m for block in joined(*answers[: count + 1]) for m in block.alone}
        assert shown <= now
        shown = now
