"""What is handed over with a form does not touch a disk before it is drawn anew."""

from io import BytesIO

from flask import Flask, request
from werkzeug.datastructures import FileStorage


def test_a_large_photo_stays_in_memory(sqlite_app: Flask) -> None:
    photo = FileStorage(BytesIO(bytes(3_000_000)), "a.jpg", "files")
    context = sqlite_app.test_request_context(method="POST", data={"files": photo})
    with context:
        request.max_content_length = 4_000_000
        assert type(request.files["files"].stream) is BytesIO
