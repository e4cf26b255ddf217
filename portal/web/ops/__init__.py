"""Probes and measures, for the operator's machines."""

from portal.web.ops import metrics, views  # noqa: F401  # each registers its pages
from portal.web.ops.door import ops

__all__ = ["ops"]
