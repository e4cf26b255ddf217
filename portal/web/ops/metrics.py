"""`/metrics`: what Prometheus reads. For this machine, or whoever brings the token."""

from flask import Response
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from portal.authority import ANYONE
from portal.language import gettext as _
from portal.web.measuring import has_metrics_token, is_from_this_machine, measures
from portal.web.ops.door import ops


@ops.page("/metrics", needs=ANYONE)
def metrics() -> ResponseReturnValue:
    """Counts and times in Prometheus' text."""
    if not is_from_this_machine() and not has_metrics_token():
        words = _("Hanya untuk mesin ini sendiri, atau dengan token metrik dari pengaturan.")
        return Response(words, 403, mimetype="text/plain")
    return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


def _registry() -> CollectorRegistry:
    """The vital signs with the counts of all processes, or of this one where it is alone."""
    registry = CollectorRegistry()
    registry.register(measures().vitals)
    try:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    except ValueError:  # no folder is shared: one process
        registry.register(measures().registry)  # it collects, too
    return registry
