"""The child: gives up its rights, reads one file, draws it anew, and ends.

Its answer is one line, `kind width height pages` or a fault, and after it the new file.
"""

import os
import resource
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn

from portal.files.facts import LARGEST, MEBIBYTE, Fault, Faulty, Kind, Source
from portal.files.looking import refuse_double

CPU = 4  # seconds
MEMORY = 640 * MEBIBYTE  # of addresses: twenty see-through megapixels, and the libraries
# No file, socket, pipe or thread can be opened any more; what is open stays.
LIMITS = {
    resource.RLIMIT_CPU: CPU,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_NOFILE: 0,
}
if sys.platform != "darwin":  # which refuses to bound addresses
    LIMITS[resource.RLIMIT_AS] = MEMORY


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file drawn anew. A photo has a width and a height, a paper has pages; the rest is 0."""

    kind: Kind
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0
    pages: int = 0


def serve(draw: Callable[[Source, bytes], Drawn], source: str) -> NoReturn:
    """Answer on standard output; a child that dies on the way has said nothing.

    Whoever calls has loaded every library: none can be opened after the first line here.
    """
    give_up_rights()
    try:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        refuse_double(Source(source), raw)
        drawn = draw(Source(source), raw)
        _say(f"{drawn.kind} {drawn.width} {drawn.height} {drawn.pages}", drawn.data)
    except Faulty as faulty:
        _say(faulty.fault)
    except MemoryError:
        _say(Fault.HEAVY)
    os._exit(0)  # nothing is left to be put in order, and a decoder's leftovers are not asked


def give_up_rights() -> None:
    """Bound time and memory, and close every way out but the open pipes; not to be undone."""
    for limit, ours in LIMITS.items():
        _soft, hard = resource.getrlimit(limit)
        bound = ours if hard == resource.RLIM_INFINITY else min(ours, hard)
        resource.setrlimit(limit, (bound, bound))


def _say(line: str, data: bytes = b"") -> None:
    sys.stdout.buffer.write(line.encode("ascii") + b"\n")
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()
