"""Door: a blueprint on which every page must say what permission it needs."""

import functools
from collections.abc import Callable, Sequence
from typing import ParamSpec

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.authority import Open, Permission
from portal.web.actors import current_actor

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]


class Door:
    """The pages of one audience. `posture` names its row in the header table."""

    def __init__(self, name: str, import_name: str, *, posture: str, url_prefix: str = "") -> None:
        self.posture = posture
        self.blueprint = Blueprint(name, import_name, url_prefix=url_prefix or None)

    def page(
        self, rule: str, *, needs: Permission | Open, methods: Sequence[str] = ("GET",)
    ) -> Callable[[View[P]], View[P]]:
        """Register a page; `needs` has no default, so that none is open by omission."""

        def decorate(view: View[P]) -> View[P]:
            guarded = _guard(view, needs)
            guarded.needs = needs  # type: ignore[attr-defined]  # read by the conventions test
            guarded.posture = self.posture  # type: ignore[attr-defined]  # read by headers
            self.blueprint.add_url_rule(rule, view.__name__, guarded, methods=list(methods))
            return guarded

        return decorate


def _guard(view: View[P], needs: Permission | Open) -> View[P]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if isinstance(needs, Permission):
            current_actor().demand(needs)
        return view(*args, **kwargs)

    return guarded
