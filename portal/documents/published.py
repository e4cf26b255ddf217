"""The published figures of one unit as CSV, for whoever wants to compute them again."""

from collections.abc import Iterable, Sequence

from portal.indicators.figures import Indicator
from portal.indicators.rules.elements import FORM_ORDER
from portal.sheets import Table, csv_bytes
from portal.sheets.writing import Cell

COLUMNS = (
    "month",
    "revision",
    "definition",
    "answers",
    "complete",
    "served",
    "index",
    "grade",
    "interval_low",
    "interval_high",
    "withheld",
    "block",
    "index_complete",
    "index_without_biaya",
    "flagged_answers",
    "index_with_flagged",
)


def published_csv(figures: Iterable[Indicator]) -> bytes:
    """One row per closed month with every number that the page shows; RFC 4180, UTF-8."""
    elements = [f"{e}_{part}" for e in FORM_ORDER for part in ("answers", "mean", "index")]
    rows = [_row(figure) for figure in figures]
    return csv_bytes(Table("skor", [*COLUMNS, *elements], rows))


def _row(figure: Indicator) -> Sequence[Cell]:
    low, high = figure.interval or (None, None)
    row: list[Cell] = [
        figure.month,
        figure.revision,
        figure.definition,
        figure.answers,
        figure.complete,
        figure.served,
        figure.index,
        figure.grade,
        low,
        high,
        str(figure.withheld) if figure.withheld else None,
        " ".join(figure.block),
        figure.index_complete,
        figure.index_without_biaya,
        figure.flagged.answers,
        figure.flagged.index_with,
    ]
    for element in FORM_ORDER:
        shown = figure.elements.get(element)
        row += [shown.answers, shown.mean, shown.index] if shown else [None, None, None]
    return row
