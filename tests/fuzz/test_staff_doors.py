"""Garbage at every door, by every role: refused in words, never a defect.

Bad ids, huge ones, NUL, half a character, wrong types, fields twice, fields missing, months that do
not exist. Forms carry a good token, so that what is behind it is reached. An exception would end
the test; seeded, so that it happens again. As a drill for about a minute, longer with DRILLS=long;
`make test` goes twice round all routes.
"""

import os
import random
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.routing import Rule

from tests.security.world import READERS, ROLES, TOKENS, TOP_ROLES, World, sqlite_world

SECONDS = 900 if os.environ.get("DRILLS") == "long" else 45
SEED = 20261121
WHO = ("out", "locked", *ROLES, *TOP_ROLES, *READERS, *TOKENS)
GARBAGE = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e",
    "🙂" * 50,
    "x" * 5000,
    "9" * 400,
    "-1",
    "0",
    "1e9",
    "1.5",
    "NaN",
    "٣",
    "２０２６",
    "None",
    "null",
    "[]",
    "{}",
    "true",
    "2026-99",
    "0000-00",
    "9999-12",
    "2026-1",
    "99999-01",
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "25:61",
    "%00",
    "%",
    "%s",
    "../../etc",
    "'; DROP TABLE unit; --",
    "<script>alert(1)</script>",
    "=1+1",
    "DUK",
    "PEMDA",
    "PUS",
    "198609262015051001",
    "\r\nSet-Cookie: x=y",
    "a,b;c\td",
    "\ufeff",
    "9223372036854775808",
    "18446744073709551616",
    "１",
)
NAMES = (
    "bulan",
    "unit",
    "month",
    "q",
    "cari",
    "halaman",
    "urut",
    "tahun",
    "nip",
    "kode",
    "semua",
    "into",
    "lang",
    "cursor",
    "limit",
    "revision",
    "subject",
    "keadaan",
    "pekan",
    "siapa",
    "dari",
    "sampai",
    "lembar",
    "seri",
    "lokasi",
    "kekurangan",
    "next",
    "tampil",
    "ukuran",
    "induk",
)


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with sqlite_world(sqlite_template, tmp_path_factory.mktemp("fuzz")) as made:
        yield made


def _address(rnd: random.Random, world: World, rule: Rule) -> str:
    """The rule with ids that are right, or not."""
    known = [str(v) for place in ("own", "sub", "other") for v in world.ids[place].values()]

    def fill(match: re.Match[str]) -> str:
        kind, _colon, name = match.group(1).rpartition(":")
        if kind == "int":
            number = rnd.choice(("1", "2", "0", "999999999", "9" * 30, "9223372036854775808"))
            found = [str(world.ids[p][name]) for p in ("own", "other") if name in world.ids[p]]
            return rnd.choice([number, *found])
        if kind.startswith("any"):
            return "csv"
        words = ("2026-10", "2026-11", *GARBAGE[1:], *known)
        chosen = rnd.choice(words).replace("/", "").encode("utf-8", "replace").decode()
        return quote(chosen) or "x"

    path = re.sub(r"<([^>]+)>", fill, rule.rule)
    asked = [(rnd.choice(NAMES), rnd.choice(GARBAGE)) for _ in range(rnd.randrange(4))]
    said = "&".join(f"{n}={quote(v.encode('utf-8', 'replace'))}" for n, v in asked)
    return f"{path}?{said}" if said else path


def _fields(rnd: random.Random, names: list[str], token: str) -> MultiDict[str, Any]:
    """Some of the fields of the forms there are, once or twice, with garbage in them."""
    sent: MultiDict[str, Any] = MultiDict()
    for name in rnd.sample(names, min(len(names), rnd.randrange(1, 14))):
        for _ in range(rnd.choice((1, 1, 1, 2))):
            sent.add(name, rnd.choice(GARBAGE).encode("utf-8", "replace").decode())
    sent["csrf_token"] = token
    return sent


def _names(world: World) -> dict[str, list[str]]:
    """By rule, the names of the fields its own form has."""
    found: dict[str, list[str]] = {}
    for rule in world.app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()):
            continue
        address = _address(random.Random(1), world, rule)
        for reader in (*READERS, "officer"):
            page = world.ask(reader, "GET", address.partition("?")[0])
            if page.mimetype == "text/html":
                found.setdefault(rule.rule, []).extend(re.findall(r'name="([\w.-]+)"', page.text))
    every = sorted({name for names in found.values() for name in names})
    return {rule: sorted({*names, *every[:20]}) for rule, names in found.items()}


@pytest.mark.parametrize("rounds", [2, pytest.param(10**6, marks=pytest.mark.drill)])
def test_garbage_is_never_a_defect(
    world: World, capsys: pytest.CaptureFixture[str], rounds: int
) -> None:
    rnd, token, names = random.Random(SEED), world.token(), _names(world)
    rules = [r for r in world.app.url_map.iter_rules() if "static" not in r.endpoint]
    defects: dict[str, str] = {}
    ends, sent = time.monotonic() + SECONDS, 0
    for _round in range(rounds):
        if time.monotonic() > ends:
            break
        for rule in rnd.sample(rules, len(rules)):
            who, address = rnd.choice(WHO), _address(rnd, world, rule)
            method = "POST" if "POST" in (rule.methods or ()) and rnd.random() < 0.7 else "GET"
            data = _fields(rnd, names.get(rule.rule, ["x"]), token) if method == "POST" else None
            told = f"{who} {method} {address} {data}"
            try:
                response = world.ask(who, method, address, data)
            except Exception as error:
                defects.setdefault(f"{rule.rule} {type(error).__name__}", f"{error} {told}")
                continue
            sent += 1
            if response.status_code >= 500:
                defects.setdefault(f"{rule.rule} {response.status_code}", told)
            if method == "POST" and response.status_code < 400:
                world.restore()
            if time.monotonic() > ends:
                break
    with capsys.disabled():
        print(f"\ngarbage: {sent} requests at {len(rules)} routes by {len(WHO)} kinds of people")
    assert sent > len(rules)
    assert not defects, "\n".join(f"{what}: {told[:400]}" for what, told in defects.items())
