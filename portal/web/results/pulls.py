"""`/results/pulls`: what programs took of the own units, day by day (threats.md, T5)."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts.pulls import LONGEST_LIST, listed_pulls
from portal.authority import Permission
from portal.language import gettext as _
from portal.language import later
from portal.web.actors import current_actor
from portal.web.results.door import results

WORDS = {
    "indicators:unit": later("Indikator unit"),
    "indicators:counter": later("Indikator loket"),
    "indicators:service": later("Indikator layanan"),
    "indicators:officer": later("Hasil per petugas"),
    "appraisals": later("Bukti dukung per petugas"),
    "units": later("Daftar unit"),
    "counters": later("Daftar loket"),
    "services": later("Daftar layanan"),
}


@results.page("/pulls", needs=Permission.READ_INDICATORS)
def pulls() -> ResponseReturnValue:
    found = listed_pulls(current_actor())
    words = {name: _(said) for name, said in WORDS.items()}
    return render_template("results/pulls.html", pulls=found, words=words, most=LONGEST_LIST)
