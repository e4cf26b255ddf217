"""Repeatable chance: one stream of numbers per topic, so that a change in one moves no other."""

import math
import random
from collections.abc import Mapping

SEED = "kabupaten-sungai-raya"

Chance = random.Random


def chance(topic: str) -> Chance:
    """The stream of one topic, always the same numbers."""
    return random.Random(f"{SEED}/{topic}")  # noqa: S311  # a demonstration, not a secret


def pick(stream: Chance, weights: Mapping[str, float]) -> str:
    """One key, as often as its weight says (weights need not sum to anything)."""
    at = stream.random() * sum(weights.values())
    for key, weight in weights.items():
        at -= weight
        if at < 0:
            return key
    return key


def arrivals(stream: Chance, mean: float) -> int:
    """A Poisson number: how many come on a day when `mean` come on average (Knuth)."""
    limit, product, number = math.exp(-mean), stream.random(), 0
    while product > limit:
        product *= stream.random()
        number += 1
    return number
