"""What a check-in ends: the officer's own, and that of the same desk; nothing else."""

import pytest

from portal.organisation.rules.check_in import (
    OpenPost,
    Post,
    ended_by,
    is_already_there,
    plain_desk,
)

OPEN = (
    OpenPost(1, Post(10, 100, "1")),
    OpenPost(2, Post(11, 100, "2")),
    OpenPost(3, Post(12, 200)),
)


@pytest.mark.parametrize(
    ("new", "ended"),
    [
        (Post(13, 100, "3"), ()),  # another desk of the counter
        (Post(13, 100, "1"), (1,)),  # the same desk: who sat there is done
        (Post(10, 200, "9"), (1,)),  # the same officer elsewhere
        (Post(10, 100, "2"), (1, 2)),  # both at once
        (Post(13, 200), (3,)),  # a counter with one desk, unnamed
        (Post(13, 100), ()),  # no desk is not desk 1
        (Post(13, 300, "1"), ()),  # desk 1 of another counter
    ],
)
def test_what_a_check_in_ends(new: Post, ended: tuple[int, ...]) -> None:
    assert ended_by(new, OPEN) == ended


def test_saying_the_same_again_is_known() -> None:
    assert is_already_there(Post(10, 100, "1"), OPEN)
    assert not is_already_there(Post(10, 100, "2"), OPEN)


@pytest.mark.parametrize(("typed", "desk"), [(" a 2 ", "A2"), ("", ""), ("1", "1")])
def test_desks_are_compared_as_people_mean_them(typed: str, desk: str) -> None:
    assert plain_desk(typed) == desk
