"""A paper drawn anew: each page as one sees it, and nothing of what lay behind."""

import io
import re

import pypdfium2 as pdfium
import pytest
from fpdf import FPDF
from PIL import Image

from portal.files.cleaning.child import Drawn
from portal.files.cleaning.papers import draw
from portal.files.facts import LONGEST_SIDE, MOST_PAGES, Fault, Faulty, Kind, Source
from tests.files.makers import SECRET_BYTES, jpeg, paper, pdf, segments, stream

PDF = Source.PDF
# The whole vocabulary of what is written; anything else is somebody else's word.
WORDS = {
    *(b"Type Catalog Pages Page Kids Count Parent MediaBox Contents Resources XObject P".split()),
    *(b"Image Subtype Width Height ColorSpace DeviceRGB BitsPerComponent Filter".split()),
    *(b"DCTDecode Length Size Root".split()),
}
RED = b"1 0 0 rg 0 0 150 200 re f"


def fault_of(raw: bytes) -> Fault:
    with pytest.raises(Faulty) as refused:
        draw(PDF, raw)
    return refused.value.fault


def pictures(drawn: Drawn) -> list[bytes]:
    found = re.findall(rb"/Length (\d+)>>\nstream\n", drawn.data)
    assert len(found) == 2 * drawn.pages
    ends = [m.end() for m in re.finditer(rb"/Length \d+>>\nstream\n", drawn.data)]
    return [drawn.data[end : end + int(size)] for end, size in zip(ends, found, strict=True)][1::2]


def words(drawn: Drawn) -> set[bytes]:
    """Every name in the file, outside its pictures."""
    rest = drawn.data
    for one in pictures(drawn):
        rest = rest.replace(one, b"")
    return set(re.findall(rb"/([A-Za-z0-9#]+)", rest))


def page(drawn: Drawn, number: int = 0) -> Image.Image:
    document = pdfium.PdfDocument(drawn.data)
    assert len(document) == drawn.pages
    image: Image.Image = document[number].render(scale=1).to_pil()
    return image


def test_a_letter_stays_what_one_sees() -> None:
    raw = paper(3)
    drawn = draw(PDF, raw)
    assert (drawn.kind, drawn.pages) == (Kind.PDF, 3)
    before = pdfium.PdfDocument(raw)
    for number in range(3):
        theirs = before[number].render(scale=1, grayscale=True).to_pil()
        ours = page(drawn, number).convert("L")
        assert ours.size == theirs.size  # the paper's format stays
        assert min(ours.tobytes()) < 60  # there is ink
        apart = [abs(a - b) for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True)]
        assert sum(apart) / len(apart) < 3


def test_only_pictures_and_their_frame_are_left() -> None:
    drawn = draw(PDF, paper(2))
    assert words(drawn) <= WORDS
    assert b"Siti" not in drawn.data
    for one in pictures(drawn):
        assert set(segments(one)) == {0xE0, 0xDB, 0xC0, 0xC4}


def test_the_same_paper_gives_the_same_bytes() -> None:
    """No date, no number of its own: nothing says when it was handed over."""
    raw = paper()
    assert draw(PDF, raw).data == draw(PDF, raw).data


SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
HIDING = {
    "script on opening": pdf(RED, catalog=b"/OpenAction " + SCRIPT),
    "script by name": pdf(RED, catalog=b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>"),
    "script of a page": pdf(RED, page=b"/AA<</O " + SCRIPT + b">>"),
    "another program": pdf(RED, catalog=b"/OpenAction<</S/Launch/F(cmd.exe)>>"),
    "address to call": pdf(RED, catalog=b"/OpenAction<</S/URI/URI(http://a.example/x)>>"),
    "embedded file": pdf(
        RED,
        catalog=b"/Names<</EmbeddedFiles<</Names[(a)<</Type/Filespec/F(a)/EF<</F 5 0 R>>>>]>>>>",
        more=(stream(SECRET_BYTES, b"/Type/EmbeddedFile"),),
    ),
    "metadata": pdf(
        RED, catalog=b"/Metadata 5 0 R", more=(stream(SECRET_BYTES, b"/Type/Metadata/Subtype/XML"),)
    ),
    "link": pdf(
        RED,
        page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(http://a.example)>>>>]",
    ),
    "form": pdf(RED, catalog=b"/AcroForm<</Fields[]/XFA(<x>" + SECRET_BYTES + b"</x>)>>"),
    "text nobody sees": pdf(RED + b" BT 3 Tr (" + SECRET_BYTES + b") Tj ET"),
    "text under a bar": pdf(b"BT (" + SECRET_BYTES + b") Tj ET " + RED),
    "private data": pdf(RED, page=b"/PieceInfo<</X<</Private(" + SECRET_BYTES + b")>>>>"),
    "behind the end": pdf(RED) + b"\n" + SECRET_BYTES,
    "photo with tags": pdf(
        b"q 300 0 0 200 0 0 cm /I Do Q " + RED,
        page=b"/Resources<</XObject<</I 5 0 R>>>>",
        more=(
            stream(
                jpeg(),
                b"/Type/XObject/Subtype/Image/Width 90/Height 60/ColorSpace/DeviceRGB"
                b"/BitsPerComponent 8/Filter/DCTDecode",
            ),
        ),
    ),
}


@pytest.mark.parametrize("what", HIDING)
def test_nothing_that_hides_comes_through(what: str) -> None:
    drawn = draw(PDF, HIDING[what])
    assert words(drawn) <= WORDS
    for secret in (SECRET_BYTES, b"Siti", b"JavaScript", b"alert", b"example", b"cmd"):
        assert secret not in drawn.data
    assert pdfium.PdfDocument(drawn.data)[0].get_textpage().get_text_range() == ""
    red = page(drawn).getpixel((20, 100))
    assert isinstance(red, tuple)
    assert red[0] > 240
    assert max(red[1:]) < 20


def test_what_is_filled_into_a_form_is_seen() -> None:
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(x)/Rect[0 0 300 200]/P 3 0 R/AP<</N 6 0 R>>>>"
    )
    shown = stream(RED, b"/Type/XObject/Subtype/Form/BBox[0 0 300 200]")
    raw = pdf(catalog=b"/AcroForm<</Fields[5 0 R]>>", page=b"/Annots[5 0 R]", more=(field, shown))
    assert page(draw(PDF, raw)).getpixel((20, 100)) != (255, 255, 255)


def test_a_huge_page_becomes_a_picture_of_bounded_size() -> None:
    raw = pdf(RED).replace(b"[0 0 300 200]", b"[0 0 14400 14000]")
    (picture,) = pictures(draw(PDF, raw))
    assert max(Image.open(io.BytesIO(picture)).size) <= LONGEST_SIDE + 1


def test_thirty_pages_are_taken_and_no_more() -> None:
    many = pdf().replace(
        b"/Count 1/Kids[3 0 R]", b"/Count %d/Kids[" % MOST_PAGES + b"3 0 R " * 30 + b"]"
    )
    assert draw(PDF, many).pages == MOST_PAGES
    more = pdf().replace(b"/Count 1/Kids[3 0 R]", b"/Count 31/Kids[" + b"3 0 R " * 31 + b"]")
    assert fault_of(more) is Fault.PAGES


def locked(reader: str = "pembaca") -> bytes:
    document = FPDF()
    document.add_page()
    document.set_encryption("pemilik", reader)
    return bytes(document.output())


LETTER = paper()


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (locked(), Fault.LOCKED),
        (b"%PDF-1.7\n", Fault.BROKEN),
        (b"%PDF-1.7\n" + bytes(3000), Fault.BROKEN),
        (LETTER[:200], Fault.BROKEN),
        (
            pdf().replace(b"/Kids[3 0 R]", b"/Kids[]").replace(b"/Count 1", b"/Count 0"),
            Fault.BROKEN,
        ),
    ],
)
def test_locked_and_broken_papers_are_refused(raw: bytes, fault: Fault) -> None:
    assert fault_of(raw) is fault


def test_a_paper_that_only_forbids_printing_is_taken() -> None:
    """As many scanners write them."""
    assert draw(PDF, locked(reader="")).pages == 1
