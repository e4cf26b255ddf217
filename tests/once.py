"""What is the same for every application of a process, made once: each test has its own.

Templates, the functions that build addresses, and the description of the API depend on the
program alone, and would take nine tenths of each test's `create_app`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

import portal.app
from portal.web.api.description import NAME, describe


class Compiled(BytecodeCache):
    """Templates compiled once per process."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()
_compile = Rule._compile_builder
_builders: dict[object, Callable[..., tuple[str, str]]] = {}
_documents: dict[frozenset[str], object] = {}


def _compiled(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
    """The function takes its converters from the rule that it is bound to afterwards."""
    key = (rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown)
    if key not in _builders:
        _builders[key] = _compile(rule, append_unknown)
    return _builders[key]


def _described(app: Flask) -> None:
    """Made from the views and the addresses, whatever the settings are."""
    addresses = frozenset(map(str, app.url_map.iter_rules()))
    if addresses not in _documents:
        describe(app)
        _documents[addresses] = app.extensions[NAME]
    app.extensions[NAME] = _documents[addresses]


@contextmanager
def made_once() -> Iterator[None]:
    """Until the end of the block."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _compiled)
        patch.setattr(portal.app, "describe", _described)
        yield
