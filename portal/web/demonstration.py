"""The sign-ins of a demonstration, shown on its sign-in page and nowhere else.

`portal demo` writes `demonstration.json` into its instance folder: a list of objects with
`role`, `login`, `password`, `name` and `sentence`. A production instance has no such file.
"""

import json
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

FILE = "demonstration.json"


@dataclass(frozen=True, slots=True)
class DemonstrationSignin:
    """One person of the demonstration: who it is, how to sign in, what can be seen."""

    role: str
    login: str
    password: str
    name: str
    sentence: str


def demonstration_signins(instance: Path) -> tuple[DemonstrationSignin, ...]:
    """Everybody who can sign in to this demonstration; nobody where it is none."""
    path = instance / FILE
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        return ()


@lru_cache(maxsize=2)
def _read(path: Path, _changed: int) -> tuple[DemonstrationSignin, ...]:
    names = [field.name for field in fields(DemonstrationSignin)]
    try:
        return tuple(
            DemonstrationSignin(*(str(one[name]) for name in names))
            for one in json.loads(path.read_text("utf-8"))
        )
    except (ValueError, KeyError, TypeError):
        return ()
