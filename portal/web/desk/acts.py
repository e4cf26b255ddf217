"""What the case page offers: one line for each act, drawn where it is possible and allowed.

An act of another module is a line here and a view of that name; a page that is not built has no
link.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.authority import Permission
from portal.complaints.reading import CaseView
from portal.complaints.rules.states import Act, is_possible
from portal.complaints.rules.words import Desk, State
from portal.language import later
from portal.web.navigation import has_page

_P = Permission


@dataclass(frozen=True, slots=True)
class Offer:
    """An act's page: where, its words, a sentence, when (`act`: rules/states.py), and for whom."""

    endpoint: str
    label: str
    sentence: str
    act: Act
    needs: Permission
    is_rare: bool = False


ACTS = (
    Offer(
        "desk.verify_case",
        later("Periksa"),
        later("Golongkan, lengkapi, tentukan tempatnya."),
        Act.VERIFY,
        _P.TRIAGE_CASES,
    ),
    Offer(
        "desk.assign_case",
        later("Tugaskan"),
        later("Pilih siapa yang menangani."),
        Act.ASSIGN,
        _P.ASSIGN_CASES,
    ),
    Offer(
        "desk.take_case",
        later("Tangani sendiri"),
        later("Anda yang menjawabnya."),
        Act.ASSIGN,
        _P.HANDLE_CASES,
    ),
    Offer(
        "desk.answer_case",
        later("Jawab"),
        later("Tulis jawaban untuk pelapor."),
        Act.ANSWER,
        _P.HANDLE_CASES,
    ),
    Offer(
        "desk.ask_reporter",
        later("Tanya pelapor"),
        later("Hitungan waktu berhenti sampai dijawab."),
        Act.ASK,
        _P.HANDLE_CASES,
    ),
    Offer(
        "desk.question_officer",
        later("Tanya petugas"),
        later("Dengan kata-kata Anda sendiri; laporannya tidak ikut."),
        Act.QUESTION,
        _P.HANDLE_CASES,
    ),
    Offer(
        "desk.note_case",
        later("Catatan internal"),
        later("Hanya dibaca di meja ini."),
        Act.NOTE,
        _P.TRIAGE_CASES,
    ),
    Offer(
        "desk.extend_case",
        later("Perpanjang waktu"),
        later("Sekali, dengan alasan yang dibaca pelapor."),
        Act.EXTEND,
        _P.HANDLE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.reclassify_case",
        later("Ubah golongan"),
        later("Bila ternyata golongan lain."),
        Act.RECLASSIFY,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.forward_case",
        later("Teruskan"),
        later("Ke unit lain, koordinator, atau Inspektorat."),
        Act.FORWARD,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.refer_case",
        later("Bukan kewenangan"),
        later("Tutup, dan tunjukkan ke mana pelapor dapat pergi."),
        Act.REFER,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.merge_case",
        later("Gabungkan"),
        later("Bila hal yang sama sudah dilaporkan."),
        Act.MERGE,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.separate_case",
        later("Pisahkan lagi"),
        later("Bila ternyata bukan hal yang sama."),
        Act.SEPARATE,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.mask_case",
        later("Samarkan bagian"),
        later("Nama atau nomor orang lain. Naskah asli tetap disimpan."),
        Act.MASK,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.publish_case",
        later("Naskah untuk umum"),
        later("Yang tampil di halaman nilai, tanpa data pribadi."),
        Act.PUBLISH,
        _P.HANDLE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.close_case",
        later("Tutup"),
        later("Dengan hasil dan alasannya."),
        Act.CLOSE,
        _P.HANDLE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.archive_case",
        later("Arsipkan"),
        later("Tanpa tindak lanjut, dengan alasan yang dibaca pelapor."),
        Act.ARCHIVE,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.set_lapor_number",
        later("Nomor SP4N-LAPOR!"),
        later("Nomor pelacakan di sana. Pelapor membacanya."),
        Act.REGISTER,
        _P.TRIAGE_CASES,
    ),
    Offer(
        "desk.hold_case",
        later("Tahan dari penghapusan"),
        later("Masa simpan tidak menyentuhnya, sampai dilepas."),
        Act.HOLD,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
    Offer(
        "desk.let_go_case",
        later("Lepaskan penahanan"),
        later("Masa simpan berlaku lagi."),
        Act.HOLD,
        _P.TRIAGE_CASES,
        is_rare=True,
    ),
)


def offers(case: CaseView) -> Iterator[Offer]:
    """The acts this person can do with the case as it stands."""
    for offer in ACTS:
        if (
            offer.needs in case.may
            and is_possible(offer.act, case.state)
            and has_page(offer.endpoint)
            and _is_sensible(offer, case)
        ):
            yield offer


# Always possible, and never what a case waits for.
ASIDE = frozenset({Act.NOTE, Act.REGISTER})


def sorted_offers(
    case: CaseView,
) -> tuple[Offer | None, tuple[Offer, ...], tuple[Offer, ...]]:
    """The next act, which gets the one filled button; what is often done; the rest."""
    found = tuple(offers(case))
    rare = tuple(one for one in found if _is_rare(one, case))
    often = tuple(one for one in found if one not in rare)
    first = next((one for one in often if one.act not in ASIDE), None)
    return first, tuple(one for one in often if one is not first), rare


def _is_rare(offer: Offer, case: CaseView) -> bool:
    """Whoever handles it gives it to another now and then; what is answered waits to be closed."""
    if offer.act is Act.CLOSE and case.state == State.ANSWERED:
        return False
    return offer.is_rare or (offer.act is Act.ASSIGN and bool(case.assignee))


def _is_sensible(offer: Offer, case: CaseView) -> bool:
    """What the state does not tell: the desk, the reporter's leave, a merge, a hold, extensions."""
    sensible = {
        "desk.assign_case": case.desk != Desk.COORDINATOR,
        "desk.take_case": case.desk != Desk.COORDINATOR,
        "desk.publish_case": case.may_publish,
        "desk.question_officer": any(one.name for one in case.concerned),
        "desk.extend_case": case.clock.may_extend,
        "desk.separate_case": case.merged_into is not None,
        "desk.hold_case": not case.is_held,
        "desk.let_go_case": case.is_held,
    }
    return sensible.get(offer.endpoint, True)
