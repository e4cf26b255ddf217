"""Every bad cell is named by row, column and reason, and nothing is stored."""

from datetime import date

import pytest

from tests.organisation.conftest import Office
from tests.organisation.sheets import audit_count

NIP, NI_PPPK = "198609262015051001", "199001012022211002"

UNITS = [
    ("kode,nama\nUPT,\n", ["Baris 2, kolom B (nama): kosong, wajib diisi."]),
    ("kode,nama\nDUA KATA,X\n", ["Baris 2, kolom A (kode): “DUA KATA” bukan kode."]),
    ("kode,nama\nA,x\na,y\n", ["Baris 3, kolom A (kode): sama dengan baris 2. Hapus salah satu."]),
    (
        "kode,nama,induk\nA,x,DUKCAPL\n",
        ["Baris 2, kolom C (induk): unit DUKCAPL tidak dikenal. Maksudnya DUKCAPIL?"],
    ),
    ("kode,nama,induk\nA,x,QQ\n", ["unit QQ tidak dikenal. Tambahkan dulu di lembar unit."]),
    (
        "kode,nama,induk\nA,x,B\nB,y,C\nC,z,A\n",
        ["induk berputar: A → B → C → A.", "B → C → A → B.", "C → A → B → C."],
    ),
    ("kode,nama,induk\nKAB,Kabupaten,PTSP\n", ["induk berputar: KAB → PTSP → KAB."]),
    ("kode,nama,induk\nA,x,A\n", ["induk berputar: A → A."]),
    ("kode,nama,hari kerja\nA,x,7\n", ["kolom C (hari kerja): “7” bukan 5 atau 6"]),
    (f"kode,nama\nA,{'x' * 201}\n", ["201 huruf, paling banyak 200."]),
    ("kode,nama,tidak dipakai sejak\nA,x,12/31/2026\n", ["bulan 31 tidak ada"]),
    ("kode,nama,induk\nA,,QQ\nB C,y,QQ\n", ["wajib diisi", "bukan kode", "unit QQ", "unit QQ"]),
]
LOCATIONS = [
    (
        "kode,nama,jenis\nA,x,warung\n",
        ["“warung” tidak dikenal. Tulis kantor, mpp, atau keliling."],
    ),
    ("kode,nama,jenis,tanggal\nA,x,keliling,\n", ["layanan keliling perlu tanggal."]),
]
SERVICES = [
    ("kode,nama,unit\nA,x,ENTAH\n", ["Baris 2, kolom C (unit): unit ENTAH tidak dikenal."]),
    ("kode,nama,unit,tarif\nA,x,PTSP,50\n", ["mungkin Excel membaca 50.000 sebagai 50"]),
    ("kode,nama,unit,tarif\nA,x,PTSP,murah\n", ["“murah” bukan tarif. Tulis gratis"]),
]
COUNTERS = [
    ("unit,nomor\nDUKCAPIL,3\nDUKCAPIL,03\n", ["Baris 3, kolom B (nomor): sama dengan baris 2."]),
    ("unit,nomor,lokasi\nPTSP,1,MPQ\n", ["lokasi MPQ tidak dikenal. Maksudnya MPP?"]),
    ("unit,nomor,layanan\nPTSP,1,KTP;KTQ;X\n", ["layanan KTQ", "layanan X"]),
    ("unit,nomor,loket pengganti\nPTSP,1,PTSP 9\n", ["loket PTSP 9 tidak dikenal."]),
    ("unit,nomor,loket pengganti\nPTSP,1,PTSP 1\n", ["loket menggantikan dirinya sendiri."]),
    ("unit,nomor,kode qr\nDUKCAPIL,1,ZZZZZZ\n", ["kode QR tidak dapat diganti. Kosongkan."]),
    (
        "unit,nomor,kode qr\nPTSP,1,ZZZZZZ\nPTSP,2,zzzzzz\n",
        ["kolom C (kode qr): sama dengan baris 2"],
    ),
    ("unit,nomor,kode qr\nPTSP,1,ABC\n", ["bukan kode loket"]),
]
OFFICERS = [
    (
        "nip,nama,unit\n1.98609E+17,Ratna,PTSP\n",
        ["Baris 2, kolom A (nip): 1.98609E+17: angka belakang NIP hilang. Format"],
    ),
    ("nip,nama,unit\n19860926201505100,X,PTSP\n", ["17 angka, perlu 18"]),
    ("id internal,nama,unit\n,X,PTSP\n", ["tanpa NIP perlu id internal. Isi NIP, atau beri id"]),
    ("nip,nama,unit\n,X,PTSP\n", ["misalnya K-2."]),
    (f"nip,id internal,nama,unit\n{NIP},K-1,X,PTSP\n", ["NIP milik Ratna, id K-1 milik Budi."]),
    (f"nip,nama,unit,jenis\n{NI_PPPK},X,PTSP,PNS\n", ["Jika ini PPPK, tulis PPPK."]),
    (f"nip,nama,unit,jenis\n{NIP},X,PTSP,honorer\n", ["punya NIP tetapi jenisnya"]),
    ("id internal,nama,unit,jenis\nK-7,X,PTSP,PNS\n", ["PNS tanpa NIP."]),
    ("id internal,nama,unit\n3201011234567890,X,PTSP\n", ["NIK tidak dipakai"]),
    (
        f"nip,nama,unit\n{NIP},X,PTSP\n{NIP},Y,PTSP\n",
        ["Baris 3, kolom A (nip): sama dengan baris 2."],
    ),
    ("id internal,nama,unit\nK-8,X,PTSP\nk-8,Y,PTSP\n", ["sama dengan baris 2."]),
    ("id internal,nama,unit,tampilkan nama\nK-8,X,PTSP,mungkin\n", ["bukan ya atau tidak"]),
]
ACTING_HEAD = "nip,unit,jenis,nomor sk,mulai,selesai\n"
ACTING = [
    (f"{ACTING_HEAD}{NIP},PTSP,Plt,1,02/11/2026,01/11/2026\n", ["selesai sebelum mulai."]),
    (f"{ACTING_HEAD}{NIP},PTSP,Pjs,1,01/11/2026,02/11/2026\n", ["Tulis Plt. atau Plh."]),
    (
        f"{ACTING_HEAD}K-9,PTSP,Plt,,01/11/2026,02/11/2026\n",
        ["wajib diisi", "petugas K-9 tidak dikenal"],
    ),
]
HEAD = "nip,unit,loket,tanggal,mulai,selesai\n"
DAY = "02/11/2026"
ROSTER = [
    (
        f"{HEAD}{NIP},DUKCAPIL,1,{DAY},08.00,12.00\n{NIP},DUKCAPIL,2,{DAY},11.00,13.00\n",
        ["Baris 3, kolom E (mulai): bentrok dengan baris 2: petugas sama, jam bertumpang."],
    ),
    (
        f"{HEAD}{NIP},DUKCAPIL,14,{DAY},08.00,12.00\n",
        ["Baris 2, kolom C (loket): loket 14 tidak ada di DUKCAPIL."],
    ),
    (
        f"{HEAD}{NIP},DUKCAPL,1,{DAY},08.00,12.00\n",
        ["unit DUKCAPL tidak dikenal. Maksudnya DUKCAPIL?"],
    ),
    (f"{HEAD}{NIP},DUKCAPIL,1,{DAY},12.00,08.00\n", ["kolom F (selesai): selesai sebelum mulai."]),
    (f"{HEAD}{NIP},DUKCAPIL,1,,08.00,12.00\n", ["kolom D (tanggal): tanggal kosong."]),
    (f"{HEAD}{NIP},DUKCAPIL,1,besok,08.00,12.00\n", ["kolom D (tanggal): tidak memuat tanggal"]),
    (f"{HEAD}{NIP},DUKCAPIL,1,{DAY},8.3,25.00\n", ["“8.3” bukan jam", "jam 25.00 tidak ada"]),
    (
        f"{HEAD}{NIP},DUKCAPIL,1,{DAY},03/11/2026 08.00,12.00\n",
        ["tanggal 03/11/2026 bukan 02/11/2026."],
    ),
    (
        f"{HEAD}{NIP},DUKCAPIL,1,{DAY},08.00,12.00\n{NIP},dukcapil,01,2026-11-02,8,11.00\n",
        ["kolom E (mulai): sama dengan baris 2."],
    ),
    (
        f"{HEAD}198609262015051009,DUKCAPIL,1,{DAY},08.00,12.00\n",
        ["petugas 198609262015051009 tidak"],
    ),
    (f"{HEAD}1.98609E+17,DUKCAPIL,1,{DAY},08.00,12.00\n", ["Format kolom sebagai Teks"]),
]
SERVED = [
    ("unit,loket,tanggal,jumlah\nDUKCAPIL,1,02/11/2026,-1\n", ["bukan bilangan bulat: -1."]),
    ("unit,loket,tanggal,jumlah\nDUKCAPIL,1,22/11/2026,5\n", ["hari yang belum tiba."]),
    ("unit,loket,tanggal,jumlah\nDUKCAPIL,9,02/11/2026,5\n", ["loket 9 tidak ada di DUKCAPIL."]),
    ("unit,loket,tanggal,jumlah\nDUKCAPIL,1,02/11/2026,200000\n", ["200000 lebih dari 100000."]),
    (
        "unit,loket,tanggal,jumlah\nDUKCAPIL,1,02/11/2026,5\nDUKCAPIL,1,2026-11-02,6\n",
        ["sama dengan baris 2."],
    ),
]
CASES = {
    "units": UNITS,
    "locations": LOCATIONS,
    "services": SERVICES,
    "counters": COUNTERS,
    "officers": OFFICERS,
    "acting": ACTING,
    "roster": ROSTER,
    "served": SERVED,
}


