"""A target beside an index, in words: judged by the interval, never by the number alone."""

from portal.indicators.figures import Indicator
from portal.indicators.rules.change import Target as Achievement
from portal.indicators.targets import achievement, unit_targets
from portal.language import decimal
from portal.language import gettext as _
from portal.month import Period


def achieved_words(achieved: Achievement | None) -> str:
    """One of three words, or that nothing can be said yet."""
    words = {
        Achievement.REACHED: _("tercapai"),
        Achievement.UNCLEAR: _("belum pasti"),
        Achievement.MISSED: _("belum tercapai"),
    }
    return _("belum dapat dinilai") if achieved is None else words[achieved]


def target_words(figure: Indicator | None) -> str:
    """ "Target 2026: 88,31, belum pasti (Renja 2026)." beside an index; empty without a target."""
    if figure is None or figure.subject.type != "unit":
        return ""
    year = Period.parse(figure.month).first_day.year
    target = unit_targets(figure.subject.code, year).get("index")
    if target is None:
        return ""
    return _("Target {year}: {value}, {achieved} ({document}).").format(
        year=year,
        value=decimal(target.value),
        achieved=achieved_words(achievement(target, figure)),
        document=target.document,
    )
