"""Files are taken in, or refused in words that name them; the others stay."""

import threading
import time
from pathlib import Path

import pytest

from portal.errors import RuleBroken, Unavailable
from portal.files.facts import LARGEST, MOST_FILES, Fault, Kind
from portal.files.intake import AT_ONCE, WAITING, take_in, take_in_all
from portal.files.words import WORDS, FileRefused, TooManyFiles, shown, too_large_words
from portal.language import Language, speaking
from tests.files.makers import jpeg, paper, picture, png, png_of_size


def test_a_photo_and_a_paper_are_taken() -> None:
    photo = take_in("foto.jpg", raw := jpeg())
    assert (photo.kind, photo.width, photo.height) == (Kind.JPEG, 90, 60)
    assert photo.data != raw
    letter = take_in("surat.pdf", paper(2))
    assert (letter.kind, letter.pages) == (Kind.PDF, 2)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "bukti.jpg kosong"),
        (bytes(LARGEST + 1), "bukti.jpg lebih besar dari 10 MB"),
        (b"<svg onload=alert(1)>", "bukti.jpg bukan foto atau PDF"),
        (b"\0\0\0\x18ftypheic" + bytes(50), "bukti.jpg berformat HEIC"),
        (jpeg() + b"<?php echo 1;", "bukti.jpg memuat berkas lain"),
        (jpeg()[:700], "bukti.jpg tidak bisa dibaca. Pakai foto atau PDF, paling besar 10 MB"),
        (png_of_size(9000, 9000), "bukti.jpg terlalu luas: paling banyak 20 megapiksel"),
    ],
)
def test_a_bad_file_is_named_with_what_to_do(raw: bytes, words: str) -> None:
    with pytest.raises(FileRefused) as refused:
        take_in("C:\\fakepath\\bukti.jpg", raw)
    assert refused.value.message.startswith(words)
    assert refused.value.name == "bukti.jpg"
    assert isinstance(refused.value, RuleBroken)  # 4xx, never 5xx


def test_every_fault_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Fault)
    for fault in Fault:
        indonesian = FileRefused("a.jpg", fault).message
        with speaking(Language.ENGLISH):
            english = FileRefused("a.jpg", fault).message
        assert indonesian != english
        for words in (indonesian, english):
            assert words.startswith("a.jpg ")
            assert "{" not in words
    assert "5" in too_large_words()


def test_one_bad_file_does_not_stop_the_others_and_order_stays() -> None:
    with speaking(Language.ENGLISH):
        found = take_in_all(
            [("a.jpg", jpeg()), ("b.svg", b"<svg/>"), ("c.pdf", paper()), ("d.png", png())]
        )
    kinds = [one.fault if isinstance(one, FileRefused) else one.kind for one in found]
    assert kinds == [Kind.JPEG, Fault.FOREIGN, Kind.PDF, Kind.JPEG]
    assert str(found[1]).startswith("b.svg is neither")


def test_five_files_and_no_more() -> None:
    assert take_in_all([]) == ()
    with pytest.raises(TooManyFiles, match="Paling banyak 5 berkas"):
        take_in_all([("a.jpg", b"")] * (MOST_FILES + 1))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("foto.jpg", "foto.jpg"),
        ("../../etc/passwd", "passwd"),
        ("", "Berkas tanpa nama"),
        ("/", "Berkas tanpa nama"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("{0.__class__}{name}.jpg", "{0.__class__}{name}.jpg"),
        ("<script>.jpg", "<script>.jpg"),  # as typed; the page escapes it
        ("x" * 300 + ".jpg", "x" * 29 + "…" + "x" * 25 + ".jpg"),
    ],
)
def test_a_name_is_said_in_one_short_line(name: str, said: str) -> None:
    assert shown(name) == said
    assert said in FileRefused(name, Fault.EMPTY).message


def test_a_crowd_leaves_threads_for_others() -> None:
    """Of twelve posts at once four are examined, by two children; the others are told at once."""
    most, waits, answers, words = [0], [], [], set()
    stop = threading.Event()
    files = [("a.jpg", jpeg(picture((1500, 1000))))] * 2

    def watch() -> None:
        while not stop.is_set():
            most[0] = max(most[0], children())
            time.sleep(0.01)

    def send() -> None:
        began = time.monotonic()
        try:
            answers.append(len(take_in_all(files)))
        except Unavailable as busy:
            waits.append(time.monotonic() - began)
            words.add(busy.message)

    watching = threading.Thread(target=watch)
    sending = [threading.Thread(target=send) for _ in range(12)]
    watching.start()
    for one in sending:
        one.start()
    for one in sending:
        one.join()
    stop.set()
    watching.join()
    assert len(answers) >= WAITING
    assert len(answers) + len(waits) == 12
    assert words == {"Sedang banyak berkas yang diperiksa. Kirim lagi sebentar lagi."}
    assert max(waits) < 1
    assert 1 <= most[0] <= AT_ONCE
    # And afterwards everything is free again.
    assert len(take_in_all(files)) == 2


def children() -> int:
    """Drawing children of this process: those that have become another program already."""
    found = 0
    for task in Path("/proc/self/task").iterdir():
        try:
            for pid in (task / "children").read_text().split():
                found += b"portal.files" in Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            continue
    return found
