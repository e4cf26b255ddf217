"""Which six digits may open a shared PC again: none that a colleague guesses in five tries."""

import re
from datetime import date
from itertools import pairwise

LENGTH = 6
TRIES = 5  # wrong ones, then the session ends

_SIX_DIGITS = re.compile(r"[0-9]{6}")


def is_pin(text: str) -> bool:
    """Six digits, nothing else."""
    return _SIX_DIGITS.fullmatch(text) is not None


def is_easy(pin: str) -> bool:
    """Is it a pattern (111111, 123456, 121212, 123123, 112233) or a day of birth?"""
    digits = [int(digit) for digit in pin]
    return (
        len(set(digits)) <= 2
        or _is_run(digits)
        or pin[:3] in (pin[3:], pin[:2:-1])
        or _is_run([int(pin[at]) for at in (0, 2, 4)]) & (pin[0::2] == pin[1::2])
        or _is_date(pin)
    )


def _is_run(digits: list[int]) -> bool:
    """Every step the same: 123456, 654321, 024680 and the like."""
    steps = {(after - before) % 10 for before, after in pairwise(digits)}
    return len(steps) == 1


def _is_date(pin: str) -> bool:
    """Reads as DDMMYY or YYMMDD of the last hundred years."""
    first, month, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    return _exists(last, month, first) or _exists(first, month, last)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True
