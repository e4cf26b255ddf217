"""T11: the process is killed while people post. Nothing acknowledged is lost, nothing is twice."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from tests.faults.conftest import Installation, bounded
from tests.faults.server import LOST, Filled, Server, fetch_form, send, talking

SENDERS = 6


@dataclass
class Ledger:
    """What the senders know: forms sent, and those whose thanks they saw."""

    sent: list[Filled] = field(default_factory=list)
    acknowledged: list[Filled] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def post_until(stop: threading.Event, server: Server, code: str, ledger: Ledger) -> None:
    """Fetch, fill and send forms until the connection breaks."""
    try:
        with talking(server.port) as connection:
            while not stop.is_set():
                form = fetch_form(connection, code, comment="kata-kata")
                ledger.sent.append(form)
                answer = send(connection, form)
                if answer.status == 303:
                    ledger.acknowledged.append(form)
                else:
                    ledger.odd.append(f"{answer.status} {answer.text[:200]}")
    except LOST:
        return


def kill_under_load(server: Server, code: str, ledger: Ledger, moment: float) -> None:
    """Let people post for a moment, then kill -9."""
    stop = threading.Event()
    senders = [
        threading.Thread(target=post_until, args=(stop, server, code, ledger))
        for _ in range(SENDERS)
    ]
    for sender in senders:
        sender.start()
    stop.wait(moment)
    server.kill()
    stop.set()
    for sender in senders:
        sender.join(40)


def send_all_again(server: Server, forms: list[Filled]) -> None:
    """What a person does whose thanks never came."""
    with talking(server.port) as connection:
        for form in forms:
            answer = send(connection, form)
            assert (answer.status, "sudah" in answer.location) == (303, False), answer


def drill(installation: Installation, server: Server, kills: int) -> None:
    ledger, dice = Ledger(), random.Random(11)
    for round_ in range(kills):
        kill_under_load(server, installation.code, ledger, dice.uniform(0.4, 1.2))
        keys = installation.ticket_keys()
        lost = {f.ticket_key for f in ledger.acknowledged} - set(keys)
        assert not lost, f"kill {round_ + 1}: {len(lost)} acknowledged ratings lost"
        assert len(keys) == len(set(keys))
        server.start()
    assert ledger.odd == []
    assert len(ledger.acknowledged) > kills, "too few posts to prove anything"
    done = {f.ticket_key for f in ledger.acknowledged}
    unsure = [f for f in ledger.sent if f.ticket_key not in done]
    stored_untold = {f.ticket_key for f in unsure} & set(installation.ticket_keys())
    send_all_again(server, unsure)
    keys = installation.ticket_keys()
    assert sorted(keys) == sorted(f.ticket_key for f in ledger.sent)
    comments = installation.ask("SELECT count(*) FROM comment")
    assert comments == [(len(keys),)], "a rating and its comment are one transaction"
    print(
        f"{kills} kills: {len(ledger.acknowledged)} acknowledged, none lost, none twice;"
        f" {len(stored_untold)} stored without the sender being told"
    )


@pytest.mark.drill
def test_kill_nine_loses_nothing(installation: Installation, serve: Callable[..., Server]) -> None:
    drill(installation, serve(installation), bounded(10, 50))