@pytest.mark.parametrize("name", CASES)
def test_bad_cells_are_named(sqlite_office: Office, name: str) -> None:
    entries = audit_count()
    facts = {"today": date(2026, 11, 21)} if name == "served" else {}
    for text, expected in CASES[name]:
        found = sqlite_office.problems(name, text, **facts)
        assert len(found) == len(expected), (text, found)
        for words in expected:
            assert any(words in problem for problem in found), (text, found)
    assert audit_count() == entries


def test_a_duty_that_clashes_with_a_stored_one(sqlite_office: Office) -> None:
    sqlite_office.put("roster", f"{HEAD}{NIP},DUKCAPIL,1,{DAY},08.00,12.00\n")
    found = sqlite_office.problems("roster", f"{HEAD}{NIP},DUKCAPIL,2,{DAY},07.30,09.00\n")
    assert len(found) == 1
    assert "bentrok dengan jadwal tersimpan 02/11/2026 08.00–12.00" in found[0]
    assert "kolom Batal" in found[0]


def test_duties_of_who_left_and_at_closed_counters(sqlite_office: Office) -> None:
    sqlite_office.put("officers", f"nip,nama,unit,berhenti sejak\n{NIP},Ratna,DUKCAPIL,{DAY}\n")
    sqlite_office.put("counters", f"unit,nomor,tutup sejak\nDUKCAPIL,1,{DAY}\n")
    found = sqlite_office.problems("roster", f"{HEAD}{NIP},DUKCAPIL,1,{DAY},08.00,12.00\n")
    assert [problem.split(": ")[1] for problem in found] == [
        "sudah berhenti sejak 02/11/2026. Periksa petugasnya.",
        "loket tutup sejak 02/11/2026. Periksa loketnya.",
    ]
    before = f"{HEAD}{NIP},DUKCAPIL,1,01/11/2026,08.00,12.00\n"
    assert sqlite_office.problems("roster", before) == []


def test_a_code_of_another_counter_is_refused(sqlite_office: Office) -> None:
    sqlite_office.put("counters", "unit,nomor,kode qr\nPTSP,1,ZZZZZZ\n")
    found = sqlite_office.problems("counters", "unit,nomor,kode qr\nPTSP,2,ZZZZZZ\n")
    assert found == ["Baris 2, kolom C (kode qr): kode ZZZZZZ milik loket lain. Kosongkan."]
