"""What a check-in ends, and how long one lasts: pure, standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_DESK = 8


@dataclass(frozen=True, slots=True)
class Post:
    """Who stands where: an officer at a desk of a counter; a counter may have one desk, unnamed."""

    officer_id: int
    counter_id: int
    desk: str = ""


@dataclass(frozen=True, slots=True)
class OpenPost:
    """A check-in that has not ended yet."""

    id: int
    post: Post


def ended_by(new: Post, open_posts: Iterable[OpenPost]) -> tuple[int, ...]:
    """Which check-ins a new one ends: the officer's own, and that of the same counter and desk.

    Nobody is at two desks at once, and at one desk sits one.
    """
    return tuple(
        one.id
        for one in open_posts
        if one.post.officer_id == new.officer_id
        or (one.post.counter_id, one.post.desk) == (new.counter_id, new.desk)
    )


def is_already_there(new: Post, open_posts: Iterable[OpenPost]) -> bool:
    """Has exactly this been said, and not ended since?"""
    return any(one.post == new for one in open_posts)


def plain_desk(typed: str) -> str:
    """A desk as it is compared: "a 2" and "A2" are one."""
    return "".join(typed.split()).upper()[:LONGEST_DESK]
