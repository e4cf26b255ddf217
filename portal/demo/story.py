"""What happens in the half year: who improves, who is pressed, who is held back and why."""

from portal.demo.chance import Chance
from portal.demo.counters import SLOW
from portal.demo.places import UNITS

ELEMENTS = (
    "persyaratan",
    "prosedur",
    "waktu",
    "biaya",
    "produk",
    "kompetensi",
    "perilaku",
    "sarana",
    "pengaduan",
)
MAY_BE_TOO_EARLY = ("waktu", "biaya", "produk", "pengaduan")

# How well an ordinary counter does, on the scale 1 to 4 before chance.
ORDINARY = {
    "persyaratan": 3.34,
    "prosedur": 3.3,
    "waktu": 3.18,
    "biaya": 2.95,
    "produk": 3.36,
    "kompetensi": 3.4,
    "perilaku": 3.46,
    "sarana": 3.22,
    "pengaduan": 3.02,
}

ONLINE_QUEUE_MONTH = 3  # the fourth month of six, counted from 0
STUFFED_MONTH = 2
STUFFED_DAYS = 2
STUFFED_EACH_DAY = 24  # the reason below says it too
STUFFED_FREE = 6  # of each day: as many pass before the signal fires
STUFFED_REASON = "Lonjakan akhir bulan: 24 penilaian sehari, biasanya 4."
BURST_REASON = "Melewati batas penilaian loket dalam satu jam."
STRUCK_REASON = "Dicoret: dikirim dari perangkat loket sendiri, diputuskan Bagian Organisasi."

# Before the online queue, and in its first, second and third month.
_WAITING = {"waktu": (-1.0, -0.35, -0.05, 0.1), "prosedur": (-0.55, -0.2, 0.0, 0.05)}
_MOOD_OF_WAITING = (-0.3, -0.1, 0.0, 0.05)
_RISE_OF_MONTH = (0.0, 0.01, 0.03, 0.03, 0.05, 0.06)


def shift(counter: str, element: str, month: int) -> float:
    """What the story adds to a mark of this counter (key) in this month (0 to 5)."""
    if counter != SLOW:
        return _RISE_OF_MONTH[month]
    stage = max(0, month - ONLINE_QUEUE_MONTH + 1)
    return _WAITING.get(element, _MOOD_OF_WAITING)[stage]


def quarantine(stream: Chance) -> tuple[str, str | None]:
    """Status and reason of an ordinary answer: nearly all count, a few are held or struck."""
    turn = stream.random()
    if turn < 0.0006:
        return "struck", STRUCK_REASON
    return ("quarantined", BURST_REASON) if turn < 0.0035 else ("counts", None)


# How the answers of a counter arrive: channel to share, by unit.
_OFFICE = {"qr": 82.0, "kiosk": 8.0, "link": 10.0}
_WITH_QUEUE_MACHINE = {"qr": 62.0, "ticket": 24.0, "kiosk": 6.0, "link": 8.0}
_CLINIC = {"qr": 66.0, "kiosk": 6.0, "link": 6.0, "interview": 22.0}
_VILLAGE = {"qr": 50.0, "paper": 50.0}
_BY_TELEPHONE = {"qr": 74.0, "kiosk": 6.0, "link": 6.0, "telephone": 14.0}
_WAYS = {
    "RSUD": _WITH_QUEUE_MACHINE,
    "DPMPTSP": _WITH_QUEUE_MACHINE,
    "PKM-MUARA": _CLINIC,
    "KEL-PASIR": _VILLAGE,
    "KEL-MEKAR": _VILLAGE,
    "DINKES": _BY_TELEPHONE,
}
WAYS = {unit.code: _WAYS.get(unit.code, _OFFICE) for unit in UNITS}
TIERS = {"ticket": "A", "kiosk": "B", "qr": "C", "link": "D"}
BY_CLERK = ("paper", "interview", "telephone")


def review(month: int) -> str:
    """What a person found about the answers held back in a month (0 to 5) before it closed."""
    if month == STUFFED_MONTH:
        return (
            "Loket BPHTB Bapenda: penilaian sempurna beruntun untuk satu petugas pada dua hari"
            " terakhir bulan. Diperiksa Inspektorat; tetap ditahan, tidak dihitung."
        )
    return "Diperiksa Bagian Organisasi: yang ditahan berasal dari jam ramai, tidak dilepas."
