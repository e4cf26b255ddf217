"""Which month a page of results shows: from the address, and links to the others."""

from collections.abc import Sequence

from flask import request

from portal.month import Month
from portal.web.templating import page_url

MONTH = "bulan"


def asked_month() -> Month | None:
    """The month in the address; None without one. Raises RuleBroken for what is no month."""
    text = request.args.get(MONTH, "").strip()
    return Month.parse(text) if text else None


def month_links(
    endpoint: str, months: Sequence[Month], at: Month, **values: str
) -> tuple[str, str]:
    """The addresses of the month before and after among those that can be shown; "" at an end."""
    earlier = [month for month in months if month < at]
    later = [month for month in months if month > at]
    return (
        _link(endpoint, earlier[-1], values) if earlier else "",
        _link(endpoint, later[0], values) if later else "",
    )


def _link(endpoint: str, month: Month, values: dict[str, str]) -> str:
    return page_url(endpoint, **values, **{MONTH: str(month)})
