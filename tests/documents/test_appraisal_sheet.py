"""Sheets of the evidence and of closings, judged as paper: rendered, read out, scanned."""

import re
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from flask import Flask
from PIL import Image

from portal.appraisal.commands import close_month, revise_month
from portal.appraisal.queries import Appraisal, PersonalFigure, closing_of
from portal.appraisal.verification import sealing_entry
from portal.audit.queries import chain_head
from portal.authority import RESIDENT, operator
from portal.documents.appraisal_sheet import appraisal_sheet, appraisal_sheets
from portal.documents.closing_sheet import closing_sheet
from portal.documents.sheet_frame import Letterhead
from portal.errors import NotAllowed, NotFound, RuleBroken
from portal.indicators.queries import closed_indicators
from portal.indicators.rules.definition import Weight
from portal.indicators.rules.publication import Reason, Withheld
from portal.language import Language, decimal, speaking
from portal.month import Month
from tests.indicators.town import make_ratings, make_town

Render = Callable[[bytes], list[Image.Image]]
Scan = Callable[[Image.Image], list[str]]
Read = Callable[..., str]

TODAY = date(2026, 11, 21)
LETTERHEAD = Letterhead("Kabupaten Sungai Raya", "https://suara.sungairaya.example", TODAY)
NIP = "198609262015051001"
SAID = PersonalFigure(
    answers=124,
    days=21,
    mean=Decimal("3.4274"),
    score=Decimal("85.69"),
    interval=(Decimal("81.9"), Decimal("89.4")),
    compared="belum dapat dibedakan",
    withheld=None,
)
HELD = PersonalFigure(17, 9, None, None, None, None, Withheld(Reason.TOO_FEW, 17, 30))
RECORD = Appraisal(
    nip=NIP,
    name="Ni Luh Putu Žárá Ålængkàp Désa Ğ",
    unit_code="DUK",
    unit_name="Dinas Kependudukan dan Pencatatan Sipil",
    position="Pengadministrasi Kependudukan",
    month="2026-10",
    revision=2,
    status="final",
    block=(),
    definition="officer/exact-A-D/1",
    kompetensi=SAID,
    perilaku=replace(SAID, answers=118, score=Decimal("90.25"), compared="lebih tinggi"),
    overall_answers=130,
    overall_mean=Decimal("3.4"),
    overall_score=Decimal("85.00"),
    praise=None,
    evidence_tiers={"A": 60, "B": 10, "C": 50, "D": 4},
    notice="bukan dasar tunggal hukuman, TPP, atau peringkat",
    extract_id="0123456789abcdef" * 2,
    audit_sequence=412,
    audit_hash="5e1f" * 16,
)
SMALL = replace(RECORD, status="insufficient", kompetensi=HELD, perilaku=HELD, overall_score=None)
LONG = replace(
    RECORD,
    name="Raden Mas Panji Kusumaningrat " * 4,
    position="Analis Kebijakan Pertanahan " * 6,
    unit_name="Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu " * 3,
    block=("2026-08", "2026-09", "2026-10"),
    status="objection_open",
)
PREDICATES = ("ekspektasi", "sangat baik", "butuh perbaikan", "istimewa", "peringkat ke")


def read_out(poppler: Read, content: bytes) -> str:
    return " ".join(poppler("pdftotext", content, "-layout").split())


def test_the_code_is_scanned_at_200_dpi_and_holds_no_nip(
    rendered: Render, scanned_by_zxing: Scan, scanned_by_opencv: Scan
) -> None:
    address = f"https://suara.sungairaya.example/verifikasi/{RECORD.extract_id}"
    pages = rendered(appraisal_sheets([RECORD, SMALL, LONG], LETTERHEAD))
    assert len(pages) == 3
    for page in pages:  # a phone is held over the corner; zxing finds the code on the whole page
        assert scanned_by_zxing(page) == [address]
        assert scanned_by_opencv(page.crop((0, 1900, 900, page.height))) == [address]
    assert NIP not in address


