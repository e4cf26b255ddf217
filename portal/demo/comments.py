"""What residents write: invented, in the words people use, by kind of office and by mood."""

GLAD, SO_SO, CROSS = "glad", "so_so", "cross"

Words = dict[str, tuple[str, ...]]

ANYWHERE: Words = {
    GLAD: (
        "Terima kasih, petugasnya ramah dan jelas.",
        "Pelayanannya cepat, tidak sampai 15 menit sudah selesai",
        "Sangat membantu. Saya diarahkan pelan-pelan sampai paham.",
        "Alhamdulillah sekali datang langsung beres.",
        "Petugas sabar menjelaskan kepada ibu saya yang sudah sepuh.",
        "mantap, pertahankan",
        "Ruang tunggunya bersih dan sejuk.",
        "Antreannya tertib, tidak ada yang menyerobot.",
        "Baru kali ini urus surat tidak bolak-balik. Matur nuwun.",
        "Petugasnya murah senyum, jadi tidak sungkan bertanya.",
        "Dijelaskan berapa lama dan ternyata tepat waktu.",
        "Saya pakai kursi roda dan langsung dibantu di pintu. Terima kasih banyak.",
        "bagus, tidak ada pungutan sama sekali",
        "Hatur nuhun, pelayanan saé pisan.",
        "Berkas yang kurang diberi tahu semua sekaligus, jadi tidak datang dua kali.",
        "Ibu di meja 2 baik sekali, telaten.",
        "Datang jam setengah delapan sudah dilayani.",
        "Salut, satpamnya pun ramah menunjukkan jalan.",
        "pelayanan sekarang jauh lebih baik dari tahun lalu",
        "Saya buta huruf, petugas membacakan isinya sampai saya mengerti.",
        "Mulai dari parkir sampai selesai semua tertata.",
        "Ora ribet, cepet rampung.",
        "Mantap kali pelayanannya, bah.",
        "Rancak bana pelayanannyo, tarimo kasih.",
        "Petugasnya muda-muda tapi cekatan.",
        "Nomor antrean sesuai urutan, adil.",
        "Tidak disuruh fotokopi macam-macam lagi. Hemat.",
        "Dilayani saat jam istirahat pun tetap ada yang jaga.",
    ),
    SO_SO: (
        "Tempat duduk di ruang tunggu ditambah.",
        "Sudah baik, tapi papan petunjuk arahnya kurang jelas.",
        "Tolong daftar syarat ditempel di depan supaya tidak salah bawa berkas.",
        "Parkir motor sempit kalau hari Senin.",
        "Kalau bisa jam istirahat ada petugas pengganti.",
        "Pengeras suara nomor antrean kurang terdengar di belakang.",
        "toilet perlu sabun dan gantungan",
        "Kipas angin dekat pintu mati, panas sekali siang hari.",
        "Mohon ada tempat fotokopi yang dekat.",
        "Lumayan, hanya formulirnya terlalu kecil hurufnya.",
        "Sebaiknya ada pojok bermain anak.",
        "Colokan listrik untuk isi HP tidak ada.",
        "Nomor WhatsApp untuk bertanya sering lama dibalas.",
        "Pelayanan baik. Sinyal di dalam gedung lemah.",
        "air minum gratisnya habis terus",
        "Jam layanan hari Jumat tolong ditulis jelas.",
        "Meja loket terlalu tinggi untuk pengguna kursi roda.",
        "Kalau bisa buka Sabtu, kami yang kerja susah izin.",
        "Tanda terima berkas sebaiknya dikirim lewat WA juga.",
        "Layar antrean silau kalau siang.",
        "Cukup baik, hanya agak lama di bagian verifikasi.",
        "Tolong sediakan kacamata baca di meja isian.",
        "Lantai dekat pintu licin kalau hujan.",
        "Petugas informasi cuma satu, kasihan kewalahan.",
        "Mushala perlu mukena bersih.",
        "Contoh pengisian formulir ditempel di meja, ya.",
        "Perlu jalur khusus lansia dan ibu hamil.",
    ),
    CROSS: (
        "Menunggu dua jam padahal loketnya kosong.",
        "Petugasnya sibuk main HP waktu saya bertanya.",
        "Sudah tiga kali datang, syaratnya selalu berubah.",
        "Kenapa yang datang belakangan dilayani duluan?",
        "Nada bicaranya ketus, saya jadi malas bertanya lagi.",
        "Katanya seminggu, ini sudah hampir sebulan.",
        "Buka jam 8 tapi petugas baru ada jam 9 lewat.",
        "Saya disuruh pulang ambil fotokopi, padahal di situs tidak tertulis.",
        "Tidak ada yang memberi tahu kalau sistem sedang gangguan.",
        "tolong diperbaiki, capek bolak balik dari desa ongkos 40 ribu",
        "Bertanya ke satu loket dilempar ke loket lain.",
        "Nomor antrean saya terlewat dan harus ambil nomor baru.",
        "Tidak dijelaskan kenapa ditolak.",
        "Lansia tetap disuruh berdiri antre.",
        "Sudah daftar dari rumah, sampai sini disuruh daftar lagi.",
        "Dua loket buka dari lima, padahal ramai.",
        "Petugas ngobrol sendiri, kami menunggu.",
        "Setengah hari habis hanya untuk satu tanda tangan.",
        "Tidak dilayani karena kurang satu berkas, padahal bisa menyusul.",
        "Kenapa harus bawa saksi segala, tidak ada di daftar syarat.",
        "Tiap ditanya jawabnya nanti dihubungi, tidak pernah dihubungi.",
        "Jam 2 siang loket sudah tutup padahal tertulis sampai jam 4.",
        "mesin antrean rusak, semua rebutan",
        "Suara petugas kecil sekali, diulang malah marah.",
    ),
}

