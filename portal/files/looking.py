"""What a file is by its bytes, and whether it is two things at once; decodes nothing."""

import re
from collections.abc import Mapping

from portal.files.facts import LARGEST, Fault, Faulty, Source

STARTS: Mapping[bytes, Source] = {
    b"\xff\xd8\xff": Source.JPEG,
    b"\x89PNG\r\n\x1a\n": Source.PNG,
    b"%PDF-": Source.PDF,
}
# An iPhone's own format, and its brothers: libheif is not among what the portal trusts.
HEIC = re.compile(rb"(?s).{4}ftyp(hei[cmsx]|hev[cmx]|mif1|msf1|avi[fs])")
# Whoever hands out such a file under such a name wants it to run somewhere.
RUNNING_NAME = re.compile(
    r"(?i)\.(ph(p\d*|t|tml?|ar|ps)|[sx]?html?|svgz?|xml|m?js|vbs|hta|jar|jsp|aspx?|cgi|exe|bat|cmd"
    r"|scr|msi|apk|sh|ps1|py|pl|htaccess)$"
)
# At least five bytes each: in ten megabytes of noise one of them stands once in ten thousand files.
PROGRAMS = (b"<script", b"<?php", b"<html", b"<svg ", b"<!doctype", b"<iframe", b"#!/bin/")
PDF_START = b"%PDF-"
ZIP_END = b"PK\x05\x06"
ZIP_END_SIZE = 22
LONGEST_ZIP_COMMENT = 0xFFFF


def source_of(name: str, raw: bytes) -> Source:
    """The kind that the first bytes tell; the name can only speak against it. Raises Faulty."""
    if not raw:
        raise Faulty(Fault.EMPTY)
    if len(raw) > LARGEST:
        raise Faulty(Fault.LARGE)
    if RUNNING_NAME.search(name.rstrip(". ")):
        raise Faulty(Fault.FOREIGN)
    for start, source in STARTS.items():
        if raw.startswith(start):
            return source
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        return Source.WEBP
    raise Faulty(Fault.HEIC if HEIC.match(raw) else Fault.FOREIGN)


def refuse_double(source: Source, raw: bytes) -> None:
    """Raise Faulty for a file that another program would read as something else.

    Drawing anew takes the second thing out; somebody who builds such a file is told so.
    What phones append (a film, a depth map) is none of these.
    """
    lowered = raw.lower()
    another = source is not Source.PDF and PDF_START in raw
    if another or any(mark in lowered for mark in PROGRAMS) or _ends_as_zip(raw):
        raise Faulty(Fault.DOUBLE)


def _ends_as_zip(raw: bytes) -> bool:
    """Is there an end of a zip's directory near the end, with room for its comment?"""
    start = max(0, len(raw) - ZIP_END_SIZE - LONGEST_ZIP_COMMENT)
    place = raw.rfind(ZIP_END, start)
    while place >= 0:
        comment = int.from_bytes(raw[place + 20 : place + ZIP_END_SIZE], "little")
        if place + ZIP_END_SIZE + comment <= len(raw):
            return True
        place = raw.rfind(ZIP_END, start, place)
    return False
