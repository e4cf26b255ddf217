"""Limits that hurt a flood and not a busy office.

The key is an HMAC of the address prefix (IPv4 /24, IPv6 /64: a phone network puts
thousands behind one address) under a random key that lives one day, in memory or in
Redis. No address and nothing that could be computed back to one is kept.
"""

import hmac
import ipaddress
import math
import secrets
import threading
from dataclasses import dataclass, field
from datetime import date

import redis
from flask import Flask, abort, current_app, request
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter, RateLimiter

from portal.clock import now, today
from portal.config import Secrets, Settings
from portal.extensions import limiter
from portal.logs import log
from portal.web.counts import ProcessStorage

ADDRESS_KEY = "portal.address_key"  # in the request's environment, computed once for it
DAY_AND_A_HALF = 36 * 3600
SOCKET = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}

FORMS_FOR_HELD = 200  # an hour and network, with the typed text
PROGRAM = RateLimitItemPerMinute(600)  # requests of one API token
STRANGER = RateLimitItemPerMinute(60)  # requests of one network with tokens that open nothing
TRY_AGAIN = 10.0  # seconds

_lock = threading.Lock()
_keys: dict[date, bytes] = {}
_KEY_WITHOUT_REDIS = secrets.token_bytes(32)


@dataclass
class _Standby:
    """Counts of this process for when Redis is away, and when that was last seen."""

    here: RateLimiter = field(
        default_factory=lambda: FixedWindowRateLimiter(ProcessStorage("process://"))
    )
    failed_at: float = 0.0


def settings() -> Settings:
    """The settings of the application that serves this request."""
    found: Settings = current_app.config["PORTAL"]
    return found


def secret_keys() -> Secrets:
    """The keys of this installation; `create_app` refuses to start without them."""
    found = settings().secrets
    assert found is not None  # noqa: S101  # for the type checker
    return found


def address_prefix(address: str) -> str:
    """The network an address belongs to, as far as limits are concerned."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network((parsed, length), strict=False))


def address_key() -> str:
    """The key under which this request's network is counted today."""
    known: str | None = request.environ.get(ADDRESS_KEY)
    if known is None:
        prefix = address_prefix(request.remote_addr or "")
        known = hmac.digest(key_of_today(), prefix.encode(), "sha256").hex()[:24]
        request.environ[ADDRESS_KEY] = known
    return known


def minutes_to_wait() -> int:
    """Count one post of this network; 0 when it is let in, else how long to wait."""
    item, key = RateLimitItemPerHour(address_limit()), address_key()
    if hit(item, "post", key):
        return 0
    _here().hit(RateLimitItemPerHour(FORMS_FOR_HELD), "held", key)
    return minutes_left(item, "post", key)


def staff_minutes_to_wait() -> int:
    """The same for signing in, counted apart: residents and staff share the office's network.

    As many as an office may send: right sign-ins of a whole office count too, and wrong ones
    are held back by the lock-out per account and source.
    """
    item, key = RateLimitItemPerHour(settings().office_limit), address_key()
    return 0 if hit(item, "sign-in", key) else minutes_left(item, "sign-in", key)


def minutes_left(item: RateLimitItem, *names: str) -> int:
    """How long until the window of this count ends."""
    seconds = _window_end(item, *names) - now().timestamp()
    return min(60, max(1, math.ceil(seconds / 60)))


def refuse_flood() -> None:
    """Before a page: a network held back hundreds of times is a machine and gets few words.

    The form with its text is for people; it costs ten times as much as these words, and a
    flood must not cost the time of everybody else.
    """
    if request.method != "POST":
        return
    item = RateLimitItemPerHour(FORMS_FOR_HELD)
    if not _here().test(item, "held", address_key()):
        abort(429)


def address_limit() -> int:
    """How many posts an hour this network may send; declared office networks may send more."""
    chosen = settings()
    return chosen.office_limit if _is_office(chosen) else chosen.address_limit


