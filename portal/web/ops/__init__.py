"""Probes, for the operator's machines."""

from portal.web.ops.views import ops

__all__ = ["ops"]
