"""The document of one closing: counts that must match, the root's index, the trail's head."""

from collections.abc import Iterable
from dataclasses import dataclass

from fpdf import FPDF

from portal.appraisal.queries import ClosingBrief, closing_of
from portal.appraisal.verification import sealing_entry
from portal.audit.queries import ChainHead
from portal.authority import UNKNOWN, Actor, Permission
from portal.documents import drawing, lettering
from portal.documents.lettering import Style
from portal.documents.sheet_frame import (
    LEFT,
    RIGHT,
    SMALL,
    SMALL_BOLD,
    TEXT,
    WIDTH,
    Letterhead,
    Stamp,
    draw_foot,
    draw_head,
    draw_pairs,
    draw_section,
    draw_title,
    legible,
)
from portal.errors import NotFound
from portal.feedback.models import Status
from portal.indicators.figures import Indicator
from portal.indicators.queries import closed_indicators
from portal.language import Language, decimal, month_name, plain_date, speaking, whole
from portal.month import Month
from portal.organisation.queries import UnitInTree, units_in_tree

FIGURE = Style(26, bold=True)
MOST_REVISIONS = 10_000
GROUP = 8  # letters of a hash read at once


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """All that the document says."""

    closing: ClosingBrief
    newest: int
    root: UnitInTree
    figure: Indicator | None
    entry: ChainHead | None


def closing_sheet(actor: Actor, month: str, revision: int, letterhead: Letterhead) -> bytes:
    """One A4 page about one closing or revision; NotFound where there is none."""
    actor.demand(Permission.READ_INDICATORS)
    facts = _facts(str(Month.parse(month)), revision)
    with speaking(Language.INDONESIAN):
        pdf = drawing.document("Penutupan bulan", letterhead.printed_on)
        pdf.add_page()
        _draw(pdf, facts, letterhead)
        return bytes(pdf.output())


def _facts(month: str, revision: int) -> ClosingFacts:
    closing = closing_of(month, min(revision, MOST_REVISIONS))
    root = next(iter(units_in_tree()), None)
    if closing is None or closing.revision != revision or root is None:
        raise NotFound(UNKNOWN)
    figures = closed_indicators(month, subjects=("unit",), revision=revision)
    figure = next((one for one in figures if one.subject.code == root.code), None)
    last = closing_of(month) or closing
    return ClosingFacts(closing, last.revision, root, figure, sealing_entry(month, revision))


def _draw(pdf: FPDF, facts: ClosingFacts, letterhead: Letterhead) -> None:
    closing = facts.closing
    draw_head(pdf, letterhead, "Indeks Kepuasan Masyarakat")
    line = f"Ditutup {plain_date(closing.closed_on)} oleh {_person(closing.closed_by)}"
    name = month_name(Month.parse(closing.month).first_day)
    tag = f"Revisi {closing.revision}"
    if closing.revision < facts.newest:
        tag += f", diganti revisi {facts.newest}"
    draw_title(pdf, f"Penutupan bulan {name}", line, tag)
    y = draw_section(pdf, "Jumlah jawaban yang harus cocok", 54)
    y = draw_pairs(pdf, tuple(_counts(closing)), y, 58)
    y = draw_section(pdf, f"Indeks {legible(facts.root.name)}", y + 5)
    y = _index(pdf, facts.figure, y + 5)
    y = draw_section(pdf, "Yang dibekukan", y + 5)
    y = draw_pairs(pdf, tuple(_frozen(closing)), y, 58)
    y = draw_section(pdf, "Jejak audit", y + 5)
    y = _trail(pdf, facts, y)
    _signature(pdf, y + 4)
    draw_foot(pdf, letterhead, _stamp(facts), page=1, pages=1)


def _person(name: str) -> str:
    """`person:budi` and `operator:root` as people say them."""
    kind, _colon, login = name.partition(":")
    return {"person": login, "operator": f"operator {login}"}.get(kind, name)


def _counts(closing: ClosingBrief) -> Iterable[tuple[str, str]]:
    received = closing.received
    yield "Dihitung", whole(received.get(Status.COUNTS, 0))
    yield "Ditahan", whole(received.get(Status.QUARANTINED, 0))
    yield "Dicoret", whole(received.get(Status.STRUCK, 0))
    yield "Jumlah, sama dengan diterima", whole(sum(received.values()))


