"""Which digit means what while a form is typed: taken from the questionnaire in force."""

from portal.feedback.paper_words import FACTS
from portal.feedback.rules.paper import question
from portal.feedback.rules.questionnaire import Questionnaire
from portal.language import gettext as _
from portal.language import language


def mark_key(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Pairs of digit and meaning."""
    early = [question(element) for element in questionnaire.elements if element.may_be_too_early]
    return [
        (_("1 sampai 4"), _("Angka yang dilingkari.")),
        ("0", _("Kosong, atau dua angka dilingkari. Boleh juga tanda hubung.")),
        ("8", _("Warga menulis tidak tahu.")),
        ("7", _("Belum bisa dinilai. Hanya untuk {early}.").format(early=", ".join(early))),
    ]


def respondent_key(questionnaire: Questionnaire) -> list[tuple[str, list[str]]]:
    """The boxes of the respondent block, numbered from the left."""
    spoken = language().value
    return [
        (_(words), [option.label.of(spoken) for option in questionnaire.respondent[fact]])
        for fact, words in FACTS.items()
    ]
