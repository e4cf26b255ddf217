"""What WTForms says when it refuses a field, in our words and in the language being spoken."""

from collections.abc import Mapping

from portal.language import gettext as _
from portal.language import later

REQUIRED = later("wajib diisi.")
CHOICE = later("pilih salah satu yang tersedia.")
WHOLE = later("tulis sebagai angka bulat.")
DAY = later("tulis tanggal seperti 31-12-2026.")
CSRF = later("Halaman ini terlalu lama terbuka. Periksa isinya, lalu simpan lagi.")

WORDS: Mapping[str, str] = {
    "This field is required.": REQUIRED,
    "Not a valid choice.": CHOICE,
    "Invalid Choice: could not coerce.": CHOICE,
    "Invalid choice(s): one or more data inputs could not be coerced.": CHOICE,
    "'%(value)s' is not a valid choice for this field.": CHOICE,
    "'%(value)s' are not valid choices for this field.": CHOICE,
    "Not a valid integer value.": WHOLE,
    "Not a valid decimal value.": later("tulis sebagai angka."),
    "Not a valid float value.": later("tulis sebagai angka."),
    "Not a valid date value.": DAY,
    "Not a valid datetime value.": DAY,
    "Not a valid time value.": later("tulis jam seperti 08.00."),
    "Number must be at least %(min)s.": later("paling kecil %(min)s."),
    "Number must be at most %(max)s.": later("paling besar %(max)s."),
    "Number must be between %(min)s and %(max)s.": later("antara %(min)s dan %(max)s."),
    "Date must be at least %(min)s.": later("paling awal %(min)s."),
    "Date must be at most %(max)s.": later("paling akhir %(max)s."),
    "Date must be between %(min)s and %(max)s.": later("antara %(min)s dan %(max)s."),
    "Field must be at least %(min)d character long.": later("paling sedikit %(min)d huruf."),
    "Field cannot be longer than %(max)d character.": later("paling banyak %(max)d huruf."),
    "Field must be exactly %(max)d character long.": later("harus tepat %(max)d huruf."),
    "Field must be between %(min)d and %(max)d characters long.": later(
        "antara %(min)d dan %(max)d huruf."
    ),
    "Field must be equal to %(other_name)s.": later("belum sama dengan isian di atasnya."),
    "Invalid email address.": later("tulis alamat surel lengkap, seperti nama@contoh.go.id."),
    "Invalid input.": later("isi ini tidak dapat dipakai."),
    "The CSRF token is missing.": CSRF,
    "The CSRF session token is missing.": CSRF,
    "The CSRF token has expired.": CSRF,
    "The CSRF token is invalid.": CSRF,
    "The CSRF tokens do not match.": CSRF,
}


class FieldWords:
    """The catalogue WTForms asks; what is not listed is said in general words."""

    def gettext(self, message: str) -> str:
        return _(WORDS.get(message, WORDS["Invalid input."]))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return self.gettext(singular)
