"""The pages of staff, in the order of the band: which words lead where.

Who may open one stands above its view; a page that is not built yet has no link.
"""

from dataclasses import dataclass

from portal.language import later


@dataclass(frozen=True, slots=True)
class Page:
    """A page in the navigation: endpoint, word, and the sentence on the home page's card."""

    endpoint: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Section:
    """A word in the band and the pages below it."""

    label: str
    pages: tuple[Page, ...]


SECTIONS = (
    Section(
        later("Meja"),
        (
            Page(
                "desk.inbox",
                later("Pengaduan"),
                later("Yang baru, jatuh tempo hari ini, dan terlambat, dengan tanggalnya."),
            ),
            Page(
                "desk.enter_case",
                later("Catat pengaduan"),
                later("Untuk warga yang datang, menelepon, atau menulis surat."),
            ),
            Page(
                "desk.identity_requests",
                later("Buka identitas"),
                later("Permintaan membuka nama pelapor yang dirahasiakan."),
            ),
            Page(
                "desk.aftermaths",
                later("Setelah melapor"),
                later("Jawaban pelapor tentang perlakuan sesudah melapor."),
            ),
            Page(
                "desk.reply_templates",
                later("Templat jawaban"),
                later("Jawaban siap pakai dengan isian otomatis."),
            ),
            Page(
                "desk.exchange",
                later("SP4N-LAPOR!"),
                later("Nomor pelacakan, daftar cocokan, dan pertukaran berkas."),
            ),
            Page(
                "desk.personal_data",
                later("Data pribadi"),
                later("Permintaan pelapor atas datanya, dan masa simpan."),
            ),
        ),
    ),
    Section(
        later("Hasil"),
        (
            Page(
                "results.overview",
                later("Nilai bulan ini"),
                later("Nilai, unsur, loket, dan saran warga: yang berjalan dan yang ditutup."),
            ),
            Page(
                "results.closing",
                later("Penutupan"),
                later("Periksa bulan yang lewat, lalu tutup. Koreksi menjadi revisi."),
            ),
            Page(
                "results.review",
                later("Jawaban ditahan"),
                later("Jawaban yang ditahan sinyal: lepas atau coret, dengan alasan."),
            ),
            Page(
                "results.appraisals",
                later("Bukti penilaian"),
                later("Lembar bukti per petugas dari bulan yang sudah ditutup."),
            ),
            Page(
                "results.objections",
                later("Sanggahan"),
                later("Sanggahan data dari petugas yang menunggu keputusan."),
            ),
            Page(
                "results.targets",
                later("Target"),
                later("Target setiap unit untuk setahun, dan capaiannya."),
            ),
            Page(
                "results.pulls",
                later("Pengambilan data"),
                later("Program mana mengambil data unit Anda, kapan, sebanyak apa."),
            ),
        ),
    ),
    Section(
        later("Isian"),
        (
            Page(
                "results.paper",
                later("Formulir kertas"),
                later("Ketik formulir kertas yang sudah diisi warga."),
            ),
            Page(
                "results.paper_checks",
                later("Pemeriksaan kertas"),
                later("Uji petik lembar yang diketik, dan bagian kertas dalam jawaban."),
            ),
            Page(
                "admin.import_answers",
                later("Impor lembar SKM"),
                later("Unggah lembar survei yang sudah ada, periksa dulu, lalu simpan."),
            ),
            Page(
                "results.served",
                later("Warga dilayani"),
                later("Catat jumlah warga yang dilayani di setiap loket per hari."),
            ),
        ),
    ),
    Section(
        later("Nilai saya"),
        (
            Page(
                "me.own_results",
                later("Nilai saya"),
                later("Ucapan terima kasih, nilai Anda sendiri, dan sanggahan data."),
            ),
            Page(
                "me.own_praise",
                later("Yang ditulis warga"),
                later("Ucapan terima kasih dan saran tentang pelayanan Anda, dapat dicetak."),
            ),
            Page(
                "me.own_objections",
                later("Sanggahan saya"),
                later("Sampaikan bila jawaban bukan tentang Anda, dan baca putusannya."),
            ),
            Page(
                "me.asked_by_desk",
                later("Pertanyaan"),
                later("Yang ditanyakan penangan pengaduan kepada Anda, dan jawaban Anda."),
            ),
            Page(
                "me.check_in",
                later("Lapor bertugas"),
                later("Katakan di loket mana Anda bertugas sekarang."),
            ),
        ),
    ),
    Section(
        later("Admin"),
        (
            Page("admin.overview", later("Ringkasan"), later("Keadaan data induk dan isinya.")),
            Page("admin.units", later("Unit"), later("Susunan unit sebagai pohon.")),
            Page("admin.locations", later("Lokasi"), later("Gedung dan alamat pelayanan.")),
            Page("admin.services", later("Layanan"), later("Jenis layanan, tarif, dan syarat.")),
            Page("admin.counters", later("Loket"), later("Loket, kode QR, dan jam buka.")),
            Page("admin.posters", later("Poster"), later("Poster dan kartu QR siap cetak.")),
            Page("admin.officers", later("Petugas"), later("Petugas, mutasi, dan cuti.")),
            Page("admin.roster", later("Jadwal jaga"), later("Siapa bertugas di loket mana.")),
            Page(
                "admin.rule_sets",
                later("Aturan waktu"),
                later("Batas waktu pengaduan per unit, dengan dasar hukumnya."),
            ),
            Page(
                "admin.complaint_managers",
                later("Penanggung jawab"),
                later("Nama dan alamat pengelola pengaduan yang diumumkan."),
            ),
            Page("admin.calendar", later("Kalender"), later("Hari libur dan dasar hukumnya.")),
            Page(
                "admin.questionnaire", later("Kuesioner"), later("Kalimat pertanyaan per bahasa.")
            ),
            Page(
                "admin.announcements",
                later("Pengumuman"),
                later("Pesan singkat di halaman warga, dengan masa tampil."),
            ),
            Page(
                "admin.imports", later("Impor"), later("Unggah lembar, periksa dulu, lalu simpan.")
            ),
            Page("admin.people", later("Akun pegawai"), later("Undang, ubah peran, nonaktifkan.")),
            Page("admin.tokens", later("Token API"), later("Kunci untuk program lain.")),
            Page(
                "admin.outbox",
                later("Surat keluar"),
                later("Surat yang tidak terkirim, sebabnya, dan coba lagi."),
            ),
            Page("admin.settings", later("Pengaturan"), later("Pengaturan yang sedang berlaku.")),
            Page("admin.trail", later("Jejak audit"), later("Siapa mengubah apa, kapan.")),
        ),
    ),
)
