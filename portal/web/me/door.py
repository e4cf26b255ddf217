"""The door itself; each page's module registers its views on it."""

from portal.web.door import Door

me = Door("me", __name__, posture="staff", url_prefix="/me")
