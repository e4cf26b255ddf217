"""`portal db search-words`: what the desk searches, written anew."""

import click

from portal.cli.group import current_operator, inside
from portal.cli.operations import db
from portal.complaints.searching import rebuild_words


@db.command("search-words")
@inside
def search_words() -> None:
    """Tulis ulang kata-kata yang dicari di meja pengaduan."""
    click.echo(f"Kata dari {rebuild_words(current_operator())} pengaduan ditulis ulang.")
