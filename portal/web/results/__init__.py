"""Unit heads and evaluators: indicators, closing, objections, exports."""

from portal.web.results import (
    appraisal_record,
    appraisals,
    closing,
    comments,
    files,
    objections,
    officers,
    overview,
    paper,
    paper_checks,
    papers,
    pulls,
    review,
    served,
    targets,
    unit,
)
from portal.web.results.door import results

__all__ = [
    "appraisal_record",
    "appraisals",
    "closing",
    "comments",
    "files",
    "objections",
    "officers",
    "overview",
    "paper",
    "paper_checks",
    "papers",
    "pulls",
    "results",
    "review",
    "served",
    "targets",
    "unit",
]
