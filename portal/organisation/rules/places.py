"""What makes a location whole."""

from portal.errors import RuleBroken
from portal.organisation.rules.facts import LocationFacts

NEEDS_DAY = "layanan keliling perlu tanggal."


def check_location(facts: LocationFacts) -> None:
    """A mobile service is held on one day; raises RuleBroken without it."""
    if facts.kind == "keliling" and facts.held_on is None:
        raise RuleBroken(f"Tanggal: {NEEDS_DAY} Isi tanggalnya; satu lokasi untuk satu hari.")