def test_everything_that_belongs_to_a_figure_can_be_read_out(poppler: Read) -> None:
    text = read_out(poppler, appraisal_sheet(RECORD, LETTERHEAD))
    for words in (
        RECORD.name, NIP, RECORD.unit_name, RECORD.position, "Penerima Layanan", "Oktober 2026",
        "revisi 2", "Final", "Umpan balik berkelanjutan berdasarkan bukti dukung",
        "85,69", "81,9–89,4", "3,4274", "124", "21", "118", "90,25",
        "belum dapat dibedakan", "lebih tinggi", "A tiket sekali pakai: 60", "D tautan: 4",
        "officer/exact-A-D/1", "124 jawaban", "Dicetak 21 November 2026", "Halaman 1 dari 1",
        "baris 412", RECORD.audit_hash, RECORD.extract_id, "Kabupaten Sungai Raya",
        "Lembar ini bukan dasar tunggal hukuman, TPP, atau peringkat.",
    ):  # fmt: skip
        assert words in text, words


@pytest.mark.parametrize("record", [RECORD, SMALL, LONG])
def test_it_never_speaks_a_predicate(record: Appraisal, poppler: Read) -> None:
    text = read_out(poppler, appraisal_sheet(record, LETTERHEAD)).casefold()
    assert not [word for word in PREDICATES if word in text]


def test_too_little_is_told_in_words_instead_of_a_number(poppler: Read) -> None:
    text = read_out(poppler, appraisal_sheet(SMALL, LETTERHEAD))
    assert text.count("belum cukup data (17 dari 30)") == 4
    assert "Belum cukup data" in text
    assert not re.search(r"selang 95 % \d|\d,\d{4}", text)
    assert "nilai keseluruhan belum cukup data" in text


def test_long_names_stay_on_the_page(poppler: Read, rendered: Render) -> None:
    content = appraisal_sheet(LONG, LETTERHEAD)
    text = "".join(read_out(poppler, content).split())
    assert "Sanggahandataterbuka,belumuntukpenilaian" in text
    assert "gabunganAgu2026sampaiOkt2026" in text
    assert "RadenMasPanjiKusumaningrat" * 4 in text
    page = np.asarray(rendered(content)[0])
    margin = round(14 / 25.4 * 200)
    for edge in (page[:, :margin], page[:, -margin:], page[:margin], page[-margin:]):
        assert edge.min() > 200, "something stands in the margin"


def test_a_letter_the_font_lacks_is_shown_by_a_sign(poppler: Read) -> None:
    text = read_out(poppler, appraisal_sheet(replace(RECORD, name="Siti 漢 Aminah"), LETTERHEAD))
    assert "Siti ? Aminah" in text


def test_a_replaced_sheet_says_so(poppler: Read) -> None:
    assert "diganti" not in read_out(poppler, appraisal_sheet(RECORD, LETTERHEAD, newest=2))
    text = read_out(poppler, appraisal_sheet(RECORD, LETTERHEAD, newest=3))
    assert "Sudah diganti revisi 3" in text
    assert "Final" not in text


def test_it_is_black_on_white(poppler: Read) -> None:
    """No colour operator but greys, and no picture."""
    content = appraisal_sheet(RECORD, LETTERHEAD)
    assert len(poppler("pdfimages", content, "-list").splitlines()) == 2
    colours = {
        tuple(found.split()[:3])
        for found in re.findall(r"[\d.]+ [\d.]+ [\d.]+ (?:rg|RG)\b", _unpacked(content))
    }
    assert all(len(set(colour)) == 1 for colour in colours), colours


def _unpacked(content: bytes) -> str:
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    texts = []
    for stream in streams:
        try:
            texts.append(zlib.decompress(stream).decode("latin-1"))
        except zlib.error:
            continue
    return "\n".join(text for text in texts if "BT" in text)


def test_the_same_record_gives_the_same_bytes() -> None:
    assert appraisal_sheet(RECORD, LETTERHEAD) == appraisal_sheet(RECORD, LETTERHEAD)


