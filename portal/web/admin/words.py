"""What the stored words of the organisation are called on screen."""

from collections.abc import Mapping

from portal.language import later

KINDS: Mapping[str, Mapping[str, str]] = {
    "locations": {
        "kantor": later("Kantor"),
        "mpp": later("Mal pelayanan publik"),
        "keliling": later("Layanan keliling"),
    },
    "services": {"gratis": later("Gratis"), "berbayar": later("Berbayar")},
    "officers": {
        "pns": later("PNS"),
        "pppk": later("PPPK"),
        "lainnya": later("Bukan ASN"),
    },
}

# What the overview counts and the lists filter by.
MISSING_WORDS: Mapping[str, str] = {
    "unit-tanpa-layanan": later("Unit tanpa layanan"),
    "layanan-tanpa-loket": later("Layanan tanpa loket"),
    "loket-tanpa-lokasi": later("Loket tanpa lokasi"),
    "loket-tanpa-layanan": later("Loket tanpa layanan"),
    "loket-tanpa-jadwal": later("Loket tanpa jadwal jaga pekan ini"),
    "petugas-unit-tutup": later("Petugas di unit yang tidak dipakai"),
}

WHY_MISSING: Mapping[str, str] = {
    "unit-tanpa-layanan": later("Warga tidak dapat memilih layanannya."),
    "layanan-tanpa-loket": later("Layanan ini belum dapat dinilai warga."),
    "loket-tanpa-lokasi": later("Nilai per lokasi tidak menghitung loket ini."),
    "loket-tanpa-layanan": later("Warga tidak ditanya layanan apa yang diterima."),
    "loket-tanpa-jadwal": later("Warga tidak dapat memilih petugas yang melayani."),
    "petugas-unit-tutup": later("Pindahkan ke unit yang dipakai, atau catat berhentinya."),
}

ACTIONS: Mapping[str, str] = {
    "add_unit": later("Unit ditambah"),
    "change_unit": later("Unit diubah"),
    "move_unit": later("Unit dipindahkan"),
    "retire_unit": later("Masa pakai unit diubah"),
    "merge_unit": later("Unit digabung"),
    "add_location": later("Lokasi ditambah"),
    "change_location": later("Lokasi diubah"),
    "retire_location": later("Masa pakai lokasi diubah"),
    "add_service": later("Layanan ditambah"),
    "change_service": later("Layanan diubah"),
    "retire_service": later("Masa pakai layanan diubah"),
    "add_counter": later("Loket ditambah"),
    "change_counter": later("Loket diubah"),
    "close_counter": later("Loket ditutup atau dibuka"),
    "renew_counter_code": later("Kode loket diganti"),
    "add_officer": later("Petugas ditambah"),
    "change_officer": later("Petugas diubah"),
    "transfer_officer": later("Petugas dipindahkan"),
    "end_officer": later("Masa tugas petugas diubah"),
    "import_units": later("Impor unit"),
    "import_locations": later("Impor lokasi"),
    "import_services": later("Impor layanan"),
    "import_counters": later("Impor loket"),
    "import_officers": later("Impor petugas"),
    "import_acting": later("Impor Plt. dan Plh."),
    "import_roster": later("Impor jadwal jaga"),
    "import_served": later("Impor jumlah dilayani"),
    "seed_calendar": later("Kalender diisi"),
    "reword_questionnaire": later("Kalimat kuesioner diubah"),
    "announced": later("Pengumuman dipasang"),
    "announcement_withdrawn": later("Pengumuman dihentikan"),
    "add_day_off": later("Hari libur ditambah"),
    "change_day_off": later("Hari libur diubah"),
    "remove_day_off": later("Hari libur dihapus"),
    "add_rule_set": later("Aturan waktu ditambah"),
    "change_rule_set": later("Aturan waktu diganti"),
    "confirm_rule_set": later("Aturan waktu dikonfirmasi"),
    "end_rule_set": later("Aturan waktu diakhiri"),
    "add_duty": later("Jadwal jaga ditambah"),
    "change_duty": later("Jadwal jaga diubah"),
    "cancel_duty": later("Jadwal jaga dibatalkan"),
    "copy_week": later("Jadwal sepekan disalin"),
    "grant_leave": later("Cuti dicatat"),
    "withdraw_leave": later("Cuti dihapus"),
}

