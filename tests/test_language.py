"""Two languages: every text has its English, none is left over, figures read as people write."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from portal import language
from portal.language import Language, catalogues, negotiate, speaking

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"_": None, "gettext": None, "later": None, "ngettext": (1, 2)}
DAY = date(2026, 6, 2)


def _messages() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("portal/**/*.py")):
        yield from _from_file("python", path)
    templates = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
    for path in sorted(templates):
        yield from _from_file("jinja2.ext:babel_extract", path)


def _from_file(method: str, path: Path) -> Iterator[tuple[str, str]]:
    options = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for _line, message, _comments, _context in extract_from_file(
        method, path, keywords=KEYWORDS, options=options
    ):
        words = message[0] if isinstance(message, tuple) else message
        yield words, str(path.relative_to(ROOT))


def _english() -> dict[str, str]:
    english: dict[str, str] = {}
    for path in catalogues(Language.ENGLISH):
        with path.open("rb") as file:
            catalogue = read_po(file, locale="en", abort_invalid=True)
        said = {_first(message.id): _first(message.string) for message in catalogue if message.id}
        assert not english.keys() & said.keys(), f"{path.name} says again what another says"
        english |= said
    return english


def _first(words: str | tuple[str, ...] | list[str]) -> str:
    return words if isinstance(words, str) else words[0]


def test_every_text_has_its_english() -> None:
    english = _english()
    missing = {f"{words!r} in {where}" for words, where in _messages() if not english.get(words)}
    assert not missing, "\n".join(sorted(missing))


def test_no_english_is_left_over() -> None:
    used = {words for words, _where in _messages()}
    assert not set(_english()) - used


def test_placeholders_are_the_same_in_both_languages() -> None:
    def placeholders(text: str) -> set[str]:
        return set(re.findall(r"\{\w*\}|%\(\w+\)s", text))

    differing = {
        words for words, said in _english().items() if placeholders(words) != placeholders(said)
    }
    assert not differing


@pytest.mark.parametrize(
    ("asked", "accepted", "spoken"),
    [
        (None, None, "id"),
        ("en", "id", "en"),
        ("id", "en", "id"),
        ("xx", "en", "en"),
        (None, "en-US,en;q=0.9", "en"),
        (None, "id-ID,en;q=0.5", "id"),
        (None, "en;q=0.4,id;q=0.8", "id"),
        (None, "jv-ID,en;q=0.2", "en"),
        (None, "fr", "id"),
        (None, "en;q=0", "id"),
        (None, "*;q=x,,;;", "id"),
    ],
)
def test_the_language_is_chosen_by_hand_and_then_by_the_browser(
    asked: str | None, accepted: str | None, spoken: str
) -> None:
    assert negotiate(asked, accepted) == spoken


@given(st.text(max_size=300), st.text(max_size=5))
def test_no_header_breaks_the_choice(accepted: str, asked: str) -> None:
    assert negotiate(asked, accepted) in tuple(Language)


@pytest.mark.parametrize(
    ("written", "indonesian", "english"),
    [
        (lambda: language.long_date(DAY), "Selasa, 2 Juni 2026", "Tuesday, 2 June 2026"),
        (lambda: language.plain_date(DAY), "2 Juni 2026", "2 June 2026"),
        (lambda: language.month_name(DAY), "Juni 2026", "June 2026"),
        (lambda: language.short_month(date(2026, 8, 1)), "Agu 2026", "Aug 2026"),
        (lambda: language.clock_time(datetime(2026, 6, 2, 14, 5)), "14.05", "14:05"),  # noqa: DTZ001
        (lambda: language.decimal(Decimal("84.7")), "84,70", "84.70"),
        (lambda: language.decimal(1184.5, 1), "1.184,5", "1,184.5"),
        (lambda: language.whole(1120), "1.120", "1,120"),
        (lambda: language.percent(0.279), "27,9 %", "27.9%"),
    ],
)
def test_dates_and_figures_read_as_people_write_them(
    written, indonesian: str, english: str
) -> None:
    with speaking(Language.INDONESIAN):
        assert written().replace("\u2009", " ").replace("\xa0", " ") == indonesian
    with speaking(Language.ENGLISH):
        assert written() == english


def test_a_missing_translation_falls_back_to_indonesian() -> None:
    with speaking(Language.ENGLISH):
        assert language.gettext("Kata yang tidak diterjemahkan") == "Kata yang tidak diterjemahkan"
