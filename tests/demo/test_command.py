"""`portal demo` as a person runs it: it builds, prints a code that scans, and serves."""

import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from portal.cli.demo import PLAIN, WHITE_ON_BLACK, drawn
from portal.demo.signins import SHOWN

HALVES = {"█": (1, 1), "▀": (1, 0), "▄": (0, 1), " ": (0, 0)}
PATIENCE = 120  # seconds, for a machine that has other things to do


def picture(printed: str, *, ground: int) -> np.ndarray:
    """What a terminal with this ground (0 dark, 1 light) shows of printed half blocks."""
    lines = [line for line in printed.splitlines() if set("█▀▄") & set(line)]
    rows = []
    for line in lines:
        coloured = WHITE_ON_BLACK in line
        text = line.replace(WHITE_ON_BLACK, "").replace(PLAIN, "")
        margin = len(text) - len(text.lstrip())
        for half in (0, 1):
            shown = [HALVES[cell][half] for cell in text[margin:]]
            if not coloured:
                shown = [value if ground == 0 else 1 - value for value in shown]
            rows.append([ground] * margin + shown + [ground] * margin)
    border = [[ground] * len(rows[0])] * 4
    return (np.kron(np.array(border + rows + border), np.ones((8, 8))) * 255).astype(np.uint8)


@pytest.mark.parametrize("ground", [0, 1], ids=["dark", "light"])
def test_the_code_scans_from_a_dark_and_a_light_terminal(ground: int) -> None:
    address = "http://192.168.1.20:8000/l/7K3M9X"
    shown = picture(drawn(address), ground=ground)
    # Not inverted: many phones read only dark on light.
    read = zxingcpp.read_barcodes(shown, try_invert=False)
    assert [code.text for code in read] == [address]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(*words: object, instance: Path) -> subprocess.Popen[str]:
    """Start `portal` with an installation of its own and a production database in the air."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environ["PORTAL_INSTANCE"] = str(instance)
    environ["PORTAL_DATABASE_URL"] = f"sqlite:///{instance / 'production.db'}"
    environ["PYTHONUNBUFFERED"] = "1"
    arguments = [sys.executable, "-c", "from portal.cli import main; main()", *map(str, words)]
    return subprocess.Popen(
        arguments, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def printed_until(process: subprocess.Popen[str], last: str) -> str:
    """What it prints up to `last`; it must not end before."""
    assert process.stdout is not None
    pipe, printed = process.stdout.fileno(), b""
    deadline = time.monotonic() + PATIENCE
    while last.encode() not in printed and time.monotonic() < deadline:
        if select.select([pipe], [], [], 1)[0]:
            chunk = os.read(pipe, 65536)
            if not chunk:
                pytest.fail(f"{printed.decode()}\n{process.communicate()[1]}")
            printed += chunk
    return printed.decode()


def fetched(address: str, token: str = "") -> tuple[int, str]:
    """Status and text of a page, waiting for the server to listen."""
    deadline = time.monotonic() + PATIENCE
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310
    while True:
        try:
            with urllib.request.urlopen(asked, timeout=10) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def api_token(printed: str) -> str:
    """The key that the example of the API carries."""
    found = re.search(r"Bearer (\S+?)'", printed)
    assert found is not None
    return found[1]


def test_it_builds_prints_a_code_that_scans_and_serves(tmp_path: Path) -> None:
    port = free_port()
    process = command("demo", "--port", port, instance=tmp_path)
    try:
        printed = printed_until(process, "Berhenti")
        read = zxingcpp.read_barcodes(picture(printed, ground=0))
        assert [code.text for code in read] == [f"http://127.0.0.1:{port}/l/7K3M9X"]
        status, page = fetched(read[0].text)
        assert status == 200
        assert "Akta Kelahiran" in page
        assert "Kabupaten Sungai Raya" in page
        for name in ("Agus Permadi", "Ratna Wulandari", "Sri Maharani Tampubolon"):
            assert name in page
        for address in re.findall(rf"http://127\.0\.0\.1:{port}/\S*", printed):
            assert fetched(address, token=api_token(printed))[0] == 200
        for account in SHOWN:
            assert account.login in printed
            assert account.login in fetched(f"http://127.0.0.1:{port}/masuk")[1]
        assert fetched(f"http://127.0.0.1:{port}/readyz")[0] == 200

        second = command("demo", "--port", port, instance=tmp_path / "other")
        _, refusal = second.communicate(timeout=PATIENCE)
        assert second.returncode == 1
        assert f"Porta {port} sedang dipakai" in refusal
        assert not (tmp_path / "other").exists()
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert not (tmp_path / "production.db").exists()


def test_a_folder_that_is_no_demonstration_stops_it(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    process = command("demo", "--no-serve", instance=tmp_path)
    printed, refusal = process.communicate(timeout=PATIENCE)
    assert (process.returncode, printed) == (1, "")
    assert "bukan peragaan" in refusal


def test_a_port_that_is_no_port_is_wrong_usage(tmp_path: Path) -> None:
    process = command("demo", "--port", 70000, instance=tmp_path)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