# What can be imported, in the order in which it has to be there, and why.
SHEET_WORDS: Mapping[str, tuple[str, str]] = {
    "units": (later("Unit"), later("Susunan unit, dikenali dari kode.")),
    "locations": (later("Lokasi"), later("Gedung dan alamat, dikenali dari kode.")),
    "services": (later("Layanan"), later("Jenis layanan per unit, dikenali dari kode.")),
    "counters": (later("Loket"), later("Dikenali dari kode unit dan nomor.")),
    "officers": (
        later("Petugas"),
        later("Dikenali dari NIP atau ID internal. Lembar Plt & Plh ikut dibaca."),
    ),
    "acting": (later("Plt. dan Plh."), later("Dikenali dari petugas, unit, dan nomor SK.")),
    "roster": (
        later("Jadwal jaga"),
        later("Dikenali dari petugas, loket, tanggal, dan jam mulai."),
    ),
    "served": (later("Jumlah dilayani"), later("Satu baris untuk satu loket sehari.")),
}

DAY_KINDS: Mapping[str, str] = {
    "libur_nasional": later("Libur nasional"),
    "cuti_bersama": later("Cuti bersama"),
    "khusus": later("Libur daerah"),
}

# The limits of a rule set, in the order in which a case meets them: the word and what it limits.
LIMIT_WORDS: Mapping[str, tuple[str, str]] = {
    "verification_days": (
        later("Verifikasi (hari kerja)"),
        later("Memeriksa, menggolongkan, dan meneruskan laporan apa pun."),
    ),
    "first_step_days": (
        later("Langkah pertama (hari kerja)"),
        later("Koordinasi atau rencana tindak lanjut oleh unit."),
    ),
    "information_days": (
        later("Permintaan informasi (hari kerja)"),
        later("Sampai dijawab."),
    ),
    "aspiration_days": (later("Aspirasi (hari kerja)"), later("Sampai dijawab.")),
    "complaint_days": (
        later("Pengaduan tidak berkadar pengawasan (hari kerja)"),
        later("Sampai dijawab."),
    ),
    "oversight_days": (
        later("Pengaduan berkadar pengawasan (hari kerja)"),
        later("Penyalahgunaan wewenang, korupsi, disiplin: ditangani Inspektorat."),
    ),
    "extension_days": (
        later("Perpanjangan (hari kerja)"),
        later("Paling banyak, dengan alasan. 0 bila tidak boleh diperpanjang."),
    ),
    "pause_days": (
        later("Jeda menunggu pelapor (hari kerja)"),
        later("Sesudah itu hitungan berjalan lagi, dijawab atau tidak."),
    ),
    "incomplete_calendar_days": (
        later("Laporan tidak lengkap (hari kalender)"),
        later("Pelapor diam selama ini: dianggap dicabut."),
    ),
    "silence_days": (
        later("Diam sesudah jawaban (hari kerja)"),
        later("Pelapor diam selama ini: pengaduan ditutup."),
    ),
    "reopen_days": (
        later("Dapat dibuka kembali (hari kerja)"),
        later("Sesudah ditutup, bila menurut pelapor belum selesai."),
    ),
}

# What the parts of the questionnaire that are no question of their own are called.
PART_WORDS: Mapping[str, str] = {
    "overall": later("Nilai keseluruhan"),
    "outcomes": later("Hasil kunjungan"),
    "asked_to_pay": later("Permintaan bayaran"),
    "sex": later("Jenis kelamin"),
    "age_band": later("Usia"),
    "education": later("Pendidikan"),
    "occupation": later("Pekerjaan"),
}

CHANNEL_WORDS: Mapping[str, str] = {
    "paper": later("Formulir kertas"),
    "interview": later("Wawancara"),
    "telephone": later("Telepon"),
}
ORDER_WORDS: Mapping[str, str] = {
    "": later("Dari judul kolomnya"),
    "form": later("U8 sarana, U9 pengaduan"),
    "daftar": later("U8 pengaduan, U9 sarana"),
}
