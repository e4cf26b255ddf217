"""Runs the child for one file: bounded in time and in answer, apart from everything else.

The child is a fresh interpreter, not a copy of a web worker: it holds no key, no connection
and no other request. Nothing of the file touches a disk.
"""

import re
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import IO

from portal.files.cleaning.child import Drawn
from portal.files.facts import LARGEST_KEPT, Fault, Faulty, Kind, Source

LONGEST = 4.5  # seconds: every answer within five (threats.md T7)
MOST_ANSWER = LARGEST_KEPT + 60  # bytes; the file and its line
ANSWER = re.compile(rb"(jpeg|pdf) (\d{1,5}) (\d{1,5}) (\d{1,3})")
INTERPRETER = (sys.executable, "-I", "-S", "-B", "-c")
LIBRARIES = ("portal", "PIL", "pypdfium2")
PROGRAM = (
    "import sys; sys.path += sys.argv[2:]; from portal.files.cleaning.child import serve;"
    " from portal.files.cleaning.{room} import draw; serve(draw, sys.argv[1])"
)
ROOMS: Mapping[Source, str] = dict.fromkeys(Source, "photos") | {Source.PDF: "papers"}
BEGINNINGS = {Kind.JPEG: b"\xff\xd8\xff", Kind.PDF: b"%PDF-"}


def drawn_anew(source: Source, raw: bytes, *, seconds: float = LONGEST) -> Drawn:
    """The file as a child of its own drew it; raises Faulty."""
    child = subprocess.Popen(  # noqa: S603  # our own program, no word of the sender in it
        [*INTERPRETER, PROGRAM.format(room=ROOMS[source]), source, *_folders()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    )
    assert child.stdin is not None  # noqa: S101  # both are pipes
    assert child.stdout is not None  # noqa: S101
    ending = threading.Timer(seconds, child.kill)
    feeding = threading.Thread(target=_feed, args=(child.stdin, raw), daemon=True)
    try:
        ending.start()
        feeding.start()
        answer = child.stdout.read(MOST_ANSWER + 1)
        if len(answer) > MOST_ANSWER:
            child.kill()
        child.wait()
    finally:
        ending.cancel()
        child.kill()
        child.wait()
        feeding.join()
        child.stdout.close()
    return understood(child.returncode, answer)


def _feed(pipe: IO[bytes], raw: bytes) -> None:
    with suppress(BrokenPipeError), pipe:  # the child may end before it has read all
        pipe.write(raw)


def understood(code: int, answer: bytes) -> Drawn:
    """What the child said, which is a stranger's word: only these forms are believed."""
    if code in (-signal.SIGKILL, -signal.SIGXCPU):
        raise Faulty(Fault.HEAVY)
    line, _end, data = answer.partition(b"\n")
    said = ANSWER.fullmatch(line)
    if code != 0 or said is None:
        raise Faulty(_fault(line) if code == 0 else Fault.BROKEN)
    kind = Kind(said[1].decode("ascii"))
    if not data.startswith(BEGINNINGS[kind]):
        raise Faulty(Fault.BROKEN)
    width, height, pages = (int(said[place]) for place in (2, 3, 4))
    return Drawn(kind, data, width, height, pages)


def _fault(line: bytes) -> Fault:
    return next((fault for fault in Fault if fault.encode("ascii") == line), Fault.BROKEN)


@cache
def _folders() -> tuple[str, ...]:
    """Where the child finds the libraries, without loading them here."""
    found = (find_spec(name) for name in LIBRARIES)
    places = (spec.submodule_search_locations for spec in found if spec is not None)
    return tuple(sorted({str(Path(one).parent) for place in places if place for one in place}))
