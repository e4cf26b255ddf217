"""Counts of this process, for the limits.

The library's own memory storage starts a thread at nearly every count to look for expired
ones, which costs more CPU than storing a rating. Here expired counts go when a new window
begins, once a minute at most.
"""

import threading
from dataclasses import dataclass

from limits.storage import Storage

from portal.clock import now

SWEEP = 60.0  # seconds


@dataclass(slots=True)
class _Window:
    count: int
    ends: float


class ProcessStorage(Storage):
    """Fixed windows in a dictionary; `process://` in flask-limiter's settings."""

    STORAGE_SCHEME = ["process"]  # noqa: RUF012  # as the library declares it

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **_options: str
    ) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._windows: dict[str, _Window] = {}
        self._lock = threading.Lock()
        self._swept = 0.0

    @property
    def base_exceptions(self) -> type[Exception]:
        return KeyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; the window begins with the first count and lasts `expiry` seconds."""
        moment = now().timestamp()
        with self._lock:
            window = self._windows.get(key)
            # The second half is for a clock set back: nobody waits longer than a window.
            if window is None or not 0 < window.ends - moment <= expiry:
                self._sweep(moment)
                window = self._windows[key] = _Window(0, moment + expiry)
            window.count += amount
            return window.count

    def get(self, key: str) -> int:
        window = self._windows.get(key)
        return window.count if window and window.ends > now().timestamp() else 0

    def get_expiry(self, key: str) -> float:
        window = self._windows.get(key)
        return window.ends if window else now().timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        with self._lock:
            count = len(self._windows)
            self._windows.clear()
            return count

    def clear(self, key: str) -> None:
        self._windows.pop(key, None)

    def _sweep(self, moment: float) -> None:
        if 0 <= moment - self._swept < SWEEP:
            return
        self._swept = moment
        self._windows = {key: w for key, w in self._windows.items() if w.ends > moment}
