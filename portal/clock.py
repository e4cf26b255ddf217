"""The one place that reads the time."""

from datetime import UTC, date, datetime, tzinfo


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


def today(zone: tzinfo) -> date:
    """The local date in the installation's time zone."""
    return now().astimezone(zone).date()
