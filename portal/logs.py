"""One JSON line per event, with the request id, never personal data.

Only known keys pass: a value logged under a name that is not in KNOWN is dropped, so that
nobody writes an address, a code or a text into the log by accident.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

KNOWN = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "request",
        "method",
        "endpoint",
        "status",
        "milliseconds",
        "error",
        "where",
        "month",
        "revision",
        "count",
        "path",
        "state",
    }
)

log: structlog.stdlib.BoundLogger = structlog.get_logger("portal")


def _known_keys_only(
    _logger: Any, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    return {key: value for key, value in event.items() if key in KNOWN}


def configure_logs() -> None:
    """Send events to standard error, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            # The date only: a finer time beside a request would date an anonymous answer.
            structlog.processors.TimeStamper(fmt="%Y-%m-%d", utc=False),
            _known_keys_only,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
