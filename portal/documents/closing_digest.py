"""What a closing froze as a short text: to be mailed, pinned up, or kept elsewhere."""

from portal.appraisal.queries import ClosingBrief
from portal.appraisal.verification import sealing_entry
from portal.documents.exports import SUBJECTS, Export, indicator_object
from portal.documents.figure_tables import indicator_table
from portal.errors import NotFound
from portal.feedback.models import Status
from portal.indicators.figures import Indicator
from portal.indicators.queries import closed_indicators
from portal.language import decimal, month_name, plain_date, whole
from portal.language import gettext as _
from portal.month import Month


def closed_export(month: str, revision: int) -> Export:
    """The figures as they stood after a revision; no officers."""
    figures = list(closed_indicators(month, subjects=SUBJECTS, revision=revision))
    if not figures:
        raise NotFound(_("Revisi ini tidak ada."))
    return Export(lambda: indicator_table(figures), lambda: map(indicator_object, figures))


def closing_digest(closing: ClosingBrief, root: Indicator | None) -> str:
    """Month, revision, the sum that must match, the root's index, and the chain's heads."""
    received = closing.received
    counted, held, struck = (received.get(status, 0) for status in Status)
    sealed = sealing_entry(closing.month, closing.revision)
    lines = [
        _("Penutupan {month}, revisi {revision}").format(
            month=month_name(Month.parse(closing.month).first_day), revision=closing.revision
        ),
        _("Ditutup: {date}").format(date=plain_date(closing.closed_on)),
        _("{counted} dihitung + {held} ditahan + {struck} dicoret = {total} diterima").format(
            counted=whole(counted),
            held=whole(held),
            struck=whole(struck),
            total=whole(counted + held + struck),
        ),
        _root_words(root),
        _("Definisi: {definition}").format(definition=closing.definition),
        _("Nomor kutipan: {extract}").format(extract=closing.extract_id),
        _("Kepala rantai sebelum penutupan: {sequence} {hash}").format(
            sequence=closing.audit_sequence, hash=closing.audit_hash
        ),
    ]
    if sealed is not None:
        words = _("Kepala rantai sesudah penutupan: {sequence} {hash}")
        lines.append(words.format(sequence=sealed.sequence, hash=sealed.hash))
    if closing.reason:
        lines.append(_("Alasan revisi: {reason}").format(reason=" ".join(closing.reason.split())))
    return "\n".join(line for line in lines if line) + "\n"


def _root_words(root: Indicator | None) -> str:
    if root is None or root.index is None:
        return ""
    return _("IKM {name}: {index}, {answers} jawaban").format(
        name=root.subject.name, index=decimal(root.index), answers=whole(root.answers)
    )
