# ruff: noqa: E501  # a table: one person, one line
"""Who signs in to the demonstration: one person for each role, and colleagues who are invited."""

from dataclasses import dataclass

from portal.authority import Role

PASSWORD = "senja di sungai raya"  # noqa: S105  # of a demonstration, shown on its sign-in page
PIN = "480275"


@dataclass(frozen=True, slots=True)
class Account:
    """One account: the role and the unit it is held in; `officer` is a key of `OFFICERS` or "".

    `title` is how the role is called on the sign-in page; without `sentence` nobody is shown:
    a colleague who was invited and has not come yet.
    """

    login: str
    role: Role
    unit: str
    title: str = ""
    sentence: str = ""
    officer: str = ""
    position: str = ""


# fmt: off
ACCOUNTS = (
    Account("admin", Role.ADMINISTRATOR, "SR", "Administrator", "Unit, loket, poster, jadwal, impor dengan pratinjau, akun, token, jejak audit.", position="Diskominfo"),
    Account("kepala", Role.UNIT_HEAD, "DUKCAPIL", "Pimpinan Unit", "Nilai Disdukcapil bulan ini, saran, petugas; pengaduan yang terlambat dan jatuh tempo hari ini.", "DUKCAPIL"),
    Account("loket", Role.HANDLER, "KEL-PASIR", "Petugas Penanganan", "Mengetik formulir kertas dan pengaduan warga yang datang ke Kelurahan Pasir Putih."),
    Account("koordinator", Role.COORDINATOR, "SR", "Koordinator Pengaduan", "Membaca dahulu yang tentang orang, uang, atau pimpinan, lalu meneruskannya."),
    Account("penghubung", Role.LIAISON, "RSUD", "Pejabat Penghubung", "Menerima pengaduan RSUD, mengetik yang datang lewat surat, dan formulir kertas."),
    Account("organisasi", Role.SURVEY_EVALUATOR, "SR", "Bagian Organisasi", "Memeriksa yang ditahan, sanggahan, target; menutup dan merevisi bulan."),
    Account("bkpsdm", Role.APPRAISAL_EVALUATOR, "SR", "BKPSDM", "Bukti dukung per NIP: lembar cetak, XLSX, CSV, JSON. Tidak berwenang atas nilai."),
    Account("atasan", Role.SUPERIOR, "DUKCAPIL-HULU", "Pejabat Penilai Kinerja", "Pejabat penilai di UPT Dukcapil Hulu: lembar bukti bawahannya.", "DUKCAPIL-HULU"),
    Account("inspektorat", Role.INSPECTOR, "SR", "Inspektorat", "Pengaduan berkadar pengawasan, dan perlakuan buruk setelah melapor."),
    Account("petugas", Role.OFFICER, "DUKCAPIL", "Petugas", f"Ratna di Loket 3: nilai sendiri, siapa yang melihatnya, sanggahan, lapor bertugas (PIN {PIN}).", "Ratna Wulandari"),
    Account("auditor", Role.AUDITOR, "SR", "Auditor", "Pengaturan yang berlaku dan seluruh jejak audit; tidak mengubah apa pun."),
    Account("penangan", Role.HANDLER, "SR", "Petugas Penanganan", "Menangani pengaduan yang melewati unitnya, misalnya tentang pimpinan."),
    Account("dpmptsp", Role.UNIT_HEAD, "DPMPTSP", officer="DPMPTSP"),
    Account("bapenda", Role.UNIT_HEAD, "BAPENDA", officer="BAPENDA"),
    Account("dinsos", Role.UNIT_HEAD, "DINSOS", officer="DINSOS"),
    Account("dinkes", Role.UNIT_HEAD, "DINKES", officer="DINKES"),
    Account("rsud", Role.UNIT_HEAD, "RSUD", officer="RSUD"),
    Account("camat", Role.UNIT_HEAD, "KEC-MUARA", officer="KEC-MUARA"),
    Account("puskesmas", Role.UNIT_HEAD, "PKM-MUARA", officer="PKM-MUARA"),
    Account("lurah.pasir", Role.UNIT_HEAD, "KEL-PASIR", officer="KEL-PASIR"),
    Account("agus", Role.OFFICER, "DUKCAPIL", officer="Agus Permadi"),
    Account("sri", Role.OFFICER, "DUKCAPIL", officer="Sri Maharani Tampubolon"),
    Account("pendaftaran.a", Role.OFFICER, "RSUD", officer="RSUD/1"),
    Account("farmasi", Role.OFFICER, "RSUD", officer="RSUD/4"),
    Account("bphtb", Role.OFFICER, "BAPENDA", officer="BAPENDA/2"),
)
# fmt: on

SHOWN = tuple(account for account in ACCOUNTS if account.sentence)


@dataclass(frozen=True, slots=True)
class Signin:
    """One line of `demonstration.json`, which the sign-in page shows."""

    role: str
    login: str
    password: str
    name: str
    sentence: str
