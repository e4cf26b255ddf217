"""The door of the operator's machines."""

from portal.web.door import Door

ops = Door("ops", __name__, posture="ops")
