"""`/healthz`: the process answers. `/readyz`: what it needs answers too."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.readiness import readiness
from portal.web.limits import limiter_state
from portal.web.ops.door import ops


@ops.page("/healthz", needs=ANYONE)
def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


@ops.page("/readyz", needs=ANYONE)
def readyz() -> ResponseReturnValue:
    state = readiness(limiter=limiter_state())
    return jsonify(state.as_dict()), 503 if state.status == "down" else 200
