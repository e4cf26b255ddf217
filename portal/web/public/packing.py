"""A page compressed once, and filled in for each visitor without compressing it again.

Compressing the counter's form costs as much CPU as everything else about showing it.
"""

import struct
import zlib
from collections.abc import Sequence
from itertools import zip_longest

_GZIP = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"  # no name, no time, best compression
_END = b"\x03\x00"  # an empty last block
_NEVER = b"\xff"  # a byte that UTF-8 does not know


def pack(texts: Sequence[bytes], holes: Sequence[int]) -> tuple[bytes, ...]:
    """Compress texts as parts of one stream that has holes of so many bytes between them.

    In a hole the compressor sees bytes that no text holds, so that no later part refers back
    into it: whatever is filled in, the rest reads the same.
    """
    stream = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = []
    for text, hole in zip(texts, (*holes, 0), strict=True):
        packed.append(_through(stream, text))
        _through(stream, _NEVER * hole)
    return tuple(packed)


def _through(stream: "zlib._Compress", text: bytes) -> bytes:
    return stream.compress(text) + stream.flush(zlib.Z_SYNC_FLUSH)


def fill(packed: Sequence[bytes], fillings: Sequence[bytes], whole: bytes) -> bytes:
    """The gzip form of `whole`, which is the texts with the fillings between them.

    Each filling must be as long as its hole was.
    """
    parts = [_GZIP]
    for part, filling in zip_longest(packed, fillings, fillvalue=b""):
        parts += (part, _stored(filling)) if filling else (part,)
    return b"".join((*parts, _END, struct.pack("<II", zlib.crc32(whole), len(whole) & 0xFFFFFFFF)))


def _stored(text: bytes) -> bytes:
    """A block that is not compressed: its length, the length's complement, the bytes."""
    return struct.pack("<BHH", 0, len(text), len(text) ^ 0xFFFF) + text
