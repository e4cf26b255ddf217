"""Whatever is sent, the answer is words: never a 500, never half a rating."""

from urllib.parse import quote

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.database import db
from portal.feedback.models import Rating
from tests import factories as make
from tests.visitor import Visitor

NAMES = [
    *("overall", "perilaku", "waktu", "biaya", "outcome", "officer", "service", "asked_to_pay"),
    *("reason_explained", "sex", "age_band", "comment", "numbers", "ticket", "unforeseen"),
]
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["1", "4", "-1", "-2", "selesai", "ya", "hide", "unknown", "tidak", "", "٣"]),
)


@pytest.fixture
def shop(sqlite_app: Flask) -> tuple[Visitor, str]:
    _counter, code = make.make_counter(make.make_unit(), make.make_service(make.make_unit()))
    visitor = Visitor(sqlite_app)
    ticket = visitor.open(f"/l/{code}").fields()["ticket"]
    return visitor, f"/l/{code}?kirim=|{ticket}"


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sent=st.dictionaries(st.sampled_from(NAMES), st.lists(WORDS, max_size=2)), signed=st.booleans()
)
def test_any_form_is_answered_in_words(
    shop: tuple[Visitor, str], sent: dict[str, list[str]], signed: bool
) -> None:
    visitor, where = shop
    url, ticket = where.split("|")
    response = visitor.client.post(url, data={**sent, **({"ticket": ticket} if signed else {})})
    assert response.status_code in (200, 303, 422, 429)
    assert len(db.session.execute(sa.select(Rating.id)).all()) <= 1


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    path=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    query=st.dictionaries(
        st.sampled_from(["lang", "kode", "kirim", "sudah"]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    ),
)
def test_any_address_is_answered_in_words(
    shop: tuple[Visitor, str], path: str, query: dict[str, str]
) -> None:
    visitor, where = shop
    for base in ("/l/", where.split("?")[0] + "/", "/"):
        response = visitor.client.get(base + quote(path, safe="/"), query_string=query)
        assert response.status_code < 500


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00garbage", "application/x-www-form-urlencoded"),
        (b"overall=%ff%fe&comment=%00", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"a=" + b"b" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a=1" for _ in range(5000)), "application/x-www-form-urlencoded"),
    ],
)
def test_any_body_is_answered_in_words(shop: tuple[Visitor, str], body: bytes, kind: str) -> None:
    visitor, where = shop
    response = visitor.client.post(where.split("|")[0], data=body, content_type=kind)
    assert 400 <= response.status_code < 500
    assert "<h1>" in response.get_data(as_text=True) or "plated" in response.get_data(as_text=True)
