"""What a file is by its bytes; what another program would read as something else."""

import io
import random
import zipfile

import pytest

from portal.files.facts import LARGEST, Fault, Faulty, Source
from portal.files.looking import refuse_double, source_of
from tests.files.makers import jpeg, paper, png, webp

JPEG = jpeg()


@pytest.mark.parametrize(
    ("name", "raw", "source"),
    [
        ("foto.jpg", JPEG, Source.JPEG),
        ("foto.png", JPEG, Source.JPEG),
        ("tanpa akhiran", png(), Source.PNG),
        ("IMG_1.jpg", webp(), Source.WEBP),
        ("Surat No. 12", paper(), Source.PDF),
        ("nota tokopedia.com.pdf", paper(), Source.PDF),
        ("", JPEG, Source.JPEG),
    ],
)
def test_the_bytes_say_what_a_file_is(name: str, raw: bytes, source: Source) -> None:
    assert source_of(name, raw) is source


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
)
FOREIGN = [
    ("logo.svg", SVG),
    ("logo.jpg", SVG),
    ("surat.pdf", b"<!doctype html><script>alert(1)</script>"),
    ("shell.pht", b"<?php system($_GET['c']); ?>"),
    ("gambar.gif", b"GIF89a" + bytes(40)),
    ("gambar.bmp", b"BM" + bytes(60)),
    ("gambar.tif", b"II*\0" + bytes(60)),
    ("arsip.zip", b"PK\x03\x04" + bytes(60)),
    ("film.mp4", b"\0\0\0\x18ftypisom" + bytes(60)),
    ("program.jpg", b"MZ\x90\0" + bytes(60)),
    ("elf.png", b"\x7fELF" + bytes(60)),
    ("suara.wav", b"RIFF\0\0\0\0WAVE" + bytes(60)),
    ("mundur.pdf", b"junk %PDF-1.7"),
    ("pendek.png", b"\x89PNG"),
    ("catatan.txt", "halo".encode("utf-16")),
    # Honest bytes under a name that is meant to run.
    ("shell.pht", JPEG),
    ("shell.PHP", JPEG),
    ("shell.phtml. ", JPEG),
    ("gambar.svg", JPEG),
    ("halaman.html", paper()),
    (".htaccess", JPEG),
]


@pytest.mark.parametrize(("name", "raw"), FOREIGN)
def test_what_is_neither_photo_nor_paper_is_foreign(name: str, raw: bytes) -> None:
    with pytest.raises(Faulty) as refused:
        source_of(name, raw)
    assert refused.value.fault is Fault.FOREIGN


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        (b"", Fault.EMPTY),
        (JPEG + bytes(LARGEST - len(JPEG) + 1), Fault.LARGE),
        (b"\0\0\0\x18ftypheic" + bytes(60), Fault.HEIC),
        (b"\0\0\0\x18ftypmif1" + bytes(60), Fault.HEIC),
    ],
)
def test_empty_too_large_and_heic_have_words_of_their_own(raw: bytes, fault: Fault) -> None:
    with pytest.raises(Faulty) as refused:
        source_of("foto.jpg", raw)
    assert refused.value.fault is fault


def test_a_file_may_be_just_ten_megabytes() -> None:
    assert source_of("foto.jpg", JPEG + bytes(LARGEST - len(JPEG))) is Source.JPEG


def zipped(comment: bytes = b"") -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("Main.class", b"\xca\xfe\xba\xbe")
        archive.comment = comment
    return written.getvalue()


PAPER = paper()
DOUBLE = {
    "gifar": (Source.JPEG, JPEG + zipped()),
    "gifar with a comment": (Source.JPEG, JPEG + zipped(b"x" * 900)),
    "zip in a PDF": (Source.PDF, PAPER + zipped()),
    "php in a comment": (Source.JPEG, jpeg(bare=True, comment=b"<?PHP system($_GET[0]);")),
    "script behind a photo": (Source.PNG, png() + b"<ScRiPt>alert(1)</script>"),
    "page before a paper": (Source.PDF, b"%PDF-1.4\n<html><body>" + PAPER),
    "svg in a webp": (Source.WEBP, webp() + b"<svg onload=alert(1)>"),
    "paper in a photo": (Source.JPEG, jpeg(bare=True, comment=PAPER[:2000])),
    "paper behind a photo": (Source.PNG, png() + PAPER),
    "shell script": (Source.JPEG, JPEG + b"\n#!/bin/sh\nrm -rf /"),
}


@pytest.mark.parametrize("what", DOUBLE)
def test_two_things_at_once_are_refused(what: str) -> None:
    source, raw = DOUBLE[what]
    assert source_of("foto.jpg", raw) is source
    with pytest.raises(Faulty) as refused:
        refuse_double(source, raw)
    assert refused.value.fault is Fault.DOUBLE


@pytest.mark.parametrize(
    ("source", "raw"),
    [
        (Source.JPEG, JPEG),
        (Source.PNG, png()),
        (Source.WEBP, webp()),
        (Source.PDF, paper(3)),
        # What phones put behind a photo: a film, Samsung's own notes.
        (Source.JPEG, JPEG + b"\0\0\0\x18ftypmp42" + random.Random(1).randbytes(200_000)),
        (Source.JPEG, JPEG + b"Image_UTC_Data1732" + b"SEFHk\0\0\0SEFT"),
        # Bytes of a zip's end that are not one: the comment would reach beyond the file.
        (Source.JPEG, JPEG + b"PK\x05\x06" + b"\xff" * 40),
    ],
)
def test_what_phones_and_word_processors_write_is_one_thing(source: Source, raw: bytes) -> None:
    refuse_double(source, raw)
