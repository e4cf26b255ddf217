# ruff: noqa: E501  # sentences, one to a line
"""What residents of Sungai Raya write. Invented, about nobody."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tale:
    """One kind of story: what was asked for, about whom, in words with {service} and {counter}.

    `of_paper`: tells of a paper that the office gives, so not of a hospital's counter.
    """

    kind: str
    about: str
    story: str
    wish: str = ""
    of_paper: bool = False


TALES = (
    Tale(
        "pengaduan",
        "layanan",
        "{service} saya belum jadi setelah {n} kali datang. Setiap datang disuruh kembali pekan depan.",
        "Kepastian tanggal jadinya.",
        of_paper=True,
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Nama di {service} salah ketik dan saya diminta mengurus ulang dari awal.",
        "Diperbaiki tanpa mengulang antrean.",
        of_paper=True,
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Loket {counter} tutup sebelum jam layanan selesai. Saya izin kerja setengah hari untuk datang.",
        "Loket buka sesuai jam di papan.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Antrean loket {counter} dipanggil tidak urut. Yang datang belakangan dilayani lebih dulu.",
        "Nomor antrean dipakai.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Syarat {service} di papan berbeda dengan yang diminta petugas, jadi saya pulang lagi mengambil berkas.",
        "Satu daftar syarat yang sama.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Diminta fotokopi {n} lembar untuk {service}, padahal katanya sudah daring.",
        "Tidak perlu fotokopi lagi.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Kursi tunggu di depan loket {counter} kurang, orang tua berdiri lebih dari satu jam.",
        "Kursi untuk lansia.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Pintu masuk tidak bisa dilewati kursi roda, ibu saya harus digendong.",
        "Bidang miring di pintu depan.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Berkas {service} saya hilang di kantor ini dan saya diminta membuat lagi.",
        "Berkas dicari dan saya dikabari.",
        of_paper=True,
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Sistem mati sejak pagi dan tidak ada pemberitahuan. Kami menunggu sampai siang lalu disuruh pulang.",
        "Pengumuman kalau sistem mati.",
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Cap di {service} saya buram sehingga ditolak bank.",
        "Dicetak ulang.",
        of_paper=True,
    ),
    Tale(
        "pengaduan",
        "layanan",
        "Nomor pengaduan di papan tidak pernah diangkat, sudah {n} hari saya telepon.",
        "Nomor yang dijawab.",
    ),
    Tale(
        "pengaduan",
        "petugas",
        "Petugas di loket {counter} membentak orang tua yang salah membawa berkas.",
        "Petugas diingatkan.",
    ),
    Tale(
        "pengaduan",
        "petugas",
        "Petugas loket {counter} main HP dan tidak menjawab pertanyaan saya.",
        "Dilayani dengan sopan.",
    ),
    Tale(
        "pengaduan",
        "petugas",
        "Saya ditolak di loket {counter} tanpa penjelasan apa yang kurang.",
        "Dijelaskan syarat yang kurang.",
    ),
    Tale(
        "pengaduan",
        "pimpinan",
        "Pimpinan kantor ini mendahulukan tamunya sendiri di antrean.",
        "Antrean sama untuk semua.",
    ),
    Tale(
        "pengaduan",
        "pimpinan",
        "Kepala kantor menolak menemui warga yang rumahnya tergenang, sudah {n} kali kami datang.",
        "Ditemui dan didengar.",
    ),
    Tale(
        "pengaduan",
        "uang",
        "Diminta uang rokok supaya {service} cepat jadi, padahal di papan tertulis gratis.",
        "Uang tidak diminta lagi.",
    ),
    Tale(
        "pengaduan",
        "uang",
        "Ada orang di depan loket {counter} yang menawarkan jalur cepat dengan bayaran.",
        "Calo ditertibkan.",
    ),
    Tale(
        "pengaduan",
        "belum_jelas",
        "Tetangga saya dapat bantuan, saya tidak, padahal sama-sama didata.",
        "Dijelaskan sebabnya.",
    ),
    Tale(
        "informasi",
        "layanan",
        "Apa saja syarat {service} kalau orang tuanya di luar daerah?",
        "",
        of_paper=True,
    ),
    Tale("informasi", "layanan", "Apakah {service} bisa diurus hari Sabtu di loket {counter}?", ""),
    Tale(
        "informasi",
        "layanan",
        "Berapa lama {service} selesai kalau diurus lewat desa?",
        "",
        of_paper=True,
    ),
    Tale(
        "informasi",
        "layanan",
        "Apakah {service} bisa diambil orang lain dengan surat kuasa?",
        "",
        of_paper=True,
    ),
    Tale(
        "aspirasi",
        "layanan",
        "Usul: layanan Sabtu pagi di kecamatan untuk yang bekerja.",
        "Dicoba sebulan sekali.",
    ),
    Tale("aspirasi", "layanan", "Usul: nomor antrean loket {counter} bisa diambil dari HP.", ""),
    Tale(
        "aspirasi",
        "layanan",
        "Usul: papan syarat {service} ditulis dengan huruf besar dan ditempel di luar.",
        "",
    ),
    Tale(
        "apresiasi",
        "petugas",
        "Petugas loket {counter} sabar menjelaskan kepada ibu saya yang sudah sepuh.",
        "",
    ),
    Tale("apresiasi", "layanan", "Sekarang {service} selesai sehari, terima kasih.", ""),
)

# The answer stands at the same place as the question.
ASKED = (
    "Pada hari apa dan jam berapa Anda datang?",
    "Boleh kirim foto tanda terima berkasnya? Nama boleh ditutup.",
    "Berkas apa saja yang diminta petugas waktu itu?",
)
REPLIED = (
    "Hari Selasa sekitar jam sepuluh.",
    "Saya bawa tanda terimanya besok; fotonya tidak terbaca.",
    "KK asli, fotokopi, dan surat RT.",
)
# By what was asked for, and in a complaint by whom it is about.
ANSWERED: Mapping[str, tuple[str, ...]] = {
    "layanan": (
        "Kami sudah memeriksanya. Kekeliruannya ada pada kami dan hari ini dibetulkan di loket yang sama.",
        "Anda benar, papan di ruang tunggu sudah lama. Papan diganti hari ini dan berkas Anda diterima.",
        "Jadwal loket sudah ditambah satu petugas pada pukul sebelas sampai satu siang.",
        "Sudah kami telusuri dari awal. Silakan datang kapan saja, tidak perlu antre dan tidak perlu berkas baru.",
    ),
    "petugas": (
        "Petugas sudah diingatkan dan diganti jadwalnya. Terima kasih sudah memberi tahu kami.",
        "Kejadiannya kami periksa dan benar begitu. Kami meminta maaf, dan petugasnya didampingi sebulan ini.",
    ),
    "pimpinan": (
        "Sudah dibicarakan atasan dengan pimpinan kantor itu. Mulai Senin antrean sama untuk semua.",
    ),
    "uang": (
        "Sudah diperiksa Inspektorat dan diteruskan menurut aturan kepegawaian. Layanan ini gratis.",
    ),
    "belum_jelas": (
        "Datanya kami cocokkan dengan desa. Anda masuk daftar periksa bulan depan; alasannya kami jelaskan.",
    ),
    "informasi": (
        "Dapat diwakilkan dengan surat kuasa bermeterai dan fotokopi KTP. Syarat lengkap ada di papan loket.",
        "Buka Senin sampai Jumat. Selesai dalam tiga hari kerja kalau syaratnya lengkap, tanpa biaya tambahan.",
    ),
    "aspirasi": ("Usul ini kami masukkan ke rencana bulan depan dan dicoba dua kali dulu.",),
}
AGAIN = (
    "Sudah kami periksa ulang bersama atasan. Berkas diantar ke rumah Anda lewat kelurahan.",
    "Kekeliruan ada pada kami. Hari ini dicetak ulang dan dapat diambil tanpa antre.",
)
UNSOLVED = (
    "Sampai hari ini belum ada perubahan.",
    "Saya datang lagi dan jawabannya sama.",
    "Berkasnya masih ditolak.",
)
REFUSED = (
    "Permintaan ini tidak dapat dipenuhi karena data asalnya dari kabupaten lain. Syaratnya kami jelaskan di jawaban.",
)
ELSEWHERE = (
    "Jalan itu jalan provinsi. Sampaikan ke SP4N-LAPOR! atau Dinas PU Provinsi, Jalan Merdeka 1.",
)
ARCHIVED = ("Tidak ada yang dapat ditindaklanjuti dari laporan ini: hanya berisi salam.",)

MISTREATED = (
    "Sejak melapor, berkas saya selalu ditaruh paling bawah dan saya disindir di depan antrean."
)

TEMPLATES: Mapping[str, str] = {
    "Berkas selesai": "Terima kasih sudah melapor. {layanan} Anda sudah selesai dan dapat diambil di {unit}.",
    "Sedang diperiksa": "Laporan nomor {nomor} sedang kami periksa. Jawaban paling lambat {tanggal_jawaban}.",
    "Perlu waktu": "Laporan Anda tanggal {tanggal_lapor} memerlukan pemeriksaan di lapangan. Kami kabari di halaman ini.",
}
