"""`/units`, `/counters`, `/services`: what the codes in the figures mean, within the reach."""

from collections.abc import Callable
from typing import Any

from flask.typing import ResponseReturnValue

from portal.authority import SIGNED_IN
from portal.language import later
from portal.organisation.slices import (
    PlaceSlice,
    counter_slice,
    newest_change,
    service_slice,
    unit_slice,
)
from portal.web.api.answers import Question, Slice, answer
from portal.web.api.bearers import current_bearer
from portal.web.api.cursors import Cursor, read_cursor
from portal.web.api.door import api
from portal.web.api.parameters import Asking
from portal.web.api.shapes import CountersShape, ServicesShape, UnitsShape


@api.listing(
    "/units",
    later("Unit dalam jangkauan token, menurut kode; yang sudah tidak dipakai juga."),
    needs=SIGNED_IN,
    asks=Asking,
    gives=UnitsShape,
)
def units(asked: dict[str, Any]) -> ResponseReturnValue:
    return _places("units", asked, unit_slice)


@api.listing(
    "/counters",
    later("Loket dalam jangkauan token, menurut unit; tanpa kode QR."),
    needs=SIGNED_IN,
    asks=Asking,
    gives=CountersShape,
)
def counters(asked: dict[str, Any]) -> ResponseReturnValue:
    return _places("counters", asked, counter_slice)


@api.listing(
    "/services",
    later("Jenis layanan dalam jangkauan token, menurut kode."),
    needs=SIGNED_IN,
    asks=Asking,
    gives=ServicesShape,
)
def services(asked: dict[str, Any]) -> ResponseReturnValue:
    return _places("services", asked, service_slice)


def _places(
    resource: str, asked: dict[str, Any], load: Callable[..., PlaceSlice]
) -> ResponseReturnValue:
    """The organisation changes by commands, and each leaves its entry in the trail."""
    question = Question(resource, "", asked)
    at = read_cursor(question.text, asked["cursor"]) or Cursor()
    reach = _reach()

    def found() -> Slice:
        part = load(reach, after=at.after, limit=asked["limit"])
        return Slice(part.places, part.after)

    return answer(question, 0, newest_change(), found)


def _reach() -> frozenset[int]:
    """All units of the token, whatever it may read there."""
    grants = current_bearer().actor.grants
    return frozenset().union(*(grant.units or () for grant in grants))
