"""What the pages of results say in words: status, the one sentence, the summary to copy."""

from datetime import date
from decimal import Decimal

from portal.appraisal.queries import closing_of
from portal.indicators.figures import Indicator
from portal.indicators.rules.definition import Definition
from portal.indicators.rules.drag import Drag, Standing, greatest_drag, greatest_fall
from portal.indicators.rules.elements import Element
from portal.indicators.staff_queries import StaffFigure, UnitResults
from portal.language import decimal, plain_date, whole
from portal.language import gettext as _
from portal.web.figures import element_name, interval_words, period_name

MOST_RIVALS = 2


def status_words(shown: StaffFigure | None, today: date) -> str:
    """ "Sementara, diperbarui tadi malam" or "Ditutup, revisi n"."""
    if shown is None:
        return _("Belum ada angka. Angka pertama muncul setelah sepuluh jawaban.")
    if shown.released_on is not None:
        return _released(shown.released_on, today)
    figure = shown.figure
    closing = closing_of(figure.month, figure.revision)
    on = plain_date(closing.closed_on) if closing else "–"
    return _("Ditutup {date}, revisi {number}.").format(date=on, number=figure.revision)


def _released(night: date, today: date) -> str:
    if night == today:
        return _("Sementara, diperbarui tadi malam.")
    return _("Sementara, terakhir diperbarui {date}: menunggu sepuluh jawaban baru.").format(
        date=plain_date(night)
    )


def standings(figure: Indicator) -> dict[Element, Standing]:
    """The elements that are said with an interval."""
    return {
        element: Standing(found.index, found.interval)
        for element, found in figure.elements.items()
        if found.index is not None and found.interval is not None
    }


def drag_words(figure: Indicator | None) -> str:
    """The one sentence a head reads: which element holds the index down most."""
    if figure is None or figure.index is None:
        return _("Belum dapat dikatakan unsur mana yang paling menahan nilai.")
    drag = greatest_drag(standings(figure), Definition.parse(figure.definition).weight.scale)
    if drag is None:
        return _("Belum dapat dikatakan unsur mana yang paling menahan nilai.")
    if not drag.is_clear:
        return _rivals(drag)
    return _("{element} paling menahan nilai: {value}. Bila penuh, IKM naik {points} poin.").format(
        element=element_name(drag.element),
        value=decimal(drag.value, 1),
        points=decimal(drag.points, 1),
    )


def _rivals(drag: Drag) -> str:
    named = [element_name(e) for e in (drag.element, *drag.rivals[:MOST_RIVALS])]
    text = _("Belum dapat dikatakan unsur mana yang paling menahan nilai: {elements} berdekatan.")
    return text.format(elements=", ".join(named))


def fall_words(figure: Indicator | None, a_year_ago: Indicator | None) -> str:
    """What fell most since the same month of last year, if anything did beyond chance."""
    if figure is None or a_year_ago is None:
        return ""
    fall = greatest_fall(standings(a_year_ago), standings(figure))
    if fall is None:
        return ""
    return _("Sejak {month}, {element} turun {points} poin.").format(
        month=period_name(a_year_ago.month),
        element=element_name(fall.element),
        points=decimal(fall.points, 1),
    )


def summary_text(results: UnitResults, status: str, change: str) -> str:
    """A text for the unit's chat group: figures and sentences, nobody's name."""
    shown = results.shown
    lines = [f"{results.unit.name}, {period_name(str(results.month))}", status]
    if shown is not None and shown.figure.index is not None:
        lines += [_index_line(shown.figure), *([change] if change else [])]
        lines.append(drag_words(shown.figure))
    return "\n".join(lines)


def _index_line(figure: Indicator) -> str:
    letter = f" ({figure.letter})" if figure.letter else ""
    line = _("IKM {value}{letter}, selang {interval}, {n} jawaban").format(
        value=decimal(figure.index or Decimal(0)),
        letter=letter,
        interval=interval_words(figure.interval) or "–",
        n=whole(figure.answers),
    )
    if figure.served is None:
        return _("{line}, warga dilayani tidak diketahui.").format(line=line)
    return _("{line} dari {served} warga dilayani.").format(line=line, served=whole(figure.served))
