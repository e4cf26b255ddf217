"""20,000 odd requests to the residents' door: never a 500, never an exception, nothing stored.

The whole number as a drill; `make test` sends a tenth of it.
"""

import random
import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from portal.database import db
from tests.conftest import make_app
from tests.factories import make_counter, make_service, make_unit
from tests.faults.server import read_form
from tests.feedback.intake import stored

INPUTS = 5_000  # for each of the four kinds below
LONGEST = 40.0  # seconds a kind may take on a busy machine

SCRAPS = (
    *("", " ", "0", "-1", "1", "4", "5", "9" * 400, "1e9", "NaN", "null", "None", "true", "ya"),
    *("é", "\u202e", "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"), "ｆ"),
    *("\x00", "\r\n", "%00", "%", "%%", "%zz", "%c0%af", "../../etc/passwd", "..%2f", "\\", "//"),
    *("<script>alert(1)</script>", "' OR 1=1 --", '"', "{{7*7}}", "{% raise %}", "${7*7}", "=cmd"),
    *("selesai", "tidak_dilayani", "other", "unknown", "not_this_one", "hide", "keep", "id", "en"),
    *("3201234567890123", "0812 3456 7890", "A" * 300, "\u0300" * 50, "a\tb"),
)
FIELDS = (
    *("overall", "outcome", "reason_explained", "officer", "service", "asked_to_pay", "comment"),
    *("numbers", "persyaratan", "prosedur", "waktu", "biaya", "produk", "kompetensi", "perilaku"),
    *("sarana", "pengaduan", "sex", "age_band", "education", "occupation", "ticket", "kirim"),
)
HEADERS = (
    *("Accept-Language", "Accept-Encoding", "Origin", "Sec-Fetch-Site", "Referer", "Host"),
    *("Content-Type", "X-Forwarded-For", "X-Forwarded-Host", "Cookie", "If-None-Match", "Range"),
    *("If-Modified-Since", "User-Agent", "Accept", "Content-Encoding", "X-HTTP-Method-Override"),
)
METHODS = ("GET", "GET", "POST", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "FOO")


class Fuzzer:
    """A client, the things that exist, and dice."""

    def __init__(self, app: Flask, code: str, seed: int) -> None:
        self.client: Client = app.test_client()
        self.code, self.dice = code, random.Random(seed)
        self.action = f"/l/{code}?kirim="
        self.ticket = read_form(self.client.get(f"/l/{code}").get_data(as_text=True)).body["ticket"]

    def scrap(self) -> str:
        """A piece of text nobody should send, or one somebody should, or a mixture."""
        chance = self.dice.random()
        if chance < 0.6:
            return self.dice.choice(SCRAPS)
        if chance < 0.8:
            return "".join(chr(self.dice.randrange(0x800)) for _ in range(self.dice.randrange(30)))
        return self.dice.choice(SCRAPS) + self.dice.choice(SCRAPS)

    def path(self) -> str:
        """An address near those that exist."""
        known = (f"/l/{self.code}", f"/l/{self.code}/terima-kasih", f"/l/{self.code}/loket-lain")
        chance = self.dice.random()
        if chance < 0.4:
            return self.dice.choice(("/", "/privasi", "/healthz", *known))
        if chance < 0.7:
            letters = list(self.code + self.dice.choice(("", "/", "/x", "/terima-kasih")))
            letters[self.dice.randrange(len(letters))] = self.dice.choice("0OIL1u-. é\u0660")
            return "/l/" + quote("".join(letters))
        return self.dice.choice(("/", "/l/", "/l", "/static/")) + quote(
            self.scrap()[:200], safe="%/"
        )

    def query(self) -> str:
        """A query string, well formed or not."""
        names = ("lang", "kode", "sudah", "kirim", *FIELDS)
        pairs = [
            (self.dice.choice(names), self.scrap()[:200]) for _ in range(self.dice.randrange(4))
        ]
        return urlencode(pairs) + self.dice.choice(("", "", "&", "=", "&&=%", "%ff", ";a=b"))

    def broken_ticket(self) -> str:
        """The good ticket with something done to it."""
        text, at = self.ticket, self.dice.randrange(len(self.ticket))
        cut = self.dice.randrange(len(text))
        return self.dice.choice(
            (
                text[:at] + chr(ord(text[at]) ^ 1 << self.dice.randrange(7)) + text[at + 1 :],
                text[:cut],
                text + self.dice.choice(SCRAPS),
                text[::-1],
                secrets.token_urlsafe(self.dice.randrange(1, 60)),
                self.scrap(),
            )
        )

    def body(self, ticket: str) -> list[tuple[str, str]]:
        """A form of some known and unknown fields, each perhaps several times."""
        names = self.dice.choices((*FIELDS, "x", "x" * 100, "overall[]"), k=self.dice.randrange(12))
        pairs = [(name, self.scrap()[:3000]) for name in names if name != "ticket"]
        return [("ticket", ticket), *pairs]

    def ask(self, method: str, url: str, **facts: object) -> TestResponse:
        return self.client.open(url, method=method, **facts)  # type: ignore[arg-type]


