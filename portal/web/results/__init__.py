"""Unit heads and evaluators: indicators, closing, objections, exports."""

from portal.web.results import comments, files, officers, overview, pulls, unit
from portal.web.results.door import results

__all__ = ["comments", "files", "officers", "overview", "pulls", "results", "unit"]