def _index(pdf: FPDF, figure: Indicator | None, y: float) -> float:
    """The index with all its company, or the reason why there is none."""
    if figure is None or figure.index is None:
        words = "belum ada angka" if figure is None else str(figure.withheld or "belum ada angka")
        return lettering.paragraph(pdf, words, LEFT, y, WIDTH, Style(14, bold=True), lines=2)
    after = LEFT + lettering.write(pdf, decimal(figure.index), LEFT, y + 3, FIGURE)
    _grade(pdf, figure.letter or "–", after + 4, y + 3)
    x = LEFT + 62
    for line in _company(figure):
        lettering.paragraph(pdf, line, x, y - 3, RIGHT - x, TEXT, lines=1)
        y += 5
    return y


def _grade(pdf: FPDF, letter: str, x: float, baseline: float) -> None:
    style = Style(15, bold=True)
    width = lettering.measure_of(bold=True)(letter) * style.size
    drawing.box(pdf, (x, baseline - 7, width + 5, 9), radius=1, border=drawing.BLACK, width=0.8)
    lettering.write(pdf, letter, x + 2.5, baseline - 0.6, style)


def _company(figure: Indicator) -> Iterable[str]:
    low, high = figure.interval or (None, None)
    if low is not None and high is not None:
        yield f"selang 95\u00a0% {decimal(low, 1)}–{decimal(high, 1)}"
    yield f"{whole(figure.answers)} jawaban, {whole(figure.complete or 0)} di antaranya lengkap"
    if figure.served is not None:
        yield f"dari {whole(figure.served)} orang yang dilayani"
    flagged = figure.flagged
    if flagged.index_with is not None:
        yield f"dengan {whole(flagged.answers)} jawaban yang ditahan: {decimal(flagged.index_with)}"


def _frozen(closing: ClosingBrief) -> Iterable[tuple[str, str]]:
    yield "Indikator", whole(closing.figures)
    yield "Bukti dukung petugas", whole(closing.records)
    yield "Definisi", f"{closing.definition}, bobot {closing.weight}"
    if closing.revision > 1:
        yield "Angka yang berubah", f"{whole(closing.changes)}; revisi sebelumnya tetap tersimpan"
        yield "Alasan revisi", legible(closing.reason)
    if closing.reviewed:
        yield "Hasil pemeriksaan", legible(closing.reviewed)


def _trail(pdf: FPDF, facts: ClosingFacts, y: float) -> float:
    """The head before the closing, and the entry of the closing itself, which holds its seal."""
    closing = facts.closing
    before = ChainHead(closing.audit_sequence, closing.audit_hash)
    y = _hash(pdf, f"Kepala sebelum penutupan, baris {before.sequence}", before.hash, y)
    if facts.entry is not None:
        words = f"Penutupan ini dengan segelnya, baris {facts.entry.sequence}"
        y = _hash(pdf, words, facts.entry.hash, y)
    return y


def _hash(pdf: FPDF, words: str, text: str, y: float) -> float:
    lettering.write(pdf, words, LEFT, y, SMALL)
    grouped = " ".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))
    lettering.paragraph(pdf, grouped, LEFT, y + 4.6, WIDTH, Style(10, bold=True), lines=1)
    return y + 11


def _signature(pdf: FPDF, y: float) -> None:
    x = RIGHT - 70
    lettering.write(pdf, "Mengetahui", x, y, SMALL_BOLD)
    drawing.rule(pdf, (x, y + 20), (RIGHT, y + 20), drawing.BLACK, 0.2)
    lettering.write(pdf, "Nama, jabatan, tanggal", x, y + 23.5, SMALL)


def _stamp(facts: ClosingFacts) -> Stamp:
    closing = facts.closing
    return Stamp(
        extract_id=closing.extract_id,
        revision=closing.revision,
        definition=closing.definition,
        answers=f"{whole(sum(closing.received.values()))} jawaban diterima",
        audit_sequence=closing.audit_sequence,
        audit_hash=closing.audit_hash,
    )
