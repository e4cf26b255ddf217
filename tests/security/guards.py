"""Every guard in the program, found by reading it, and how to take one away.

A guard is a call of `demand`, `demand_in`, `demand_everywhere`, `reach`, `reaches` or `may` on an
actor, named by its file and line. Taken away, a demand demands nothing and a reach is everywhere.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import portal
from portal.authority import Actor

ROOT = Path(portal.__file__).parent
DEMANDS = ("demand", "demand_in", "demand_everywhere")
GUARDS = (*DEMANDS, "reach", "reaches", "may")
NOTHING: dict[str, Any] = {**dict.fromkeys(DEMANDS), "reach": None, "reaches": True, "may": True}


@dataclass(frozen=True, order=True)
class Site:
    """Where a guard stands."""

    path: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"


def sites() -> dict[Site, str]:
    """Every guard, and the function it stands in."""
    found: dict[Site, str] = {}
    for path in sorted(ROOT.rglob("*.py")):
        if path.name == "authority.py":
            continue
        tree = ast.parse(path.read_text())
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for site in _in(function, path):
                    found[site] = function.name
    return found


def _in(function: ast.FunctionDef, path: Path) -> Iterator[Site]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if node.func.attr in GUARDS and "actor" in ast.unparse(node.func.value):
            yield Site(str(path.relative_to(ROOT)), node.lineno, node.func.attr)


@dataclass
class Watch:
    """Which guards were passed since `clear`, which of them refused, and which are taken away."""

    passed: set[Site] = field(default_factory=set)
    refused: set[Site] = field(default_factory=set)
    is_removed: Callable[[Site], bool] = lambda _site: False

    def clear(self) -> None:
        self.passed, self.refused = set(), set()


@contextmanager
def watching() -> Iterator[Watch]:
    """Every guard reports here; whatever was done to them ends with the block."""
    watch = Watch()
    with pytest.MonkeyPatch.context() as patch:
        for name in GUARDS:
            patch.setattr(Actor, name, _watched(watch, name, getattr(Actor, name)))
        yield watch


def _watched(watch: Watch, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def guard(actor: Actor, *facts: Any) -> Any:
        frame = sys._getframe(1)
        path = frame.f_code.co_filename
        if not path.startswith(str(ROOT)) or path.endswith("authority.py"):
            return real(actor, *facts)
        site = Site(str(Path(path).relative_to(ROOT)), frame.f_lineno, name)
        watch.passed.add(site)
        if watch.is_removed(site):
            return NOTHING[name]
        try:
            return real(actor, *facts)
        except Exception:
            watch.refused.add(site)
            raise

    return guard


@contextmanager
def declared(view: Any, name: str, value: object) -> Iterator[None]:
    """A page that declares something else: `needs` or `grave`, as its door took it in."""
    at = view.__code__.co_freevars.index(name)
    cell = view.__closure__[at]
    before, cell.cell_contents = cell.cell_contents, value
    try:
        yield
    finally:
        cell.cell_contents = before
