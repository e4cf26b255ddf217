"""The door itself; each page's module registers its views on it."""

from portal.web.door import Door

account = Door("account", __name__, posture="staff")
