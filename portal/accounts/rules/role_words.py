"""What people write in a sheet for a role, and for how it is held."""

import re

ROLE_WORDS = {
    "administrator": ("administrator", "admin"),
    "unit_head": ("pimpinan unit", "kepala unit", "kepala"),
    "handler": ("petugas penanganan", "penanggung jawab layanan"),
    "coordinator": ("koordinator pengaduan", "koordinator"),
    "liaison": ("pejabat penghubung", "penghubung"),
    "survey_evaluator": ("bagian organisasi", "evaluator survei"),
    "appraisal_evaluator": ("bkpsdm", "evaluator kinerja"),
    "superior": ("pejabat penilai kinerja", "atasan"),
    "inspector": ("inspektorat", "inspektur"),
    "officer": ("petugas",),
    "auditor": ("auditor",),
}
HELD_WORDS = {
    "definitif": ("definitif", ""),
    "plt": ("pelaksana tugas",),
    "plh": ("pelaksana harian",),
}


def role_of(text: str) -> str | None:
    """The role a cell means; None where it means none."""
    return _found(ROLE_WORDS, text)


def held_of(text: str) -> str | None:
    """By office, Plt. or Plh."""
    return _found(HELD_WORDS, text)


def written(role: str) -> str:
    """The Indonesian word that an export writes and `role_of` reads."""
    return next(iter(ROLE_WORDS[role]), role)


def _found(words: dict[str, tuple[str, ...]], text: str) -> str | None:
    typed = re.sub(r"[\W_]+", " ", text).strip().casefold()
    for value, names in words.items():
        if typed in (value.replace("_", " "), *names):
            return value
    return None
