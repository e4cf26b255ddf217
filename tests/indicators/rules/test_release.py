import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations
from operator import or_

import pytest

from portal.indicators.rules.release import Counts, Night, Population, Subject, tonight

TEN = 10


def counter(key: str) -> Subject:
    return Subject(key, is_unit=False)


def unit(key: str, *parts: Subject, **groupings: tuple[Subject, ...]) -> Subject:
    return Subject(key, parts, tuple(groupings.values()))


TWO_UNITS = unit("dinas", unit("upt 1", counter("a"), counter("b")), unit("upt 2", counter("c")))


def counts(**answers: int) -> Counts:
    """Counters a, b, c and what the units above them sum up to; three points each answer."""
    a, b, c = (answers.get(key, 0) for key in "abc")
    extra = answers.get("dinas", 0)
    sums = {"a": a, "b": b, "c": c, "upt 1": a + b, "upt 2": c, "dinas": a + b + c + extra}
    return {key: {"answers": Population(n, 3 * n)} for key, n in sums.items()}


def night(now: Counts, *earlier: Night) -> Night:
    return Night(now, tonight(TWO_UNITS, now, earlier, TEN).shown)


def shown(now: Counts, *earlier: Night) -> set[str]:
    return set(tonight(TWO_UNITS, now, earlier, TEN).shown["answers"])


EVERYTHING = {"dinas", "upt 1", "upt 2", "a", "b", "c"}


def test_the_first_release_shows_what_holds_ten() -> None:
    assert shown(counts(a=10, b=12, c=15)) == EVERYTHING
    assert shown(counts(a=3, b=2)) == set()
    assert tonight(TWO_UNITS, counts(a=10, b=12, c=15), [], TEN).units == ("dinas",)


def test_a_small_counter_is_hidden_behind_the_next_smallest() -> None:
    assert shown(counts(a=30, b=4, c=15)) == EVERYTHING - {"a", "b"}
    assert shown(counts(a=30, b=4, c=15, dinas=3)) == {"dinas", "upt 1"}


@pytest.mark.parametrize(
    ("gain", "units"),
    [
        ({}, ("dinas",)),
        ({"a": 10}, ("dinas",)),
        ({"a": 9}, ("upt 2",)),
        ({"c": 1}, ("upt 1",)),
        ({"a": 10, "c": 11}, ("dinas",)),
        ({"a": 1, "c": 1}, ()),
        ({"dinas": 4}, ("upt 1", "upt 2")),
        ({"dinas": 10}, ("dinas",)),
        ({"a": -10}, ("dinas",)),
        ({"a": -3}, ("upt 2",)),
    ],
)
def test_none_or_ten_new_answers_in_everything_shown(
    gain: dict[str, int], units: tuple[str, ...]
) -> None:
    start = {"a": 30, "b": 30, "c": 30, "dinas": 20}
    later = {key: n + gain.get(key, 0) for key, n in start.items()}
    assert tonight(TWO_UNITS, counts(**later), [night(counts(**start))], TEN).units == units


def test_an_answer_changed_at_an_equal_number_is_not_released() -> None:
    before = counts(a=30, b=30, c=30)
    changed = {**before, "a": {"answers": Population(30, 91)}}
    changed["upt 1"] = {"answers": Population(60, 181)}
    changed["dinas"] = {"answers": Population(90, 271)}
    assert tonight(TWO_UNITS, changed, [night(before)], TEN).units == ("upt 2",)


def test_the_remainder_is_measured_from_the_parents_own_last_release() -> None:
    first = night(counts(a=30, b=30, c=30))
    second = night(counts(a=40, b=30, c=30, dinas=4), first)
    assert "dinas" not in second.shown["answers"]
    assert "upt 1" in second.shown["answers"]
    # nothing new since last night, four new in the parent's remainder since the first night
    assert "dinas" not in shown(counts(a=40, b=30, c=30, dinas=4), first, second)
    assert "dinas" in shown(counts(a=40, b=30, c=30, dinas=10), first, second)


def test_what_comes_out_of_a_remainder_must_have_gained() -> None:
    first = night(counts(a=30, b=4, c=30))
    assert "a" not in first.shown["answers"]
    # b has ten now, but a is as it was: the old remainder minus a would be the first four of b
    assert "a" not in shown(counts(a=30, b=14, c=30), first)
    assert shown(counts(a=31, b=14, c=30), first) == EVERYTHING


