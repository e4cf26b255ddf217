"""Unit heads and evaluators: indicators, closing, objections, exports."""

from portal.web.results import pulls
from portal.web.results.door import results

__all__ = ["pulls", "results"]
