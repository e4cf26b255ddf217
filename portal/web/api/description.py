"""`/openapi.json`, and the same as a page to be read, without anything from elsewhere."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import flask_smorest
from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.authority import ANYONE
from portal.language import gettext as _
from portal.organisation.queries import government_name
from portal.web.api.door import FAILURES, api
from portal.web.api.parameters import MOST
from portal.web.api.shapes import ProblemShape

NAME = "openapi"
ABOUT = (
    "Indikator kepuasan, bukti dukung kinerja, dan daftar pengaduan, hanya dibaca. "
    "Kirim `Authorization: Bearer TOKEN`. "
    "Daftar dibagi dalam halaman: pakai `next` sebagai `cursor` sampai null. "
    "`ETag` dan `If-None-Match` menghemat: 304 kalau belum berubah. Kesalahan berbentuk "
    "RFC 9457 (`application/problem+json`)."
)


class Description(flask_smorest.Api):  # type: ignore[misc]  # the library is untyped
    """Only describes: failures are the portal's own, and so is the page."""

    ERROR_SCHEMA = ProblemShape
    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Left to portal.web.failures."""


def describe(app: Flask) -> None:
    """Make the description of all addresses of this door; call once they are registered."""
    described = Description(
        app,
        spec_kwargs={
            "title": "Suara Loket",
            "version": "1",
            "openapi_version": "3.1.0",
            "info": {"description": ABOUT},
        },
    )
    scheme = {"type": "http", "scheme": "bearer"}
    described.spec.components.security_scheme("token", scheme)
    api.blueprint.register_views_in_doc(
        described, app, described.spec, name=api.blueprint.name, parameters=None
    )
    document: dict[str, Any] = described.spec.to_dict()
    app.extensions[NAME] = document


def document() -> dict[str, Any]:
    """The description of this application's API."""
    found: dict[str, Any] = current_app.extensions[NAME]
    return found


@api.page("/openapi.json", needs=ANYONE, media="application/json")
def openapi() -> ResponseReturnValue:
    text = json.dumps(document(), ensure_ascii=False, indent=1)
    response = Response(text, mimetype="application/json")
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32])
    return response.make_conditional(request)


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter or a member of an object, as the page shows it."""

    name: str
    kind: str
    words: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it gives, what it takes, the members of its objects."""

    path: str
    words: str
    parameters: tuple[Field, ...]
    members: tuple[Field, ...]


@api.page("/docs", needs=ANYONE, media="text/html")
def docs() -> ResponseReturnValue:
    page = render_template(
        "api/docs.html",
        government=government_name(),
        operations=tuple(_operations(document())),
        failures={status: _(words) for status, words in FAILURES.items()},
        most=MOST,
    )
    return make_response(page)


def _operations(described: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in described["paths"].items():
        if "parameters" in methods["get"]:
            yield _operation(described, path, methods["get"])


def _operation(described: Mapping[str, Any], path: str, get: Mapping[str, Any]) -> Operation:
    words: str = get["summary"]
    content = get["responses"]["200"]["content"]["application/json"]["schema"]
    items = _shape(described, content)["properties"]["items"]["items"]
    return Operation(
        path=path,
        words=_(words),
        parameters=tuple(_parameter(one) for one in get["parameters"]),
        members=tuple(_members(described, items)),
    )


def _parameter(one: Mapping[str, Any]) -> Field:
    words: str = one["description"]
    return Field(one["name"], _kind(one["schema"]), _(words), one["required"])


def _members(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Field]:
    for name, member in _shape(described, schema)["properties"].items():
        inner = _shape(described, member)
        kind = ", ".join(inner["properties"]) if "properties" in inner else _kind(member)
        words = member.get("description")
        yield Field(name, kind, _(words) if words else "", True)


def _shape(described: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in schema:
        return schema
    found: Mapping[str, Any] = described["components"]["schemas"][schema["$ref"].split("/")[-1]]
    return found


def _kind(schema: Mapping[str, Any]) -> str:
    """ "string | null", or the words that may stand there."""
    if "enum" in schema:
        return " | ".join("null" if word is None else str(word) for word in schema["enum"])
    kinds = schema.get("type", "object")
    return " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