def test_each_question_is_a_population_of_its_own() -> None:
    before = counts(a=30, b=30, c=30)
    with_mark = {k: {**v, "perilaku": v["answers"]} for k, v in before.items()}
    first = Night(with_mark, tonight(TWO_UNITS, with_mark, [], TEN).shown)
    more = {k: {**v} for k, v in with_mark.items()}
    for key in ("a", "upt 1", "dinas"):
        more[key]["perilaku"] = Population(
            with_mark[key]["perilaku"].answers + 1, with_mark[key]["perilaku"].total + 3
        )
    assert tonight(TWO_UNITS, more, [first], TEN).units == ("upt 2",)


def test_services_are_another_way_to_cut_the_same_answers() -> None:
    tree = unit("dinas", counter("a"), services=(counter("ktp"), counter("akta")))

    def cut(a: int, ktp: int, akta: int) -> Counts:
        sums = {"a": a, "ktp": ktp, "akta": akta, "dinas": ktp + akta}
        return {key: {"answers": Population(n, 3 * n)} for key, n in sums.items()}

    assert tonight(tree, cut(40, 20, 20), [], TEN).shown["answers"] == {
        "dinas",
        "a",
        "ktp",
        "akta",
    }
    first = Night(now := cut(40, 20, 20), tonight(tree, now, [], TEN).shown)
    assert tonight(tree, cut(55, 32, 23), [first], TEN).units == ()
    assert tonight(tree, cut(60, 30, 30), [first], TEN).units == ("dinas",)


TREES = [
    TWO_UNITS,
    unit("dinas", counter("a"), counter("b"), counter("c")),
    unit("dinas", unit("upt 1", unit("sub", counter("a"), counter("b")), counter("c"))),
    unit("dinas", unit("upt 1", counter("a")), unit("upt 2", counter("b")), counter("c")),
]


def subjects(subject: Subject) -> Iterator[Subject]:
    yield subject
    for part in subject.parts:
        yield from subjects(part)


@dataclass
class Office:
    """Answers as bits, so that every look is the set of answers behind a figure."""

    tree: Subject
    chance: random.Random
    answers: dict[str, int] = field(default_factory=dict)
    given: int = 0
    nights: list[Night] = field(default_factory=list)
    looks: set[int] = field(default_factory=set)

    def day(self) -> None:
        for place in subjects(self.tree):
            most = self.chance.choice((0, 0, 1, 5, 12, 25))
            for _ in range(self.chance.randint(0, most)):
                self.answers[place.key] = self.answers.get(place.key, 0) | 1 << self.given
                self.given += 1

    def behind(self, subject: Subject) -> int:
        found = self.answers.get(subject.key, 0)
        for part in subject.parts:
            found |= self.behind(part)
        return found

    def release(self) -> None:
        sets = {subject.key: self.behind(subject) for subject in subjects(self.tree)}
        now = {k: {"answers": Population(n := s.bit_count(), 3 * n)} for k, s in sets.items()}
        found = tonight(self.tree, now, self.nights, TEN)
        if found.units:
            self.nights.append(Night(now, found.shown))
            self.looks |= {sets[key] for key in found.shown["answers"]}


def differences(looks: set[int]) -> set[int]:
    """Every look, and every look minus disjoint looks inside it: of parts, or of itself earlier."""
    found = set(looks)
    for whole in looks:
        inside = [look for look in looks if look & ~whole == 0 and look != whole]
        for size in (1, 2, 3):
            for taken in combinations(inside, size):
                if sum(look.bit_count() for look in taken) == reduce(or_, taken).bit_count():
                    found.add(whole & ~reduce(or_, taken))
    return found - {0}


def isolated(looks: set[int]) -> list[int]:
    """Sets of one to nine answers that a look, a difference, or two differences give away."""
    known = differences(looks)
    pairs = (a & ~b for a in known for b in known if a != b and b & ~a == 0)
    return [few for few in (*known, *pairs) if few.bit_count() <= 9]


@pytest.mark.parametrize("tree", TREES, ids=range(len(TREES)))
def test_no_two_looks_at_any_nights_isolate_a_few(tree: Subject) -> None:
    chance = random.Random(f"nights {tree}")
    released = partly = 0
    for _ in range(150):
        office = Office(tree, chance)
        for _ in range(8):
            office.day()
            office.release()
        released += len(office.nights)
        partly += sum(tree.key not in night.shown["answers"] for night in office.nights)
        assert isolated(office.looks) == []
    assert released > 100
    assert partly > 10 or not any(part.is_unit for part in tree.parts)


def test_the_brute_force_sees_a_leak() -> None:
    """Releasing every night whatever holds ten gives a few away: the check must notice."""
    chance = random.Random("leak")
    office = Office(TREES[1], chance)
    for _ in range(8):
        office.day()
        office.nights.clear()
        office.release()
    assert isolated(office.looks)
