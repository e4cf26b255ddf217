"""Photos that go with a few complaints: drawn here, then taken in like any resident's."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw

from portal.complaints.attaching import NewFile
from portal.config import Settings
from portal.demo.cases.filing import Coming
from portal.files.intake import Taken, take_in
from portal.files.store import FileStore

WIDTH, HEIGHT = 960, 640
WALL, BOARD, DARK = "#d9d2c4", "#f7f5ee", "#3b3a36"


def photos_of(coming: Coming, settings: Settings, day: date) -> Sequence[NewFile]:
    """The photo of this complaint, if it has one."""
    if not coming.has_photo:
        return ()
    taken = _notice()
    name = FileStore(settings.files_folder).put(taken.data, day=day)
    return (NewFile(name, taken.kind, "Foto 1", len(taken.data)),)


@cache
def _notice() -> Taken:
    """A notice on a wall: the counter is closed until one, whatever the hours above it say."""
    image = Image.new("RGB", (WIDTH, HEIGHT), WALL)
    draw = ImageDraw.Draw(image)
    draw.rectangle((180, 90, 780, 530), fill=BOARD, outline=DARK, width=6)
    for line, text in enumerate(("TUTUP", "s.d. 13.00", "Loket buka 07.30–16.00")):
        draw.text((230, 150 + 120 * line), text, fill=DARK, font_size=84 if line == 0 else 48)
    raw = BytesIO()
    image.save(raw, "JPEG", quality=80)
    return take_in("IMG_0001.jpg", raw.getvalue())
