"""The parts of a questionnaire whose English may be reworded: pure, over its stored data.

The Indonesian is the official wording (PermenPANRB 14/2017) and stays verbatim; so do keys,
order and numbers. What may change is the English gloss beside each text.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONGEST = 300
OFFICIAL, GLOSS = "id", "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One text: where it stands in its part, the official words, the English beside them."""

    place: str
    official: str
    gloss: str


@dataclass(frozen=True, slots=True)
class Part:
    """What is edited together: a question with its four labels, or a list of choices."""

    key: str
    title: Words
    texts: tuple[Words, ...]


def parts_of(definition: Mapping[str, Any]) -> tuple[Part, ...]:
    """Every part, in the order in which residents meet them."""
    return tuple(_parts(definition))


def with_gloss(
    definition: Mapping[str, Any], part: str, glosses: Mapping[str, str]
) -> dict[str, Any]:
    """The same questionnaire with another English in one part; nothing else is touched."""
    found = copy.deepcopy(dict(definition))
    for place, holder, key in _holders(found, part):
        if place in glosses:
            holder[key] = glosses[place]
    return found


def _parts(definition: Mapping[str, Any]) -> Iterator[Part]:
    yield _scale("overall", definition["overall"])
    for element in sorted(definition["elements"], key=lambda one: one["on_form"]):
        yield _scale(element["key"], element)
    for key in ("outcomes", "asked_to_pay"):
        yield _choices(key, definition[key])
    for key, options in definition["respondent"].items():
        yield _choices(key, options)


def _scale(key: str, data: Mapping[str, Any]) -> Part:
    question = _words("question", data["question"])
    labels = zip(data["labels"][OFFICIAL], data["labels"][GLOSS], strict=True)
    marks = tuple(Words(f"label{at}", *pair) for at, pair in enumerate(labels, start=1))
    if "name" not in data:
        return Part(key, question, (question, *marks))
    name = _words("name", data["name"])
    return Part(key, name, (name, question, *marks))


def _choices(key: str, options: list[Mapping[str, Any]]) -> Part:
    texts = tuple(_words(option["key"], option["label"]) for option in options)
    return Part(key, texts[0], texts)


def _words(place: str, data: Mapping[str, str]) -> Words:
    return Words(place, data[OFFICIAL], data[GLOSS])


def _holders(definition: dict[str, Any], part: str) -> Iterator[tuple[str, Any, Any]]:
    """Each text of a part as (place, what holds its English, under which key)."""
    scales = {one["key"]: one for one in definition["elements"]}
    scales["overall"] = definition["overall"]
    if part in scales:
        data = scales[part]
        for name in ("name", "question"):
            if name in data:
                yield name, data[name], GLOSS
        for at in range(len(data["labels"][GLOSS])):
            yield f"label{at + 1}", data["labels"][GLOSS], at
        return
    lists = {**definition["respondent"], **{k: definition[k] for k in ("outcomes", "asked_to_pay")}}
    for option in lists.get(part, ()):
        yield option["key"], option["label"], GLOSS
