"""What templates may say and do: both languages, dates and figures as people write them."""

from functools import partial
from urllib.parse import urlencode

from flask import Flask, Response, request, url_for

from portal import language
from portal.complaints.rules.numbers import number_shown
from portal.config import Settings
from portal.language import LANGUAGE_NAMES, Language
from portal.richtext import as_markup
from portal.web.legible import readable
from portal.web.styles import ACCENTS, stylesheet

FILTERS = {
    "readable": readable,
    "formatted": as_markup,
    "long_date": language.long_date,
    "plain_date": language.plain_date,
    "weekday": language.weekday,
    "clock": language.clock_time,
    "short_date": language.short_date,
    "month_name": language.month_name,
    "short_month": language.short_month,
    "decimal": language.decimal,
    "whole": language.whole,
    "percent": language.percent,
    "case_number": number_shown,
}


def init_templates(app: Flask, settings: Settings) -> None:
    """Teach the application's templates the two languages, the filters and the look."""
    environment = app.jinja_env
    environment.policies["ext.i18n.trimmed"] = True
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # from the extension
        language.gettext, language.ngettext, newstyle=True
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        language=language.language,
        other_language=other_language,
        page_url=page_url,
        stylesheet=partial(stylesheet, accent=settings.accent),
        band_colour=ACCENTS[settings.accent].light,
        contact=settings.contact,
    )
    app.after_request(_vary)


def page_url(endpoint: str, **values: str | int) -> str:
    """The address of a page; a language chosen by hand travels along, since no cookie does."""
    if "lang" in request.args:
        values.setdefault("lang", language.language())
    return url_for(endpoint, **values)  # type: ignore[arg-type]  # its stub knows only fixed names


def other_language() -> tuple[Language, str, str]:
    """The language not being spoken: its code, its own name, and the query that asks for it."""
    other = Language.ENGLISH if language.language() is Language.INDONESIAN else Language.INDONESIAN
    kept = {name: value for name, value in request.args.items() if name not in ("lang", "kirim")}
    return other, LANGUAGE_NAMES[other], "?" + urlencode(kept | {"lang": other})


def _vary(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.add("Accept-Language")
    return response
