"""The door itself; each page's module registers its views on it."""

from portal.web.door import Door
from portal.web.limits import refuse_flood

public = Door("public", __name__, posture="public")
public.blueprint.before_request(refuse_flood)
