"""The child: what it may no longer do, what of its answer is believed, how long it may take."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from portal.config import ROOT
from portal.files.facts import LARGEST, Fault, Faulty, Kind, Source
from portal.files.running import drawn_anew, understood
from tests.files.makers import jpeg, paper, picture, png, webp

PROBE = """
import os, socket, sys
from portal.files.cleaning.child import give_up_rights
give_up_rights()
def attempt(what):
    try:
        what()
    except (OSError, MemoryError) as error:
        return type(error).__name__
    return "allowed"
print(attempt(lambda: open("/etc/hostname")))
print(attempt(lambda: open(sys.argv[1], "w")))
print(attempt(socket.socket))
print(attempt(os.pipe))
print(attempt(lambda: os.dup(1)))
print(attempt(lambda: bytes(700 * 2**20)))
"""


def test_a_child_can_open_nothing_and_take_no_more_memory(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "never-written")],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert run.stdout.split() == ["OSError"] * 5 + ["MemoryError"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "raw", "kind", "facts"),
    [
        (Source.JPEG, jpeg(orientation=6), Kind.JPEG, (60, 90, 0)),
        (Source.PNG, png(), Kind.JPEG, (90, 60, 0)),
        (Source.WEBP, webp(), Kind.JPEG, (90, 60, 0)),
        (Source.PDF, paper(2), Kind.PDF, (0, 0, 2)),
    ],
)
def test_each_kind_comes_back_from_a_child_without_rights(
    source: Source, raw: bytes, kind: Kind, facts: tuple[int, int, int]
) -> None:
    """All that a decoder loads late was loaded before: it could not be opened any more."""
    drawn = drawn_anew(source, raw)
    assert drawn.kind is kind
    assert (drawn.width, drawn.height, drawn.pages) == facts


def test_what_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    with pytest.raises(Faulty) as refused:
        drawn_anew(Source.JPEG, jpeg(picture((4000, 3000))), seconds=0.1)
    assert refused.value.fault is Fault.HEAVY
    assert time.monotonic() - began < 1
    assert [one for one in threading.enumerate() if isinstance(one, threading.Timer)] == []


def test_a_file_of_ten_megabytes_passes_the_pipe() -> None:
    raw = jpeg()
    drawn = drawn_anew(Source.JPEG, raw + bytes(LARGEST - len(raw)))
    assert len(drawn.data) < 10_000


NEW = b"\xff\xd8\xff\xe0rest"


@pytest.mark.parametrize(
    ("code", "answer", "fault"),
    [
        (0, b"pixels\n", Fault.PIXELS),
        (0, b"pages\n", Fault.PAGES),
        (0, b"", Fault.BROKEN),
        (0, b"nonsense\n" + NEW, Fault.BROKEN),
        (0, b"svg 9 9 0\n" + NEW, Fault.BROKEN),
        (0, b"jpeg 9 9 0\n<svg>", Fault.BROKEN),
        (0, b"pdf 0 0 1\n" + NEW, Fault.BROKEN),
        (0, b"jpeg 999999 9 0\n" + NEW, Fault.BROKEN),
        (0, b"jpeg -1 9 0\n" + NEW, Fault.BROKEN),
        (0, b"x" * 100_000, Fault.BROKEN),
        (1, b"jpeg 9 9 0\n" + NEW, Fault.BROKEN),
        (-11, b"jpeg 9 9 0\n" + NEW, Fault.BROKEN),
        (-6, b"", Fault.BROKEN),
        (-9, b"jpeg 9 9 0\n" + NEW, Fault.HEAVY),
        (-24, b"", Fault.HEAVY),
    ],
)
def test_only_a_whole_answer_of_a_known_form_is_believed(
    code: int, answer: bytes, fault: Fault
) -> None:
    with pytest.raises(Faulty) as refused:
        understood(code, answer)
    assert refused.value.fault is fault
    assert understood(0, b"jpeg 9 8 0\n" + NEW).data == NEW