def odd_address(fuzzer: Fuzzer) -> TestResponse:
    """Any method, any path, any query."""
    url = f"{fuzzer.path()}?{fuzzer.query()}"
    return fuzzer.ask(fuzzer.dice.choice(METHODS), url)


def odd_form(fuzzer: Fuzzer) -> TestResponse:
    """A good ticket with nonsense beside it; the overall mark is never a good one."""
    pairs = [(name, value) for name, value in fuzzer.body(fuzzer.ticket) if name != "overall"]
    pairs.append(("overall", fuzzer.dice.choice(("", "0", "5", "-1", "1.0", " 1", "x"))))
    return fuzzer.ask("POST", fuzzer.action, data=urlencode(pairs), content_type=FORM)


def odd_ticket(fuzzer: Fuzzer) -> TestResponse:
    """Good answers with a ticket that is none."""
    ticket = fuzzer.broken_ticket()
    pairs = [("ticket", ticket), ("overall", "4"), ("comment", fuzzer.scrap())]
    if ticket == fuzzer.ticket:
        pairs[1] = ("overall", "0")
    return fuzzer.ask("POST", fuzzer.action, data=urlencode(pairs), content_type=FORM)


def odd_wire(fuzzer: Fuzzer) -> TestResponse:
    """Headers and bodies that no browser sends."""
    names = fuzzer.dice.sample(HEADERS, fuzzer.dice.randrange(1, 5))
    headers = {name: fuzzer.scrap().encode("ascii", "ignore").decode() for name in names}
    clean = {k: "".join(c for c in v if c.isprintable())[:500] for k, v in headers.items()}
    body = fuzzer.dice.randbytes(fuzzer.dice.choice((0, 1, 50, 2000)))
    kind = fuzzer.dice.choice(
        (FORM, "multipart/form-data; boundary=b", "application/json", "", "x")
    )
    if fuzzer.dice.random() < 0.3:
        body = b"--b\r\nContent-Disposition: form-data; name=overall\r\n\r\n" + body
    clean.setdefault("Content-Type", kind)
    return fuzzer.ask("POST", fuzzer.action, data=body, headers=clean)


FORM = "application/x-www-form-urlencoded"
KINDS = (odd_address, odd_form, odd_ticket, odd_wire)


@pytest.fixture
def target(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Flask, str]]:
    """A counter with two services and two officers; limits out of the way."""
    app = make_app(sqlite_url, tmp_path, address_limit=100_000, counter_limit=1_000_000)
    with app.app_context():
        unit = make_unit()
        services = make_service(unit), make_service(unit, tariff="berbayar", rupiah=5000)
        _counter, code = make_counter(unit, *services)
        db.session.remove()
        yield app, code
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("inputs", [INPUTS // 10, pytest.param(INPUTS, marks=pytest.mark.drill)])
@pytest.mark.parametrize("kind", KINDS)
def test_no_input_brings_the_portal_down(
    target: tuple[Flask, str], kind: Callable[[Fuzzer], TestResponse], inputs: int
) -> None:
    seed, until = secrets.randbits(32), time.monotonic() + LONGEST
    fuzzer, done = Fuzzer(*target, seed), 0
    while done < inputs and time.monotonic() < until:
        try:
            response = kind(fuzzer)
        except Exception as error:
            raise AssertionError(f"seed {seed}, input {done}: {error!r}") from error
        status = response.status_code
        assert status < 500, f"seed {seed}, input {done}: {status} at {response.request.url}"
        assert response.headers.get("Content-Security-Policy"), f"seed {seed}, input {done}"
        assert "Set-Cookie" not in response.headers
        done += 1
    assert done > inputs / 10, "too slow to prove anything"
    assert stored() == []


@pytest.mark.parametrize("body", ["7", "[]", "null", '"x"', "[[1]]", '{"overall": "4"}', "{"])
def test_json_is_no_form(target: tuple[Flask, str], body: str) -> None:
    app, code = target
    answer = app.test_client().post(f"/l/{code}?kirim=", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert stored() == []


def test_a_host_that_is_none_gets_words(target: tuple[Flask, str]) -> None:
    app, _code = target
    answer = app.test_client().get("/", headers={"Host": "a" * 300})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
