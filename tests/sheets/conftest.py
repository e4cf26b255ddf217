"""LibreOffice, as the second spreadsheet program beside our own reader."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ON_CI

Convert = Callable[[Path, str], Path]


@pytest.fixture
def convert(tmp_path: Path) -> Convert:
    """Turn a CSV into an XLSX as LibreOffice opens it; the second argument is its CSV filter."""
    program = shutil.which("soffice")
    if program is None:
        (pytest.fail if ON_CI else pytest.skip)("LibreOffice (soffice) is not installed")

    def run(source: Path, csv_filter: str) -> Path:
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        arguments = ["--headless", f"--infilter=CSV:{csv_filter}", "--convert-to", "xlsx"]
        subprocess.run(
            [program, profile, *arguments, "--outdir", tmp_path, source],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return source.with_suffix(".xlsx")

    return run
