"""The door itself; each page's module registers its views on it."""

from portal.web.door import Door

admin = Door("admin", __name__, posture="staff", url_prefix="/admin")
