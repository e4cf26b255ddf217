"""Whatever is sent as a complaint, the answer is words: never a 500, never half a case."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.models import Complaint, Cycle, Event
from portal.database import db
from tests import factories as make
from tests.conftest import make_app
from tests.visitor import Visitor

NAMES = [
    *("kind", "about", "identity", "publish", "is_urgent", "officer", "service", "numbers"),
    *("story", "happened_on", "place", "who", "wish", "loss", "name", "phone", "email", "address"),
    *("kept", "keep", "noted", "ticket", "files", "unforeseen"),
]
WORDS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["ya", "lain", "uang", "petugas", "pimpinan", "terbuka", "tanpa_nama", "hide", "keep"]
    ),
    st.sampled_from(["081234567890", "a@b.id", "\x00", "x" * 9_000, "٣", "apresiasi", ""]),
)


@pytest.fixture
def shop(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[Visitor, str]]:
    app = make_app(sqlite_url, tmp_path, address_limit=100_000)
    with app.app_context():
        unit = make.make_unit()
        _counter, code = make.make_counter(
            make.make_unit(parent_id=unit.id), make.make_service(unit), make.make_service(unit)
        )
        yield Visitor(app), f"/l/{code}/pengaduan"
        db.session.remove()
        db.engine.dispose()


def count(model: type) -> int:
    return db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar_one()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sent=st.dictionaries(st.sampled_from(NAMES), st.lists(WORDS, max_size=2), max_size=12),
    signed=st.booleans(),
    tells=st.booleans(),
)
def test_any_complaint_is_answered_in_words(
    shop: tuple[Visitor, str], sent: dict[str, list[str]], signed: bool, tells: bool
) -> None:
    visitor, url = shop
    form = visitor.client.get(url).get_data(as_text=True)
    ticket = form.partition('name="ticket" value="')[2].partition('"')[0]
    data = {
        **sent,
        **({"ticket": ticket} if signed else {}),
        **({"story": "Ada."} if tells else {}),
    }
    response = visitor.client.post(f"{url}?kirim=", data=data)
    assert response.status_code in (200, 422)
    assert count(Complaint) == count(Cycle) == count(Event)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    query=st.dictionaries(
        st.sampled_from(["unit", "cari", "kirim", "lang"]),
        st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20),
    ),
    posts=st.booleans(),
)
def test_any_address_is_answered_in_words(
    shop: tuple[Visitor, str], query: dict[str, str], posts: bool
) -> None:
    visitor, _url = shop
    method = "POST" if posts else "GET"
    response = visitor.client.open("/pengaduan", method=method, query_string=query)
    assert response.status_code in (200, 404, 422)
