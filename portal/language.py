"""Words in two languages: the message catalogue, dates, and numbers as people write them.

A message's id is its Indonesian text; English stands in `translations/en.po`. Knows no
Flask, because documents and commands speak too.
"""

import gettext as stdlib_gettext
import io
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel import Locale
from babel.core import parse_locale
from babel.dates import format_date, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

TRANSLATIONS = Path(__file__).parent / "translations"

Number = int | float | Decimal


class Language(StrEnum):
    """A language the portal speaks; the value is the one in `lang` and in `?lang=`."""

    INDONESIAN = "id"
    ENGLISH = "en"


LANGUAGE_NAMES = {Language.INDONESIAN: "Bahasa Indonesia", Language.ENGLISH: "English"}

_current: ContextVar[Language] = ContextVar("language", default=Language.INDONESIAN)


@cache
def translations(language: str) -> stdlib_gettext.NullTranslations:
    """The catalogue of a language; Indonesian needs none, its texts are the ids."""
    found: stdlib_gettext.NullTranslations = stdlib_gettext.NullTranslations()
    for path in catalogues(Language(language)):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=language))
        compiled.seek(0)
        catalogue = stdlib_gettext.GNUTranslations(compiled)
        catalogue.add_fallback(found)
        found = catalogue
    return found


def catalogues(language: Language) -> list[Path]:
    """The files of a language: `en.po` for the public pages, `en.<door>.po` for each staff door."""
    return sorted(TRANSLATIONS.glob(f"{language}*.po"))


def language() -> Language:
    """The language being spoken here and now."""
    return _current.get()


def speak(chosen: Language) -> Token[Language]:
    """Speak this language from now on in this thread or task (a request, a command)."""
    return _current.set(chosen)


@contextmanager
def speaking(chosen: Language) -> Iterator[None]:
    """Speak this language inside a `with` block, as a bilingual document does."""
    token = speak(chosen)
    try:
        yield
    finally:
        _current.reset(token)


def gettext(message: str) -> str:
    """The text in the language being spoken; Indonesian where a translation is missing."""
    return translations(_current.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The text for a count; Indonesian knows no plural form, English does."""
    return translations(_current.get()).ngettext(singular, plural, count)


def later(message: str) -> str:
    """Mark a text that is defined now and translated when it is shown."""
    return message


def negotiate(asked: str | None, accepted: str | None) -> Language:
    """Choose from `?lang=` and then from `Accept-Language`; Indonesian by default."""
    if asked in tuple(Language):
        return Language(asked)
    for tag in _by_preference(accepted or ""):
        try:
            return Language(parse_locale(tag, sep="-")[0])
        except ValueError:
            continue
    return Language.INDONESIAN


def _by_preference(header: str) -> list[str]:
    weighted = [_weighted(part) for part in header[:200].split(",") if part.strip()]
    ordered = sorted((w for w in weighted if w[0] > 0), key=lambda w: w[0], reverse=True)
    return [tag for _weight, tag in ordered]


def _weighted(part: str) -> tuple[float, str]:
    tag, _semicolon, parameter = part.strip().partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip()


@cache
def _locale(spoken: Language) -> Locale:
    return Locale("id") if spoken is Language.INDONESIAN else Locale("en", "GB")


def long_date(day: date) -> str:
    """ "Selasa, 2 Juni 2026"; English "Tuesday, 2 June 2026"."""
    return format_date(day, "EEEE, d MMMM y", locale=_locale(language()))


def plain_date(day: date) -> str:
    """ "2 Juni 2026"."""
    return format_date(day, "d MMMM y", locale=_locale(language()))


def short_date(day: date) -> str:
    """ "2 Jun 2026"; the space-saving form for tables."""
    return format_date(day, "d MMM y", locale=_locale(language()))


def month_name(first_day: date) -> str:
    """ "Juni 2026"."""
    return format_date(first_day, "MMMM y", locale=_locale(language()))


def short_month(first_day: date) -> str:
    """ "Jun 2026"; for tables and axes."""
    return format_date(first_day, "MMM y", locale=_locale(language()))


def weekday(day: date) -> str:
    """ "Selasa"."""
    return format_date(day, "EEEE", locale=_locale(language()))


def short_weekday(day: date) -> str:
    """ "Sel"; the head of a calendar's column."""
    return format_date(day, "EEE", locale=_locale(language()))


def day_and_month(day: date) -> str:
    """ "2 Juni"; where the year stands beside it."""
    return format_date(day, "d MMMM", locale=_locale(language()))


def clock_time(moment: datetime | time) -> str:
    """ "14.05" in Indonesian, "14:05" in English."""
    return format_time(moment, "HH:mm" if language() is Language.ENGLISH else "HH.mm")


def decimal(value: Number, places: int = 2) -> str:
    """ "84,72" (English "84.72"), thousands grouped, always that many decimals.

    The value is expected rounded already; a published figure is never rounded here twice.
    """
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return format_decimal(value, pattern, locale=_locale(language()))


def whole(value: int) -> str:
    """ "1.120" (English "1,120")."""
    return decimal(value, 0)


def percent(share: Number, places: int = 1) -> str:
    """ "27,9 %" from 0.279; the blank does not break, so number and sign stay together."""
    text = decimal(Decimal(str(share)) * 100, places)
    return f"{text}\u00a0%" if language() is Language.INDONESIAN else f"{text}%"
