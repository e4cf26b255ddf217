"""T11 for complaints: the process is killed while people file, some with a photo.

No case is lost whose receipt somebody saw, none is there twice; whoever never saw a receipt sends
the same form again and gets one. Each case is whole: its clock, its step, its photo in the store.
"""

import random
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from PIL import Image

from portal.complaints.rules.receipt import parse
from tests.faults.conftest import Installation, bounded
from tests.faults.server import LOST, Filled, Server, ask, read_form, talking

SENDERS = 4
STORY = "Akta belum jadi setelah tiga kali datang."
EDGE = "batas-kiriman"


@dataclass
class Ledger:
    """Forms sent, the receipts somebody saw, and answers that were none."""

    sent: list[Filled] = field(default_factory=list)
    seen: dict[bytes, str] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def photo() -> bytes:
    raw = BytesIO()
    Image.new("RGB", (200, 150), "teal").save(raw, "JPEG")
    return raw.getvalue()


PHOTO = photo()


def fetch(connection: object, code: str, *, with_photo: bool) -> Filled:
    page = ask(connection, "GET", f"/l/{code}/pengaduan").text  # type: ignore[arg-type]
    return read_form(page, story=STORY, photo="ya" if with_photo else "")


def send(connection: object, form: Filled) -> str:
    """The receipt that came back; anything else is an AssertionError with the answer."""
    body = b""
    for name, value in form.body.items():
        body += f'--{EDGE}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode()
        body += value.encode() + b"\r\n"
    if form.body["photo"]:
        body += f'--{EDGE}\r\nContent-Disposition: form-data; name="files"; '.encode()
        body += b'filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n' + PHOTO + b"\r\n"
    body += f"--{EDGE}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
    connection.request("POST", form.action, body, headers)  # type: ignore[attr-defined]
    response = connection.getresponse()  # type: ignore[attr-defined]
    text = response.read().decode()
    assert response.status == 200, f"{response.status} {text[:200]}"
    return parse("".join(re.findall(r"<li>(\d{4})</li>", text)))


def file_until(stop: threading.Event, server: Server, code: str, ledger: Ledger) -> None:
    """Fetch, fill and send forms until the connection breaks."""
    number = 0
    try:
        with talking(server.port) as connection:
            while not stop.is_set():
                number += 1
                form = fetch(connection, code, with_photo=number % 4 == 0)
                ledger.sent.append(form)
                ledger.seen[form.ticket_key] = send(connection, form)
    except LOST:
        return
    except AssertionError as wrong:
        ledger.odd.append(str(wrong))


def kill_under_load(server: Server, code: str, ledger: Ledger, moment: float) -> None:
    """Let people file for a moment, then kill -9."""
    stop = threading.Event()
    facts = (stop, server, code, ledger)
    senders = [threading.Thread(target=file_until, args=facts) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    stop.wait(moment)
    server.kill()
    stop.set()
    for sender in senders:
        sender.join(40)


def keys(installation: Installation) -> list[bytes]:
    rows = installation.ask("SELECT ticket_key FROM complaint")
    return [bytes(key) for (key,) in rows]  # type: ignore[call-overload]  # bytes on both


def each_is_whole(installation: Installation) -> None:
    """A case, its clock, its first step and its files are one transaction."""
    (cases,) = installation.ask("SELECT count(*) FROM complaint")[0]
    for table in ("complaint_cycle", "complaint_event"):
        assert installation.ask(f"SELECT count(*) FROM {table}") == [(cases,)]
    stored = {path.name for path in (installation.instance / "files").glob("*")}
    named = {str(name) for (name,) in installation.ask("SELECT name FROM attachment")}
    assert named
    assert named <= stored, "a case names a photo that is not there"


def drill(installation: Installation, server: Server, kills: int) -> None:
    ledger, dice = Ledger(), random.Random(11)
    for round_ in range(kills):
        kill_under_load(server, installation.code, ledger, dice.uniform(0.6, 1.6))
        there = keys(installation)
        lost = ledger.seen.keys() - set(there)
        assert not lost, f"kill {round_ + 1}: {len(lost)} acknowledged cases lost"
        assert len(there) == len(set(there))
        server.start()
    assert ledger.odd == []
    assert len(ledger.seen) > kills, "too few cases to prove anything"
    untold = [form for form in ledger.sent if form.ticket_key not in ledger.seen]
    stored_untold = {form.ticket_key for form in untold} & set(keys(installation))
    with talking(server.port) as connection:
        for form in ledger.sent:
            receipt = send(connection, form)
            assert ledger.seen.setdefault(form.ticket_key, receipt) == receipt
    assert sorted(keys(installation)) == sorted(form.ticket_key for form in ledger.sent)
    each_is_whole(installation)
    print(
        f"{kills} kills: {len(ledger.sent) - len(untold)} acknowledged, none lost, none twice;"
        f" {len(stored_untold)} stored without the sender being told"
    )


@pytest.mark.drill
def test_kill_nine_loses_no_complaint(
    installation: Installation, serve: Callable[..., Server]
) -> None:
    drill(installation, serve(installation), bounded(5, 20))
