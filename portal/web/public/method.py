"""`/cara-hitung`: how every number is made, from the definitions in force."""

from dataclasses import dataclass
from decimal import Decimal

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.complaints.rules.clock import RESPONSE_BANDS
from portal.feedback.queries import questionnaire_in_force
from portal.indicators.rules.definition import Definition, Weight
from portal.indicators.rules.index import GRADES
from portal.indicators.rules.publication import Limits
from portal.indicators.rules.sample import needed_sample
from portal.language import Language, language
from portal.organisation.queries import government_name
from portal.web.complaint_facts import LEAST_FOR_MEDIAN, time_words
from portal.web.limits import settings
from portal.web.public.door import public

USERS_SHOWN = (50, 100, 500, 1200, 5000, 40000)
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One line of the grade table."""

    letter: str
    word: str
    lowest: Decimal
    highest: Decimal


@public.page("/cara-hitung", needs=ANYONE)
def how_we_calculate() -> ResponseReturnValue:
    spoken = language()
    questionnaire = questionnaire_in_force().definition
    weight = Weight(settings().weight)
    return render_template(
        "public/method.html",
        government=government_name(),
        legal_basis=questionnaire.legal_basis,
        elements=[element.name.of(spoken) for element in questionnaire.elements],
        weight=weight,
        definition=str(Definition(weight)),
        grades=_grades(spoken),
        limits=Limits(),
        bands=[(time_words(limit), points) for limit, points in RESPONSE_BANDS],
        least_for_median=LEAST_FOR_MEDIAN,
        samples=[(users, needed_sample(users)) for users in USERS_SHOWN],
    )


def _grades(spoken: Language) -> list[GradeRow]:
    """Best first; each range ends a hundredth below the next."""
    rows, highest = [], Decimal("100.00")
    for grade, (lowest, word_id, word_en) in GRADES.items():
        word = word_en if spoken is Language.ENGLISH else word_id
        rows.append(GradeRow(str(grade), word, lowest, highest))
        highest = lowest - HUNDREDTH
    return rows
