"""T6: a flood from one network is held back in words; a busy office and everybody else is not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from portal.database import db
from portal.web.counts import ProcessStorage
from portal.web.limits import address_prefix
from tests.conftest import make_app
from tests.factories import make_counter, make_unit
from tests.feedback.intake import stored
from tests.staff import Staff
from tests.visitor import Page, Visitor

WORDS = {"overall": "1", "comment": "Sudah tiga kali datang."}
NOW = datetime(2026, 11, 19, 3, 5, tzinfo=UTC)


@pytest.fixture
def limited(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """Two posts an hour for a network, five for the declared offices, behind no proxy."""
    yield from opened(make_limited(sqlite_url, tmp_path))


def make_limited(url: str, folder: Path, **facts: object) -> Flask:
    offices = (ip_network("10.20.0.0/16"), ip_network("2001:db8:1::/48"))
    return make_app(url, folder, address_limit=2, office_limit=5, office_networks=offices, **facts)


def opened(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def rate(app: Flask, code: str, address: str, **headers: str) -> Page:
    visitor = Visitor(app, address=address)
    return visitor.send(visitor.open(f"/l/{code}"), WORDS, **headers)


def statuses(app: Flask, code: str, *addresses: str) -> list[int]:
    return [rate(app, code, address).status for address in addresses]


def a_code() -> str:
    return make_counter(make_unit())[1]


def test_the_third_post_of_a_network_is_held_back_with_its_words(limited: Flask) -> None:
    code = a_code()
    assert statuses(limited, code, "198.51.100.1", "198.51.100.200") == [200, 200]
    held = rate(limited, code, "198.51.100.77")
    assert held.status == 429
    assert held.response.headers["Retry-After"] == "3600"
    assert "60 menit" in held.text
    assert {name: held.fields()[name] for name in WORDS} == WORDS
    assert len(stored()) == 2


def test_the_held_form_can_be_sent_when_the_hour_is_over(limited: Flask) -> None:
    code = a_code()
    with time_machine.travel(NOW, tick=False) as clock:
        statuses(limited, code, "198.51.100.1", "198.51.100.1")
        held = rate(limited, code, "198.51.100.1")
        clock.move_to(NOW + timedelta(minutes=59, seconds=1))
        assert "1 menit" in Visitor(limited, address="198.51.100.1").send(held).text
        clock.move_to(NOW + timedelta(minutes=60, seconds=1))
        sent = Visitor(limited, address="198.51.100.1").send(held)
    assert sent.status == 200
    assert len(stored()) == 3


def test_another_network_is_let_in(limited: Flask) -> None:
    code = a_code()
    flood = ["198.51.100.1"] * 5
    assert statuses(limited, code, *flood) == [200, 200, 429, 429, 429]
    assert statuses(limited, code, "198.51.101.1") == [200]


def test_the_limit_holds_across_counters(limited: Flask) -> None:
    codes = [a_code() for _ in range(3)]
    assert [rate(limited, code, "198.51.100.1").status for code in codes] == [200, 200, 429]


def test_an_ipv6_network_is_a_64(limited: Flask) -> None:
    code = a_code()
    one = [f"2001:db8:aaaa:1:{n:x}::1" for n in (1, 2, 3)]
    assert statuses(limited, code, *one) == [200, 200, 429]
    assert statuses(limited, code, "2001:db8:aaaa:2::1") == [200]


def test_a_declared_office_may_send_more(limited: Flask) -> None:
    code = a_code()
    for address in ("10.20.3.4", "2001:db8:1:7::9"):
        assert statuses(limited, code, *[address] * 6) == [200] * 5 + [429]


def test_looking_is_never_limited(limited: Flask) -> None:
    code = a_code()
    statuses(limited, code, *["198.51.100.1"] * 3)
    visitor = Visitor(limited, address="198.51.100.1")
    assert {visitor.open(f"/l/{code}").status for _ in range(20)} == {200}


def test_a_clock_set_back_frees_and_locks_nobody_for_long(limited: Flask) -> None:
    code = a_code()
    with time_machine.travel(NOW, tick=False) as clock:
        assert statuses(limited, code, *["198.51.100.1"] * 3) == [200, 200, 429]
        clock.move_to(NOW - timedelta(hours=2))
        assert statuses(limited, code, "198.51.100.1") == [200]


def test_a_counters_ceiling_stores_and_quarantines(sqlite_url: str, tmp_path: Path) -> None:
    app = make_app(sqlite_url, tmp_path, counter_limit=3, address_limit=1000)
    for _ in opened(app):
        code, other = a_code(), a_code()
        assert statuses(app, code, *(f"198.51.{n}.1" for n in range(5))) == [200] * 5
        assert statuses(app, other, "198.51.100.1") == [200]
        found = sorted((r["counter_id"], r["status"], r["status_reason"]) for r in stored())
        assert [status for _c, status, _why in found] == [
            *["counts"] * 3,
            *["quarantined"] * 2,
            "counts",
        ]
        assert {why for _c, status, why in found if status == "quarantined"} == {"batas per jam"}


@pytest.mark.parametrize(
    ("hops", "forwarded", "same_network"),
    [
        (0, ("1.1.1.1", "2.2.2.2", "3.3.3.3"), True),  # spoofed: nobody is believed
        (1, ("1.1.1.1", "2.2.2.2", "3.3.3.3"), False),  # told by our one proxy
        (1, ("9.9.9.9, 1.1.1.1", "8.8.8.8, 1.1.1.1", "7.7.7.7, 1.1.1.1"), True),  # spoofed
        (2, ("1.1.1.1, 10.0.0.9", "2.2.2.2, 10.0.0.9", "3.3.3.3, 10.0.0.9"), False),
        (
            2,
            ("9.9.9.9, 1.1.1.1, 10.0.0.9", "8.8.8.8, 1.1.1.1, 10.0.0.9", "1.1.1.1, 10.0.0.9"),
            True,
        ),
        (2, ("1.1.1.1", "2.2.2.2", "3.3.3.3"), True),  # a hop is missing: nobody is believed
    ],
)
def test_exactly_the_declared_proxies_are_believed(
    sqlite_url: str, tmp_path: Path, hops: int, forwarded: tuple[str, ...], same_network: bool
) -> None:
    app = make_limited(sqlite_url, tmp_path, trusted_proxies=hops)
    for _ in opened(app):
        code = a_code()
        found = [
            rate(app, code, "127.0.0.1", **{"X-Forwarded-For": chain}).status for chain in forwarded
        ]
        assert found == [200, 200, 429 if same_network else 200]


def test_a_flood_gets_few_words_and_still_its_text(
    limited: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many held forms a cheap page comes; others never notice."""
    monkeypatch.setattr("portal.web.limits.FORMS_FOR_HELD", 3)
    code = a_code()
    assert statuses(limited, code, *["198.51.100.1"] * 6) == [200, 200, 429, 429, 429, 429]
    full, light = (rate(limited, code, who) for who in ("198.51.101.1", "198.51.100.1"))
    assert (full.status, light.status) == (200, 429)
    assert light.response.headers["Retry-After"] == "600"
    assert {name: light.fields()[name] for name in WORDS} == WORDS
    assert len(light.response.data) < 16_000
    assert len(stored()) == 3


