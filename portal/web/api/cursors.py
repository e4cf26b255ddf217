"""Where a list goes on: opaque text that belongs to one question and one state of its answer."""

import base64
import binascii
import struct
import zlib
from dataclasses import dataclass

from portal.errors import Problem, Problems
from portal.web.api.parameters import CURSOR

SHAPE = struct.Struct(">IiQ")  # of which question, of which state, after which row
HIGHEST_ID = 2**31 - 1
HIGHEST_CASE = 2**63 - 1  # ids of cases are random and long


@dataclass(frozen=True, slots=True)
class Cursor:
    """`state` is a revision, or a release's number below zero; `after` the last row given."""

    state: int = 0
    after: int = 0


def write_cursor(question: str, cursor: Cursor) -> str:
    packed = SHAPE.pack(zlib.crc32(question.encode()), cursor.state, cursor.after)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(question: str, text: str | None, highest: int = HIGHEST_ID) -> Cursor | None:
    """Raises Problems for what is no cursor, or one of another question."""
    if text is None:
        return None
    try:
        packed = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        asked, state, after = SHAPE.unpack(packed)
    except (binascii.Error, struct.error, ValueError) as error:
        raise Problems([Problem("cursor", CURSOR)]) from error
    if asked != zlib.crc32(question.encode()) or after > highest:
        raise Problems([Problem("cursor", CURSOR)])
    return Cursor(state, after)
