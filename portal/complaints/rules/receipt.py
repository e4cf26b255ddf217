"""The reporter's receipt: 20 digits like a token listrik, made from the form's ticket.

19 digits are 63 bits of a keyed hash of the ticket's nonce, so that the same form always shows
the same receipt and nobody else can make one; the last is a check digit (Damm), which finds every
single wrong digit and every swap of two neighbours before anything is looked up (design.md §6).
The database keeps a keyed digest under another key. Letters have no meaning here: no spelling
aloud, no language, the number pad is enough.
"""

import hmac
import unicodedata
from dataclasses import dataclass

DIGITS = 20
GROUP = 4
BITS = 63
LONGEST_INPUT = 200  # characters; what is longer was not typed

# Damm's quasigroup of order 10: the diagonal is 0, so a right code ends at 0.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class Mistyped(ValueError):  # a value that cannot be read, as in int("x")
    """No receipt of ours, told without a look-up: so many digits, or a check that fails."""

    def __init__(self, digits: int) -> None:
        super().__init__("digits" if digits != DIGITS else "check")
        self.digits = digits

    @property
    def is_count(self) -> bool:
        """Are there too few or too many digits? Else one of them is wrong."""
        return self.digits != DIGITS


@dataclass(frozen=True, slots=True)
class ReceiptKeys:
    """What receipts are made under, and what their stored digests are made under."""

    making: bytes
    storing: bytes


def receipt_keys(vault_key: str) -> ReceiptKeys:
    """Both keys of this installation, from the secret that stands outside the database."""
    root = bytes.fromhex(vault_key)
    return ReceiptKeys(
        hmac.digest(root, b"suara-loket/receipt/make", "sha256"),
        hmac.digest(root, b"suara-loket/receipt/store", "sha256"),
    )


def make(keys: ReceiptKeys, nonce: bytes) -> str:
    """The receipt of the form whose ticket carries this nonce, as 20 digits."""
    number = int.from_bytes(hmac.digest(keys.making, nonce, "sha256")[:8]) >> (64 - BITS)
    digits = f"{number:0{DIGITS - 1}}"
    return digits + str(_checked(digits))


def parse(typed: str) -> str:
    """The 20 digits of what somebody typed; blanks and signs between them do not matter.

    Raises Mistyped. Digits of other scripts count as digits, letters do not.
    """
    folded = unicodedata.normalize("NFKC", typed[:LONGEST_INPUT])
    digits = "".join(str(unicodedata.digit(sign)) for sign in folded if sign.isdigit())
    if len(digits) != DIGITS or _checked(digits) != 0:
        raise Mistyped(len(digits))
    return digits


def digest(keys: ReceiptKeys, receipt: str) -> bytes:
    """What the database keeps of a receipt: it cannot be computed back, nor tried out."""
    return hmac.digest(keys.storing, receipt.encode("ascii"), "sha256")


def groups(receipt: str) -> tuple[str, ...]:
    """Five groups of four, as it is shown, noted and read aloud."""
    return tuple(receipt[start : start + GROUP] for start in range(0, DIGITS, GROUP))


def _checked(digits: str) -> int:
    """The check digit of these digits; 0 where they end with their own."""
    found = 0
    for digit in digits:
        found = _TABLE[found][int(digit)]
    return found
