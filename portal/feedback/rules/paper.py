"""A filled-in form as a clerk types it: serial number, nine digits, four for the respondent.

The digits stand in the order of the official form (U8 sarana, U9 pengaduan). 1 to 4 is the circled
mark; 0 or a dash stands for nothing circled, or two; 8 for "tidak tahu"; 7 for "belum bisa
dinilai" where the questionnaire allows it. The respondent's digits number the boxes from the left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from portal.errors import PortalError
from portal.feedback.rules.questionnaire import (
    MARKS,
    RESPONDENT_FACTS,
    TOO_EARLY,
    UNKNOWN,
    Element,
    Questionnaire,
)
from portal.feedback.rules.serial import EXAMPLE, Serial, parse_serial

EMPTY, UNKNOWN_DIGIT, TOO_EARLY_DIGIT = "0-", "8", "7"
MOST_LINES = 100
LINE_EXAMPLE = f"{EXAMPLE} 344438443 1352"


class Fault(StrEnum):
    """What can be wrong with a typed sheet; the words stand in `paper_words`."""

    SERIAL = "serial"
    LENGTH = "length"
    DIGIT = "digit"
    TOO_EARLY = "too_early"
    NOTHING = "nothing"
    RESPONDENT_LENGTH = "respondent_length"
    RESPONDENT_DIGIT = "respondent_digit"
    TWICE = "twice"
    KNOWN = "known"
    OTHER_UNIT = "other_unit"


class BadSheet(Exception):
    """A sheet that cannot be taken; `at` is the question or the respondent's fact."""

    def __init__(self, fault: Fault, typed: str = "", at: str = "") -> None:
        super().__init__(fault, typed, at)
        self.fault, self.typed, self.at = fault, typed, at


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on one sheet of paper. An element that is None was left empty."""

    serial: Serial
    elements: Mapping[str, int | None]
    respondent: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def sheet(
    questionnaire: Questionnaire, serial: str, marks: str, respondent: str = "", comment: str = ""
) -> Sheet:
    """The sheet that was typed; raises BadSheet."""
    return Sheet(
        serial=read_serial(serial),
        elements=read_marks(questionnaire, marks),
        respondent=_respondent(questionnaire, respondent),
        comment=comment,
    )


def sheet_of_line(questionnaire: Questionnaire, line: str) -> Sheet:
    """A sheet from one line, as in LINE_EXAMPLE; spaces between the digits do not matter."""
    serial, _space, rest = line.strip().partition(" ")
    digits, asked = "".join(rest.split()), len(questionnaire.elements)
    return sheet(questionnaire, serial, digits[:asked], digits[asked:])


def read_serial(text: str) -> Serial:
    """The serial number; its two check digits tell a slip of the finger."""
    try:
        return parse_serial(text)
    except PortalError:
        raise BadSheet(Fault.SERIAL, text) from None


def read_marks(questionnaire: Questionnaire, text: str) -> dict[str, int | None]:
    """One digit for each question, in the order of the form."""
    digits, asked = "".join(text.split()), questionnaire.elements
    if len(digits) != len(asked):
        raise BadSheet(Fault.LENGTH, text)
    found = {
        element.key: _mark(element, digit) for element, digit in zip(asked, digits, strict=True)
    }
    if not any(mark in MARKS for mark in found.values()):
        raise BadSheet(Fault.NOTHING)
    return found


def differing(
    questionnaire: Questionnaire,
    typed: Mapping[str, int | None],
    stored: Mapping[str, int | None],
) -> tuple[str, ...]:
    """The questions typed otherwise than stored, as on the form: U3, U5."""
    return tuple(
        question(element)
        for element in questionnaire.elements
        if typed.get(element.key) != stored.get(element.key)
    )


def question(element: Element) -> str:
    """The name of a question on the form."""
    return f"U{element.on_form}"


def repeated(sheets: Sequence[Sheet]) -> set[int]:
    """The places of sheets whose serial number stands earlier in the same batch."""
    seen: set[str] = set()
    places: set[int] = set()
    for place, one in enumerate(sheets):
        if str(one.serial) in seen:
            places.add(place)
        seen.add(str(one.serial))
    return places


def _mark(element: Element, digit: str) -> int | None:
    if digit in EMPTY:
        return None
    if digit == UNKNOWN_DIGIT:
        return UNKNOWN
    if digit == TOO_EARLY_DIGIT:
        if not element.may_be_too_early:
            raise BadSheet(Fault.TOO_EARLY, digit, question(element))
        return TOO_EARLY
    if digit in "1234":
        return int(digit)
    raise BadSheet(Fault.DIGIT, digit, question(element))


def _respondent(questionnaire: Questionnaire, text: str) -> dict[str, str]:
    digits = "".join(text.split())
    if not digits:
        return {}
    if len(digits) != len(RESPONDENT_FACTS):
        raise BadSheet(Fault.RESPONDENT_LENGTH, text)
    found: dict[str, str] = {}
    for fact, digit in zip(RESPONDENT_FACTS, digits, strict=True):
        if digit in EMPTY:
            continue
        options = questionnaire.respondent[fact]
        if digit not in "123456789" or int(digit) > len(options):
            raise BadSheet(Fault.RESPONDENT_DIGIT, digit, fact)
        found[fact] = options[int(digit) - 1].key
    return found
