"""`/metrics`: who may read it, and that it tells of work and never of answers."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from portal.clock import now
from portal.database import db
from portal.jobs.models import JobRun
from portal.notifications.models import Message
from portal.web.measuring import door_of, outcome_of
from tests.conftest import make_app
from tests.factories import make_counter, make_rating, make_unit

TOKEN = "t" * 8 + "0123456789abcdef" * 2


def _read(app: Flask, **headers: str) -> dict[str, float]:
    """Every sample by name and labels."""
    response = app.test_client().get("/metrics", headers=headers)
    assert response.status_code == 200, response.text
    return {
        one.name
        + "".join(sorted(f" {key}={value}" for key, value in one.labels.items())): one.value
        for family in text_string_to_metric_families(response.text)
        for one in family.samples
    }


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.7", {}, 403),
        ("", {}, 403),  # a socket file, whoever stands before it
        # A proxy on this machine asks for somebody outside, whatever that one claims to be.
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 403),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 403),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}, 403),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("10.0.0.7", {"Authorization": f"bearer {TOKEN}", "X-Forwarded-For": "203.0.113.9"}, 200),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN}x"}, 403),
        ("10.0.0.7", {"Authorization": f"Bearer {TOKEN[:-1]}"}, 403),
        ("10.0.0.7", {"Authorization": "Bearer "}, 403),
        ("10.0.0.7", {"Authorization": f"Basic {TOKEN}"}, 403),
        ("10.0.0.7", {"Authorization": "Bearer é"}, 403),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_this_machine_or_the_token(
    sqlite_url: str,
    tmp_path: Path,
    proxies: int,
    address: str,
    headers: dict[str, str],
    status: int,
) -> None:
    app = make_app(sqlite_url, tmp_path, metrics_token=TOKEN, trusted_proxies=proxies)
    answer = app.test_client().get(
        "/metrics", headers=headers, environ_overrides={"REMOTE_ADDR": address}
    )
    assert answer.status_code == status
    assert ("portal_info" in answer.text) is (status == 200)
    assert ("token metrik" in answer.text) is (status == 403)


def test_without_a_token_in_the_settings_no_token_opens(sqlite_app: Flask) -> None:
    for sent in ("", "None", "x"):
        answer = sqlite_app.test_client().get(
            "/metrics",
            headers={"Authorization": f"Bearer {sent}"},
            environ_overrides={"REMOTE_ADDR": "10.0.0.7"},
        )
        assert answer.status_code == 403


def test_an_empty_installation(app: Flask) -> None:
    found = _read(app)
    assert found["portal_database_up"] == 1
    assert found["portal_ratings"] == found["portal_open_months"] == 0
    assert found["portal_outbox_waiting"] == found["portal_outbox_given_up"] == 0
    assert found["portal_jobs_failed"] == 0
    # What never was is absent: an alert says `absent(…)`, no number pretends to be a time.
    assert "portal_worker_heartbeat_timestamp_seconds" not in found
    assert "portal_release_timestamp_seconds" not in found


def test_the_work_behind_the_pages(app: Flask) -> None:
    at = now().replace(microsecond=0)
    earlier = at - timedelta(hours=3)
    done = {"slot": at, "started_at": at, "finished_at": at, "begun": 1}
    db.session.add(JobRun(name="send_mail", failure="", **done))
    db.session.add(JobRun(name="release_open_months", failure="", **done))
    db.session.add(JobRun(name="forget", failure="Unavailable", **done))
    facts = {"kind": "invitation", "recipient": "a@x.example", "facts": "{}", "due_at": at}
    db.session.add(Message(handle="a", created_at=earlier, **facts))
    db.session.add(Message(handle="b", created_at=at, given_up_at=at, **facts))
    db.session.commit()
    found = _read(app)
    assert found["portal_worker_heartbeat_timestamp_seconds"] == at.timestamp()
    assert found["portal_release_timestamp_seconds"] == at.timestamp()
    assert found["portal_jobs_failed"] == 1
    assert (found["portal_outbox_waiting"], found["portal_outbox_given_up"]) == (1, 1)
    assert found["portal_outbox_oldest_timestamp_seconds"] == earlier.timestamp()


@pytest.mark.parametrize(("stored", "told"), [(9, 0), (10, 10), (19, 10), (20, 20)])
def test_answers_are_told_in_tens(sqlite_app: Flask, stored: int, told: int) -> None:
    counter, _code = make_counter(make_unit())
    for _number in range(stored):
        make_rating(counter, date(2026, 10, 5))
    db.session.commit()
    found = _read(sqlite_app)
    assert found["portal_ratings"] == told
    assert found["portal_open_months"] == 1


def test_requests_by_door_and_outcome_and_nothing_finer(sqlite_app: Flask) -> None:
    make_counter(make_unit("ABC234"), code="ABC234")
    db.session.commit()
    client = sqlite_app.test_client()
    for address in ("/l/ABC234", "/privasi", "/l/ABC234/terima-kasih", "/l/ZZZZZZ", "/tidak-ada"):
        client.get(address).close()
    client.post("/l/ABC234", data={"overall": "4"}).close()
    client.get("/api/v1/units").close()
    found = _read(sqlite_app)
    count = "portal_request_seconds_count door={} outcome={}"
    assert found[count.format("public", "given")] == 3
    assert found[count.format("public", "refused")] == 2
    assert found[count.format("static", "refused")] == 1
    assert found[count.format("api", "refused")] == 1
    labels = set(re.findall(r"(\w+)=", " ".join(found)))
    assert labels <= {"door", "outcome", "le", "version", "revision", "python", "database"}
    assert not re.search(r"ABC234|overall|unit|counter|nip", " ".join(found))


def test_an_answer_stored_counts_as_a_page_shown(sqlite_app: Flask) -> None:
    """No outcome of its own: else the counts would say how many rated, one by one."""
    assert outcome_of(200) == outcome_of(303) == outcome_of(304) == "given"
    assert (outcome_of(422), outcome_of(429), outcome_of(503)) == ("refused", "limited", "failed")


@pytest.mark.parametrize(
    ("endpoint", "door"),
    [(None, "static"), ("static", "static"), ("bootstrap.static", "static"), ("me.home", "me")],
)
def test_each_endpoint_has_a_door(endpoint: str | None, door: str) -> None:
    assert door_of(endpoint) == door


def test_a_database_that_is_away_is_said(tmp_path: Path) -> None:
    app = make_app(f"sqlite:///{tmp_path / 'kosong.db'}", tmp_path)
    found = _read(app)
    assert found["portal_database_up"] == 0
    assert "portal_ratings" not in found
