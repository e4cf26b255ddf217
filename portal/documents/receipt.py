"""The reporter's code as a QR of plain text: no address, so the secret never stands in one."""

from dataclasses import dataclass

from portal.documents import qr


@dataclass(frozen=True, slots=True)
class ReceiptCode:
    """Outlines to draw, the side with its quiet zone, and the zone's width."""

    outlines: tuple[qr.Outline, ...]
    side: int
    quiet: int = qr.QUIET_ZONE


def receipt_code(groups: tuple[str, ...]) -> ReceiptCode:
    """The QR of the five groups as they are noted, so that a phone shows them in groups too."""
    # Past the caches: they would hold the secrets of the last reporters.
    grid = qr.modules.__wrapped__(" ".join(groups))
    return ReceiptCode(qr.outlines.__wrapped__(grid), len(grid) + 2 * qr.QUIET_ZONE)