def is_over_counter_ceiling(counter_id: int) -> bool:
    """Count one rating of this counter; True when the hour's ceiling is exceeded.

    A ceiling never turns anybody away: what exceeds it is stored and quarantined.
    """
    return not hit(RateLimitItemPerHour(settings().counter_limit), "counter", str(counter_id))


def seconds_for_program(token: str) -> int:
    """Count one request of an API token (its handle); 0 when it is let in, else the wait."""
    return _seconds(PROGRAM, "program", token)


def seconds_for_stranger() -> int:
    """Count one request with a token that opens nothing; whoever has a good one is not held."""
    return _seconds(STRANGER, "stranger", address_key())


def _seconds(item: RateLimitItem, *names: str) -> int:
    if hit(item, *names):
        return 0
    return min(60, max(1, math.ceil(_window_end(item, *names) - now().timestamp())))


def hit(item: RateLimitItem, *names: str) -> bool:
    """Count where all processes count; in this process while Redis is away."""
    if not _is_away():
        try:
            return limiter.limiter.hit(item, *names)
        except redis.RedisError:
            _note_away("limits")
    return _here().hit(item, *names)


def has_room(item: RateLimitItem, *names: str) -> bool:
    """Would one more be let in? Counts nothing."""
    if not _is_away():
        try:
            return limiter.limiter.test(item, *names)
        except redis.RedisError:
            _note_away("limits")
    return _here().test(item, *names)


def _window_end(item: RateLimitItem, *names: str) -> float:
    if not _is_away():
        try:
            return limiter.limiter.get_window_stats(item, *names).reset_time
        except redis.RedisError:
            _note_away("limits")
    return _here().get_window_stats(item, *names).reset_time


def _here() -> RateLimiter:
    found: RateLimiter = current_app.extensions["portal_limits"].here
    return found


def _is_away() -> bool:
    """Redis failed a moment ago: do not let every visitor wait for it."""
    failed_at: float = current_app.extensions["portal_limits"].failed_at
    return 0 <= now().timestamp() - failed_at < TRY_AGAIN


def _note_away(where: str) -> None:
    current_app.extensions["portal_limits"].failed_at = now().timestamp()
    log.warning("redis_unreachable", where=where)


def limiter_state() -> str:
    """ "ok", or why the limits are only those of this process."""
    if settings().redis_url is None:
        return "ok"
    try:
        return "ok" if limiter.storage.check() else "redis does not answer; limits are in memory"
    except redis.RedisError:
        return "redis does not answer; limits are in memory"


def _is_office(chosen: Settings) -> bool:
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(address in network for network in chosen.office_networks)


def key_of_today() -> bytes:
    """The random key of this day: what is counted under it leads back to nobody."""
    day = today(settings().timezone)
    with _lock:
        if day in _keys:
            return _keys[day]
        key = secrets.token_bytes(32) if settings().redis_url is None else _shared_key(day)
        if key is not None:
            _keys.clear()
            _keys[day] = key
        return key or _KEY_WITHOUT_REDIS


def _shared_key(day: date) -> bytes | None:
    """The day's key from Redis, so that several processes count together; None while away."""
    if _is_away():
        return None
    try:
        with redis.Redis.from_url(settings().redis_url or "", **SOCKET) as client:
            name = f"portal:address-key:{day}"
            client.set(name, secrets.token_bytes(32), nx=True, ex=DAY_AND_A_HALF)
            found = client.get(name)
            return found if isinstance(found, bytes) else None
    except redis.RedisError:
        _note_away("address key")
        return None


def configure_limits(app: Flask, chosen: Settings) -> None:
    """Where the counts are kept: in Redis when it is named, else in this process."""
    app.config["RATELIMIT_STORAGE_URI"] = chosen.redis_url or "process://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = dict(SOCKET) if chosen.redis_url else {}
    app.config["RATELIMIT_STRATEGY"] = "fixed-window"
    app.config["RATELIMIT_HEADERS_ENABLED"] = False
    app.extensions["portal_limits"] = _Standby()
    # Registered beforehand, the library puts no check of its own before every page: only
    # what is posted is counted.
    app.extensions["limiter"] = {limiter}
    limiter.init_app(app)
