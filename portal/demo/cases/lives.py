"""How a case goes: who does what, how many days after it was filed. What lies ahead is not done."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.demo.chance import Chance, pick

Act = tuple[int, str]  # days after the filing, what happens then

SOLVED: tuple[Act, ...] = ((1, "verify"), (3, "answer_close"), (5, "solved"), (5, "rate"))
LIVES: Mapping[str, tuple[Act, ...]] = {
    "solved": SOLVED,
    "silent": ((2, "verify"), (6, "answer")),
    "slow": ((4, "verify"), (24, "answer_close"), (27, "solved")),
    "asked": ((1, "verify"), (2, "ask"), (5, "reply"), (8, "answer_close"), (11, "solved")),
    "incomplete": ((1, "verify"), (2, "ask")),
    "reopened": (
        (1, "verify"),
        (4, "answer_close"),
        (6, "unsolved"),
        (9, "answer_again"),
        (12, "solved"),
        (12, "rate"),
    ),
    "appealed": (
        (2, "verify"),
        (7, "reject"),
        (9, "rate_poorly"),
        (9, "appeal"),
        (16, "answer_again"),
        (20, "solved"),
    ),
    "unhappy": ((2, "verify"), (8, "answer_close"), (10, "rate_poorly")),
    "rejected": ((1, "verify"), (6, "reject")),
    "referred": ((2, "refer"),),
    "archived": ((2, "archive"),),
    "noted": ((1, "verify"), (1, "take"), (2, "note"), (7, "answer_close")),
    "forgotten": ((3, "verify"), (3, "take")),
    "unread": (),
}
WEIGHTS: Mapping[str, float] = {
    "solved": 30,
    "silent": 16,
    "slow": 6,
    "asked": 12,
    "incomplete": 4,
    "reopened": 8,
    "appealed": 4,
    "unhappy": 4,
    "rejected": 5,
    "referred": 4,
    "archived": 2,
    "noted": 9,
}
# Only lately: an office that forgets a case for months would be a story of its own.
LATELY: Mapping[str, float] = {**WEIGHTS, "forgotten": 14, "unread": 8}
PRAISE: tuple[Act, ...] = ((1, "verify"),)
OVERSIGHT: tuple[Act, ...] = ((2, "verify_oversight"), (2, "take"), (30, "answer_close"))


@dataclass(frozen=True, slots=True)
class Life:
    """A named course and its acts."""

    name: str
    acts: tuple[Act, ...]


def life_of(stream: Chance, kind: str, about: str, *, is_late: bool) -> Life:
    """The course of one case; what the coordinator reads first is passed on before all else."""
    if kind == "apresiasi":
        return Life("praise", PRAISE)
    if about == "uang":
        return Life("oversight", OVERSIGHT)
    name = pick(stream, LATELY if is_late else WEIGHTS)
    acts = LIVES[name]
    if about != "layanan" and acts and acts[0][1] != "refer":
        acts = ((1, "pass_on"), *((days + 1, act) for days, act in acts))
    return Life(name, acts)


def published(life: Life) -> Life:
    """The same, and after the answer everybody may read of it."""
    answered = [days for days, act in life.acts if act == "answer_close"]
    if not answered:
        return life
    before = tuple(one for one in life.acts if one[0] <= answered[0])
    after = tuple(one for one in life.acts if one[0] > answered[0])
    return Life(life.name, (*before, (answered[0], "publish"), *after))
