"""Formatted text by staff: what stays, what goes, what is refused."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.richtext import DEEPEST, LONGEST, as_markup, clean


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Loket tutup <strong>24–26 Desember</strong>.",) * 2,
        ("<ul><li>satu</li><li>dua</li></ul>",) * 2,
        ("<script>alert(1)</script>halo", "alert(1)halo"),
        ("<p onclick='x()'>halo</p>", "<p>halo</p>"),
        ("<a href='javascript:alert(1)'>x</a>", '<a rel="noopener noreferrer">x</a>'),
        (
            "<a href='https://www.lapor.go.id' style='x'>LAPOR</a>",
            '<a href="https://www.lapor.go.id" rel="noopener noreferrer">LAPOR</a>',
        ),
        ("<img src=x onerror=alert(1)>", ""),
        ("<h1>besar</h1>", "besar"),
        ("<p>terbuka", "<p>terbuka</p>"),
        ("a &lt; b", "a &lt; b"),
    ],
)
def test_only_plain_formatting_is_kept(typed: str, kept: str) -> None:
    assert clean(typed) == kept


def test_cleaning_twice_changes_nothing() -> None:
    once = clean("<p>a<a href='https://x.example'>b</a> &amp; c</p>")
    assert clean(once) == once


@given(st.text(max_size=300))
def test_nothing_dangerous_survives(text: str) -> None:
    cleaned = str(as_markup(f"<p>{text}</p>")).lower()
    for danger in ("<script", "<img", "<svg", "<iframe", "<style", 'onerror="', 'href="java'):
        assert danger not in cleaned


def test_long_text_is_refused_in_words() -> None:
    with pytest.raises(RuleBroken, match=f"Paling banyak {LONGEST}"):
        clean("x" * (LONGEST + 1))


def test_deep_nesting_is_refused_before_it_costs_seconds() -> None:
    started = time.process_time()
    with pytest.raises(RuleBroken, match="Terlalu banyak format"):
        clean("<p>" * (DEEPEST + 1))
    assert time.process_time() - started < 1
