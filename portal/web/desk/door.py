"""The door itself; each page's module registers its views on it."""

from portal.web.door import Door

desk = Door("desk", __name__, posture="staff", url_prefix="/desk")
