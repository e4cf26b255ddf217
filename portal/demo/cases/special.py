# ruff: noqa: E501  # a table of sentences
"""A few complaints with a course of their own: each page of desk and tracker has one to show."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.demo.cases.filing import Coming
from portal.demo.cases.lives import PRAISE, Act, Life
from portal.demo.cases.special_acts import NEIGHBOUR
from portal.demo.cases.texts import Tale
from portal.demo.counters import COUNTERS
from portal.demo.days import HalfYear

FIRST_PLACE = 400
BY_KEY = {one.key: one for one in COUNTERS}
VERIFIED: tuple[Act, ...] = ((1, "verify"), (1, "take"))


@dataclass(frozen=True, slots=True)
class Special:
    """`ago`: on which working day it was filed, counted back from the last one."""

    ago: int
    counter: str
    story: str
    acts: tuple[Act, ...]
    kind: str = "pengaduan"
    about: str = "layanan"
    identity: str = "terbuka"
    reporter: str = "Nurhayati Siregar"
    channel: str = "qr"
    may_publish: bool = False
    officer: str = ""


# fmt: off
SPECIAL = (
    Special(7, "DUKCAPIL/3", "Loket 3 tutup pukul 11 padahal di papan tertulis sampai pukul 16.", VERIFIED),
    Special(5, "DUKCAPIL/3", "Hari itu Loket 3 sudah tutup sejak pukul 11, saya datang pukul 12.", ((1, "merge"),), identity="dirahasiakan", reporter="Tigor Manalu"),
    Special(15, "DUKCAPIL/4", f"Kartu keluarga saya tertukar dengan milik {NEIGHBOUR}. Nama anak saya tertulis di kartunya.", ((1, "verify"), (1, "mask"), (5, "answer_close"), (5, "publish"), (8, "solved")), may_publish=True),
    Special(18, "RSUD/1", "Hasil pemeriksaan ayah saya tidak pernah diberikan, sudah tiga kali kami minta.", ((1, "verify"), (2, "ask_identity"), (2, "agree"), (3, "open_identity"), (7, "answer_close"), (9, "solved")), identity="dirahasiakan", reporter="Sahat Hutapea"),
    Special(40, "KEC-MUARA/1", "Surat keterangan saya tertahan karena saya pernah protes di loket ini.", ((1, "verify"), (6, "answer_close"), (9, "solved"), (38, "mistreated")), identity="dirahasiakan", reporter="Yohanes Sinaga"),
    Special(11, "DPMPTSP/2", "NIB saya terbit dengan alamat usaha yang salah dan sistem menolak perbaikan.", ((1, "verify"), (2, "lapor"), (6, "answer"))),
    Special(4, "RSUD/2", "Jadwal poli di papan berbeda dengan jadwal di loket pendaftaran.", ((1, "verify"), (1, "lapor"))),
    Special(12, "RSUD/1", "Tagihan ganti tiga kali dalam sehari dan tidak ada rinciannya.", (*VERIFIED, (8, "extend")), channel="loket"),
    Special(3, "KEL-PASIR/1", "Warga menelepon: surat pindah belum ditandatangani sejak pekan lalu.", ((1, "verify"),), channel="telepon"),
    Special(6, "RSUD/4", "Surat keluarga pasien: obat yang ditulis dokter diganti tanpa penjelasan.", ((1, "verify"),), channel="surat"),
    Special(9, "DUKCAPIL/1", "Agus di meja informasi menyuruh saya pulang sebelum saya selesai bertanya.", ((1, "pass_on"), (2, "verify"), (2, "question"), (5, "explain")), about="petugas", officer="agus"),
    Special(6, "DUKCAPIL/3", "Ratna di Loket 3 meminta berkas yang tidak ada di daftar syarat.", ((1, "pass_on"), (2, "verify"), (2, "question")), about="petugas", officer="petugas"),
    Special(4, "DUKCAPIL/2", "Rekaman sidik jari saya ditolak mesin dan saya disuruh datang lagi.", ((1, "verify"), (2, "ask"))),
    Special(18, "DUKCAPIL/5", "Surat pindah saya tidak pernah dicari; tidak ada yang menjawab.", VERIFIED, identity="dirahasiakan", reporter="Rosalina Gultom"),
    Special(8, "DUKCAPIL/5", "Alamat di surat pindah saya salah dua kali berturut-turut.", ((1, "verify"), (2, "ask_identity")), identity="dirahasiakan", reporter="Jamaluddin Lubis"),
    Special(14, "DUKCAPIL/6", "Akta kematian ayah saya dijanjikan seminggu, sekarang sudah tiga minggu.", VERIFIED),
    Special(12, "DUKCAPIL/7", "Kartu identitas anak dicetak dengan tanggal lahir yang salah.", VERIFIED),
    Special(25, "DUKCAPIL/3", "Bu Ratna menjelaskan syarat akta dengan sabar, sampai saya paham.", PRAISE, kind="apresiasi", about="petugas", officer="petugas"),
    Special(22, "DUKCAPIL/3", "Akta anak saya dibantu Bu Ratna di Loket 3 walau saya datang menjelang tutup. Terima kasih.", PRAISE, kind="apresiasi", about="petugas", officer="petugas"),
)
# fmt: on


def special_comings(half: HalfYear) -> Iterator[Coming]:
    """All of the table, on the days it says."""
    days = list(half.working_days(5, half.first_day, half.today))
    for place, one in enumerate(SPECIAL, FIRST_PLACE):
        counter = BY_KEY[one.counter]
        yield Coming(
            place=place,
            filed_on=days[-1 - one.ago],
            counter=counter,
            service=counter.services[0],
            tale=Tale(one.kind, one.about, one.story),
            story=one.story,
            identity=one.identity,
            reporter=one.reporter,
            channel=one.channel,
            may_publish=one.may_publish,
            life=Life("special", one.acts),
            officer=one.officer,
        )
