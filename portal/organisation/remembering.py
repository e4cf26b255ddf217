"""What residents see of the organisation, remembered for a few seconds.

A form, its sending and its thanks ask the same things about the same counter, and the
asking costs more than all else about showing a page. What is changed in this process shows
at once; what another process changed (the operator's command line) within SECONDS.
"""

import functools
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from portal.database import db, last_change

SECONDS = 5.0
MOST = 2_000  # answers of a few hundred bytes each

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    value: Any
    after: object
    until: float


_answers: dict[Hashable, _Answer] = {}


def remembered(query: Callable[P, T]) -> Callable[P, T]:
    """Let a query be asked once in SECONDS for each database and each set of arguments.

    The query must read with `glance`: inside a transaction that began before a change it
    would see, and leave behind for everybody, what was true before. None is not remembered,
    so that codes tried at random push nothing out.
    """

    @functools.wraps(query)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        key = (query, db.engine, args, tuple(kwargs.items()))
        change, moment = last_change(), time.monotonic()
        found = _answers.get(key)
        if found is not None and found.after is change and moment < found.until:
            known: T = found.value
            return known
        value = query(*args, **kwargs)
        if value is not None:
            _keep(key, _Answer(value, change, moment + SECONDS))
        return value

    return ask


def _keep(key: Hashable, answer: _Answer) -> None:
    if len(_answers) >= MOST:
        _answers.clear()
    _answers[key] = answer
