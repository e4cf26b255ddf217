"""Programs: read-only JSON, described by OpenAPI, opened by a token."""

from portal.web.api import complaints, description, figures, places
from portal.web.api.door import api

__all__ = ["api", "complaints", "description", "figures", "places"]