OF_UNIT: dict[str, Words] = {
    "DUKCAPIL": {
        GLAD: (
            "Akta anak saya jadi hari itu juga, terima kasih Disdukcapil.",
            "Rekam KTP anak saya lancar, petugasnya lucu jadi tidak tegang.",
            "Sekarang ada antrean daring, tidak perlu datang subuh lagi.",
            "Antrean online sangat membantu, datang jam 9 jam 9.20 selesai.",
            "KK barcode langsung dikirim ke surel, praktis.",
            "Pindah datang ternyata mudah, cukup satu kali.",
            "KTP hilang langsung dicetak ulang, tidak pakai surat RT.",
            "Aktivasi IKD dibantu sampai berhasil masuk.",
            "Akta dan KIA sekaligus jadi, mantap.",
            "Dua puluh menit dari ambil nomor sampai akta di tangan.",
        ),
        SO_SO: (
            "Antrean daring sudah bagus, tapi nomornya sering tidak muncul di layar.",
            "Blanko KTP semoga tidak kosong lagi.",
            "Kuota antrean online cepat habis, tolong ditambah.",
            "Ruang rekam foto KTP perlu cermin.",
            "Hasil cetak KTP agak buram, fotonya gelap.",
            "Notifikasi antrean daring sebaiknya lewat WA juga.",
            "Syarat akta untuk anak ibu tunggal tolong dijelaskan di papan.",
            "Surat kelahiran dari bidan beda satu huruf, untung dibantu, tapi lama.",
        ),
        CROSS: (
            "Urus akta kelahiran dari pagi sampai siang belum dipanggil.",
            "Server gangguan lagi, sudah dua hari tidak bisa cetak.",
            "Antre dari jam 6 pagi untuk akta, nomor habis jam 8.",
            "Blanko habis tapi tidak diumumkan, saya dari pulau seberang.",
            "Nama di KK salah ketik lagi, harus ulang dari awal.",
            "Antre akta berdesakan, anak bayi saya kepanasan.",
            "Tiga jam menunggu giliran akta, tidak ada kursi.",
            "Rekam KTP ditolak karena listrik mati, tidak ada genset.",
        ),
    },
    "RSUD": {
        GLAD: (
            "Perawat dan bagian pendaftaran ramah, bapak saya cepat ditangani.",
            "Hasil lab keluar lebih cepat dari yang dijanjikan.",
            "Petugas farmasi menjelaskan cara minum obat dengan sabar.",
        ),
        SO_SO: (
            "Kursi tunggu poli kurang, banyak yang berdiri.",
            "Daftar online sudah ada, tapi tetap harus antre lagi di loket.",
            "Petunjuk ke laboratorium membingungkan.",
        ),
        CROSS: (
            "Ambil obat menunggu hampir tiga jam.",
            "Dokter jam 8 baru datang jam 10.30, pendaftaran tidak memberi tahu.",
            "Obatnya kosong, disuruh beli di luar.",
            "Antre pendaftaran panjang, loket yang buka cuma satu.",
            "Pasien poli mata menunggu dari subuh.",
            "Kartu berobat hilang, di pendaftaran dimarahi di depan orang.",
            "Resep racikan obat dua jam lebih, tidak ada pemberitahuan.",
        ),
    },
    "DPMPTSP": {
        GLAD: (
            "NIB warung saya terbit sepuluh menit, dibantu isi OSS.",
            "Konsultasinya enak, diberi tahu langkah demi langkah.",
            "Semua ada di MPP, tidak usah keliling kantor.",
        ),
        SO_SO: (
            "Aplikasi OSS sering lambat, mungkin bisa disediakan komputer lagi.",
            "Biaya PBG tolong ditampilkan hitungannya.",
        ),
        CROSS: (
            "PBG rumah tinggal sudah 40 hari belum ada kabar.",
            "Gambar teknis ditolak terus tanpa catatan yang jelas.",
        ),
    },
    "BAPENDA": {
        GLAD: ("Salinan PBB langsung dicetak, tidak pakai lama.",),
        SO_SO: ("Bayar PBB semoga bisa lewat QRIS di loket.",),
        CROSS: (
            "Validasi BPHTB lama sekali dan petugasnya menjawab seperlunya.",
            "Luas tanah di SPPT salah, disuruh urus ke desa lalu balik lagi ke sini.",
        ),
    },
    "DINSOS": {
        GLAD: ("Ibu saya didatangi untuk pendataan, terima kasih.",),
        SO_SO: ("Tolong dijelaskan kenapa desil saya berubah.",),
        CROSS: (
            "Data sudah diperbarui tiga kali, bantuan tetap tidak keluar.",
            "Disuruh tanya ke desa, desa suruh tanya ke sini.",
        ),
    },
    "PKM-MUARA": {
        GLAD: ("Bidannya telaten sekali, anak saya tidak menangis waktu imunisasi.",),
        SO_SO: ("Ruang tunggu ibu hamil sebaiknya dipisah dari yang batuk.",),
        CROSS: ("Nomor antre habis jam 9, kasihan yang rumahnya jauh.",),
    },
}
OF_UNIT["DUKCAPIL-HULU"] = OF_UNIT["DUKCAPIL"]

ENGLISH: Words = {
    GLAD: (
        "Very friendly officer, spoke English with me. Thank you!",
        "Quick and clear. I was done in ten minutes.",
        "Helpful staff, they checked my papers before I queued.",
    ),
    SO_SO: ("Good service, but all the forms are in Indonesian only.",),
    CROSS: ("Nobody could tell me which counter to go to.", "I waited two hours for one stamp."),
}
SHARE_IN_ENGLISH = 0.03

# What some add to what they wrote; the empty one is the most usual.
ADDED: Words = {
    GLAD: ("", "", "", "Semoga dipertahankan.", "Sehat selalu untuk petugasnya.", "🙏", "Sukses!"),
    SO_SO: ("", "", "", "Terima kasih.", "Selebihnya sudah bagus.", "Semoga jadi perhatian."),
    CROSS: ("", "", "", "Mohon diperbaiki.", "Kecewa.", "Tolong pimpinan turun melihat.", "!!!"),
}
