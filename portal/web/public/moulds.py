"""Pages that are the same for everybody, rendered once and cast again for each visitor.

Rendering the counter's form costs several milliseconds, and all that differs between two
visitors at one counter is the ticket and the style's nonce. A mould is the page's HTML,
cut at those places.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from secrets import token_hex

from flask import Response, request

from portal.language import Language, language
from portal.web.headers import style_nonce
from portal.web.limits import settings
from portal.web.public.packing import fill, pack

MOST_MOULDS = 300  # of about 27 KB each

FORESEEN = {"lang": tuple(Language), "sudah": ("1",)}


@dataclass(frozen=True, slots=True)
class Mould:
    """Texts, the names of what belongs between them ("nonce", "ticket"), and the texts packed."""

    texts: tuple[bytes, ...]
    names: tuple[str, ...]
    packed: tuple[bytes, ...]


_lock = threading.Lock()
_moulds: OrderedDict[Hashable, Mould] = OrderedDict()


def _is_castable() -> bool:
    """False where the address carries anything unforeseen: the page's links would carry it on."""
    return all(value in FORESEEN.get(name, ()) for name, value in request.args.items())


def cast(key: Hashable, render: Callable[[str], str], ticket: str = "") -> Response | str:
    """The page with this visitor's ticket and nonce.

    `key` holds everything else that the page shows; `render` makes the page around a slot
    where the ticket belongs.
    """
    if not _is_castable():
        return render(ticket)
    chosen = settings()
    by_hand = "lang" in request.args
    filling = {"nonce": style_nonce().encode(), "ticket": ticket.encode()}
    whole_key = (key, language(), by_hand, chosen.accent, chosen.contact, len(ticket))
    mould = _found(whole_key)
    if mould is None:
        mould = _mould(render, filling)
        _keep(whole_key, mould)
    return _fill(mould, [filling[name] for name in mould.names])


def _fill(mould: Mould, fillings: list[bytes]) -> Response:
    pairs = zip_longest(mould.texts, fillings, fillvalue=b"")
    body = b"".join(piece for pair in pairs for piece in pair)
    response = Response(body, mimetype="text/html")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(fill(mould.packed, fillings, body))
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    return response


def _mould(render: Callable[[str], str], filling: Mapping[str, bytes]) -> Mould:
    slot, nonce = token_hex(16), style_nonce()
    names = {slot: "ticket", nonce: "nonce"}
    pieces = re.split(f"({slot}|{re.escape(nonce)})", render(slot))
    found = [names[piece] for piece in pieces[1::2]]
    texts = [piece.encode() for piece in pieces[::2]]
    return Mould(tuple(texts), tuple(found), pack(texts, [len(filling[name]) for name in found]))


def _found(key: Hashable) -> Mould | None:
    with _lock:
        if key in _moulds:
            _moulds.move_to_end(key)
        return _moulds.get(key)


def _keep(key: Hashable, mould: Mould) -> None:
    with _lock:
        _moulds[key] = mould
        if len(_moulds) > MOST_MOULDS:
            _moulds.popitem(last=False)
