"""Programs: read-only JSON, described by OpenAPI, opened by a token."""

from portal.web.api import description, figures, places
from portal.web.api.door import api

__all__ = ["api", "description", "figures", "places"]
