"""What an attachment may be, how large, and why one is not taken; known to parent and child."""

from enum import StrEnum

MEBIBYTE = 1 << 20
MOST_FILES = 5
LARGEST = 10 * MEBIBYTE  # bytes of one file as it is sent
LARGEST_POST = MOST_FILES * LARGEST + MEBIBYTE  # and the words around them
LARGEST_KEPT = 24 * MEBIBYTE  # bytes of one file as it is drawn anew
MOST_PIXELS = 20_000_000  # width times height of a photo
LONGEST_SIDE = 2560  # pixels of a stored photo
MOST_PAGES = 30


class Kind(StrEnum):
    """What is stored: every photo as JPEG, every paper as PDF."""

    JPEG = "jpeg"
    PDF = "pdf"


class Source(StrEnum):
    """What is taken, as its first bytes say."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class Fault(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    LARGE = "large"
    FOREIGN = "foreign"
    HEIC = "heic"
    DOUBLE = "double"
    BROKEN = "broken"
    PIXELS = "pixels"
    PAGES = "pages"
    LOCKED = "locked"
    HEAVY = "heavy"


class Faulty(Exception):
    """A file that is not taken, before anybody has found words for it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault
