"""A program with its token, and a town whose October is closed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from portal.accounts.tokens import make_token
from portal.appraisal.commands import close_month
from portal.authority import Role, Scope, operator
from portal.clock import today
from portal.indicators.rules.definition import Weight
from portal.month import Month
from portal.web.limits import secret_keys, settings
from tests.indicators.town import Town, make_ratings, make_town
from tests.staff import actor_of, make_person

EVERYTHING = frozenset(Scope)
INDICATORS = frozenset({Scope.INDICATORS_READ})
APPRAISALS = frozenset({Scope.APPRAISALS_READ})
OCTOBER = "2026-10"


def closed_town(ratings: int = 700) -> Town:
    """The town of the indicators' tests, with October closed."""
    town = make_town()
    make_ratings(town, OCTOBER, ratings, 3)
    close(Month(2026, 10))
    return town


def close(month: Month) -> None:
    close_month(
        operator("uji"),
        month=month,
        today=month.last_day + timedelta(days=2),
        weight=Weight.NINTH,
        reviewed="diperiksa",
    )


def new_token(
    town: Town, scopes: frozenset[Scope] = EVERYTHING, unit: str = "PEMDA", days: int = 30
) -> str:
    person = make_person((Role.ADMINISTRATOR, town.units[0]))
    return make_token(
        actor_of(person),
        name="Program uji",
        scopes=scopes,
        unit=unit,
        days=days,
        vault_key=secret_keys().vault_key,
        today=today(settings().timezone),
    ).token


@dataclass
class Program:
    """Asks the API as a program does: no cookie, a bearer token."""

    app: Flask
    token: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, **headers: str) -> TestResponse:
        sent = {**self.headers, **headers}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        client = self.app.test_client(use_cookies=False)
        return client.get(f"/api/v1/{path}", headers=sent)

    def items(self, path: str, after: str | None = None) -> list[dict[str, Any]]:
        """All objects of a list, page after page."""
        return [one for page in self.pages(path, after) for one in page["items"]]

    def pages(self, path: str, after: str | None = None) -> Iterator[dict[str, Any]]:
        cursor = "" if after is None else f"&cursor={after}"
        while True:
            response = self.ask(path + cursor)
            assert response.status_code == 200, response.text
            yield (page := json.loads(response.text))
            if page["next"] is None:
                return
            cursor = f"&cursor={page['next']}" if "?" in path else f"?cursor={page['next']}"


def refused(response: TestResponse, status: int) -> dict[str, Any]:
    """A failure as RFC 9457 wants it; its members come back."""
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    found: dict[str, Any] = json.loads(response.text)
    assert found["status"] == status
    assert found["type"].startswith("urn:suara-loket:problem:")
    assert found["title"]
    assert found["detail"]
    return found