def test_no_address_is_kept_anywhere(limited: Flask) -> None:
    statuses(limited, a_code(), "198.51.100.1")
    kept = str([vars(value) for value in _storages(limited)])
    assert "post" in kept
    assert "198.51" not in kept


def _storages(app: Flask) -> list[ProcessStorage]:
    return [limiter.storage for limiter in app.extensions["limiter"]]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.77", "198.51.100.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:198.51.100.77", "198.51.100.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
        ("198.51.100.77, 1.1.1.1", "unknown"),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert address_prefix(address) == network


def test_counts_that_are_over_are_forgotten() -> None:
    storage = ProcessStorage("process://")
    with time_machine.travel(NOW, tick=False) as clock:
        for number in range(1000):
            storage.incr(f"network-{number}", 3600)
        assert storage.incr("network-1", 3600) == 2
        clock.move_to(NOW + timedelta(hours=1, seconds=1))
        assert storage.get("network-1") == 0
        assert storage.incr("network-1", 3600) == 1
        assert storage.reset() == 1


def test_staff_who_sign_in_and_residents_who_rate_are_counted_apart(limited: Flask) -> None:
    """They share the office's network: neither may lock the other out."""
    code, address = a_code(), "198.51.100.1"
    clerk = Staff(limited, address=address)
    typed = {"login": "siapa", "password": "bukan ini kata sandinya"}
    answers = [clerk.send(clerk.open("/masuk"), typed, form=-1).status for _try in range(4)]
    assert 429 not in answers
    assert statuses(limited, code, address, address, address) == [200, 200, 429]
    assert clerk.send(clerk.open("/masuk"), typed, form=-1).status != 429
