"""Numbers of counters when the counters of two units come together."""

from collections.abc import Collection, Sequence


def free_numbers(moving: Sequence[str], taken: Collection[str]) -> dict[str, str]:
    """A number in the new unit for each moving counter: its own, or the next free one.

    The counters that keep their number come first, so that as few signs as possible change.
    """
    kept = {number: number for number in moving if number not in taken}
    used = {*taken, *kept}
    highest = max((int(number) for number in used if number.isdecimal()), default=0)
    given = iter(range(highest + 1, highest + 1 + len(moving)))
    return {number: kept.get(number) or str(next(given)) for number in moving}
