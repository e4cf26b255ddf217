"""Each step in words, to the reporter and to staff; facts may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from portal.complaints.rules.words import Step
from portal.language import Language, speaking
from portal.web.case_sentences import line, step_sentence, step_title

DAY = date(2026, 11, 9)


@dataclass(frozen=True)
class Taken:
    step: str
    role: str = "handler"
    facts: Mapping[str, Any] = field(default_factory=dict)
    on_date: date = DAY


@pytest.mark.parametrize(
    ("taken", "title", "sentence"),
    [
        (Taken("filed", "reporter"), "Diterima", ""),
        (
            Taken("filed", "reporter", {"urgent": True}),
            "Diterima",
            "Ditandai mendesak, langsung dibaca.",
        ),
        (
            Taken("verified", facts={"klass": "pengaduan"}),
            "Diperiksa",
            "Golongan: Pengaduan tidak berkadar pengawasan.",
        ),
        (Taken("forwarded", facts={"unit": "Dinas X"}), "Diteruskan ke Dinas X", ""),
        (
            Taken("forwarded", facts={"desk": "coordinator", "unit": ""}),
            "Diteruskan ke Koordinator Pengaduan",
            "",
        ),
        (
            Taken("asked", facts={"until": "2026-11-20"}),
            "Kami bertanya kepada Anda",
            "Menunggu keterangan sampai 20 November 2026. Hitungan waktu dijeda.",
        ),
        (Taken("written", "reporter"), "Anda menambah keterangan", ""),
        (Taken("written", "reporter", {"answers": True}), "Anda menjawab", ""),
        (Taken("written"), "Pesan dari kami", ""),
        (
            Taken("extended", facts={"days": 7, "due": "2026-12-01", "reason": "Arsip lama."}),
            "Waktu diperpanjang",
            "Ditambah 7 hari kerja. Alasan: Arsip lama. Batas jawaban sekarang 1 Desember 2026.",
        ),
        (Taken("closed", facts={"outcome": "selesai"}), "Selesai", ""),
        (
            Taken("closed", facts={"outcome": "ditolak", "reason": "Bukan wewenang."}),
            "Tidak dapat ditangani",
            "Ditolak. Alasan: Bukan wewenang.",
        ),
        (
            Taken("closed", "system", {"outcome": "selesai", "silent": True}),
            "Selesai",
            "Ditutup dengan sendirinya karena tidak ada tanggapan lagi.",
        ),
        (Taken("confirmed", "reporter", {"solved": True}), "Anda menjawab: sudah selesai", ""),
        (Taken("confirmed", "reporter", {"solved": False}), "Anda menjawab: belum selesai", ""),
        (
            Taken("recalculated", "system", {"before": "2026-11-20", "after": "2026-11-23"}),
            "Tanggal dihitung ulang",
            "Batas jawaban dari 20 November 2026 menjadi 23 November 2026.",
        ),
        (
            Taken("merged", facts={"outcome": "duplikat"}),
            "Digabung",
            "Sudah ada pengaduan tentang hal yang sama. Jawabannya tampil juga di sini.",
        ),
    ],
)
def test_what_the_reporter_reads(taken: Taken, title: str, sentence: str) -> None:
    assert step_title(taken, to_reporter=True) == title
    assert step_sentence(taken, to_reporter=True) == sentence


def test_staff_read_of_the_reporter() -> None:
    taken = Taken("written", "reporter", {"answers": True})
    assert step_title(taken, to_reporter=False) == "Pelapor menjawab"
    assert line(taken, to_reporter=False).role == "Pelapor"
    assert line(taken, to_reporter=True).role == "Anda"


def test_a_mark_is_told_to_staff_alone() -> None:
    taken = Taken("rated", "reporter", {"mark": 1})
    assert step_sentence(taken, to_reporter=True) == ""
    assert step_sentence(taken, to_reporter=False) == "Tidak baik."


@pytest.mark.parametrize("step", list(Step))
@pytest.mark.parametrize("language", list(Language))
def test_every_step_has_words_with_and_without_facts(step: Step, language: Language) -> None:
    facts = {
        "urgent": True,
        "klass": "aspirasi",
        "unit": "Dinas X",
        "until": "2026-11-20",
        "due": "2026-11-20",
        "before": "2026-11-19",
        "after": "2026-11-20",
        "days": 7,
        "reason": "Sebab.",
        "outcome": "arsip",
        "mark": 2,
        "decree": "SKB",
        "number": "123",
    }
    with speaking(language):
        for given in ({}, facts, {"klass": None, "outcome": "lain", "mark": 9}):
            for to_reporter in (True, False):
                said = line(Taken(step, "reporter", given), to_reporter=to_reporter)
                assert said.title
                assert said.role
                assert "{" not in said.title + said.sentence
