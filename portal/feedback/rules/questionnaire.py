"""A questionnaire as versioned data: what is asked, in which words, in which order.

The satisfaction survey (PermenPANRB 14/2017) is version 1 of kind `skm`; other kinds
follow as further files. Official wording is kept verbatim; English is a gloss. Stored
answers name the key, never the number: list and form number elements 8 and 9 differently.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

LANGUAGES = ("id", "en")
MARKS = (1, 2, 3, 4)
# How the four states of an answer are stored: a mark, absent (skipped), and these two.
UNKNOWN = -1
TOO_EARLY = -2
RESPONDENT_FACTS = ("sex", "age_band", "education", "occupation")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    id: str
    en: str

    def of(self, language: str) -> str:
        """The text in `id` or `en`."""
        return self.en if language == "en" else self.id


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a question; `strong` where the words that matter stand bold."""

    words: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the stored key and its label."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the visit ended; after some endings the resident is owed a reason."""

    key: str
    label: Text
    reason_expected: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """A question with four labels, from mark 1 (worst) to mark 4 (best)."""

    question: Text
    labels: tuple[Text, Text, Text, Text]


@dataclass(frozen=True, slots=True)
class Element:
    """One of the elements: question, labels, and where it stands on form and list."""

    key: str
    name: Text
    scale: Scale
    spans: tuple[Span, ...]
    on_form: int
    in_list: int
    may_be_too_early: bool


@dataclass(frozen=True, slots=True, eq=False)
class Questionnaire:
    """One version of one kind of survey; `elements` in the order of the official form.

    Compared by identity: one version is parsed once, and serves as the key of caches.
    """

    kind: str
    version: int
    name: Text
    legal_basis: str
    overall: Scale
    elements: tuple[Element, ...]
    outcomes: tuple[Outcome, ...]
    asked_to_pay: tuple[Option, ...]
    respondent: Mapping[str, tuple[Option, ...]]

    def element(self, key: str) -> Element:
        """The element of this key; KeyError where the questionnaire does not ask it."""
        for element in self.elements:
            if element.key == key:
                return element
        raise KeyError(key)


def parse_questionnaire(source: str) -> Questionnaire:
    """Read a questionnaire from JSON text.

    Raises ValueError naming what is wrong: a questionnaire is shipped or reviewed data,
    and a mistake in it must stop the installation, not be guessed around.
    """
    data = json.loads(source)
    try:
        questionnaire = _questionnaire(data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"questionnaire: missing or malformed: {error}") from error
    _check(questionnaire)
    return questionnaire


def _questionnaire(data: Mapping[str, Any]) -> Questionnaire:
    elements = sorted(map(_element, data["elements"]), key=lambda element: element.on_form)
    return Questionnaire(
        kind=data["kind"],
        version=data["version"],
        name=_text(data["name"]),
        legal_basis=data["legal_basis"],
        overall=_scale(data["overall"]),
        elements=tuple(elements),
        outcomes=tuple(_outcome(outcome) for outcome in data["outcomes"]),
        asked_to_pay=_options(data["asked_to_pay"]),
        respondent={fact: _options(data["respondent"][fact]) for fact in RESPONDENT_FACTS},
    )


def _text(data: Mapping[str, str]) -> Text:
    return Text(*(data[language] for language in LANGUAGES))


def _options(data: list[Mapping[str, Any]]) -> tuple[Option, ...]:
    return tuple(Option(option["key"], _text(option["label"])) for option in data)


def _outcome(data: Mapping[str, Any]) -> Outcome:
    return Outcome(data["key"], _text(data["label"]), data.get("reason_expected", False))


def _scale(data: Mapping[str, Any]) -> Scale:
    labels = tuple(
        Text(*words) for words in zip(*(data["labels"][ln] for ln in LANGUAGES), strict=True)
    )
    if len(labels) != len(MARKS):
        raise ValueError(f"questionnaire: {len(labels)} labels where four are needed")
    one, two, three, four = labels
    return Scale(_text(data["question"]), (one, two, three, four))


def _element(data: Mapping[str, Any]) -> Element:
    scale = _scale(data)
    return Element(
        key=data["key"],
        name=_text(data["name"]),
        scale=scale,
        spans=_spans(scale.question.id, data["emphasis"]),
        on_form=data["on_form"],
        in_list=data["in_list"],
        may_be_too_early=data["may_be_too_early"],
    )


def _spans(question: str, emphasis: list[str]) -> tuple[Span, ...]:
    spans, rest = [], question
    for words in emphasis:
        before, found, rest = rest.partition(words)
        if not found:
            raise ValueError(f"questionnaire: {words!r} does not stand in {question!r}")
        spans += [Span(before, strong=False), Span(words, strong=True)]
    return tuple(span for span in (*spans, Span(rest, strong=False)) if span.words)


def _check(questionnaire: Questionnaire) -> None:
    expected = set(range(1, len(questionnaire.elements) + 1))
    for numbers in ("on_form", "in_list"):
        if {getattr(element, numbers) for element in questionnaire.elements} != expected:
            raise ValueError(f"questionnaire: {numbers} must number the elements 1, 2, 3 …")
    for choices in _choices(questionnaire):
        if len(set(choices)) != len(choices):
            raise ValueError(f"questionnaire: the same key twice in {', '.join(choices)}")


def _choices(questionnaire: Questionnaire) -> list[tuple[str, ...]]:
    groups: list[tuple[Any, ...]] = [
        questionnaire.elements,
        questionnaire.outcomes,
        questionnaire.asked_to_pay,
        *questionnaire.respondent.values(),
    ]
    return [tuple(option.key for option in group) for group in groups]
