"""The rule by which text shrinks, with letters that are half a millimetre wide at one point."""

import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st

from portal.documents import lettering

MONOSPACED = 0.5


def measure(text: str) -> float:
    return MONOSPACED * len(text)


@pytest.mark.parametrize(
    ("text", "lines", "size"),
    [
        ("Akta", ("Akta",), 20),
        ("Akta Kelahiran", ("Akta", "Kelahiran"), 20),
        ("", ("",), 20),
    ],
)
def test_text_that_fits_keeps_its_size(text: str, lines: tuple[str, ...], size: float) -> None:
    fitted = lettering.fit(text, 100, measure=measure, size=20, floor=10, lines=2)
    assert fitted == lettering.Fitted(lines, size)


def test_longer_text_shrinks_just_enough() -> None:
    fitted = lettering.fit("abcdefghijkl", 100, measure=measure, size=20, floor=10, lines=1)
    assert fitted.lines == ("abcdefghijkl",)
    assert measure("abcdefghijkl") * fitted.size <= 100
    assert measure("abcdefghijkl") * fitted.size / lettering.SHRINK > 100


def test_what_never_fits_is_cut_and_says_so() -> None:
    fitted = lettering.fit("a" * 90, 100, measure=measure, size=20, floor=10, lines=2)
    assert fitted == lettering.Fitted(("a" * 20, "a" * 19 + "…"), 10)


@given(
    st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=120),
    st.integers(1, 3),
    st.floats(15, 200),
)
def test_nothing_ever_sticks_out(text: str, lines: int, width: float) -> None:
    words = lettering.one_line(text)
    fitted = lettering.fit(words, width, measure=measure, size=20, floor=8, lines=lines)
    assert len(fitted.lines) <= lines
    assert all(measure(line) * fitted.size <= width + 1e-9 for line in fitted.lines)
    assert 8 <= fitted.size <= 20
    if not fitted.lines[-1].endswith("…"):
        assert "".join(fitted.lines).replace(" ", "") == words.replace(" ", "")


def test_letters_are_composed_before_they_are_drawn() -> None:
    assert lettering.one_line("  De\u0301sa\n Ngudi  ") == "Désa Ngudi"
    assert lettering.one_line(" (0500)\xa0123 456") == "(0500)\xa0123 456"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Désa Žúdhö ĕ ḍ ṭ ñ · – “Rp” € ½", ()),
        ("Désa", ()),
        ("Loket ꦗ ꦮ ꦗ", ("ꦗ", "ꦮ")),
        ("Loket 🙂", ("🙂",)),
    ],
)
def test_letters_the_font_lacks_are_named(text: str, unknown: tuple[str, ...]) -> None:
    assert lettering.unknown_letters(text) == unknown


def test_measuring_agrees_with_the_pdf() -> None:
    pdf = FPDF()
    lettering.add_fonts(pdf)
    measured = lettering.measure_of(bold=True)("Bagaimana pelayanan kami tadi?")
    pdf.set_font(lettering.FAMILY, "B", 30)
    assert measured * 30 == pytest.approx(pdf.get_string_width("Bagaimana pelayanan kami tadi?"))
