"""Where a form's files lie while it is read: in memory, never on a disk.

Left to itself Werkzeug writes what is longer than 500 KB into a temporary file: a photo with
its place and its device, as it was sent. What may be posted is bounded by each page's `largest`.
"""

from io import BytesIO
from typing import IO

from flask import Request


class UnspooledRequest(Request):
    """A request whose files stay in memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()
