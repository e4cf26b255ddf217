"""The rows below the answers of an official processing sheet: sums, means, index, grade table.

They hold no answer of anybody. They are told by their words, never by their place, and every one
is reported: a row that is dropped in silence would be a lost answer.
"""

import re
from collections.abc import Iterable, Sequence

Cells = Sequence[object]

FIRST_WORDS = frozenset(
    (
        *("jumlah", "total", "subtotal", "sum", "nrr", "ikm", "rata", "rerata", "average", "mean"),
        *("nilai", "skor", "indeks", "index", "mutu"),
    )
)
FURTHER_WORDS = FIRST_WORDS | {
    *("per", "unsur", "unit", "pelayanan", "kinerja", "kategori", "predikat", "interval"),
    *("konversi", "persepsi", "setelah", "dikonversi", "dasar", "x", "25", "tertimbang", "bobot"),
    *("responden", "kuesioner", "kuisioner", "terisi", "kepuasan", "masyarakat", "skm"),
    *("weighted", "satisfaction", "score", "scores", "element", "elements", "of", "the", "all"),
}
NUMBER = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
RANGE = re.compile(r"[0-9]+[.,][0-9]+\s*(?:[-–—]|s/?d|sampai)\s*[0-9]+[.,][0-9]+")
SUM_SIGNS = re.compile("[Σσ∑Ʃʃ]")


def is_total(cells: Cells, first_element: int) -> bool:
    """Whether a cell up to the first element's column names a sum, a mean or the index.

    A number before the words is a respondent's: then the words are that person's, however odd.
    """
    for cell in cells[: first_element + 1]:
        if _names_total(text := _text(cell)):
            return True
        if any(sign.isdigit() for sign in text):
            return False
    return False


def is_remark(cells: Cells, last_element: int) -> bool:
    """Whether a row below the totals is a line of the grade table, a legend or a signature.

    Its cells hold a range such as 88,31 – 100,00; or words, and no number up to the last element.
    """
    texts = [text for cell in cells[: last_element + 1] if (text := _text(cell))]
    if any(RANGE.fullmatch(text) for text in texts):
        return True
    return bool(texts) and not any(NUMBER.fullmatch(text) for text in texts)


def skipped_in_words(totals: Sequence[int], remarks: Sequence[int]) -> tuple[str, ...]:
    """What was not counted and why, for the person who sent the sheet."""
    told = (
        (totals, "dikenali sebagai baris jumlah"),
        (remarks, "di bawah baris jumlah berisi keterangan"),
    )
    return tuple(
        f"Baris {rows_in_words(rows)} {what} dan tidak dihitung." for rows, what in told if rows
    )


def rows_in_words(numbers: Iterable[int]) -> str:
    """Row numbers as people say them: ``152–155, 158``."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)


def _text(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).replace("\xa0", " ").lower().split())


def _names_total(text: str) -> bool:
    words = re.sub(r"[^0-9a-z]+", " ", SUM_SIGNS.sub(" jumlah ", text)).split()
    return bool(words) and words[0] in FIRST_WORDS and FURTHER_WORDS.issuperset(words)
