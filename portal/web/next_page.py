"""Where to go after a gate: only ever to a page of this portal."""

import re
from urllib.parse import urlsplit

LONGEST = 2000
_PLAIN = re.compile(r"/(?![/\\])[\x21-\x7e]*")  # printable ASCII, as browsers send a path


def local_path(text: str | None) -> str | None:
    """The path and query when it is one of this site; None for anything that leads elsewhere.

    "//evil", "/\\evil", schemes, control characters and "/%2f%2fevil"-free plain paths: what
    a browser might read as another host is no path here.
    """
    if not text or len(text) > LONGEST or "\\" in text or not _PLAIN.fullmatch(text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if not parts.scheme and not parts.netloc else None
