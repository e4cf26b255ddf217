"""What the stored words of the trail are called on screen."""

from collections.abc import Mapping

from portal.language import gettext as _
from portal.language import later
from portal.web.admin.words import ACTIONS

MORE: Mapping[str, str] = {
    "person_invited": later("Akun dibuat, diundang"),
    "person_changed": later("Nama atau surel akun diubah"),
    "person_disabled": later("Akun dinonaktifkan"),
    "person_enabled": later("Akun diaktifkan lagi"),
    "people_imported": later("Impor akun pegawai"),
    "role_granted": later("Peran diberikan"),
    "role_ended": later("Peran diakhiri"),
    "officer_linked": later("Akun ditautkan ke petugas"),
    "link_made": later("Tautan masuk dibuat"),
    "reset_requested": later("Sandi baru diminta"),
    "password_set": later("Sandi dipilih lewat tautan"),
    "password_changed": later("Sandi diganti"),
    "password_rehashed": later("Sandi disimpan lebih kuat"),
    "pin_set": later("PIN dipilih"),
    "factor_set_up": later("Faktor kedua dipasang"),
    "factor_given_up": later("Faktor kedua dilepas sendiri"),
    "factor_cleared": later("Faktor kedua dilepas operator"),
    "recovery_codes_renewed": later("Kode pemulihan diganti"),
    "signed_in": later("Masuk"),
    "signed_out_everywhere": later("Keluar dari semua perangkat"),
    "sign_in_locked": later("Masuk dikunci sementara"),
    "session_confirmed": later("Faktor kedua diberikan"),
    "session_locked": later("Sesi dikunci"),
    "session_unlocked": later("Sesi dibuka dengan PIN"),
    "session_ended": later("Sesi diakhiri"),
    "make_token": later("Token API dibuat"),
    "revoke_token": later("Token API dicabut"),
    "pull": later("Program mengambil data"),
    "look": later("Bukti petugas dilihat"),
    "note_officers_seen": later("Nomor petugas dilihat"),
    "note_trail_exported": later("Jejak audit diunduh"),
    "release_month": later("Nilai berjalan dihitung"),
    "import_ratings": later("Impor penilaian"),
    "enter_served": later("Warga dilayani dicatat"),
    "set_targets": later("Target disimpan"),
    "file_objection": later("Sanggahan diajukan"),
    "withdraw_objection": later("Sanggahan ditarik"),
    "check_in": later("Mulai bertugas di loket"),
    "check_out": later("Selesai bertugas di loket"),
    "close_month": later("Bulan ditutup"),
    "revise_month": later("Bulan direvisi"),
    "decide_objection": later("Sanggahan diputus"),
    "release_held_ratings": later("Jawaban yang ditahan dilepas"),
    "strike_held_ratings": later("Jawaban yang ditahan dicoret"),
    "enter_paper": later("Formulir kertas diketik"),
    "check_paper": later("Formulir kertas diperiksa"),
    "draw_paper_checks": later("Formulir kertas dipilih untuk diperiksa"),
    "strike_paper": later("Formulir kertas dicoret"),
    "register_sheets": later("Formulir kertas didaftarkan"),
    "link_officers": later("Akun ditautkan ke petugas"),
    "month_ready_told": later("Kabar bulan siap dikirim"),
    "store_demonstration": later("Peragaan disusun"),
    "database_restored": later("Cadangan dipulihkan"),
}


def action_name(action: str) -> str:
    """The act in the language being spoken; an act without words as it is stored."""
    words = MORE.get(action) or ACTIONS.get(action)
    return _(words) if words else action


def actor_name(actor: str) -> str:
    """ "person:ratna" is ratna; the operator and the portal itself say what they are."""
    kind, _colon, name = actor.partition(":")
    if kind == "person":
        return name
    return _("{name} (operator)").format(name=name) if kind == "operator" else actor
