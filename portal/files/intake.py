"""Takes files in: what comes out is new, plain, and never what was sent (threats.md T7)."""

import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from portal.errors import Unavailable
from portal.files.cleaning.child import Drawn
from portal.files.facts import MOST_FILES, Fault, Faulty
from portal.files.looking import source_of
from portal.files.running import LONGEST, drawn_anew
from portal.files.words import BUSY, FileRefused, TooManyFiles
from portal.language import gettext as _

Taken = Drawn

AT_ONCE = 2  # children of one web worker
# Of a worker's threads so many may wait for children; the others go on taking ratings.
WAITING = 4
LONGEST_POST = 10.0  # seconds for all files of one post

_children = threading.BoundedSemaphore(AT_ONCE)
_posts = threading.BoundedSemaphore(WAITING)


def take_in(name: str, raw: bytes) -> Taken:
    """The file drawn anew; raises FileRefused, or Unavailable where too many wait already."""
    (found,) = take_in_all([(name, raw)])
    if isinstance(found, FileRefused):
        raise found
    return found


def take_in_all(files: Sequence[tuple[str, bytes]]) -> tuple[Taken | FileRefused, ...]:
    """Each file drawn anew, or why not, in the order given: a bad one does not stop the others.

    Raises TooManyFiles, or Unavailable where too many wait already.
    """
    if len(files) > MOST_FILES:
        raise TooManyFiles
    with _place(_posts, wait=0), ThreadPoolExecutor(AT_ONCE) as threads:
        until = time.monotonic() + LONGEST_POST
        found = threads.map(lambda one: _taken(one[0], one[1], until), files)
        # Named here and not in the threads, which do not know the language being spoken.
        return tuple(
            FileRefused(name, one) if isinstance(one, Fault) else one
            for (name, _raw), one in zip(files, found, strict=True)
        )


def _taken(name: str, raw: bytes, until: float) -> Taken | Fault:
    try:
        source = source_of(name, raw)
        with _place(_children, wait=until - time.monotonic()):
            left = until - time.monotonic()
            return drawn_anew(source, raw, seconds=min(LONGEST, left))
    except Faulty as faulty:
        return faulty.fault
    except (OSError, RuntimeError) as error:  # the machine gives no process or thread any more
        raise Unavailable(_(BUSY)) from error


@contextmanager
def _place(places: threading.BoundedSemaphore, *, wait: float) -> Iterator[None]:
    if not places.acquire(timeout=max(0.0, wait)):
        raise Unavailable(_(BUSY))
    try:
        yield
    finally:
        places.release()