def test_a_document_is_indonesian_whoever_prints_it(poppler: Read) -> None:
    with speaking(Language.ENGLISH):
        text = read_out(poppler, appraisal_sheet(RECORD, LETTERHEAD))
    assert "Oktober 2026" in text
    assert "85,69" in text


def test_a_unit_of_120_is_printed_in_seconds() -> None:
    records = [replace(RECORD, extract_id=f"{number:032x}") for number in range(120)]
    start = time.perf_counter()
    content = appraisal_sheets(records, LETTERHEAD)
    assert time.perf_counter() - start < 20
    assert content.count(b"/Type /Page\n") == 120
    assert len(content) < 120 * 10_000


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(RuleBroken, match="Tidak ada bukti dukung"):
        appraisal_sheets([], LETTERHEAD)
    with pytest.raises(RuleBroken, match="terlalu banyak"):
        appraisal_sheets([RECORD] * 2_001, LETTERHEAD)
    with pytest.raises(RuleBroken, match="terlalu panjang untuk kode QR"):
        appraisal_sheet(RECORD, replace(LETTERHEAD, base_url=f"https://{'a' * 200}.example"))


ACTOR = operator("uji")


@pytest.fixture
def revised(app: Flask) -> None:
    make_ratings(make_town(), "2026-10", 400, 3)
    facts = {"month": Month(2026, 10), "today": date(2026, 11, 2), "weight": Weight.NINTH}
    close_month(ACTOR, reviewed="Loket 3 diperiksa, tetap ditahan", **facts)
    revise_month(ACTOR, reason="12 lembar terketik dua kali 漢", **facts)


@pytest.mark.parametrize("revision", [1, 2])
def test_a_closing_prints_its_counts_its_index_and_the_trail(
    revised: None, revision: int, poppler: Read, rendered: Render, scanned_by_zxing: Scan
) -> None:
    content = closing_sheet(ACTOR, "2026-10", revision, LETTERHEAD)
    closing = closing_of("2026-10", revision)
    entry = sealing_entry("2026-10", revision)
    root = next(
        f for f in closed_indicators("2026-10", revision=revision) if f.subject.code == "PEMDA"
    )
    assert closing is not None
    assert entry is not None
    text = read_out(poppler, content)
    grouped = [" ".join(re.findall("." * 8, h)) for h in (closing.audit_hash, entry.hash)]
    for words in (
        "Penutupan bulan Oktober 2026", f"Revisi {revision}", "Ditutup 2 November 2026",
        f"Jumlah, sama dengan diterima {sum(closing.received.values())}",
        f"Dihitung {closing.received['counts']}", f"Ditahan {closing.received['quarantined']}",
        decimal(root.index), closing.definition, closing.audit_hash, *grouped,
        f"Indikator {closing.figures}", f"Bukti dukung petugas {closing.records}",
        "Dicetak 21 November 2026", "Halaman 1 dari 1",
    ):  # fmt: skip
        assert words in text, words
    assert ("12 lembar terketik dua kali ?" in text) == (revision == 2)
    assert "Loket 3 diperiksa" in text, "what was found about held answers stays said"
    assert ("diganti revisi 2" in text) == (revision == 1)
    [page] = rendered(content)
    assert scanned_by_zxing(page) == [LETTERHEAD.address(closing.extract_id)]


def test_the_last_closing_is_the_head_of_the_trail(revised: None) -> None:
    assert sealing_entry("2026-10", 2) == chain_head()
    assert sealing_entry("2026-10", 3) is None


@pytest.mark.parametrize(("month", "revision"), [("2026-10", 3), ("2026-10", 0), ("2026-09", 1)])
def test_a_closing_that_never_was_is_not_there(revised: None, month: str, revision: int) -> None:
    with pytest.raises(NotFound):
        closing_sheet(ACTOR, month, revision, LETTERHEAD)


def test_a_closing_is_for_those_who_read_indicators(revised: None) -> None:
    with pytest.raises(NotAllowed):
        closing_sheet(RESIDENT, "2026-10", 1, LETTERHEAD)
