"""Door: a blueprint on which every page must say what permission it needs."""

import functools
from collections.abc import Callable, Sequence
from typing import ParamSpec

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.accounts.queries import SignedIn
from portal.accounts.rules.sessions import is_confirmed, needs_touch
from portal.accounts.sessions import touch_session
from portal.authority import Open, Permission
from portal.clock import now
from portal.errors import Unavailable
from portal.web.actors import current_actor, current_session
from portal.web.gates import (
    ask_confirmation,
    ask_factor,
    ask_sign_in,
    ask_unlock,
    must_set_up_factor,
    refuse_foreign,
)

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]
Refusal = Callable[[], ResponseReturnValue | None]


class Door:
    """The pages of one audience. `posture` names its row in the header table."""

    def __init__(self, name: str, import_name: str, *, posture: str, url_prefix: str = "") -> None:
        self.posture = posture
        self.blueprint = Blueprint(name, import_name, url_prefix=url_prefix or None)
        if posture == "staff":
            self.blueprint.before_request(refuse_foreign)

    def page(
        self,
        rule: str,
        *,
        needs: Permission | Open,
        methods: Sequence[str] = ("GET",),
        grave: bool = False,
        unfinished: bool = False,
        largest: int | None = None,
        posture: str = "",
    ) -> Callable[[View[P]], View[P]]:
        """Register a page; `needs` has no default, so that none is open by omission.

        A `grave` act asks for the second factor (or the password) unless it was just given.
        An `unfinished` page opens also to whoever has yet to set up a required second factor.
        `largest` is how many bytes may be posted where files are handed over; `posture` the row
        in the header table where it is not the door's.
        """

        def decorate(view: View[P]) -> View[P]:
            guarded = _guard(view, needs, grave, unfinished)
            guarded.needs = needs  # type: ignore[attr-defined]  # read by the conventions test
            guarded.posture = posture or self.posture  # type: ignore[attr-defined]  # read by headers
            guarded.grave = grave  # type: ignore[attr-defined]  # read by the matrix
            guarded.largest = largest  # type: ignore[attr-defined]  # read before the form is
            self.blueprint.add_url_rule(rule, view.__name__, guarded, methods=list(methods))
            return guarded

        return decorate


def _guard(view: View[P], needs: Permission | Open, grave: bool, unfinished: bool) -> View[P]:
    @functools.wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        refused = None if needs is Open.ANYONE else _refusal(needs, grave, unfinished)
        return view(*args, **kwargs) if refused is None else refused

    return guarded


def _refusal(needs: Permission | Open, grave: bool, unfinished: bool) -> ResponseReturnValue | None:
    found = current_session()
    if found is None:
        return ask_sign_in()
    if found.is_locked:
        return ask_unlock()
    _touch(found)
    if not unfinished and must_set_up_factor(found):
        return ask_factor()
    if isinstance(needs, Permission):
        current_actor().demand(needs)
    if grave and not is_confirmed(found.confirmed_at, now()):
        return ask_confirmation()
    return None


def _touch(found: SignedIn) -> None:
    """Note that the session is in use; a page that only reads opens on a full disk too."""
    if not needs_touch(found.seen_at, now()):
        return
    try:
        touch_session(found.actor, handle=found.session, at=now())
    except Unavailable:
        return
