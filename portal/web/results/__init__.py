"""Unit heads and evaluators: indicators, closing, objections, exports."""

from portal.web.results import (
    appraisal_record,
    appraisals,
    comments,
    files,
    officers,
    overview,
    papers,
    pulls,
    unit,
)
from portal.web.results.door import results

__all__ = [
    "appraisal_record",
    "appraisals",
    "comments",
    "files",
    "officers",
    "overview",
    "papers",
    "pulls",
    "results",
    "unit",
]
