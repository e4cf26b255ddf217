"""The door itself: a token instead of a session, parameters and answers described as they are."""

import functools
from collections.abc import Callable
from typing import Any

import flask_smorest
from flask.typing import ResponseReturnValue
from marshmallow import Schema

from portal.authority import Open, Permission
from portal.errors import Problems, RuleBroken
from portal.language import gettext as _
from portal.language import later
from portal.web.api.bearers import refusal
from portal.web.api.parameters import StrictParser
from portal.web.api.shapes import ProblemShape
from portal.web.door import P, View
from portal.web.problems import MEDIA_TYPE, problem

FAILURES = {
    401: later("Token tidak ada, tidak dikenal, kedaluwarsa, atau dicabut."),
    403: later("Lingkup token tidak mencukupi untuk yang diminta."),
    404: later("Tidak ada, atau di luar jangkauan token."),
    409: later("Angka berganti di tengah halaman-halaman; mulai lagi."),
    422: later("Parameter keliru; tiap kesalahan disebut di errors."),
    429: later("Terlalu banyak permintaan; Retry-After menyebut detiknya."),
    503: later("Sistem sedang penuh; Retry-After menyebut detiknya."),
}


class ApiBlueprint(flask_smorest.Blueprint):  # type: ignore[misc]  # the library is untyped
    """A blueprint whose parameters are refused in our words."""

    ARGUMENTS_PARSER = StrictParser()


class ApiDoor:
    """Like every door, each address says what it needs; here a token gives it, and GET is all."""

    posture = "api"

    def __init__(self, name: str, import_name: str, *, url_prefix: str) -> None:
        self.blueprint = ApiBlueprint(name, import_name, url_prefix=url_prefix)
        self.blueprint.register_error_handler(Problems, _bad_parameters)
        self.blueprint.register_error_handler(RuleBroken, _broken_rule)

    def page(
        self, rule: str, *, needs: Permission | Open, media: str = ""
    ) -> Callable[[View[P]], View[P]]:
        """Register an address; `needs` has no default, so that none is open by omission.

        `media` describes an answer that is no list.
        """

        def decorate(view: View[P]) -> View[P]:
            guarded = _guard(self._described(view, media) if media else view, needs)
            guarded.needs = needs  # type: ignore[attr-defined]  # read by the conventions test
            # The one page for people among the lists has the headers of a page.
            is_page = media == "text/html"
            guarded.posture = "public" if is_page else self.posture  # type: ignore[attr-defined]
            guarded.grave = False  # type: ignore[attr-defined]  # read by the matrix
            self.blueprint.add_url_rule(rule, view.__name__, guarded, methods=["GET"])
            return guarded

        return decorate

    def _described(self, view: View[P], media: str) -> View[P]:
        schema = {"type": "object" if media == "application/json" else "string"}
        described: View[P] = self.blueprint.response(200, schema, content_type=media)(view)
        return described

    def listing(
        self,
        rule: str,
        words: str,
        *,
        needs: Permission | Open,
        asks: type[Schema],
        gives: type[Schema],
    ) -> Callable[[Callable[[dict[str, Any]], ResponseReturnValue]], Any]:
        """A list in slices: its parameters are checked, and described together with the answer."""

        def decorate(view: Callable[[dict[str, Any]], ResponseReturnValue]) -> Any:
            described = self.blueprint.response(200, gives, description="Satu halaman.")(view)
            described = self.blueprint.alt_response(304, description="Belum berubah.")(described)
            for status, meaning in FAILURES.items():
                described = self.blueprint.alt_response(
                    status, schema=ProblemShape, content_type=MEDIA_TYPE, description=meaning
                )(described)
            described = self.blueprint.doc(summary=words, security=[{"token": []}])(described)
            described = self.blueprint.arguments(asks, location="query")(described)
            return self.page(rule, needs=needs)(described)

        return decorate


def _guard(view: View[P], needs: Permission | Open) -> View[P]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        refused = None if needs is Open.ANYONE else refusal(needs)
        return view(*args, **kwargs) if refused is None else refused

    return guarded


def _bad_parameters(error: Problems) -> ResponseReturnValue:
    errors = [{"parameter": one.where, "detail": _(one.what)} for one in error.problems]
    return problem(422, " ".join(f"{e['parameter']}: {e['detail']}" for e in errors), errors=errors)


def _broken_rule(error: RuleBroken) -> ResponseReturnValue:
    return problem(422, _(error.message))


api = ApiDoor("api", __name__, url_prefix="/api/v1")
