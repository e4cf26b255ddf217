"""Variables of prepared replies."""

import pytest

from portal.complaints.rules.templates import (
    as_plain,
    as_typed,
    filled,
    left_open,
    unknown_variables,
)
from portal.organisation.announcements import with_paragraphs
from portal.richtext import clean


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Nomor {nomor}, unit {unit}.", ()),
        ("Halo {nama}, {unit}, {nama}", ("nama",)),
        ("{Nomor} { unit } {}", ("Nomor", " unit ", "")),
        ("{nomor.__class__} {0}", ("nomor.__class__", "0")),
        ("Kurung { biasa dan } terbalik", (" biasa dan ",)),
        ("Satu kurung { saja", ()),
    ],
)
def test_what_is_no_variable_is_named(text: str, unknown: tuple[str, ...]) -> None:
    assert unknown_variables(text) == unknown


def test_a_value_never_becomes_formatting_nor_a_variable() -> None:
    values = {"unit": "<b>Dinas</b> {nomor}", "nomor": "7K3Q-9MXT"}
    found = filled("<p>{unit}: {nomor}</p>", values)
    assert found == "<p>&lt;b&gt;Dinas&lt;/b&gt; {nomor}: 7K3Q-9MXT</p>"


def test_an_empty_value_stays_open_and_is_said() -> None:
    assert filled("{layanan}", {"layanan": ""}) == "{layanan}"
    assert left_open("Untuk {layanan} di {unit} dan {layanan} {lain}") == ("layanan", "unit")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("<p>Satu.</p><p>Dua<br>tiga &amp; empat.</p>", "Satu.\n\nDua\ntiga & empat."),
        ("Tanpa apa-apa", "Tanpa apa-apa"),
        ("<p>biaya &lt;Rp50.000</p>", "biaya <Rp50.000"),
        ("<p><strong>Tebal</strong></p>", None),
        ("<ul><li>satu</li></ul>", None),
    ],
)
def test_paragraphs_alone_are_edited_as_typed(text: str, plain: str | None) -> None:
    assert as_plain(text) == plain


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        (
            "<p>Satu <strong>dua</strong></p><p>tiga<br>empat</p>",
            "Satu <strong>dua</strong>\n\ntiga\nempat",
        ),
        ("<p>biaya &lt;Rp50.000</p>", "biaya &lt;Rp50.000"),
        ("<p>Bawa:</p><ul><li>KTP</li></ul>", "<p>Bawa:</p>\n<ul>\n<li>KTP</li>\n</ul>"),
    ],
)
def test_formatted_text_is_edited_with_the_marks_it_needs(text: str, typed: str) -> None:
    assert as_typed(text) == typed
    again = clean(with_paragraphs(typed))
    assert again.replace("\n", "") == text
