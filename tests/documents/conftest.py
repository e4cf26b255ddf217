"""Real PDF tools over the documents: poppler renders and reads, two decoders scan."""

import io
import subprocess
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
import zxingcpp
from PIL import Image

DOTS_PER_INCH = 200


@pytest.fixture
def rendered(tmp_path: Path) -> Callable[[bytes], list[Image.Image]]:
    """The pages as a printer of 200 dots per inch would show them."""

    def render(content: bytes) -> list[Image.Image]:
        source = tmp_path / "render.pdf"
        source.write_bytes(content)
        subprocess.run(
            ["pdftoppm", "-r", str(DOTS_PER_INCH), "-gray", "-png", source, tmp_path / "page"],
            check=True,
            timeout=120,
        )
        pages = sorted(tmp_path.glob("page*.png"))
        return [Image.open(io.BytesIO(page.read_bytes())).convert("L") for page in pages]

    return render


@pytest.fixture
def poppler(tmp_path: Path) -> Callable[..., str]:
    """What a poppler tool prints about a PDF."""

    def run(tool: str, content: bytes, *options: str) -> str:
        source = tmp_path / "read.pdf"
        source.write_bytes(content)
        end = ["-"] if tool == "pdftotext" else []
        done = subprocess.run(
            [tool, *options, source, *end], check=True, capture_output=True, timeout=60
        )
        return done.stdout.decode()

    return run


@pytest.fixture
def scanned_by_zxing() -> Callable[[Image.Image], list[str]]:
    """Every code that zxing-cpp finds."""
    return lambda page: [
        code.text for code in zxingcpp.read_barcodes(page, zxingcpp.BarcodeFormat.QRCode)
    ]


@pytest.fixture
def scanned_by_opencv() -> Callable[[Image.Image], list[str]]:
    """Every code that OpenCV finds."""

    def scan(page: Image.Image) -> list[str]:
        found, texts, _points, _straight = cv2.QRCodeDetector().detectAndDecodeMulti(
            np.asarray(page)
        )
        return [text for text in texts if text] if found else []

    return scan
